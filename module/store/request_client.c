/* request_client.c - see request_client.h */
#include "store/request_client.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"

static MDB_val key_of(const struct wb_prefix *client, uint64_t number, unsigned char *bytes)
{
	memcpy(bytes, client->address.bytes, 16);
	bytes[16] = client->prefix_bits;
	wb_bytes_put(bytes + 17, number, 8);
	return (MDB_val){ WB_REQUEST_CLIENT_KEY_BYTES, bytes };
}

enum wb_status wb_request_client_add(
    struct wb_request_session *session, const struct wb_prefix *client, uint64_t number, struct wb_error *error_r)
{
	unsigned char bytes[WB_REQUEST_CLIENT_KEY_BYTES];
	MDB_val key = key_of(client, number, bytes);
	MDB_val nothing = { 0, bytes };
	int rc = mdb_put(session->txn, session->databases[WB_REQUEST_CLIENTS], &key, &nothing, 0);

	return rc == 0 ? WB_OK : wb_request_session_fail(session, rc, error_r);
}

enum wb_status wb_request_client_remove(
    struct wb_request_session *session, const struct wb_prefix *client, uint64_t number, struct wb_error *error_r)
{
	unsigned char bytes[WB_REQUEST_CLIENT_KEY_BYTES];
	MDB_val key = key_of(client, number, bytes);
	int rc = mdb_del(session->txn, session->databases[WB_REQUEST_CLIENTS], &key, NULL);

	return rc == 0 || rc == MDB_NOTFOUND ? WB_OK : wb_request_session_fail(session, rc, error_r);
}

static int compare_numbers(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

	return left < right ? -1 : left > right;
}

static int add_number(struct wb_request_numbers *numbers, uint64_t number)
{
	if (numbers->count == numbers->room) {
		size_t room = numbers->room == 0 ? 64 : 2 * numbers->room;
		uint64_t *rows = reallocarray(numbers->rows, room, sizeof(*rows));

		if (rows == NULL)
			return ENOMEM;
		numbers->rows = rows;
		numbers->room = room;
	}
	numbers->rows[numbers->count++] = number;
	return 0;
}

/*
 * Adds the requests whose client lies in the prefix from (is_exact: is that prefix) and overlaps wanted. Their keys lie beside
 * each other, since they begin with the address. MDB_NOTFOUND when all went well: there are no more.
 */
static int take_range(MDB_cursor *cursor, const struct wb_prefix *from, bool is_exact, const struct wb_prefix *wanted,
    struct wb_request_numbers *numbers)
{
	struct wb_prefix first = { .address = from->address, .prefix_bits = is_exact ? from->prefix_bits : 0 };
	unsigned char bytes[WB_REQUEST_CLIENT_KEY_BYTES];
	MDB_val key = key_of(&first, 0, bytes);
	MDB_val value;
	int rc;

	for (rc = mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE); rc == 0;
	     rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) {
		const unsigned char *at = key.mv_data;
		struct wb_prefix found, network;

		if (key.mv_size != WB_REQUEST_CLIENT_KEY_BYTES || at[16] > WB_ADDRESS_BITS)
			continue; /* not ours */
		memcpy(found.address.bytes, at, 16);
		found.prefix_bits = at[16];
		network = wb_prefix_of(&found.address, from->prefix_bits);
		if (memcmp(&network.address, &from->address, sizeof(network.address)) != 0 ||
		    (is_exact && found.prefix_bits != from->prefix_bits))
			return MDB_NOTFOUND;
		if (wb_prefix_overlaps(&found, wanted))
			rc = add_number(numbers, wb_bytes_get(at + 17, 8));
		if (rc != 0)
			return rc;
	}
	return rc;
}

enum wb_status wb_request_client_find(struct wb_request_session *session, const struct wb_prefix *client,
    struct wb_request_numbers *numbers_r, struct wb_error *error_r)
{
	/* The one client that is no host: see wb_request_record_check. */
	struct wb_prefix network = wb_prefix_of(&client->address, WB_ADDRESS_V6_SUBNET_BITS);
	struct wb_prefix inside = wb_prefix_of(&client->address, client->prefix_bits);
	MDB_cursor *cursor;
	enum wb_status status = wb_request_session_open_cursor(session, WB_REQUEST_CLIENTS, &cursor, error_r);
	int rc;

	memset(numbers_r, 0, sizeof(*numbers_r));
	if (status != WB_OK)
		return status;
	rc = take_range(cursor, &inside, false, client, numbers_r);
	/* A /64 that holds the client is elsewhere, unless the range above begins at its address. */
	if (rc == MDB_NOTFOUND && client->prefix_bits > WB_ADDRESS_V6_SUBNET_BITS &&
	    memcmp(&network.address, &inside.address, sizeof(network.address)) != 0)
		rc = take_range(cursor, &network, true, client, numbers_r);
	mdb_cursor_close(cursor);
	if (rc != MDB_NOTFOUND) {
		free(numbers_r->rows);
		memset(numbers_r, 0, sizeof(*numbers_r));
		return wb_request_session_fail(session, rc, error_r);
	}
	if (numbers_r->count > 0)
		qsort(numbers_r->rows, numbers_r->count, sizeof(numbers_r->rows[0]), compare_numbers);
	return WB_OK;
}
