/*
 * answer_limit.c - see answer_limit.h
 *
 * Database "answers": key = when (8 bytes, big-endian), sequence (4); value = hash of the address (16).
 */
#include "store/answer_limit.h"

#include <ctype.h>
#include <sodium.h>
#include <string.h>

#include "base/bytes.h"
#include "store/request_session.h"

#define DAY_S 86400
#define KEY_BYTES 12
#define HASH_BYTES crypto_generichash_BYTES_MIN
#define ADDRESS_BYTES_MAX 320

/* What the last 24 hours hold. */
struct tally {
	const unsigned char *hash;
	uint32_t to_address;
	uint32_t in_all;
	uint32_t sequence; /* the next one of this second */
};

static bool hash_address(const char *address, unsigned char *hash_r)
{
	unsigned char lower[ADDRESS_BYTES_MAX];
	size_t length = strnlen(address, sizeof(lower));

	for (size_t i = 0; i < length; i++)
		lower[i] = (unsigned char)tolower((unsigned char)address[i]);
	return sodium_init() >= 0 && crypto_generichash(hash_r, HASH_BYTES, lower, length, NULL, 0) == 0;
}

static void count_row(struct tally *tally, const MDB_val *key, const MDB_val *value, int64_t now_s)
{
	tally->in_all++;
	tally->to_address += value->mv_size == HASH_BYTES && memcmp(value->mv_data, tally->hash, HASH_BYTES) == 0;
	if ((int64_t)wb_bytes_get(key->mv_data, 8) == now_s)
		tally->sequence = (uint32_t)wb_bytes_get((const unsigned char *)key->mv_data + 8, 4) + 1;
}

/* Counts what is of the last 24 hours and removes the rest; what a clock that was wrong has put into the future, too. */
static int count_rows(MDB_txn *txn, MDB_dbi dbi, int64_t now_s, struct tally *tally)
{
	MDB_cursor *cursor;
	MDB_val key, value;
	int rc = mdb_cursor_open(txn, dbi, &cursor);

	if (rc != 0)
		return rc;
	for (rc = mdb_cursor_get(cursor, &key, &value, MDB_FIRST); rc == 0;
	     rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) {
		int64_t at_s = key.mv_size == KEY_BYTES ? (int64_t)wb_bytes_get(key.mv_data, 8) : 0;

		if (at_s > now_s - DAY_S && at_s < now_s + DAY_S)
			count_row(tally, &key, &value, now_s);
		else if ((rc = mdb_cursor_del(cursor, 0)) != 0)
			break;
	}
	mdb_cursor_close(cursor);
	return rc == MDB_NOTFOUND ? 0 : rc;
}

static int add_row(MDB_txn *txn, MDB_dbi dbi, int64_t now_s, const struct tally *tally)
{
	unsigned char bytes[KEY_BYTES];
	MDB_val key = { sizeof(bytes), bytes };
	MDB_val value = { HASH_BYTES, (void *)(uintptr_t)tally->hash };

	wb_bytes_put(bytes, (uint64_t)now_s, 8);
	wb_bytes_put(bytes + 8, tally->sequence, 4);
	return mdb_put(txn, dbi, &key, &value, 0);
}

enum wb_status wb_answer_limit_take(const char *store, const char *address, uint32_t per_address, uint32_t per_day,
    int64_t now_s, bool *granted_r, struct wb_error *error_r)
{
	unsigned char hash[HASH_BYTES];
	struct tally tally = { .hash = hash };
	struct wb_request_session session;
	enum wb_status status;
	MDB_dbi dbi;
	int rc;

	*granted_r = false;
	if (!hash_address(address, hash))
		return wb_fail(error_r, WB_UNAVAILABLE, "libsodium cannot be used");
	status = wb_request_session_open_write(store, true, true, &session, error_r);
	if (status == WB_OK) {
		rc = mdb_dbi_open(session.txn, "answers", MDB_CREATE, &dbi);
		if (rc == 0)
			rc = count_rows(session.txn, dbi, now_s, &tally);
		*granted_r = rc == 0 && tally.to_address < per_address && tally.in_all < per_day;
		if (*granted_r)
			rc = add_row(session.txn, dbi, now_s, &tally);
		status =
		    rc == 0 ? wb_request_session_commit(&session, error_r) : wb_request_session_fail(&session, rc, error_r);
	}
	wb_request_session_close(&session);
	*granted_r = *granted_r && status == WB_OK;
	return status;
}
