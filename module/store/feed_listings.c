/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* feed_listings.c - see feed_listings.h */
#include "store/feed_listings.h"

#include <string.h>

#include "base/text.h"
#include "store/listing_record.h"
#include "store/listing_session.h"

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

/* An AS is no host, whatever else the feed lists. */
static enum wb_scope scope_of(const struct wb_feed *feed, const struct wb_feed_entry *entry)
{
	return wb_prefix_is_asn(&entry->prefix) ? WB_SCOPE_NETWORK : feed->scope;
}

/* False when the record says what the entry says and lasts long enough. */
static bool needs_writing(const struct wb_feed *feed, enum wb_scope scope, const char *reason, struct wb_blob value)
{
	int64_t expires_at_s, left_s;

	if (!wb_listing_record_says(value, scope, reason, &expires_at_s))
		return true;
	if (feed->ttl_s == 0 || expires_at_s == 0)
		return (feed->ttl_s == 0) != (expires_at_s == 0);
	left_s = expires_at_s - feed->synced_at_s;
	return left_s < feed->ttl_s / 2 || left_s > feed->ttl_s;
}

/* As memcmp says it: the order of LMDB's keys, which is that of the entries, too. */
static int compare(struct wb_blob a, struct wb_blob b)
{
	int order = memcmp(a.data, b.data, a.size < b.size ? a.size : b.size);

	return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

/* Walks the listings and the entries side by side. */
static enum wb_status merge(struct wb_listing_session *session, const struct wb_feed *feed, struct wb_feed_entries *entries,
    uint64_t *kept_r, uint64_t *removed_r, struct wb_error *error_r)
{
	struct wb_listing listing = listing_of(feed);
	struct wb_feed_entry *entry = entries->items, *end = entry + entries->count;
	unsigned char bytes[WB_LISTING_KEY_BYTES_MAX];
	struct wb_blob wanted = wb_listing_record_encode_key(&listing, bytes);
	struct wb_blob head = { bytes, WB_LISTING_HEAD_BYTES };
	struct wb_prefix prefix;
	struct wb_walk walk;
	enum wb_status status = WB_OK, closed;

	*kept_r = *removed_r = 0;
	wb_walk_open(&walk, &session->listings);
	while (status == WB_OK && wb_walk_next(&walk)) {
		bool has_prefix;
		int order = 1;

		if (!wb_listing_record_is_from(walk.key, listing.source))
			continue;
		for (; entry < end; entry++) {
			wb_listing_record_encode_head(&entry->prefix, bytes);
			order = compare(head, (struct wb_blob){ walk.key.data, head.size });
			if (order >= 0)
				break;
		}
		if (order == 0 && compare(wanted, walk.key) == 0) {
			bool changed =
			    needs_writing(feed, scope_of(feed, entry), wb_feed_entries_reason(entries, entry), walk.value);

			entry->state = changed ? WB_FEED_ENTRY_CHANGED : WB_FEED_ENTRY_KEPT;
			entry++;
			(*kept_r)++;
			continue;
		}
		has_prefix = wb_listing_record_decode_head(walk.key, &prefix);
		if (has_prefix)
			wb_listing_session_forget(session, prefix.prefix_bits);
		wb_walk_remove(&walk);
		(*removed_r)++;
		/* A record whose prefix has bits behind its length covers nobody, and is not published. */
		if (has_prefix && wb_prefix_is_valid(&prefix))
			status = wb_changed_add(&session->changed, &prefix, error_r);
	}
	closed = wb_walk_close(&walk, error_r);
	return status == WB_OK ? closed : status;
}

enum wb_status wb_feed_listings_merge(struct wb_listing_writer *writer, const struct wb_feed *feed,
    struct wb_feed_entries *entries, uint64_t *kept_r, uint64_t *removed_r, struct wb_error *error_r)
{
	struct wb_listing listing;

	if (wb_listing_check_feed_name(feed->name, error_r) != WB_OK)
		return WB_INVALID;
	listing = listing_of(feed);
	if (wb_listing_check(&listing, error_r) != WB_OK)
		return WB_INVALID;
	wb_feed_entries_sort(entries);
	return merge(&writer->session, feed, entries, kept_r, removed_r, error_r);
}

enum wb_status wb_feed_listings_remove(
    struct wb_listing_writer *writer, const char *name, uint64_t *removed_r, struct wb_error *error_r)
{
	struct wb_feed feed = { .category = "" };
	struct wb_feed_entries none = { NULL };
	uint64_t kept;

	wb_text_copy(feed.name, sizeof(feed.name), name);
	return merge(&writer->session, &feed, &none, &kept, removed_r, error_r);
}

enum wb_status wb_feed_listings_write(struct wb_listing_writer *writer, const struct wb_feed *feed,
    const struct wb_feed_entries *entries, uint64_t *added_r, struct wb_error *error_r)
{
	struct wb_listing_session *session = &writer->session;
	struct wb_listing listing = listing_of(feed), old;
	unsigned char key_bytes[WB_LISTING_KEY_BYTES_MAX], value_bytes[WB_LISTING_VALUE_BYTES_MAX];
	struct wb_blob key = wb_listing_record_encode_key(&listing, key_bytes), value;
	struct wb_walk walk;
	bool is_last = false;
	enum wb_status status = WB_OK, closed;

	*added_r = 0;
	wb_walk_open(&walk, &session->listings);
	for (size_t i = 0; status == WB_OK && i < entries->count; i++) {
		const struct wb_feed_entry *entry = &entries->items[i];
		size_t unreadable = 0;

		if (entry->state == WB_FEED_ENTRY_KEPT)
			continue;
		wb_listing_record_encode_head(&entry->prefix, key_bytes);
		listing.prefix = entry->prefix;
		listing.scope = scope_of(feed, entry);
		listing.created_at_s = feed->synced_at_s;
		/* Since when it is listed: one that is written again keeps that, unless it has ended meanwhile. */
		if (entry->state == WB_FEED_ENTRY_CHANGED && wb_table_get(&session->listings, key, &value, NULL) == WB_OK &&
		    wb_listing_record_decode(key, value, &old, &unreadable) && unreadable == 0)
			listing.created_at_s = wb_listing_since_s(&listing, &old);
		wb_text_copy(listing.reason, sizeof(listing.reason), wb_feed_entries_reason(entries, entry));
		value = wb_listing_record_encode_value(&listing, value_bytes);
		if (entry->state == WB_FEED_ENTRY_NEW) {
			session->lengths[entry->prefix.prefix_bits]++;
			(*added_r)++;
			is_last = is_last || !wb_walk_last(&walk) || compare(key, walk.key) > 0;
		}
		/* What comes behind all that is in the store fills the pages, and needs no search. */
		if (is_last)
			wb_walk_append(&walk, key, value);
		else
			wb_walk_put(&walk, key, value);
		status = wb_changed_add(&session->changed, &entry->prefix, error_r);
	}
	closed = wb_walk_close(&walk, error_r);
	return status == WB_OK ? closed : status;
}
