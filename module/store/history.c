/*
 * history.c - see history.h
 *
 * Database "history": key = time (8 bytes, big-endian seconds), sequence (8); value = version (1), action (1), uid (4),
 * flags (1), address (16), prefix length (1), added, kept, removed (8 each), before and after (scope 1, created 8,
 * expires 8, each), and six strings, each with its NUL: login, category, source, why, reason before, reason after.
 */
#include "store/history.h"

#include <string.h>

#include "base/bytes.h"
#include "base/text.h"
#include "store/listing_session.h"
#include "store/store.h"

#define DATABASE "history"
#define VALUE_VERSION 1
#define KEY_BYTES 16
#define STATE_BYTES 17
#define HEAD_BYTES (24 + 3 * 8 + 2 * STATE_BYTES)
#define STRINGS 6
#define VALUE_BYTES_MAX \
	(HEAD_BYTES + WB_HISTORY_LOGIN_SIZE + WB_CATEGORY_ID_SIZE + WB_LISTING_SOURCE_SIZE + 3 * WB_LISTING_REASON_SIZE)

enum { FLAG_PREFIX = 1, FLAG_BEFORE = 2, FLAG_AFTER = 4 };

const struct wb_history_action_row wb_history_actions[] = {
	[WB_HISTORY_ADD] = { "add", false },
	[WB_HISTORY_REPLACE] = { "replace", false },
	[WB_HISTORY_REMOVE] = { "remove", false },
	[WB_HISTORY_EXPIRE] = { "expire", true },
	[WB_HISTORY_IMPORT] = { "import", true },
	[WB_HISTORY_FEED_SYNC] = { "feed sync", true },
	[WB_HISTORY_FEED_DROP] = { "feed drop", true },
};
const size_t wb_history_action_count = sizeof(wb_history_actions) / sizeof(wb_history_actions[0]);

struct string {
	char *data;
	size_t size;
};

/* The record's strings in the order of the value. */
static void list_strings(struct wb_history_record *record, struct string strings_r[STRINGS])
{
	const struct string strings[STRINGS] = {
		{ record->login, sizeof(record->login) },
		{ record->category, sizeof(record->category) },
		{ record->source, sizeof(record->source) },
		{ record->why, sizeof(record->why) },
		{ record->before.reason, sizeof(record->before.reason) },
		{ record->after.reason, sizeof(record->after.reason) },
	};

	memcpy(strings_r, strings, sizeof(strings));
}

static void encode_state(const struct wb_history_state *state, unsigned char *bytes)
{
	bytes[0] = (unsigned char)state->scope;
	wb_bytes_put(bytes + 1, (uint64_t)state->created_at_s, 8);
	wb_bytes_put(bytes + 9, (uint64_t)state->expires_at_s, 8);
}

static bool decode_state(const unsigned char *bytes, bool is_listed, struct wb_history_state *state_r)
{
	state_r->is_listed = is_listed;
	state_r->scope = (enum wb_scope)bytes[0];
	state_r->created_at_s = (int64_t)wb_bytes_get(bytes + 1, 8);
	state_r->expires_at_s = (int64_t)wb_bytes_get(bytes + 9, 8);
	return bytes[0] <= WB_SCOPE_NETWORK && state_r->created_at_s >= 0 && state_r->expires_at_s >= 0;
}

static size_t encode(const struct wb_history_record *record, unsigned char *bytes)
{
	struct wb_history_record copy = *record;
	struct string strings[STRINGS];
	size_t length = HEAD_BYTES;

	bytes[0] = VALUE_VERSION;
	bytes[1] = (unsigned char)record->action;
	wb_bytes_put(bytes + 2, record->uid, 4);
	bytes[6] = (unsigned char)((record->has_prefix ? FLAG_PREFIX : 0) | (record->before.is_listed ? FLAG_BEFORE : 0) |
	    (record->after.is_listed ? FLAG_AFTER : 0));
	memcpy(bytes + 7, record->prefix.address.bytes, 16);
	bytes[23] = record->prefix.prefix_bits;
	wb_bytes_put(bytes + 24, record->added, 8);
	wb_bytes_put(bytes + 32, record->kept, 8);
	wb_bytes_put(bytes + 40, record->removed, 8);
	encode_state(&record->before, bytes + 48);
	encode_state(&record->after, bytes + 48 + STATE_BYTES);
	list_strings(&copy, strings);
	for (size_t i = 0; i < STRINGS; i++) {
		/* Cleaned on the way in, so that what is kept is what a terminal may show. */
		wb_text_copy_utf8((char *)bytes + length, strings[i].size, strings[i].data, strlen(strings[i].data));
		length += strlen((char *)bytes + length) + 1;
	}
	return length;
}

static bool decode_strings(const unsigned char *at, const unsigned char *end, struct wb_history_record *record_r)
{
	struct string strings[STRINGS];

	list_strings(record_r, strings);
	for (size_t i = 0; i < STRINGS; i++) {
		const unsigned char *nul = at < end ? memchr(at, '\0', (size_t)(end - at)) : NULL;

		if (nul == NULL || (size_t)(nul - at) >= strings[i].size)
			return false;
		wb_text_copy_utf8(strings[i].data, strings[i].size, (const char *)at, (size_t)(nul - at));
		if (strcmp(strings[i].data, (const char *)at) != 0)
			return false;
		at = nul + 1;
	}
	return at == end;
}

static bool decode(const MDB_val *key, const MDB_val *value, struct wb_history_record *record_r)
{
	const unsigned char *bytes = value->mv_data;

	memset(record_r, 0, sizeof(*record_r));
	if (key->mv_size != KEY_BYTES || value->mv_size < HEAD_BYTES || bytes[0] != VALUE_VERSION ||
	    bytes[1] >= wb_history_action_count)
		return false;
	record_r->at_s = (int64_t)wb_bytes_get(key->mv_data, 8);
	record_r->action = (enum wb_history_action)bytes[1];
	record_r->uid = (uint32_t)wb_bytes_get(bytes + 2, 4);
	record_r->has_prefix = (bytes[6] & FLAG_PREFIX) != 0;
	memcpy(record_r->prefix.address.bytes, bytes + 7, 16);
	record_r->prefix.prefix_bits = bytes[23];
	record_r->added = wb_bytes_get(bytes + 24, 8);
	record_r->kept = wb_bytes_get(bytes + 32, 8);
	record_r->removed = wb_bytes_get(bytes + 40, 8);
	return record_r->at_s >= 0 && wb_prefix_is_valid(&record_r->prefix) &&
	    decode_state(bytes + 48, (bytes[6] & FLAG_BEFORE) != 0, &record_r->before) &&
	    decode_state(bytes + 48 + STATE_BYTES, (bytes[6] & FLAG_AFTER) != 0, &record_r->after) &&
	    decode_strings(bytes + HEAD_BYTES, bytes + value->mv_size, record_r);
}

static MDB_val key_of(int64_t at_s, uint64_t sequence, unsigned char *bytes)
{
	wb_bytes_put(bytes, (uint64_t)at_s, 8);
	wb_bytes_put(bytes + 8, sequence, 8);
	return (MDB_val){ KEY_BYTES, bytes };
}

/* The first sequence that is free in this second. */
static int find_sequence(MDB_cursor *cursor, int64_t at_s, uint64_t *sequence_r)
{
	unsigned char bytes[KEY_BYTES];
	MDB_val key = key_of(at_s, UINT64_MAX, bytes);
	MDB_val value;
	int rc = mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE);

	*sequence_r = 0;
	rc = mdb_cursor_get(cursor, &key, &value, rc == 0 ? MDB_PREV : MDB_LAST);
	if (rc == 0 && key.mv_size == KEY_BYTES && (int64_t)wb_bytes_get(key.mv_data, 8) == at_s)
		*sequence_r = wb_bytes_get((unsigned char *)key.mv_data + 8, 8) + 1;
	return rc == MDB_NOTFOUND ? 0 : rc;
}

enum wb_status wb_history_add(
    struct wb_listing_writer *writer, const struct wb_history_record *record, struct wb_error *error_r)
{
	struct wb_listing_session *session = &writer->session;
	unsigned char key_bytes[KEY_BYTES], value_bytes[VALUE_BYTES_MAX];
	MDB_cursor *cursor = NULL;
	MDB_val key, value;
	uint64_t sequence;
	MDB_dbi dbi;
	int rc = mdb_dbi_open(session->txn, DATABASE, MDB_CREATE, &dbi);

	if (rc == 0)
		rc = mdb_cursor_open(session->txn, dbi, &cursor);
	if (rc == 0)
		rc = find_sequence(cursor, record->at_s, &sequence);
	if (rc == 0) {
		key = key_of(record->at_s, sequence, key_bytes);
		value = (MDB_val){ encode(record, value_bytes), value_bytes };
		rc = mdb_cursor_put(cursor, &key, &value, MDB_NOOVERWRITE);
	}
	if (cursor != NULL)
		mdb_cursor_close(cursor);
	return rc == 0 ? WB_OK : wb_store_fail(session->store, rc, error_r);
}

enum wb_status wb_history_prune(struct wb_listing_writer *writer, int64_t before_s, size_t *removed_r, struct wb_error *error_r)
{
	struct wb_listing_session *session = &writer->session;
	MDB_cursor *cursor = NULL;
	MDB_val key, value;
	MDB_dbi dbi;
	int rc = mdb_dbi_open(session->txn, DATABASE, 0, &dbi);

	*removed_r = 0;
	if (rc == 0)
		rc = mdb_cursor_open(session->txn, dbi, &cursor);
	if (rc == 0)
		rc = mdb_cursor_get(cursor, &key, &value, MDB_FIRST);
	while (rc == 0 && key.mv_size >= 8 && (int64_t)wb_bytes_get(key.mv_data, 8) < before_s) {
		rc = mdb_cursor_del(cursor, 0);
		(*removed_r)++;
		if (rc == 0)
			rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT);
	}
	if (cursor != NULL)
		mdb_cursor_close(cursor);
	return rc == 0 || rc == MDB_NOTFOUND ? WB_OK : wb_store_fail(session->store, rc, error_r);
}

static bool is_about(const struct wb_history_record *record, const struct wb_prefix *prefix)
{
	return prefix == NULL || (record->has_prefix && wb_prefix_overlaps(&record->prefix, prefix));
}

static int walk_cursor(MDB_cursor *cursor, const struct wb_prefix *prefix, int64_t since_s, wb_history_visit *visit,
    void *context, size_t *unreadable_r)
{
	unsigned char bytes[KEY_BYTES];
	MDB_val key = key_of(since_s, 0, bytes);
	MDB_val value;
	struct wb_history_record record;
	int rc;

	for (rc = mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE); rc == 0;
	     rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) {
		if (!decode(&key, &value, &record))
			(*unreadable_r)++;
		else if (is_about(&record, prefix) && !visit(context, &record))
			return 0;
	}
	return rc;
}

enum wb_status wb_history_walk(const char *store, const struct wb_prefix *prefix, int64_t since_s, wb_history_visit *visit,
    void *context, size_t *unreadable_r, struct wb_error *error_r)
{
	struct wb_listing_session session;
	MDB_cursor *cursor;
	enum wb_status status = wb_listing_session_open_walk(store, DATABASE, &session, &cursor, error_r);
	int rc;

	*unreadable_r = 0;
	if (status == WB_OK) {
		rc = walk_cursor(cursor, prefix, since_s, visit, context, unreadable_r);
		if (rc != 0 && rc != MDB_NOTFOUND)
			status = wb_store_fail(store, rc, error_r);
	}
	if (cursor != NULL)
		mdb_cursor_close(cursor);
	wb_listing_session_close(&session);
	return status == WB_NOT_FOUND ? WB_OK : status;
}
