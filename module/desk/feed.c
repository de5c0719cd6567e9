/*
 * feed.c - see feed.h
 *
 * Database "feeds": key = name; value = version (1), scope (1), ttl, synced, listings, added, kept, removed (8 each,
 * big-endian), category (the rest).
 */
#include "desk/feed.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/text.h"
#include "desk/feed_guard.h"
#include "store/listing_record.h"
#include "store/listing_session.h"
#include "store/store.h"

#define DATABASE "feeds"
#define VALUE_VERSION 1
#define VALUE_HEAD_BYTES 50
#define ENTRIES_MAX 20000000 /* half a gigabyte: more is no feed */

enum { ENTRY_NEW, ENTRY_KEPT, ENTRY_CHANGED };

enum wb_status wb_feed_check_name(const char *name, struct wb_error *error_r)
{
	char source[WB_LISTING_SOURCE_SIZE];
	struct wb_text text;

	wb_text_open(&text, source, sizeof(source));
	wb_text_addf(&text, WB_FEED_SOURCE_KIND "%s", name);
	if (!text.truncated && wb_listing_source_is_valid(source))
		return WB_OK;
	return wb_fail(error_r, WB_INVALID, "\"%.60s\": expected a name of 1 to %d letters, digits and . _ - + @ :", name,
	    (int)WB_FEED_NAME_SIZE - 1);
}

/* Room for bytes more; the old content moves along. NULL: no memory. */
static void *grow(void *data, size_t used, size_t bytes, size_t *room)
{
	size_t wanted = *room;
	void *grown;

	if (used + bytes <= *room)
		return data;
	while (wanted < used + bytes)
		wanted = wanted == 0 ? 4096 : 2 * wanted;
	grown = realloc(data, wanted);
	if (grown != NULL)
		*room = wanted;
	return grown;
}

/* Where the reason stands; 0 when it is empty. The one before is often the same: a range becomes many prefixes. */
static enum wb_status add_reason(
    struct wb_feed_entries *entries, const char *reason, uint32_t *place_r, struct wb_error *error_r)
{
	size_t bytes = strlen(reason) + 1;
	uint32_t last = entries->count > 0 ? entries->items[entries->count - 1].reason : 0;
	char *reasons;

	*place_r = 0;
	if (reason[0] == '\0')
		return WB_OK;
	if (last != 0 && strcmp(entries->reasons + last, reason) == 0) {
		*place_r = last;
		return WB_OK;
	}
	if (wb_listing_check_reason(reason, error_r) != WB_OK)
		return WB_INVALID;
	if (entries->reasons_bytes > UINT32_MAX - bytes - 1)
		return wb_fail(error_r, WB_UNAVAILABLE, "more than 4 GiB of comments: expected a smaller file");
	reasons = grow(entries->reasons, entries->reasons_bytes, bytes + 1, &entries->reasons_room);
	if (reasons == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	entries->reasons = reasons;
	if (entries->reasons_bytes == 0)
		reasons[entries->reasons_bytes++] = '\0';
	memcpy(reasons + entries->reasons_bytes, reason, bytes);
	*place_r = (uint32_t)entries->reasons_bytes;
	entries->reasons_bytes += bytes;
	return WB_OK;
}

enum wb_status wb_feed_entries_add(
    struct wb_feed_entries *entries, const struct wb_prefix *prefix, const char *reason, struct wb_error *error_r)
{
	struct wb_feed_entry entry = { .prefix = *prefix };
	struct wb_feed_entry *items;
	enum wb_status status = add_reason(entries, reason, &entry.reason, error_r);

	if (status != WB_OK)
		return status;
	if (entries->count == ENTRIES_MAX)
		return wb_fail(error_r, WB_UNAVAILABLE, "more than %d prefixes: expected a smaller file", ENTRIES_MAX);
	items = grow(entries->items, entries->count * sizeof(*items), sizeof(*items), &entries->room);
	if (items == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	entries->items = items;
	items[entries->count++] = entry;
	return WB_OK;
}

void wb_feed_entries_close(struct wb_feed_entries *entries)
{
	free(entries->items);
	free(entries->reasons);
	*entries = (struct wb_feed_entries){ NULL };
}

/* In the order of the store. Two numbers are compared sooner than memcmp is called, and a sort calls this very often. */
static int compare_prefixes(const struct wb_prefix *a, const struct wb_prefix *b)
{
	for (size_t i = 0; i < sizeof(a->address.bytes); i += 8) {
		uint64_t left, right;

		memcpy(&left, a->address.bytes + i, 8);
		memcpy(&right, b->address.bytes + i, 8);
		if (left != right)
			return be64toh(left) < be64toh(right) ? -1 : 1;
	}
	return a->prefix_bits - b->prefix_bits;
}

static int compare_entries(const void *a, const void *b)
{
	const struct wb_feed_entry *left = a, *right = b;
	int order = compare_prefixes(&left->prefix, &right->prefix);

	/* Of two lines with one prefix, the first that gives a reason: 0, which stands for none, comes last. */
	return order != 0 ? order : (left->reason - 1 > right->reason - 1) - (left->reason - 1 < right->reason - 1);
}

static void sort_entries(struct wb_feed_entries *entries)
{
	size_t count = 0;
	bool sorted = true;

	for (size_t i = 1; i < entries->count && sorted; i++)
		sorted = compare_entries(&entries->items[i - 1], &entries->items[i]) <= 0;
	/* qsort takes as much memory again for a while: most files are sorted already. */
	if (!sorted)
		qsort(entries->items, entries->count, sizeof(*entries->items), compare_entries);
	for (size_t i = 0; i < entries->count; i++) {
		if (i == 0 || compare_prefixes(&entries->items[i].prefix, &entries->items[count - 1].prefix) != 0)
			entries->items[count++] = entries->items[i];
	}
	entries->count = count;
}

/* One feed on its way into the store. */
struct sync {
	struct wb_listing_session *session;
	struct wb_feed *feed;
	struct wb_feed_entries *entries;
	struct wb_listing listing; /* what all of them have in common; prefix and reason change */
	unsigned char key[WB_LISTING_KEY_BYTES_MAX];
	size_t key_bytes;
	int64_t now_s;
};

static void open_sync(struct sync *sync, const char *name)
{
	struct wb_text text;

	memset(&sync->listing, 0, sizeof(sync->listing));
	wb_text_open(&text, sync->listing.source, sizeof(sync->listing.source));
	wb_text_addf(&text, WB_FEED_SOURCE_KIND "%s", name);
}

/* True for the key of any listing of this source, whatever the category: what it ends with. */
static bool is_from(const MDB_val *key, const char *source, size_t bytes)
{
	const char *end = (const char *)key->mv_data + key->mv_size;

	return key->mv_size > WB_LISTING_HEAD_BYTES + bytes && end[-(ptrdiff_t)bytes - 1] == '\0' &&
	    memcmp(end - bytes, source, bytes) == 0;
}

static int remove_record(struct wb_listing_session *session, MDB_cursor *cursor, const MDB_val *key)
{
	unsigned bits = ((const unsigned char *)key->mv_data)[WB_LISTING_HEAD_BYTES - 1];

	if (bits < WB_LISTING_LENGTHS)
		session->lengths[bits] -= session->lengths[bits] > 0;
	return mdb_cursor_del(cursor, 0);
}

/* False when the record says what the entry says and lasts long enough. */
static bool needs_writing(const struct sync *sync, const struct wb_feed_entry *entry, const MDB_val *value)
{
	const char *reason = entry->reason == 0 ? "" : sync->entries->reasons + entry->reason;
	int64_t ttl_s = sync->feed->ttl_s;
	int64_t expires_at_s;

	if (!wb_listing_record_says(value->mv_data, value->mv_size, sync->feed->scope, reason, &expires_at_s))
		return true;
	if (ttl_s == 0 || expires_at_s == 0)
		return (ttl_s == 0) != (expires_at_s == 0);
	return expires_at_s - sync->now_s < ttl_s / 2 || expires_at_s - sync->now_s > ttl_s;
}

/* Walks the listings and the entries side by side: marks the entries that are listed, removes the listings that are none. */
static int merge(struct sync *sync)
{
	struct wb_feed_entry *entry = sync->entries->items;
	struct wb_feed_entry *end = entry + sync->entries->count;
	const unsigned char *tail = sync->key + WB_LISTING_HEAD_BYTES;
	size_t tail_bytes = sync->key_bytes - WB_LISTING_HEAD_BYTES;
	size_t source_bytes = strlen(sync->listing.source);
	unsigned char head[WB_LISTING_HEAD_BYTES];
	MDB_cursor *cursor = NULL;
	MDB_val key, value;
	int rc = mdb_cursor_open(sync->session->txn, sync->session->listings, &cursor);

	for (rc = rc == 0 ? mdb_cursor_get(cursor, &key, &value, MDB_FIRST) : rc; rc == 0;
	     rc = rc == 0 ? mdb_cursor_get(cursor, &key, &value, MDB_NEXT) : rc) {
		int order = 1;

		if (!is_from(&key, sync->listing.source, source_bytes))
			continue;
		while (entry < end) {
			wb_listing_record_encode_head(&entry->prefix, head);
			order = memcmp(head, key.mv_data, sizeof(head));
			if (order >= 0)
				break;
			entry++;
		}
		if (order == 0 && key.mv_size == sync->key_bytes &&
		    memcmp((const char *)key.mv_data + sizeof(head), tail, tail_bytes) == 0) {
			entry->state = needs_writing(sync, entry, &value) ? ENTRY_CHANGED : ENTRY_KEPT;
			sync->feed->kept++;
			entry++;
		} else {
			rc = remove_record(sync->session, cursor, &key);
			sync->feed->removed++;
		}
	}
	if (cursor != NULL)
		mdb_cursor_close(cursor);
	return rc == MDB_NOTFOUND ? 0 : rc;
}

static int compare_keys(const MDB_val *a, const MDB_val *b)
{
	int order = memcmp(a->mv_data, b->mv_data, a->mv_size < b->mv_size ? a->mv_size : b->mv_size);

	return order != 0 ? order : (a->mv_size > b->mv_size) - (a->mv_size < b->mv_size);
}

static MDB_val key_of(struct sync *sync, const struct wb_feed_entry *entry)
{
	wb_listing_record_encode_head(&entry->prefix, sync->key);
	return (MDB_val){ sync->key_bytes, sync->key };
}

/* True when the entry's key comes behind all that is in the store: appending fills the pages and needs no search. */
static bool comes_last(struct sync *sync, MDB_cursor *cursor, const struct wb_feed_entry *entry)
{
	MDB_val key = key_of(sync, entry);
	MDB_val last, value;
	int rc = mdb_cursor_get(cursor, &last, &value, MDB_LAST);

	return rc == MDB_NOTFOUND || (rc == 0 && compare_keys(&key, &last) > 0);
}

static int write_entry(struct sync *sync, MDB_cursor *cursor, const struct wb_feed_entry *entry, bool append)
{
	unsigned char bytes[WB_LISTING_VALUE_BYTES_MAX];
	MDB_val key = key_of(sync, entry);
	MDB_val value;
	struct wb_listing old;
	size_t unreadable = 0;

	sync->listing.created_at_s = sync->now_s;
	if (entry->state == ENTRY_CHANGED && mdb_get(sync->session->txn, sync->session->listings, &key, &value) == 0 &&
	    wb_listing_record_decode(key.mv_data, key.mv_size, value.mv_data, value.mv_size, &old, &unreadable) &&
	    unreadable == 0)
		sync->listing.created_at_s = old.created_at_s;
	wb_text_copy(sync->listing.reason, sizeof(sync->listing.reason),
	    entry->reason == 0 ? "" : sync->entries->reasons + entry->reason);
	value = (MDB_val){ wb_listing_record_encode_value(&sync->listing, bytes), bytes };
	return mdb_cursor_put(cursor, &key, &value, append ? MDB_APPEND : 0);
}

static int write_entries(struct sync *sync)
{
	struct wb_feed_entries *entries = sync->entries;
	MDB_cursor *cursor = NULL;
	bool append = false;
	int rc = mdb_cursor_open(sync->session->txn, sync->session->listings, &cursor);

	for (size_t i = 0; i < entries->count && rc == 0; i++) {
		const struct wb_feed_entry *entry = &entries->items[i];

		if (entry->state == ENTRY_KEPT)
			continue;
		if (entry->state == ENTRY_NEW) {
			append = append || comes_last(sync, cursor, entry);
			sync->session->lengths[entry->prefix.prefix_bits]++;
			sync->feed->added++;
		}
		rc = write_entry(sync, cursor, entry, append);
	}
	if (cursor != NULL)
		mdb_cursor_close(cursor);
	return rc;
}

static MDB_val name_key(const char *name)
{
	return (MDB_val){ strlen(name), (void *)(uintptr_t)name };
}

static bool decode_feed(const MDB_val *key, const MDB_val *value, struct wb_feed *feed_r)
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
	return strlen(feed_r->name) == key->mv_size && wb_feed_check_name(feed_r->name, NULL) == WB_OK &&
	    strlen(feed_r->category) == category_bytes && feed_r->ttl_s >= 0 && feed_r->synced_at_s >= 0 &&
	    (strcmp(feed_r->category, WB_CATEGORY_ALLOW) == 0 || wb_category_id_is_valid(feed_r->category));
}

static int save_feed(struct wb_listing_session *session, MDB_dbi dbi, const struct wb_feed *feed)
{
	unsigned char bytes[VALUE_HEAD_BYTES + WB_CATEGORY_ID_SIZE];
	size_t category_bytes = strlen(feed->category);
	MDB_val key = name_key(feed->name);
	MDB_val value = { VALUE_HEAD_BYTES + category_bytes, bytes };

	bytes[0] = VALUE_VERSION;
	bytes[1] = (unsigned char)feed->scope;
	wb_bytes_put(bytes + 2, (uint64_t)feed->ttl_s, 8);
	wb_bytes_put(bytes + 10, (uint64_t)feed->synced_at_s, 8);
	wb_bytes_put(bytes + 18, feed->listings, 8);
	wb_bytes_put(bytes + 26, feed->added, 8);
	wb_bytes_put(bytes + 34, feed->kept, 8);
	wb_bytes_put(bytes + 42, feed->removed, 8);
	memcpy(bytes + VALUE_HEAD_BYTES, feed->category, category_bytes);
	return mdb_put(session->txn, dbi, &key, &value, 0);
}

static enum wb_status note(struct wb_listing_writer *writer, const struct wb_change *change, enum wb_history_action action,
    const struct wb_feed *feed, const char *source, const char *why, struct wb_error *error_r)
{
	struct wb_history_record record = {
		.action = action,
		.added = feed->added,
		.kept = feed->kept,
		.removed = feed->removed,
	};

	wb_text_copy(record.category, sizeof(record.category), feed->category);
	wb_text_copy(record.source, sizeof(record.source), source);
	wb_text_copy(record.why, sizeof(record.why), why);
	return wb_change_note(writer, change, &record, error_r);
}

static enum wb_status check_feed(struct sync *sync, struct wb_error *error_r)
{
	const struct wb_feed *feed = sync->feed;
	struct wb_listing *listing = &sync->listing;

	if (wb_feed_check_name(feed->name, error_r) != WB_OK)
		return WB_INVALID;
	open_sync(sync, feed->name);
	wb_text_copy(listing->category, sizeof(listing->category), feed->category);
	listing->scope = feed->scope;
	listing->expires_at_s = feed->ttl_s == 0 ? 0 : sync->now_s + feed->ttl_s;
	sync->key_bytes = wb_listing_record_encode_key(listing, sync->key);
	return wb_listing_check(listing, error_r);
}

enum wb_status wb_feed_sync(struct wb_listing_writer *writer, const struct wb_change *change, struct wb_feed *feed,
    struct wb_feed_entries *entries, unsigned allowed, const char *why, struct wb_error *error_r)
{
	struct wb_listing_session *session = &writer->session;
	struct sync sync = { .session = session, .feed = feed, .entries = entries, .now_s = change->at_s };
	MDB_val key = name_key(feed->name);
	MDB_val value;
	struct wb_feed old;
	uint64_t before;
	MDB_dbi dbi;
	int rc;

	if (check_feed(&sync, error_r) != WB_OK)
		return WB_INVALID;
	feed->added = feed->kept = feed->removed = 0;
	sort_entries(entries);
	feed->listings = entries->count;
	feed->synced_at_s = sync.now_s;
	rc = mdb_dbi_open(session->txn, DATABASE, MDB_CREATE, &dbi);
	if (rc == 0)
		rc = merge(&sync);
	if (rc != 0)
		return wb_store_fail(session->store, rc, error_r);
	/* What it had at its last sync, since its listings may have expired; or what is there of it from list import. */
	rc = mdb_get(session->txn, dbi, &key, &value);
	before = rc == 0 && decode_feed(&key, &value, &old) ? old.listings : feed->kept + feed->removed;
	if (wb_feed_guard_check_change(before, feed->listings, allowed, error_r) != WB_FEED_GUARDS)
		return WB_INVALID;
	rc = write_entries(&sync);
	if (rc == 0)
		rc = save_feed(session, dbi, feed);
	if (rc != 0)
		return wb_store_fail(session->store, rc, error_r);
	return note(writer, change, WB_HISTORY_FEED_SYNC, feed, sync.listing.source, why, error_r);
}

enum wb_status wb_feed_drop(struct wb_listing_writer *writer, const struct wb_change *change, const char *name, const char *why,
    size_t *removed_r, struct wb_error *error_r)
{
	struct wb_listing_session *session = &writer->session;
	struct wb_feed_entries none = { NULL };
	struct wb_feed feed = { .category = "" };
	struct sync sync = { .session = session, .feed = &feed, .entries = &none, .key_bytes = WB_LISTING_HEAD_BYTES };
	MDB_val key = name_key(name);
	MDB_dbi dbi;
	int known;
	int rc;

	*removed_r = 0;
	if (wb_feed_check_name(name, error_r) != WB_OK)
		return WB_INVALID;
	open_sync(&sync, name);
	rc = mdb_dbi_open(session->txn, DATABASE, MDB_CREATE, &dbi);
	if (rc == 0)
		rc = merge(&sync);
	known = rc == 0 ? mdb_del(session->txn, dbi, &key, NULL) : 0;
	if (rc == 0 && known != MDB_NOTFOUND)
		rc = known;
	if (rc != 0)
		return wb_store_fail(session->store, rc, error_r);
	if (known == MDB_NOTFOUND && feed.removed == 0)
		return WB_NOT_FOUND;
	*removed_r = feed.removed;
	return note(writer, change, WB_HISTORY_FEED_DROP, &feed, sync.listing.source, why, error_r);
}

static int walk_cursor(MDB_cursor *cursor, wb_feed_visit *visit, void *context, size_t *unreadable_r)
{
	MDB_val key, value;
	struct wb_feed feed;
	int rc;

	while ((rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) == 0) {
		if (!decode_feed(&key, &value, &feed))
			(*unreadable_r)++;
		else if (!visit(context, &feed))
			return 0;
	}
	return rc;
}

enum wb_status wb_feed_walk(
    const char *store, wb_feed_visit *visit, void *context, size_t *unreadable_r, struct wb_error *error_r)
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
