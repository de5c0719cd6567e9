/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* feed.c - see feed.h */
#include "desk/feed.h"

#include "base/text.h"
#include "desk/feed_guard.h"
#include "store/feed_listings.h"

static enum wb_status note(struct wb_listing_writer *writer, const struct wb_change *change, enum wb_history_action action,
    const struct wb_feed *feed, const char *why, struct wb_error *error_r)
{
	struct wb_history_record record = {
		.action = action,
		.added = feed->added,
		.kept = feed->kept,
		.removed = feed->removed,
	};
	struct wb_text source;

	wb_text_open(&source, record.source, sizeof(record.source));
	wb_text_addf(&source, WB_LISTING_SOURCE_FEED "%s", feed->name);
	wb_text_copy(record.category, sizeof(record.category), feed->category);
	wb_text_copy(record.why, sizeof(record.why), why);
	return wb_change_note(writer, change, &record, error_r);
}

enum wb_status wb_feed_sync(struct wb_listing_writer *writer, const struct wb_change *change, struct wb_feed *feed,
    struct wb_feed_entries *entries, unsigned allowed, const char *why, struct wb_error *error_r)
{
	struct wb_feed old;
	uint64_t before;
	enum wb_status status;

	feed->added = 0;
	feed->synced_at_s = change->at_s;
	status = wb_feed_listings_merge(writer, feed, entries, &feed->kept, &feed->removed, error_r);
	if (status != WB_OK)
		return status;
	feed->listings = entries->count;
	status = wb_feeds_get(writer, feed->name, &old, error_r);
	if (status != WB_OK && status != WB_NOT_FOUND)
		return status;
	/* What it had at its last sync, since its listings may have expired; or what is there of it from list import. */
	before = status == WB_OK ? old.listings : feed->kept + feed->removed;
	if (wb_feed_guard_check_change(before, feed->listings, allowed, error_r) != WB_FEED_GUARDS)
		return WB_INVALID;
	status = wb_feed_listings_write(writer, feed, entries, &feed->added, error_r);
	if (status == WB_OK)
		status = wb_feeds_put(writer, feed, error_r);
	return status == WB_OK ? note(writer, change, WB_HISTORY_FEED_SYNC, feed, why, error_r) : status;
}

enum wb_status wb_feed_drop(struct wb_listing_writer *writer, const struct wb_change *change, const char *name, const char *why,
    size_t *removed_r, struct wb_error *error_r)
{
	struct wb_feed feed = { .category = "" };
	enum wb_status known, status;

	*removed_r = 0;
	if (wb_listing_check_feed_name(name, error_r) != WB_OK)
		return WB_INVALID;
	wb_text_copy(feed.name, sizeof(feed.name), name);
	status = wb_feed_listings_remove(writer, name, &feed.removed, error_r);
	if (status != WB_OK)
		return status;
	known = wb_feeds_remove(writer, name, error_r);
	if (known != WB_OK && (known != WB_NOT_FOUND || feed.removed == 0))
		return known;
	*removed_r = feed.removed;
	return note(writer, change, WB_HISTORY_FEED_DROP, &feed, why, error_r);
}
