/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * answer_limit.c - see answer_limit.h
 *
 * Table "answers": key = when (8 bytes), sequence (4); value = hash of the address (16).
 */
#include "store/answer_limit.h"

#include <ctype.h>
#include <sodium.h>
#include <string.h>

#include "store/request_session.h"

#define DAY_S 86400
#define KEY_BYTES 12
#define HASH_BYTES crypto_generichash_BYTES_MIN
#define ADDRESS_BYTES_MAX 320

/* What the last 24 hours hold. */
struct tally {
	uint32_t to_address;
	uint32_t in_all;
	uint32_t sequence; /* the next one of this second */
};

static void walk_key(struct wb_record *record, int64_t *at_s, uint32_t *sequence)
{
	*at_s = wb_record_time(record, *at_s);
	*sequence = (uint32_t)wb_record_number(record, *sequence, 4);
}

static bool hash_address(const char *address, unsigned char *hash_r)
{
	unsigned char lower[ADDRESS_BYTES_MAX];
	size_t length = strnlen(address, sizeof(lower));

	for (size_t i = 0; i < length; i++)
		lower[i] = (unsigned char)tolower((unsigned char)address[i]);
	return sodium_init() >= 0 && crypto_generichash(hash_r, HASH_BYTES, lower, length, NULL, 0) == 0;
}

/* Counts what is of the last 24 hours and removes the rest; what a clock that was wrong has put into the future, too. */
static enum wb_status count_rows(
    const struct wb_table *table, const unsigned char *hash, int64_t now_s, struct tally *tally_r, struct wb_error *error_r)
{
	struct wb_walk walk;

	*tally_r = (struct tally){ 0 };
	wb_walk_open(&walk, table);
	while (wb_walk_next(&walk)) {
		struct wb_record record;
		int64_t at_s = 0;
		uint32_t sequence = 0;

		wb_record_open_read(&record, walk.key);
		walk_key(&record, &at_s, &sequence);
		if (!wb_record_ends_key(&record) || at_s <= now_s - DAY_S || at_s >= now_s + DAY_S) {
			wb_walk_remove(&walk);
			continue;
		}
		tally_r->in_all++;
		tally_r->to_address += walk.value.size == HASH_BYTES && memcmp(walk.value.data, hash, HASH_BYTES) == 0;
		if (at_s == now_s)
			tally_r->sequence = sequence + 1;
	}
	return wb_walk_close(&walk, error_r);
}

enum wb_status wb_answer_limit_take(const char *store, const char *address, uint32_t per_address, uint32_t per_day,
    int64_t now_s, bool *granted_r, struct wb_error *error_r)
{
	unsigned char hash[HASH_BYTES], key[KEY_BYTES];
	struct wb_request_session session;
	struct wb_record record;
	struct wb_table table;
	struct tally tally;
	bool granted = false;
	enum wb_status status;

	*granted_r = false;
	if (!hash_address(address, hash))
		return wb_fail(error_r, WB_UNAVAILABLE, "libsodium cannot be used");
	status = wb_request_session_open_write(store, WB_STORE_MAKE_FOLDER, WB_REQUEST_WAITS, &session, error_r);
	if (status == WB_OK)
		status = wb_table_open(&session.transaction, "answers", &table, error_r);
	if (status == WB_OK)
		status = count_rows(&table, hash, now_s, &tally, error_r);
	if (status == WB_OK) {
		granted = tally.to_address < per_address && tally.in_all < per_day;
		wb_record_open_write(&record, key, sizeof(key));
		walk_key(&record, &now_s, &tally.sequence);
	}
	if (granted)
		status = wb_table_put(&table, wb_record_blob(&record), (struct wb_blob){ hash, HASH_BYTES }, error_r);
	if (status == WB_OK)
		status = wb_request_session_commit(&session, error_r);
	wb_request_session_close(&session);
	*granted_r = granted && status == WB_OK;
	return status;
}
