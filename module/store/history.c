/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * history.c - see history.h
 *
 * Table "history": key = time (8 bytes, seconds), sequence (8); value = version (1), action (1), uid (4),
 * flags (1), address (16), prefix length (1), added, kept, removed (8 each), before and after (scope 1, created 8,
 * expires 8, each), and six strings, each with its NUL: login, category, source, why, reason before, reason after.
 * Table "applied": the same, for WB_HISTORY_APPLY and what comes after it, which a reader of the first version would take for damage.
 */
#include "store/history.h"

#include <string.h>

#include "base/text.h"
#include "base/timestamp.h"
#include "store/listing_session.h"

#define TABLE "history"
#define TABLE_APPLIED "applied"
#define VALUE_VERSION 1
#define KEY_BYTES 16
#define SCOPES (WB_SCOPE_NETWORK + 1)
#define VALUE_BYTES_MAX \
	(48 + 2 * 17 + WB_HISTORY_LOGIN_SIZE + WB_CATEGORY_ID_SIZE + WB_LISTING_SOURCE_SIZE + 3 * WB_LISTING_REASON_SIZE)

static const char *const tables[] = { TABLE, TABLE_APPLIED };
#define TABLES (sizeof(tables) / sizeof(tables[0]))

enum { FLAG_PREFIX = 1, FLAG_BEFORE = 2, FLAG_AFTER = 4 };

/* Of no size here: a row that is forgotten at its end does not fit its declaration. */
const struct wb_history_action_row wb_history_actions[] = {
	[WB_HISTORY_ADD] = { "add", false },
	[WB_HISTORY_REPLACE] = { "replace", false },
	[WB_HISTORY_REMOVE] = { "remove", false },
	[WB_HISTORY_EXPIRE] = { "expire", true },
	[WB_HISTORY_IMPORT] = { "import", true },
	[WB_HISTORY_FEED_SYNC] = { "feed sync", true },
	[WB_HISTORY_FEED_DROP] = { "feed drop", true },
	[WB_HISTORY_APPLY] = { "apply", true },
	[WB_HISTORY_FORGET] = { "forget", true },
};

static void walk_key(struct wb_record *record, int64_t *at_s, uint64_t *sequence)
{
	*at_s = wb_record_time(record, *at_s);
	*sequence = wb_record_number(record, *sequence, 8);
}

static struct wb_blob encode_key(int64_t at_s, uint64_t sequence, unsigned char *bytes)
{
	struct wb_record record;

	wb_record_open_write(&record, bytes, KEY_BYTES);
	walk_key(&record, &at_s, &sequence);
	return wb_record_blob(&record);
}

static bool decode_key(struct wb_blob key, int64_t *at_s_r, uint64_t *sequence_r)
{
	struct wb_record record;

	wb_record_open_read(&record, key);
	walk_key(&record, at_s_r, sequence_r);
	return wb_record_ends_key(&record);
}

static void walk_state(struct wb_record *record, struct wb_history_state *state)
{
	state->scope = wb_record_choice(record, state->scope, SCOPES);
	state->created_at_s = wb_record_time(record, state->created_at_s);
	state->expires_at_s = wb_record_time(record, state->expires_at_s);
}

static void walk_value(struct wb_record *record, struct wb_history_record *row)
{
	unsigned flags = (row->has_prefix ? FLAG_PREFIX : 0U) | (row->before.is_listed ? FLAG_BEFORE : 0U) |
	    (row->after.is_listed ? FLAG_AFTER : 0U);

	wb_record_version(record, VALUE_VERSION);
	row->action = wb_record_choice(record, row->action, WB_HISTORY_ACTIONS);
	row->uid = (uint32_t)wb_record_number(record, row->uid, 4);
	flags = (unsigned)wb_record_number(record, flags, 1);
	row->has_prefix = (flags & FLAG_PREFIX) != 0;
	row->before.is_listed = (flags & FLAG_BEFORE) != 0;
	row->after.is_listed = (flags & FLAG_AFTER) != 0;
	wb_record_prefix(record, &row->prefix);
	row->added = wb_record_number(record, row->added, 8);
	row->kept = wb_record_number(record, row->kept, 8);
	row->removed = wb_record_number(record, row->removed, 8);
	walk_state(record, &row->before);
	walk_state(record, &row->after);
	wb_record_text(record, row->login, sizeof(row->login));
	wb_record_text(record, row->category, sizeof(row->category));
	wb_record_text(record, row->source, sizeof(row->source));
	wb_record_text(record, row->why, sizeof(row->why));
	wb_record_text(record, row->before.reason, sizeof(row->before.reason));
	wb_record_text(record, row->after.reason, sizeof(row->after.reason));
}

static bool decode(struct wb_blob key, struct wb_blob value, struct wb_history_record *row_r, uint64_t *sequence_r)
{
	struct wb_record record;

	memset(row_r, 0, sizeof(*row_r));
	wb_record_open_read(&record, value);
	walk_value(&record, row_r);
	return decode_key(key, &row_r->at_s, sequence_r) && wb_record_ends_value(&record);
}

/* The first sequence that is free in this second, in both tables: so that a walk through both knows which was first. */
static enum wb_status find_sequence(
    struct wb_listing_writer *writer, int64_t at_s, uint64_t *sequence_r, struct wb_error *error_r)
{
	enum wb_status status = WB_OK;

	*sequence_r = 0;
	for (size_t i = 0; i < TABLES && status == WB_OK; i++) {
		unsigned char key[KEY_BYTES];
		struct wb_table table;
		struct wb_walk walk;
		int64_t last_at_s = 0;
		uint64_t last = 0;

		status = wb_table_open(&writer->session.transaction, tables[i], &table, error_r);
		if (status != WB_OK)
			break;
		wb_walk_open(&walk, &table);
		if (wb_walk_before(&walk, encode_key(at_s, UINT64_MAX, key)) && decode_key(walk.key, &last_at_s, &last) &&
		    last_at_s == at_s && last >= *sequence_r)
			*sequence_r = last + 1;
		status = wb_walk_close(&walk, error_r);
	}
	return status;
}

enum wb_status wb_history_add(struct wb_listing_writer *writer, const struct wb_history_record *row, struct wb_error *error_r)
{
	unsigned char key[KEY_BYTES], value[VALUE_BYTES_MAX];
	struct wb_history_record copy = *row;
	struct wb_record record;
	struct wb_table table;
	uint64_t sequence = 0;
	const char *name = row->action >= WB_HISTORY_APPLY ? TABLE_APPLIED : TABLE;
	enum wb_status status = find_sequence(writer, row->at_s, &sequence, error_r);

	if (status == WB_OK)
		status = wb_table_open(&writer->session.transaction, name, &table, error_r);
	if (status != WB_OK)
		return status;
	wb_record_open_write(&record, value, sizeof(value));
	walk_value(&record, &copy);
	return wb_table_add(&table, encode_key(row->at_s, sequence, key), wb_record_blob(&record), error_r);
}

/* Walks over what is older in one table; removes it on the way, or only counts. */
static enum wb_status walk_old(
    const struct wb_table *table, int64_t before_s, bool removes, size_t *count, struct wb_error *error_r)
{
	struct wb_walk walk;
	int64_t at_s = 0;
	uint64_t sequence = 0;

	wb_walk_open(&walk, table);
	while (wb_walk_next(&walk) && decode_key(walk.key, &at_s, &sequence) && at_s < before_s) {
		if (removes)
			wb_walk_remove(&walk);
		(*count)++;
	}
	return wb_walk_close(&walk, error_r);
}

enum wb_status wb_history_prune(
    struct wb_listing_writer *writer, int64_t before_s, enum wb_age_guard guard, size_t *removed_r, struct wb_error *error_r)
{
	struct wb_table opened[TABLES];
	char before[WB_TIMESTAMP_TEXT_SIZE];
	size_t all = 0, old = 0, rows = 0;
	enum wb_status status = WB_OK;

	*removed_r = 0;
	for (size_t i = 0; i < TABLES && status == WB_OK; i++) {
		status = wb_table_open(&writer->session.transaction, tables[i], &opened[i], error_r);
		if (status == WB_OK)
			status = wb_table_count(&opened[i], &rows, error_r);
		if (status == WB_OK)
			status = walk_old(&opened[i], before_s, false, &old, error_r);
		all += rows;
	}
	if (status == WB_OK && !wb_age_guard_allows(guard, old, all)) {
		wb_timestamp_format(before_s, before);
		return wb_fail(error_r, WB_INVALID,
		    "%zu of %zu records of history are older than %s, more than half: nothing was removed: expected a clock that is right; or --force",
		    old, all, before);
	}
	for (size_t i = 0; i < TABLES && status == WB_OK; i++)
		status = walk_old(&opened[i], before_s, true, removed_r, error_r);
	return status;
}

static bool is_about(const struct wb_subject *subject, const struct wb_history_record *row)
{
	return (row->has_prefix && wb_subject_has_client(subject, &row->prefix)) || wb_subject_is_named(subject, row->why) ||
	    wb_subject_is_named(subject, row->before.reason) || wb_subject_is_named(subject, row->after.reason);
}

enum wb_status wb_history_forget(
    struct wb_listing_writer *writer, const struct wb_subject *subject, size_t *removed_r, struct wb_error *error_r)
{
	enum wb_status status = WB_OK;

	*removed_r = 0;
	for (size_t i = 0; i < TABLES && status == WB_OK; i++) {
		struct wb_history_record row;
		struct wb_table table;
		struct wb_walk walk;
		uint64_t sequence;

		status = wb_table_open(&writer->session.transaction, tables[i], &table, error_r);
		if (status != WB_OK)
			break;
		wb_walk_open(&walk, &table);
		while (wb_walk_next(&walk)) {
			if (decode(walk.key, walk.value, &row, &sequence) && is_about(subject, &row)) {
				wb_walk_remove(&walk);
				(*removed_r)++;
			}
		}
		status = wb_walk_close(&walk, error_r);
	}
	return status;
}

/* One table's side of a walk through both: it stands on a record that is still to be visited. */
struct side {
	struct wb_table table;
	struct wb_walk walk;
	struct wb_history_record record;
	uint64_t sequence;
	bool is_open;
	bool has_record;
};

static bool comes_before(const struct side *a, const struct side *b)
{
	if (!a->has_record || !b->has_record)
		return a->has_record;
	return a->record.at_s != b->record.at_s ? a->record.at_s < b->record.at_s : a->sequence <= b->sequence;
}

/* The next record that decodes and is about prefix; from: the key to begin at, NULL: behind the last one. */
static void step(struct side *side, const struct wb_blob *from, const struct wb_prefix *prefix, size_t *unreadable)
{
	bool found = side->is_open && (from != NULL ? wb_walk_from(&side->walk, *from) : wb_walk_next(&side->walk));

	side->sequence = 0;
	for (side->has_record = false; found && !side->has_record; found = side->has_record || wb_walk_next(&side->walk)) {
		if (!decode(side->walk.key, side->walk.value, &side->record, &side->sequence))
			(*unreadable)++;
		else
			side->has_record =
			    prefix == NULL || (side->record.has_prefix && wb_prefix_overlaps(&side->record.prefix, prefix));
	}
}

static enum wb_status open_side(
    struct wb_listing_session *session, const char *name, struct side *side, struct wb_error *error_r)
{
	enum wb_status status = wb_table_open(&session->transaction, name, &side->table, error_r);

	side->is_open = status == WB_OK;
	if (side->is_open)
		wb_walk_open(&side->walk, &side->table);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

enum wb_status wb_history_walk(const char *store, const struct wb_prefix *prefix, int64_t since_s, wb_history_visit *visit,
    void *context, size_t *unreadable_r, struct wb_error *error_r)
{
	unsigned char bytes[KEY_BYTES];
	const struct wb_blob from = encode_key(since_s > 0 ? since_s : 0, 0, bytes);
	struct wb_listing_session session;
	struct side changes = { .is_open = false }, applied = { .is_open = false };
	enum wb_status status = wb_listing_session_open_read(store, &session, error_r), closed;

	*unreadable_r = 0;
	if (status == WB_OK)
		status = open_side(&session, TABLE, &changes, error_r);
	if (status == WB_OK)
		status = open_side(&session, TABLE_APPLIED, &applied, error_r);
	if (status == WB_OK) {
		step(&changes, &from, prefix, unreadable_r);
		step(&applied, &from, prefix, unreadable_r);
	}
	while (changes.has_record || applied.has_record) {
		struct side *earlier = comes_before(&changes, &applied) ? &changes : &applied;

		if (!visit(context, &earlier->record))
			break;
		step(earlier, NULL, prefix, unreadable_r);
	}
	closed = changes.is_open ? wb_walk_close(&changes.walk, error_r) : WB_OK;
	status = status == WB_OK ? closed : status;
	closed = applied.is_open ? wb_walk_close(&applied.walk, error_r) : WB_OK;
	status = status == WB_OK ? closed : status;
	wb_listing_session_close(&session);
	return status == WB_NOT_FOUND ? WB_OK : status;
}
