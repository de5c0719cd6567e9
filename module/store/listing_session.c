/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * listing_session.c - see listing_session.h
 *
 * Table "meta": "format" (4 bytes) and "prefix-lengths" (129 counters of 8 bytes): they tell a reader which prefix lengths are
 * worth a look. Table "listings": see listing_record.c; table "changed": see changed.c.
 */
#include "store/listing_session.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "store/turn.h"

#define FORMAT 1
#define FORMAT_BYTES 4
#define LENGTHS_BYTES (WB_LISTING_LENGTHS * 8)

/* The names of the two rows, without a NUL. */
static const struct wb_blob format_key = { (const unsigned char *)"format", sizeof("format") - 1 };
static const struct wb_blob lengths_key = { (const unsigned char *)"prefix-lengths", sizeof("prefix-lengths") - 1 };

static void walk_lengths(struct wb_record *record, uint64_t *lengths)
{
	for (size_t i = 0; i < WB_LISTING_LENGTHS; i++)
		lengths[i] = wb_record_number(record, lengths[i], 8);
}

/* Reads and checks "meta". WB_NOT_FOUND: nothing was ever committed here. */
static enum wb_status load_meta(struct wb_listing_session *session, struct wb_error *error_r)
{
	const char *store = session->transaction.store;
	struct wb_record record;
	struct wb_blob value;
	uint64_t format;
	enum wb_status status = wb_table_get(&session->meta, format_key, &value, error_r);

	if (status != WB_OK)
		return status;
	wb_record_open_read(&record, value);
	format = wb_record_number(&record, 0, FORMAT_BYTES);
	if (!wb_record_ends_key(&record) || format != FORMAT)
		return wb_fail(error_r, WB_UNAVAILABLE,
		    "store %s: its format is %llu, this whyblock knows %d: use the version that wrote it, or a newer one",
		    store, wb_record_ends_key(&record) ? (unsigned long long)format : 0ULL, FORMAT);
	status = wb_table_get(&session->meta, lengths_key, &value, NULL);
	wb_record_open_read(&record, value);
	walk_lengths(&record, session->lengths);
	if (status != WB_OK || !wb_record_ends_key(&record))
		return wb_fail(error_r, WB_UNAVAILABLE,
		    "store %s: its table of prefix lengths is damaged: restore it from a backup", store);
	return WB_OK;
}

/* LMDB has a lock of its own, on which one would wait in silence. */
static enum wb_status take_turn(struct wb_listing_session *session, struct wb_error *error_r)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/" WB_LISTING_FOLDER "/" WB_TURN_LOCK, session->transaction.store);
	return wb_turn_take(path, &session->turn_fd, error_r);
}

static void end_turn(struct wb_listing_session *session)
{
	if (session->turn_fd >= 0)
		close(session->turn_fd);
	session->turn_fd = -1;
}

static void begin(struct wb_listing_session *session)
{
	memset(session, 0, sizeof(*session));
	session->turn_fd = -1;
}

void wb_listing_session_close(struct wb_listing_session *session)
{
	wb_transaction_close(&session->transaction);
	end_turn(session);
}

/* WB_NOT_FOUND: nothing was ever committed here. */
static enum wb_status open_tables(struct wb_listing_session *session, struct wb_error *error_r)
{
	struct wb_transaction *transaction = &session->transaction;
	int64_t now_us = wb_clock_system.wall_us(wb_clock_system.context);
	enum wb_status status = wb_table_open(transaction, "meta", &session->meta, error_r);

	if (status == WB_OK)
		status = wb_table_open(transaction, "listings", &session->listings, error_r);
	if (status == WB_OK)
		status = wb_changed_open(transaction, &session->meta, now_us, &session->changed, error_r);
	return status == WB_OK ? load_meta(session, error_r) : status;
}

enum wb_status wb_listing_session_open_read(const char *store, struct wb_listing_session *session, struct wb_error *error_r)
{
	enum wb_status status;

	begin(session);
	status = wb_transaction_open_read(store, WB_LISTING_FOLDER, &session->transaction, error_r);
	return status == WB_OK ? open_tables(session, error_r) : status;
}

enum wb_status wb_listing_session_begin_read(struct wb_listing_session *session, struct wb_error *error_r)
{
	enum wb_status status = wb_transaction_begin_read(&session->transaction, error_r);

	return status == WB_OK ? open_tables(session, error_r) : status;
}

enum wb_status wb_listing_session_open_folder(const char *store, struct wb_listing_session *session, struct wb_error *error_r)
{
	begin(session);
	return wb_transaction_open_folder(store, WB_LISTING_FOLDER, &session->transaction, error_r);
}

enum wb_status wb_listing_session_open_write(const char *store, struct wb_listing_session *session, struct wb_error *error_r)
{
	enum wb_status status = wb_listing_session_open_folder(store, session, error_r);

	return status == WB_OK ? wb_listing_session_begin_write(session, error_r) : status;
}

enum wb_status wb_listing_session_begin_write(struct wb_listing_session *session, struct wb_error *error_r)
{
	enum wb_status status = take_turn(session, error_r);

	if (status == WB_OK)
		status = wb_transaction_begin_write(&session->transaction, error_r);
	if (status == WB_OK)
		status = open_tables(session, error_r);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

void wb_listing_session_end(struct wb_listing_session *session)
{
	wb_transaction_end(&session->transaction);
	end_turn(session);
}

enum wb_status wb_listing_session_commit(struct wb_listing_session *session, struct wb_error *error_r)
{
	unsigned char bytes[LENGTHS_BYTES];
	struct wb_record record;
	enum wb_status status;

	wb_record_open_write(&record, bytes, FORMAT_BYTES);
	wb_record_number(&record, FORMAT, FORMAT_BYTES);
	status = wb_table_put(&session->meta, format_key, wb_record_blob(&record), error_r);
	if (status != WB_OK)
		return status;
	wb_record_open_write(&record, bytes, sizeof(bytes));
	walk_lengths(&record, session->lengths);
	status = wb_table_put(&session->meta, lengths_key, wb_record_blob(&record), error_r);
	if (status == WB_OK)
		status = wb_changed_save(&session->changed, &session->transaction, &session->meta, error_r);
	if (status == WB_OK)
		status = wb_transaction_commit(&session->transaction, error_r);
	if (status == WB_OK)
		end_turn(session);
	return status;
}

void wb_listing_session_forget(struct wb_listing_session *session, unsigned prefix_bits)
{
	/* A table that was damaged may count none of them. */
	session->lengths[prefix_bits] -= session->lengths[prefix_bits] > 0;
}
