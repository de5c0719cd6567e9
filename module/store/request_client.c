/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* request_client.c - see request_client.h */
#include "store/request_client.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define KEY_BYTES (WB_RECORD_PREFIX_BYTES + WB_REQUEST_KEY_BYTES)

static void walk_key(struct wb_record *record, struct wb_prefix *client, uint64_t *number)
{
	wb_record_prefix(record, client);
	*number = wb_record_number(record, *number, WB_REQUEST_KEY_BYTES);
}

static struct wb_blob encode_key(const struct wb_prefix *client, uint64_t number, unsigned char *bytes)
{
	struct wb_prefix copy = *client;
	struct wb_record record;

	wb_record_open_write(&record, bytes, KEY_BYTES);
	walk_key(&record, &copy, &number);
	return wb_record_blob(&record);
}

enum wb_status wb_request_client_add(
    struct wb_request_session *session, const struct wb_prefix *client, uint64_t number, struct wb_error *error_r)
{
	static const struct wb_blob nothing = { (const unsigned char *)"", 0 };
	unsigned char bytes[KEY_BYTES];

	return wb_table_put(&session->tables[WB_REQUEST_CLIENTS], encode_key(client, number, bytes), nothing, error_r);
}

enum wb_status wb_request_client_remove(
    struct wb_request_session *session, const struct wb_prefix *client, uint64_t number, struct wb_error *error_r)
{
	unsigned char bytes[KEY_BYTES];
	enum wb_status status =
	    wb_table_remove(&session->tables[WB_REQUEST_CLIENTS], encode_key(client, number, bytes), error_r);

	return status == WB_NOT_FOUND ? WB_OK : status;
}

static int compare_numbers(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

	return left < right ? -1 : left > right;
}

static bool add_number(struct wb_request_numbers *numbers, uint64_t number)
{
	if (numbers->count == numbers->room) {
		size_t room = numbers->room == 0 ? 64 : 2 * numbers->room;
		uint64_t *rows = reallocarray(numbers->rows, room, sizeof(*rows));

		if (rows == NULL)
			return false;
		numbers->rows = rows;
		numbers->room = room;
	}
	numbers->rows[numbers->count++] = number;
	return true;
}

/*
 * Adds the requests whose client lies in the prefix from and overlaps wanted. Their keys lie beside each other, since they begin
 * with the address. exact_bits: only clients of this length that begin where from does; 0: all.
 */
static enum wb_status take_range(struct wb_request_session *session, const struct wb_prefix *from, unsigned exact_bits,
    const struct wb_prefix *wanted, struct wb_request_numbers *numbers, struct wb_error *error_r)
{
	struct wb_prefix first = { .address = from->address, .prefix_bits = (uint8_t)exact_bits };
	unsigned char bytes[KEY_BYTES];
	struct wb_walk walk;
	bool has_memory = true;
	enum wb_status status;

	wb_walk_open(&walk, &session->tables[WB_REQUEST_CLIENTS]);
	for (bool found = wb_walk_from(&walk, encode_key(&first, 0, bytes)); found && has_memory; found = wb_walk_next(&walk)) {
		struct wb_prefix client, network;
		struct wb_record record;
		uint64_t number = 0;

		wb_record_open_read(&record, walk.key);
		walk_key(&record, &client, &number);
		if (!wb_record_ends_key(&record))
			continue; /* not ours */
		network = wb_prefix_of(&client.address, from->prefix_bits);
		if (memcmp(&network.address, &from->address, sizeof(network.address)) != 0 ||
		    (exact_bits > 0 && client.prefix_bits != exact_bits))
			break;
		if (wb_prefix_overlaps(&client, wanted))
			has_memory = add_number(numbers, number);
	}
	status = wb_walk_close(&walk, error_r);
	return has_memory ? status : wb_store_fail(session->transaction.store, ENOMEM, error_r);
}

enum wb_status wb_request_client_find(struct wb_request_session *session, const struct wb_prefix *client,
    struct wb_request_numbers *numbers_r, struct wb_error *error_r)
{
	/* The one client that is no host: see wb_request_record_check. */
	struct wb_prefix network = wb_prefix_of(&client->address, WB_ADDRESS_V6_SUBNET_BITS);
	struct wb_prefix inside = wb_prefix_of(&client->address, client->prefix_bits);
	enum wb_status status;

	memset(numbers_r, 0, sizeof(*numbers_r));
	status = take_range(session, &inside, 0, client, numbers_r, error_r);
	/* A /64 that holds the client is elsewhere, unless the range above begins at its address. */
	if (status == WB_OK && client->prefix_bits > WB_ADDRESS_V6_SUBNET_BITS &&
	    memcmp(&network.address, &inside.address, sizeof(network.address)) != 0)
		status = take_range(session, &network, WB_ADDRESS_V6_SUBNET_BITS, client, numbers_r, error_r);
	if (status != WB_OK) {
		free(numbers_r->rows);
		memset(numbers_r, 0, sizeof(*numbers_r));
	} else if (numbers_r->count > 0) {
		qsort(numbers_r->rows, numbers_r->count, sizeof(numbers_r->rows[0]), compare_numbers);
	}
	return status;
}
