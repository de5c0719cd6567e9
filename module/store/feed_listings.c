/* feed_listings.c - see feed_listings.h */
#include "store/feed_listings.h"

#include <string.h>

#include "base/text.h"
#include "store/listing_record.h"
#include "store/listing_session.h"
#include "store/store.h"

/* A listing as all of the feed's are; prefix and reason are still to be filled in. */
static struct wb_listing listing_of(const struct wb_feed *feed)
{
	struct wb_listing listing = {
		.scope = feed->scope,
		.created_at_s = feed->synced_at_s,
		.expires_at_s = feed->ttl_s == 0 ? 0 : feed->synced_at_s + feed->ttl_s,
	};
	struct wb_text source;

	wb_text_open(&source, listing.source, sizeof(listing.source));
	wb_text_addf(&source, WB_LISTING_SOURCE_FEED "%s", feed->name);
	wb_text_copy(listing.category, sizeof(listing.category), feed->category);
	return listing;
}

/* True for the key of any listing of this source, whatever the category: what it ends with. */
static bool is_from(const MDB_val *key, const char *source, size_t bytes)
{
	const char *end = (const char *)key->mv_data + key->mv_size;

	return key->mv_size > WB_LISTING_HEAD_BYTES + bytes && end[-(ptrdiff_t)bytes - 1] == '\0' &&
	    memcmp(end - bytes, source, bytes) == 0;
}

/* False when the record says what the entry says and lasts long enough. */
static bool needs_writing(const struct wb_feed *feed, const char *reason, const MDB_val *value)
{
	int64_t expires_at_s, left_s;

	if (!wb_listing_record_says(value->mv_data, value->mv_size, feed->scope, reason, &expires_at_s))
		return true;
	if (feed->ttl_s == 0 || expires_at_s == 0)
		return (feed->ttl_s == 0) != (expires_at_s == 0);
	left_s = expires_at_s - feed->synced_at_s;
	return left_s < feed->ttl_s / 2 || left_s > feed->ttl_s;
}

/* Walks the listings and the entries side by side: both are in the order of the store. */
static int merge(struct wb_listing_session *session, const struct wb_feed *feed, struct wb_feed_entries *entries,
    uint64_t *kept_r, uint64_t *removed_r)
{
	struct wb_listing listing = listing_of(feed);
	struct wb_feed_entry *entry = entries->items, *end = entry + entries->count;
	size_t source_bytes = strlen(listing.source);
	unsigned char wanted[WB_LISTING_KEY_BYTES_MAX];
	size_t wanted_bytes = wb_listing_record_encode_key(&listing, wanted);
	MDB_cursor *cursor = NULL;
	MDB_val key, value;
	int rc = mdb_cursor_open(session->txn, session->listings, &cursor);

	*kept_r = *removed_r = 0;
	for (rc = rc == 0 ? mdb_cursor_get(cursor, &key, &value, MDB_FIRST) : rc; rc == 0;
	     rc = rc == 0 ? mdb_cursor_get(cursor, &key, &value, MDB_NEXT) : rc) {
		int order = 1;

		if (!is_from(&key, listing.source, source_bytes))
			continue;
		for (; entry < end; entry++) {
			wb_listing_record_encode_head(&entry->prefix, wanted);
			order = memcmp(wanted, key.mv_data, WB_LISTING_HEAD_BYTES);
			if (order >= 0)
				break;
		}
		if (order == 0 && key.mv_size == wanted_bytes && memcmp(key.mv_data, wanted, wanted_bytes) == 0) {
			bool changed = needs_writing(feed, wb_feed_entries_reason(entries, entry), &value);

			entry->state = changed ? WB_FEED_ENTRY_CHANGED : WB_FEED_ENTRY_KEPT;
			entry++;
			(*kept_r)++;
		} else {
			unsigned bits = ((const unsigned char *)key.mv_data)[WB_LISTING_HEAD_BYTES - 1];

			if (bits < WB_LISTING_LENGTHS)
				session->lengths[bits] -= session->lengths[bits] > 0;
			rc = mdb_cursor_del(cursor, 0);
			(*removed_r)++;
		}
	}
	if (cursor != NULL)
		mdb_cursor_close(cursor);
	return rc == MDB_NOTFOUND ? 0 : rc;
}

enum wb_status wb_feed_listings_merge(struct wb_listing_writer *writer, const struct wb_feed *feed,
    struct wb_feed_entries *entries, uint64_t *kept_r, uint64_t *removed_r, struct wb_error *error_r)
{
	struct wb_listing listing;
	int rc;

	if (wb_listing_check_feed_name(feed->name, error_r) != WB_OK)
		return WB_INVALID;
	listing = listing_of(feed);
	if (wb_listing_check(&listing, error_r) != WB_OK)
		return WB_INVALID;
	wb_feed_entries_sort(entries);
	rc = merge(&writer->session, feed, entries, kept_r, removed_r);
	return rc == 0 ? WB_OK : wb_store_fail(writer->session.store, rc, error_r);
}

enum wb_status wb_feed_listings_remove(
    struct wb_listing_writer *writer, const char *name, uint64_t *removed_r, struct wb_error *error_r)
{
	struct wb_feed feed = { .category = "" };
	struct wb_feed_entries none = { NULL };
	uint64_t kept;
	int rc;

	wb_text_copy(feed.name, sizeof(feed.name), name);
	rc = merge(&writer->session, &feed, &none, &kept, removed_r);
	return rc == 0 ? WB_OK : wb_store_fail(writer->session.store, rc, error_r);
}

static int compare_keys(const MDB_val *a, const MDB_val *b)
{
	int order = memcmp(a->mv_data, b->mv_data, a->mv_size < b->mv_size ? a->mv_size : b->mv_size);

	return order != 0 ? order : (a->mv_size > b->mv_size) - (a->mv_size < b->mv_size);
}

/* True when the key comes behind all that is in the store: appending fills the pages and needs no search. */
static bool comes_last(MDB_cursor *cursor, const MDB_val *key)
{
	MDB_val last, value;
	int rc = mdb_cursor_get(cursor, &last, &value, MDB_LAST);

	return rc == MDB_NOTFOUND || (rc == 0 && compare_keys(key, &last) > 0);
}

/* Since when it is listed: one that is written again keeps that. */
static int64_t created_at(struct wb_listing_session *session, const MDB_val *key, int64_t now_s)
{
	MDB_val wanted = *key, value;
	struct wb_listing old;
	size_t unreadable = 0;

	return mdb_get(session->txn, session->listings, &wanted, &value) == 0 &&
		wb_listing_record_decode(key->mv_data, key->mv_size, value.mv_data, value.mv_size, &old, &unreadable) &&
		unreadable == 0
	    ? old.created_at_s
	    : now_s;
}

enum wb_status wb_feed_listings_write(struct wb_listing_writer *writer, const struct wb_feed *feed,
    const struct wb_feed_entries *entries, uint64_t *added_r, struct wb_error *error_r)
{
	struct wb_listing_session *session = &writer->session;
	struct wb_listing listing = listing_of(feed);
	unsigned char key_bytes[WB_LISTING_KEY_BYTES_MAX], value_bytes[WB_LISTING_VALUE_BYTES_MAX];
	MDB_val key = { wb_listing_record_encode_key(&listing, key_bytes), key_bytes };
	MDB_val value = { 0, value_bytes };
	MDB_cursor *cursor = NULL;
	bool append = false;
	int rc = mdb_cursor_open(session->txn, session->listings, &cursor);

	*added_r = 0;
	for (size_t i = 0; i < entries->count && rc == 0; i++) {
		const struct wb_feed_entry *entry = &entries->items[i];
		bool is_new = entry->state == WB_FEED_ENTRY_NEW;

		if (entry->state == WB_FEED_ENTRY_KEPT)
			continue;
		wb_listing_record_encode_head(&entry->prefix, key_bytes);
		if (is_new) {
			append = append || comes_last(cursor, &key);
			session->lengths[entry->prefix.prefix_bits]++;
			(*added_r)++;
		}
		listing.created_at_s = is_new ? feed->synced_at_s : created_at(session, &key, feed->synced_at_s);
		wb_text_copy(listing.reason, sizeof(listing.reason), wb_feed_entries_reason(entries, entry));
		value.mv_size = wb_listing_record_encode_value(&listing, value_bytes);
		rc = mdb_cursor_put(cursor, &key, &value, append ? MDB_APPEND : 0);
	}
	if (cursor != NULL)
		mdb_cursor_close(cursor);
	return rc == 0 ? WB_OK : wb_store_fail(session->store, rc, error_r);
}
