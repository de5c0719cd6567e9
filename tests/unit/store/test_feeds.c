/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_feeds.c - what is kept of a feed. */
#include "fixture.h"

#include "store/feeds.h"

struct feeds {
	char text[1024];
	struct wb_feed last;
};

static bool note_feed(void *context, const struct wb_feed *feed)
{
	struct feeds *feeds = context;
	size_t length = strlen(feeds->text);

	snprintf(feeds->text + length, sizeof(feeds->text) - length, "%s%s", length > 0 ? " " : "", feed->name);
	feeds->last = *feed;
	return true;
}

static struct feeds list_feeds(const char *store, size_t wanted_unreadable)
{
	struct feeds feeds = { "", { .name = "" } };
	size_t unreadable = 99;

	assert_int_equal(wb_feeds_walk(store, note_feed, &feeds, &unreadable, NULL), WB_OK);
	assert_int_equal(unreadable, wanted_unreadable);
	return feeds;
}

static struct wb_feed feed_of(const char *name)
{
	struct wb_feed feed = {
		.category = "spam",
		.scope = WB_SCOPE_NETWORK,
		.ttl_s = 1,
		.synced_at_s = NOW_S,
		.listings = 3,
		.added = 4,
		.kept = 5,
		.removed = UINT64_MAX,
	};

	snprintf(feed.name, sizeof(feed.name), "%s", name);
	return feed;
}

static void put(const char *store, const struct wb_feed *feed)
{
	struct wb_listing_writer *writer = open_writer(store);

	assert_int_equal(wb_feeds_put(writer, feed, NULL), WB_OK);
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
}

static void test_what_is_put_comes_back(void **state)
{
	const char *store = open_store(*state);
	struct wb_feed drop = feed_of("drop"), a = feed_of("a");
	struct wb_listing_writer *writer;
	struct wb_feed seen;

	assert_string_equal(list_feeds(store, 0).text, "");
	put(store, &a);
	put(store, &drop);
	assert_string_equal(list_feeds(store, 0).text, "a drop");
	seen = list_feeds(store, 0).last;
	assert_string_equal(seen.name, "drop");
	assert_string_equal(seen.category, drop.category);
	assert_int_equal(seen.scope, drop.scope);
	assert_true(seen.ttl_s == drop.ttl_s && seen.synced_at_s == drop.synced_at_s && seen.listings == drop.listings);
	assert_true(seen.added == drop.added && seen.kept == drop.kept && seen.removed == drop.removed);
	drop.scope = WB_SCOPE_HOST;
	strcpy(drop.category, "allow");
	put(store, &drop);
	writer = open_writer(store);
	assert_int_equal(wb_feeds_get(writer, "drop", &seen, NULL), WB_OK);
	assert_string_equal(seen.category, "allow");
	assert_int_equal(seen.scope, WB_SCOPE_HOST);
	assert_int_equal(wb_feeds_get(writer, "dro", &seen, NULL), WB_NOT_FOUND);
	begin_row("removed");
	assert_int_equal(wb_feeds_remove(writer, "dro", NULL), WB_NOT_FOUND);
	assert_int_equal(wb_feeds_remove(writer, "drop", NULL), WB_OK);
	assert_int_equal(wb_feeds_get(writer, "drop", &seen, NULL), WB_NOT_FOUND);
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
	assert_string_equal(list_feeds(store, 0).text, "a");
}

static void test_an_unreadable_feed_is_skipped_and_reported(void **state)
{
	static const struct {
		const char *label, *value;
		size_t bytes;
	} rows[] = {
		{ "empty", "", 0 },
		{ "a newer version",
		    "\2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0spam",
		    54 },
		{ "no category",
		    "\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
		    50 },
		{ "an unknown scope",
		    "\1\3\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0spam",
		    54 },
		{ "a category in capitals",
		    "\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0SPAM",
		    54 },
	};
	const char *store = open_store(*state);
	struct wb_feed drop = feed_of("drop"), a = feed_of("a");
	struct wb_listing_writer *writer;
	struct wb_feed seen;

	put(store, &drop);
	put(store, &a);
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		put_into_listings(store, "feeds", "drop", 4, rows[i].value, rows[i].bytes);
		assert_string_equal(list_feeds(store, 1).text, "a");
		writer = open_writer(store);
		assert_int_equal(wb_feeds_get(writer, "drop", &seen, NULL), WB_NOT_FOUND);
		wb_listing_writer_close(&writer);
	}
	begin_row("it is mended by the next one");
	put(store, &drop);
	assert_string_equal(list_feeds(store, 0).text, "a drop");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_what_is_put_comes_back),
		test_in_folder(test_an_unreadable_feed_is_skipped_and_reported),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
