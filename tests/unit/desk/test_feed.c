/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_feed.c - the listings of a feed made equal to a file: what is added, kept, removed, written again, and refused. */
#include "fixture.h"

#include <lmdb.h>

#include "desk/feed.h"
#include "desk/feed_guard.h"
#include "store/history.h"

static const struct wb_change change = { .at_s = NOW_S, .login = "cron", .uid = 0 };

struct walked {
	char text[8192];
	size_t count;
	struct wb_listing last;
};

static bool note_listing(void *context, const struct wb_listing *listing)
{
	struct walked *walked = context;
	char prefix[WB_PREFIX_TEXT_SIZE];
	size_t length = strlen(walked->text);

	wb_prefix_format(&listing->prefix, prefix);
	snprintf(walked->text + length, sizeof(walked->text) - length, "%s%s %s %s %s", length > 0 ? "; " : "", prefix,
	    listing->category, listing->source, listing->reason);
	walked->last = *listing;
	walked->count++;
	return true;
}

static struct walked walk(const char *store)
{
	struct walked walked = { .count = 0 };
	struct wb_listing_count count;
	size_t unreadable;

	assert_int_equal(wb_listing_walk(store, note_listing, &walked, &unreadable, NULL), WB_OK);
	assert_int_equal(unreadable, 0);
	assert_int_equal(wb_listing_count(store, &count, NULL), WB_OK);
	assert_int_equal(count.listings, walked.count);
	return walked;
}

/* "192.0.2.1 reason, 192.0.2.2": entries, the reason up to the comma. */
static struct wb_feed_entries entries_of(const char *text)
{
	struct wb_feed_entries entries = { NULL };
	char copy[8192];
	char *next = copy;

	snprintf(copy, sizeof(copy), "%s", text);
	while (next != NULL && next[0] != '\0') {
		char *reason = strsep(&next, ",");
		struct wb_prefix prefix;

		reason += reason[0] == ' ';
		prefix = prefix_of(strsep(&reason, " "));
		assert_int_equal(wb_feed_entries_add(&entries, &prefix, reason == NULL ? "" : reason, NULL), WB_OK);
	}
	return entries;
}

static enum wb_status try_sync(const char *store, struct wb_feed *feed, const struct wb_change *by, const char *text,
    unsigned allowed, struct wb_error *error)
{
	struct wb_feed_entries entries = entries_of(text);
	struct wb_listing_writer *writer;
	enum wb_status status;

	assert_int_equal(wb_listing_writer_open(store, &writer, error), WB_OK);
	status = wb_feed_sync(writer, by, feed, &entries, allowed, "drop.txt", error);
	if (status == WB_OK)
		status = wb_listing_commit(writer, error);
	wb_listing_writer_close(&writer);
	wb_feed_entries_close(&entries);
	assert_null(entries.items);
	return status;
}

static struct wb_feed feed_of(const char *name, const char *category, int64_t ttl_s)
{
	struct wb_feed feed = { .ttl_s = ttl_s };

	snprintf(feed.name, sizeof(feed.name), "%s", name);
	snprintf(feed.category, sizeof(feed.category), "%s", category);
	return feed;
}

/* Syncs whatever the guards say; "1 added, 2 kept, 3 removed". */
static const char *sync_all(const char *store, const char *name, const char *text)
{
	static char counts[64];
	struct wb_feed feed = feed_of(name, "spam", 0);
	struct wb_error error = { "" };

	if (try_sync(store, &feed, &change, text, WB_FEED_ALLOWS(WB_FEED_GUARD_CHANGE), &error) != WB_OK)
		fail_msg("%s", error.text);
	snprintf(counts, sizeof(counts), "%d added, %d kept, %d removed", (int)feed.added, (int)feed.kept, (int)feed.removed);
	return counts;
}

static void test_listings_become_equal_to_the_file(void **state)
{
	static const struct {
		const char *label, *file, *counts, *listings;
	} rows[] = {
		{ "first", "192.0.2.0/24 SBL1, 2001:db8::/32 SBL2, 198.51.100.66", "3 added, 0 kept, 0 removed",
		    "192.0.2.0/24 spam feed:drop SBL1; 198.51.100.66/32 spam feed:drop ; 2001:db8::/32 spam feed:drop SBL2" },
		{ "the same in another order", "2001:db8::/32 SBL2, 198.51.100.66, 192.0.2.0/24 SBL1",
		    "0 added, 3 kept, 0 removed",
		    "192.0.2.0/24 spam feed:drop SBL1; 198.51.100.66/32 spam feed:drop ; 2001:db8::/32 spam feed:drop SBL2" },
		{ "one gone, one new in front, one behind, one between",
		    "10.0.0.1, 192.0.2.0/24 SBL1, 192.0.2.0/25, 2001:db8::/32 SBL2, 2001:db9::/32",
		    "3 added, 2 kept, 1 removed",
		    "10.0.0.1/32 spam feed:drop ; 192.0.2.0/24 spam feed:drop SBL1; 192.0.2.0/25 spam feed:drop ; 2001:db8::/32 "
		    "spam feed:drop SBL2; 2001:db9::/32 spam feed:drop " },
		{ "another reason", "192.0.2.0/24 SBL9", "0 added, 1 kept, 4 removed", "192.0.2.0/24 spam feed:drop SBL9" },
		{ "no reason any more", "192.0.2.0/24", "0 added, 1 kept, 0 removed", "192.0.2.0/24 spam feed:drop " },
		{ "a longer prefix of the same address", "192.0.2.0/25", "1 added, 0 kept, 1 removed",
		    "192.0.2.0/25 spam feed:drop " },
		{ "a line twice: the first reason stays", "192.0.2.0/25, 192.0.2.0/25 b, 192.0.2.0/25 a, 192.0.2.0/25",
		    "0 added, 1 kept, 0 removed", "192.0.2.0/25 spam feed:drop b" },
		{ "nothing", "", "0 added, 0 kept, 1 removed", "" },
	};
	const char *store = open_store(*state);

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		assert_string_equal(sync_all(store, "drop", rows[i].file), rows[i].counts);
		assert_string_equal(walk(store).text, rows[i].listings);
	}
}

static void test_what_others_listed_stays(void **state)
{
	const char *store = open_store(*state);
	struct wb_listing report = listing_of("192.0.2.66", "spam");

	/* Its source ends as that of the feed, and yet is another. */
	strcpy(report.source, "report:feed:drop");
	add_listing(store, &report);
	list_prefix(store, "192.0.2.66", "spam");
	assert_string_equal(sync_all(store, "drop", "192.0.2.66"), "1 added, 0 kept, 0 removed");
	assert_string_equal(sync_all(store, "drop2", "192.0.2.66"), "1 added, 0 kept, 0 removed");
	assert_string_equal(sync_all(store, "drop", ""), "0 added, 0 kept, 1 removed");
	assert_string_equal(walk(store).text,
	    "192.0.2.66/32 spam feed:drop2 ; 192.0.2.66/32 spam report:feed:drop seen relaying; 192.0.2.66/32 spam staff:ann seen "
	    "relaying");
}

static void test_another_category_replaces_the_listings(void **state)
{
	const char *store = open_store(*state);
	struct wb_feed feed = feed_of("drop", "policy", 0);

	sync_all(store, "drop", "192.0.2.1, 192.0.2.2");
	assert_int_equal(try_sync(store, &feed, &change, "192.0.2.1, 192.0.2.2", 0, NULL), WB_OK);
	assert_int_equal(feed.added, 2);
	assert_int_equal(feed.kept, 0);
	assert_int_equal(feed.removed, 2);
	assert_string_equal(walk(store).text, "192.0.2.1/32 policy feed:drop ; 192.0.2.2/32 policy feed:drop ");
}

static void test_many_prefixes_in_no_order_between_those_of_others(void **state)
{
	enum { MANY = 20000 };
	const char *store = open_store(*state);
	struct wb_listing_writer *writer;
	struct wb_feed feed = feed_of("drop", "spam", 0);

	for (int turn = 0; turn < 3; turn++) {
		struct wb_feed_entries entries = { NULL };

		for (uint32_t i = 0; i < MANY; i++) {
			/* 7919 has no divisor in common with MANY: each number once. Every second one is gone in the second turn. */
			uint32_t number = i * 7919 % MANY;
			struct wb_address address = address_of("2001:db8::");
			struct wb_prefix prefix;

			if (turn == 1 && number % 2 == 0)
				continue;
			address.bytes[14] = (uint8_t)(number >> 8);
			address.bytes[15] = (uint8_t)number;
			prefix = wb_prefix_of(&address, 128);
			assert_int_equal(wb_feed_entries_add(&entries, &prefix, number % 3 == 0 ? "SBL1" : "", NULL), WB_OK);
		}
		assert_int_equal(wb_listing_writer_open(store, &writer, NULL), WB_OK);
		assert_int_equal(wb_feed_sync(writer, &change, &feed, &entries, ~0U, "", NULL), WB_OK);
		assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
		wb_listing_writer_close(&writer);
		wb_feed_entries_close(&entries);
		assert_int_equal(feed.listings, turn == 1 ? MANY / 2 : MANY);
		assert_int_equal(feed.added, turn == 0 ? MANY : turn == 1 ? 0 : MANY / 2);
		assert_int_equal(feed.kept, turn == 0 ? 0 : MANY / 2);
		assert_int_equal(feed.removed, turn == 1 ? MANY / 2 : 0);
		assert_int_equal(walk(store).count, feed.listings + (turn == 0 ? 0 : 1));
		if (turn == 0)
			list_prefix(store, "2001:db8::8000:0", "spam"); /* behind them: no more appending */
	}
}

static void test_kept_listings_are_written_again_when_half_of_the_ttl_is_gone(void **state)
{
	static const struct {
		const char *label;
		int64_t ttl_s, at_s, expires_at_s, created_at_s;
	} rows[] = {
		{ "first", 1000, NOW_S, NOW_S + 1000, NOW_S },
		{ "half is left", 1000, NOW_S + 500, NOW_S + 1000, NOW_S },
		{ "less than half is left", 1000, NOW_S + 501, NOW_S + 1501, NOW_S },
		{ "long expired", 1000, NOW_S + 9000, NOW_S + 10000, NOW_S + 9000 },
		{ "a shorter TTL", 100, NOW_S + 9000, NOW_S + 9100, NOW_S + 9000 },
		{ "without end from now on", 0, NOW_S + 9000, 0, NOW_S + 9000 },
		{ "still without end", 0, NOW_S + 99000, 0, NOW_S + 9000 },
		{ "with an end again", 1000, NOW_S + 99000, NOW_S + 100000, NOW_S + 9000 },
	};
	const char *store = open_store(*state);

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_feed feed = feed_of("drop", "spam", rows[i].ttl_s);
		struct wb_change then = change;
		struct walked walked;

		begin_row(rows[i].label);
		then.at_s = rows[i].at_s;
		assert_int_equal(try_sync(store, &feed, &then, "192.0.2.1 SBL1", 0, NULL), WB_OK);
		assert_int_equal(feed.kept, i > 0);
		walked = walk(store);
		assert_int_equal(walked.count, 1);
		assert_int_equal(walked.last.expires_at_s, rows[i].expires_at_s);
		assert_int_equal(walked.last.created_at_s, rows[i].created_at_s); /* what has ended is new again */
	}
}

static void test_another_scope_is_written(void **state)
{
	const char *store = open_store(*state);
	struct wb_feed feed = feed_of("drop", "spam", 0);

	sync_all(store, "drop", "192.0.2.1");
	feed.scope = WB_SCOPE_RANGE;
	assert_int_equal(try_sync(store, &feed, &change, "192.0.2.1", 0, NULL), WB_OK);
	assert_int_equal(feed.kept, 1);
	assert_int_equal(walk(store).last.scope, WB_SCOPE_RANGE);
}

static void test_a_damaged_listing_of_the_feed_is_mended(void **state)
{
	static const char key[] = "\0\0\0\0\0\0\0\0\0\0\377\377\300\0\2\1\200spam\0feed:drop"; /* 192.0.2.1 */
	const char *store = open_store(*state);

	sync_all(store, "drop", "192.0.2.1, 192.0.2.2");
	put_into_listings(store, "listings", key, sizeof(key) - 1, "\2garbage", 8);
	assert_string_equal(sync_all(store, "drop", "192.0.2.1, 192.0.2.2"), "0 added, 2 kept, 0 removed");
	assert_string_equal(walk(store).text, "192.0.2.1/32 spam feed:drop ; 192.0.2.2/32 spam feed:drop ");
}

static void test_a_change_by_more_than_half_is_refused(void **state)
{
	static const struct {
		uint64_t before, after;
		bool refused;
	} rows[] = {
		{ 0, 1000, false },
		{ 100, 50, false },
		{ 100, 49, true },
		{ 100, 150, false },
		{ 100, 151, true },
		{ 1, 2, true },
		{ 2, 1, false },
		{ 3, 1, true },
		{ 3, 4, false },
		{ 3, 5, true },
		{ 100, 0, false }, /* the guard "empty" tells that */
		{ UINT64_MAX, 1, true },
		{ 1, UINT64_MAX, true },
	};
	struct wb_error error;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		print_message("    %llu to %llu\n", (unsigned long long)rows[i].before, (unsigned long long)rows[i].after);
		assert_int_equal(wb_feed_guard_check_change(rows[i].before, rows[i].after, 0, &error),
		    rows[i].refused ? WB_FEED_GUARD_CHANGE : WB_FEED_GUARDS);
		assert_int_equal(
		    wb_feed_guard_check_change(rows[i].before, rows[i].after, WB_FEED_ALLOWS(WB_FEED_GUARD_CHANGE), &error),
		    WB_FEED_GUARDS);
	}
}

static void test_a_refused_sync_changes_nothing(void **state)
{
	static const char five[] = "192.0.2.1, 192.0.2.2, 192.0.2.3, 192.0.2.4, 192.0.2.5";
	const char *store = open_store(*state);
	struct wb_feed feed = feed_of("drop", "spam", 0);
	struct wb_error error;
	struct walked before;

	begin_row("the first sync may be of any size");
	assert_int_equal(try_sync(store, &feed, &change, five, 0, &error), WB_OK);
	before = walk(store);
	begin_row("shrinks");
	assert_int_equal(try_sync(store, &feed, &change, "192.0.2.1, 192.0.2.9", 0, &error), WB_INVALID);
	assert_contains(error.text, "guard change: the feed would shrink from 5 to 2 prefixes: expected");
	assert_contains(error.text, "--allow change");
	assert_string_equal(walk(store).text, before.text);
	begin_row("grows");
	assert_int_equal(
	    try_sync(store, &feed, &change,
		"192.0.2.1, 192.0.2.2, 192.0.2.3, 192.0.2.4, 192.0.2.5, 192.0.2.6, 192.0.2.7, 192.0.2.8", 0, &error),
	    WB_INVALID);
	assert_contains(error.text, "would grow from 5 to 8 prefixes");
	assert_string_equal(walk(store).text, before.text);
	begin_row("repeated lines do not count");
	assert_int_equal(try_sync(store, &feed, &change, "192.0.2.1, 192.0.2.1, 192.0.2.1, 192.0.2.2", 0, &error), WB_INVALID);
	begin_row("allowed");
	assert_int_equal(try_sync(store, &feed, &change, "192.0.2.1", WB_FEED_ALLOWS(WB_FEED_GUARD_CHANGE), &error), WB_OK);
	assert_int_equal(walk(store).count, 1);
}

/* Its listings may have expired, and yet the feed is as large as it was. */
static void test_the_size_is_that_of_the_last_sync(void **state)
{
	const char *store = open_store(*state);
	struct wb_feed feed = feed_of("drop", "spam", 1);
	struct wb_listing_writer *writer;
	struct wb_error error;
	size_t removed;

	assert_int_equal(try_sync(store, &feed, &change, "192.0.2.1, 192.0.2.2, 192.0.2.3, 192.0.2.4", 0, &error), WB_OK);
	assert_int_equal(wb_listing_writer_open(store, &writer, NULL), WB_OK);
	assert_int_equal(wb_listing_expire(writer, NOW_S + 5, WB_AGE_FORCED, &removed, NULL), WB_OK);
	assert_int_equal(removed, 4);
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
	assert_int_equal(try_sync(store, &feed, &change, "192.0.2.1", 0, &error), WB_INVALID);
	assert_int_equal(try_sync(store, &feed, &change, "192.0.2.1, 192.0.2.2, 192.0.2.3", 0, &error), WB_OK);
	begin_row("of a feed that was imported, that of its listings");
	for (int i = 0; i < 4; i++) {
		struct wb_listing listing = listing_of("198.51.100.0", "spam");

		listing.prefix.address.bytes[15] = (uint8_t)i;
		strcpy(listing.source, "feed:imported");
		add_listing(store, &listing);
	}
	feed = feed_of("imported", "spam", 0);
	assert_int_equal(try_sync(store, &feed, &change, "198.51.100.1", 0, &error), WB_INVALID);
	assert_contains(error.text, "from 4 to 1");
}

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

static bool note_history(void *context, const struct wb_history_record *record)
{
	*(struct wb_history_record *)context = *record;
	return true;
}

static struct wb_history_record last_history(const char *store)
{
	struct wb_history_record last = { .why = "none" };
	size_t unreadable;

	assert_int_equal(wb_history_walk(store, NULL, 0, note_history, &last, &unreadable, NULL), WB_OK);
	return last;
}

static void test_the_last_sync_is_told(void **state)
{
	const char *store = open_store(*state);
	struct wb_feed feed = feed_of("drop", "spam", 604800);
	struct wb_feed last;

	assert_string_equal(list_feeds(store, 0).text, "");
	feed.scope = WB_SCOPE_NETWORK;
	assert_int_equal(try_sync(store, &feed, &change, "192.0.2.1, 192.0.2.2, 192.0.2.3", 0, NULL), WB_OK);
	assert_int_equal(try_sync(store, &feed, &change, "192.0.2.1, 192.0.2.2, 192.0.2.4, 192.0.2.5", 0, NULL), WB_OK);
	sync_all(store, "a", "192.0.2.1");
	assert_string_equal(list_feeds(store, 0).text, "a drop");
	last = list_feeds(store, 0).last;
	assert_string_equal(last.category, "spam");
	assert_int_equal(last.scope, WB_SCOPE_NETWORK);
	assert_int_equal(last.ttl_s, 604800);
	assert_int_equal(last.synced_at_s, NOW_S);
	assert_int_equal(last.listings, 4);
	assert_int_equal(last.added, 2);
	assert_int_equal(last.kept, 2);
	assert_int_equal(last.removed, 1);
}

static void test_each_sync_and_drop_is_one_record_of_history(void **state)
{
	const char *store = open_store(*state);
	struct wb_listing_writer *writer;
	struct wb_history_record last;
	size_t removed;

	sync_all(store, "drop", "192.0.2.1, 192.0.2.2");
	sync_all(store, "drop", "192.0.2.2, 192.0.2.3");
	last = last_history(store);
	assert_int_equal(last.action, WB_HISTORY_FEED_SYNC);
	assert_string_equal(last.source, "feed:drop");
	assert_string_equal(last.category, "spam");
	assert_string_equal(last.why, "drop.txt");
	assert_string_equal(last.login, "cron");
	assert_false(last.has_prefix);
	assert_int_equal(last.added, 1);
	assert_int_equal(last.kept, 1);
	assert_int_equal(last.removed, 1);
	assert_int_equal(wb_listing_writer_open(store, &writer, NULL), WB_OK);
	assert_int_equal(wb_feed_drop(writer, &change, "drop", "no use", &removed, NULL), WB_OK);
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
	last = last_history(store);
	assert_int_equal(last.action, WB_HISTORY_FEED_DROP);
	assert_string_equal(last.source, "feed:drop");
	assert_string_equal(last.why, "no use");
	assert_int_equal(last.removed, 2);
}

static void test_drop_removes_the_feed_and_nothing_else(void **state)
{
	const char *store = open_store(*state);
	struct wb_feed other = feed_of("drop", "policy", 0);
	struct wb_listing_writer *writer;
	size_t removed = 99;

	list_prefix(store, "192.0.2.1", "spam");
	sync_all(store, "drop", "192.0.2.1, 192.0.2.2");
	sync_all(store, "a", "192.0.2.1");
	assert_int_equal(wb_listing_writer_open(store, &writer, NULL), WB_OK);
	assert_int_equal(wb_feed_drop(writer, &change, "none", "", &removed, NULL), WB_NOT_FOUND);
	assert_int_equal(wb_feed_drop(writer, &change, "a b", "", &removed, NULL), WB_INVALID);
	assert_int_equal(wb_feed_drop(writer, &change, "drop", "", &removed, NULL), WB_OK);
	assert_int_equal(removed, 2);
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
	assert_string_equal(walk(store).text, "192.0.2.1/32 spam feed:a ; 192.0.2.1/32 spam staff:ann seen relaying");
	assert_string_equal(list_feeds(store, 0).text, "a");
	begin_row("after it, a sync is the first again");
	assert_int_equal(try_sync(store, &other, &change, "192.0.2.1, 192.0.2.2, 192.0.2.3, 192.0.2.4", 0, NULL), WB_OK);
}

static void test_what_cannot_be_read_of_a_feed_is_mended_by_its_sync(void **state)
{
	const char *store = open_store(*state);

	sync_all(store, "drop", "192.0.2.1");
	sync_all(store, "a", "192.0.2.1");
	put_into_listings(store, "feeds", "drop", 4, "", 0);
	assert_string_equal(list_feeds(store, 1).text, "a");
	assert_string_equal(sync_all(store, "drop", "192.0.2.1"), "0 added, 1 kept, 0 removed");
	assert_string_equal(list_feeds(store, 0).text, "a drop");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_listings_become_equal_to_the_file),
		test_in_folder(test_what_others_listed_stays),
		test_in_folder(test_another_category_replaces_the_listings),
		test_in_folder(test_many_prefixes_in_no_order_between_those_of_others),
		test_in_folder(test_kept_listings_are_written_again_when_half_of_the_ttl_is_gone),
		test_in_folder(test_another_scope_is_written),
		test_in_folder(test_a_damaged_listing_of_the_feed_is_mended),
		cmocka_unit_test(test_a_change_by_more_than_half_is_refused),
		test_in_folder(test_a_refused_sync_changes_nothing),
		test_in_folder(test_the_size_is_that_of_the_last_sync),
		test_in_folder(test_the_last_sync_is_told),
		test_in_folder(test_each_sync_and_drop_is_one_record_of_history),
		test_in_folder(test_drop_removes_the_feed_and_nothing_else),
		test_in_folder(test_what_cannot_be_read_of_a_feed_is_mended_by_its_sync),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
