/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * feeds.c - see feeds.h
 *
 * Table "feeds": key = name; value = version (1), scope (1), ttl, synced, listings, added, kept, removed (8 each), category (the
 * rest).
 */
#include "store/feeds.h"

#include <string.h>

#include "store/listing_session.h"

#define TABLE "feeds"
#define VALUE_VERSION 1
#define VALUE_BYTES_MAX (50 + WB_CATEGORY_ID_SIZE)
#define SCOPES (WB_SCOPE_NETWORK + 1)

static struct wb_blob key_of(const char *name)
{
	return (struct wb_blob){ (const unsigned char *)name, strlen(name) };
}

static void walk_value(struct wb_record *record, struct wb_feed *feed)
{
	wb_record_version(record, VALUE_VERSION);
	feed->scope = wb_record_choice(record, feed->scope, SCOPES);
	feed->ttl_s = wb_record_time(record, feed->ttl_s);
	feed->synced_at_s = wb_record_time(record, feed->synced_at_s);
	feed->listings = wb_record_number(record, feed->listings, 8);
	feed->added = wb_record_number(record, feed->added, 8);
	feed->kept = wb_record_number(record, feed->kept, 8);
	feed->removed = wb_record_number(record, feed->removed, 8);
	wb_record_last_text(record, feed->category, sizeof(feed->category));
}

static bool decode(struct wb_blob key, struct wb_blob value, struct wb_feed *feed_r)
{
	struct wb_record record;

	memset(feed_r, 0, sizeof(*feed_r));
	wb_record_open_read(&record, key);
	wb_record_last_text(&record, feed_r->name, sizeof(feed_r->name));
	if (!wb_record_ends_key(&record))
		return false;
	wb_record_open_read(&record, value);
	walk_value(&record, feed_r);
	return wb_record_ends_value(&record) && wb_listing_check_feed_name(feed_r->name, NULL) == WB_OK &&
	    wb_listing_category_is_valid(feed_r->category);
}

enum wb_status wb_feeds_get(
    struct wb_listing_writer *writer, const char *name, struct wb_feed *feed_r, struct wb_error *error_r)
{
	struct wb_table table;
	struct wb_blob value;
	enum wb_status status = wb_table_open(&writer->session.transaction, TABLE, &table, error_r);

	if (status == WB_OK)
		status = wb_table_get(&table, key_of(name), &value, error_r);
	if (status == WB_OK && !decode(key_of(name), value, feed_r))
		status = WB_NOT_FOUND;
	return status;
}

enum wb_status wb_feeds_put(struct wb_listing_writer *writer, const struct wb_feed *feed, struct wb_error *error_r)
{
	unsigned char bytes[VALUE_BYTES_MAX];
	struct wb_feed copy = *feed;
	struct wb_record record;
	struct wb_table table;
	enum wb_status status = wb_table_open(&writer->session.transaction, TABLE, &table, error_r);

	wb_record_open_write(&record, bytes, sizeof(bytes));
	walk_value(&record, &copy);
	return status == WB_OK ? wb_table_put(&table, key_of(feed->name), wb_record_blob(&record), error_r) : status;
}

enum wb_status wb_feeds_remove(struct wb_listing_writer *writer, const char *name, struct wb_error *error_r)
{
	struct wb_table table;
	enum wb_status status = wb_table_open(&writer->session.transaction, TABLE, &table, error_r);

	return status == WB_OK ? wb_table_remove(&table, key_of(name), error_r) : status;
}

enum wb_status wb_feeds_walk(
    const char *store, wb_feeds_visit *visit, void *context, size_t *unreadable_r, struct wb_error *error_r)
{
	struct wb_listing_session session;
	struct wb_table table;
	struct wb_walk walk;
	struct wb_feed feed;
	enum wb_status status = wb_listing_session_open_read(store, &session, error_r);

	*unreadable_r = 0;
	if (status == WB_OK)
		status = wb_table_open(&session.transaction, TABLE, &table, error_r);
	if (status == WB_OK) {
		wb_walk_open(&walk, &table);
		while (wb_walk_next(&walk)) {
			if (!decode(walk.key, walk.value, &feed))
				(*unreadable_r)++;
			else if (!visit(context, &feed))
				break;
		}
		status = wb_walk_close(&walk, error_r);
	}
	wb_listing_session_close(&session);
	return status == WB_NOT_FOUND ? WB_OK : status;
}
