/*
 * feeds.c - see feeds.h
 *
 * Database "feeds": key = name; value = version (1), scope (1), ttl, synced, listings, added, kept, removed (8 each,
 * big-endian), category (the rest).
 */
#include "store/feeds.h"

#include <string.h>

#include "base/bytes.h"
#include "store/listing_session.h"
#include "store/store.h"

#define DATABASE "feeds"
#define VALUE_VERSION 1
#define VALUE_HEAD_BYTES 50

static MDB_val name_key(const char *name)
{
	return (MDB_val){ strlen(name), (void *)(uintptr_t)name };
}

static bool decode(const MDB_val *key, const MDB_val *value, struct wb_feed *feed_r)
{
	const unsigned char *bytes = value->mv_data;
	size_t category_bytes = value->mv_size - VALUE_HEAD_BYTES;

	memset(feed_r, 0, sizeof(*feed_r));
	if (key->mv_size == 0 || key->mv_size >= sizeof(feed_r->name) || value->mv_size <= VALUE_HEAD_BYTES ||
	    category_bytes >= sizeof(feed_r->category) || bytes[0] != VALUE_VERSION || bytes[1] > WB_SCOPE_NETWORK)
		return false;
	memcpy(feed_r->name, key->mv_data, key->mv_size);
	memcpy(feed_r->category, bytes + VALUE_HEAD_BYTES, category_bytes);
	feed_r->scope = (enum wb_scope)bytes[1];
	feed_r->ttl_s = (int64_t)wb_bytes_get(bytes + 2, 8);
	feed_r->synced_at_s = (int64_t)wb_bytes_get(bytes + 10, 8);
	feed_r->listings = wb_bytes_get(bytes + 18, 8);
	feed_r->added = wb_bytes_get(bytes + 26, 8);
	feed_r->kept = wb_bytes_get(bytes + 34, 8);
	feed_r->removed = wb_bytes_get(bytes + 42, 8);
	return strlen(feed_r->name) == key->mv_size && wb_listing_check_feed_name(feed_r->name, NULL) == WB_OK &&
	    strlen(feed_r->category) == category_bytes && feed_r->ttl_s >= 0 && feed_r->synced_at_s >= 0 &&
	    wb_listing_category_is_valid(feed_r->category);
}

enum wb_status wb_feeds_get(
    struct wb_listing_writer *writer, const char *name, struct wb_feed *feed_r, struct wb_error *error_r)
{
	struct wb_listing_session *session = &writer->session;
	MDB_val key = name_key(name);
	MDB_val value;
	MDB_dbi dbi;
	int rc = mdb_dbi_open(session->txn, DATABASE, MDB_CREATE, &dbi);

	if (rc != 0)
		return wb_store_fail(session->store, rc, error_r);
	rc = mdb_get(session->txn, dbi, &key, &value);
	return rc == 0 && decode(&key, &value, feed_r) ? WB_OK : WB_NOT_FOUND;
}

enum wb_status wb_feeds_put(struct wb_listing_writer *writer, const struct wb_feed *feed, struct wb_error *error_r)
{
	struct wb_listing_session *session = &writer->session;
	unsigned char bytes[VALUE_HEAD_BYTES + WB_CATEGORY_ID_SIZE];
	size_t category_bytes = strlen(feed->category);
	MDB_val key = name_key(feed->name);
	MDB_val value = { VALUE_HEAD_BYTES + category_bytes, bytes };
	MDB_dbi dbi;
	int rc = mdb_dbi_open(session->txn, DATABASE, MDB_CREATE, &dbi);

	bytes[0] = VALUE_VERSION;
	bytes[1] = (unsigned char)feed->scope;
	wb_bytes_put(bytes + 2, (uint64_t)feed->ttl_s, 8);
	wb_bytes_put(bytes + 10, (uint64_t)feed->synced_at_s, 8);
	wb_bytes_put(bytes + 18, feed->listings, 8);
	wb_bytes_put(bytes + 26, feed->added, 8);
	wb_bytes_put(bytes + 34, feed->kept, 8);
	wb_bytes_put(bytes + 42, feed->removed, 8);
	memcpy(bytes + VALUE_HEAD_BYTES, feed->category, category_bytes);
	if (rc == 0)
		rc = mdb_put(session->txn, dbi, &key, &value, 0);
	return rc == 0 ? WB_OK : wb_store_fail(session->store, rc, error_r);
}

enum wb_status wb_feeds_remove(struct wb_listing_writer *writer, const char *name, struct wb_error *error_r)
{
	struct wb_listing_session *session = &writer->session;
	MDB_val key = name_key(name);
	MDB_dbi dbi;
	int rc = mdb_dbi_open(session->txn, DATABASE, MDB_CREATE, &dbi);

	if (rc == 0)
		rc = mdb_del(session->txn, dbi, &key, NULL);
	if (rc == MDB_NOTFOUND)
		return WB_NOT_FOUND;
	return rc == 0 ? WB_OK : wb_store_fail(session->store, rc, error_r);
}

static int walk_cursor(MDB_cursor *cursor, wb_feeds_visit *visit, void *context, size_t *unreadable_r)
{
	MDB_val key, value;
	struct wb_feed feed;
	int rc;

	while ((rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) == 0) {
		if (!decode(&key, &value, &feed))
			(*unreadable_r)++;
		else if (!visit(context, &feed))
			return 0;
	}
	return rc;
}

enum wb_status wb_feeds_walk(
    const char *store, wb_feeds_visit *visit, void *context, size_t *unreadable_r, struct wb_error *error_r)
{
	struct wb_listing_session session;
	MDB_cursor *cursor;
	enum wb_status status = wb_listing_session_open_walk(store, DATABASE, &session, &cursor, error_r);
	int rc;

	*unreadable_r = 0;
	if (status == WB_OK) {
		rc = walk_cursor(cursor, visit, context, unreadable_r);
		if (rc != 0 && rc != MDB_NOTFOUND)
			status = wb_store_fail(store, rc, error_r);
	}
	if (cursor != NULL)
		mdb_cursor_close(cursor);
	wb_listing_session_close(&session);
	return status == WB_NOT_FOUND ? WB_OK : status;
}
