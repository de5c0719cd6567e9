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

static void walk_key(struct wb_record *record, int64_t *at_s, uint32_t *sequence)
{
	*at_s = wb_record_time(record, *at_s);
	*sequence = (uint32_t)wb_record_number(record, *sequence, 4);
}

enum wb_status wb_answer_limit_take(const char *store, const char *address, uint32_t per_address, uint32_t per_day,
    int64_t now_s, bool *granted_r, struct wb_error *error_r)
{
	unsigned char lower[ADDRESS_BYTES_MAX], hash[HASH_BYTES], key[KEY_BYTES];
	size_t length = strnlen(address, sizeof(lower));
	struct wb_request_session session;
	struct wb_record record;
	struct wb_table table;
	struct wb_walk walk;
	uint32_t to_address = 0, in_all = 0, next = 0; /* next: the sequence that is free in this second */
	bool granted;
	enum wb_status status;

	*granted_r = false;
	for (size_t i = 0; i < length; i++)
		lower[i] = (unsigned char)tolower((unsigned char)address[i]);
	if (sodium_init() < 0 || crypto_generichash(hash, sizeof(hash), lower, length, NULL, 0) != 0)
		return wb_fail(error_r, WB_UNAVAILABLE, "libsodium cannot be used");
	status = wb_request_session_open_write(store, WB_STORE_MAKE_FOLDER, WB_REQUEST_WAITS, &session, error_r);
	if (status == WB_OK)
		status = wb_table_open(&session.transaction, "answers", &table, error_r);
	if (status == WB_OK) {
		/* Counts what is of the last 24 hours. What is older goes, and what a clock that was wrong has put far into the future. */
		wb_walk_open(&walk, &table);
		while (wb_walk_next(&walk)) {
			int64_t at_s = 0;
			uint32_t sequence = 0;

			wb_record_open_read(&record, walk.key);
			walk_key(&record, &at_s, &sequence);
			if (!wb_record_ends_key(&record) || at_s <= now_s - DAY_S || at_s >= now_s + DAY_S) {
				wb_walk_remove(&walk);
				continue;
			}
			if (at_s > now_s)
				continue;
			in_all++;
			to_address += walk.value.size == HASH_BYTES && memcmp(walk.value.data, hash, HASH_BYTES) == 0;
			if (at_s == now_s)
				next = sequence + 1;
		}
		status = wb_walk_close(&walk, error_r);
	}

	granted = status == WB_OK && to_address < per_address && in_all < per_day;
	if (granted) {
		wb_record_open_write(&record, key, sizeof(key));
		walk_key(&record, &now_s, &next);
		status = wb_table_put(&table, wb_record_blob(&record), (struct wb_blob){ hash, HASH_BYTES }, error_r);
	}
	status = wb_request_session_finish(&session, status, error_r);
	*granted_r = granted && status == WB_OK;
	return status;
}
