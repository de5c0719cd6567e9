/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_feed_listings.c - a feed's listings and the entries of its file, side by side. What comes of it all: desk/test_feed. */
#include "fixture.h"

#include "store/feed_listings.h"

static struct wb_feed feed_of(const char *category, int64_t ttl_s)
{
	struct wb_feed feed = { .name = "drop", .ttl_s = ttl_s, .synced_at_s = NOW_S };

	snprintf(feed.category, sizeof(feed.category), "%s", category);
	return feed;
}

static struct wb_feed_entries entries_of(const char *const *prefixes, size_t count)
{
	struct wb_feed_entries entries = { NULL };

	for (size_t i = 0; i < count; i++) {
		struct wb_prefix prefix = prefix_of(prefixes[i]);

		assert_int_equal(wb_feed_entries_add(&entries, &prefix, "why", NULL), WB_OK);
	}
	return entries;
}

static uint64_t list(const char *store, const struct wb_feed *feed, struct wb_feed_entries *entries)
{
	struct wb_listing_writer *writer = open_writer(store);
	uint64_t kept, removed, added;

	assert_int_equal(wb_feed_listings_merge(writer, feed, entries, &kept, &removed, NULL), WB_OK);
	assert_int_equal(wb_feed_listings_write(writer, feed, entries, &added, NULL), WB_OK);
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
	return added;
}

static uint64_t count(const char *store)
{
	struct wb_listing_count count;

	assert_int_equal(wb_listing_count(store, &count, NULL), WB_OK);
	return count.listings;
}

static void test_entries_are_marked_and_the_rest_goes(void **state)
{
	static const char *const first[] = { "192.0.2.1", "192.0.2.2", "192.0.2.3" };
	static const char *const second[] = { "192.0.2.9", "192.0.2.3", "192.0.2.2" };
	static const struct {
		const char *label, *category;
		int64_t ttl_s, later_s;
		uint64_t kept, removed;
		enum wb_feed_entry_state state; /* of what is in both */
	} rows[] = {
		{ "the same", "spam", 100, 0, 2, 1, WB_FEED_ENTRY_KEPT },
		{ "half of the TTL is left", "spam", 100, 50, 2, 1, WB_FEED_ENTRY_KEPT },
		{ "less than half", "spam", 100, 51, 2, 1, WB_FEED_ENTRY_CHANGED },
		{ "without end", "spam", 0, 0, 2, 1, WB_FEED_ENTRY_CHANGED },
		{ "another category", "policy", 100, 0, 0, 3, WB_FEED_ENTRY_NEW },
	};
	const char *store = open_store(*state);
	struct wb_feed feed = feed_of("spam", 100);
	struct wb_feed_entries entries = entries_of(first, COUNT(first));

	list_prefix(store, "192.0.2.1", "spam"); /* by staff: none of the feed's */
	assert_int_equal(list(store, &feed, &entries), 3);
	wb_feed_entries_close(&entries);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_listing_writer *writer = open_writer(store);
		uint64_t kept, removed;

		begin_row(rows[i].label);
		feed = feed_of(rows[i].category, rows[i].ttl_s);
		feed.synced_at_s += rows[i].later_s;
		entries = entries_of(second, COUNT(second));
		assert_int_equal(wb_feed_listings_merge(writer, &feed, &entries, &kept, &removed, NULL), WB_OK);
		assert_int_equal(kept, rows[i].kept);
		assert_int_equal(removed, rows[i].removed);
		assert_int_equal(entries.items[0].state, rows[i].state);
		assert_int_equal(entries.items[1].state, rows[i].state);
		assert_int_equal(entries.items[2].state, WB_FEED_ENTRY_NEW);
		wb_listing_writer_close(&writer);
		wb_feed_entries_close(&entries);
		assert_int_equal(count(store), 4);
	}
}

static bool note_created(void *context, const struct wb_listing *listing)
{
	*(int64_t *)context = listing->created_at_s;
	return true;
}

/* Grace neither begins anew with a sync, nor is it passed over by what was not listed meanwhile. */
static void test_since_when_an_entry_is_listed(void **state)
{
	static const char *const prefixes[] = { "192.0.2.1" };
	static const struct {
		const char *label;
		int64_t later_s;
		int64_t since_s;
	} rows[] = {
		{ "new", 0, 0 },
		{ "written again", 99, 0 },
		{ "one second before its end", 198, 0 },
		{ "it has ended", 298, 298 },
	};
	const char *store = open_store(*state);

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_feed feed = feed_of("spam", 100);
		struct wb_feed_entries entries = entries_of(prefixes, 1);
		int64_t created_at_s = 0, begun_at_s = feed.synced_at_s;
		size_t unreadable;

		begin_row(rows[i].label);
		feed.synced_at_s += rows[i].later_s;
		list(store, &feed, &entries);
		wb_feed_entries_close(&entries);
		wb_listing_walk(store, note_created, &created_at_s, &unreadable, NULL);
		assert_int_equal(created_at_s, begun_at_s + rows[i].since_s);
	}
}

static bool check_scope(void *context, const struct wb_listing *listing)
{
	(*(size_t *)context)++;
	assert_int_equal(listing->scope, wb_prefix_is_asn(&listing->prefix) ? WB_SCOPE_NETWORK : WB_SCOPE_HOST);
	return true;
}

static void test_an_as_is_no_host(void **state)
{
	const char *store = init_store(*state);
	struct wb_prefix prefixes[] = { prefix_of("192.0.2.1"), wb_prefix_of_asn(64496), prefix_of("2001:db8::1") };
	struct wb_feed feed = feed_of("spam", 0);
	size_t seen = 0, unreadable;

	for (int round = 0; round < 2; round++) {
		struct wb_feed_entries entries = { NULL };

		for (size_t i = 0; i < COUNT(prefixes); i++)
			assert_int_equal(wb_feed_entries_add(&entries, &prefixes[i], "", NULL), WB_OK);
		assert_int_equal(list(store, &feed, &entries), round == 0 ? COUNT(prefixes) : 0);
		for (size_t i = 0; i < COUNT(prefixes); i++)
			assert_int_equal(entries.items[i].state, round == 0 ? WB_FEED_ENTRY_NEW : WB_FEED_ENTRY_KEPT);
		wb_feed_entries_close(&entries);
	}
	assert_int_equal(wb_listing_walk(store, check_scope, &seen, &unreadable, NULL), WB_OK);
	assert_int_equal(seen, COUNT(prefixes));
}

static void test_a_feed_that_breaks_a_rule_is_refused(void **state)
{
	const char *store = open_store(*state);
	struct wb_listing_writer *writer = open_writer(store);
	struct wb_feed_entries none = { NULL };
	struct wb_feed feed = feed_of("Spam", 0);
	struct wb_error error;
	uint64_t kept, removed;

	assert_int_equal(wb_feed_listings_merge(writer, &feed, &none, &kept, &removed, &error), WB_INVALID);
	assert_contains(error.text, "category \"Spam\"");
	feed = feed_of("spam", 0);
	strcpy(feed.name, "a b");
	assert_int_equal(wb_feed_listings_merge(writer, &feed, &none, &kept, &removed, &error), WB_INVALID);
	assert_contains(error.text, "\"a b\": expected a name");
	wb_listing_writer_close(&writer);
}

static void test_all_of_a_feed_is_removed_and_nothing_else(void **state)
{
	static const char *const prefixes[] = { "192.0.2.1", "2001:db8::/32" };
	const char *store = open_store(*state);
	struct wb_feed feed = feed_of("spam", 0);
	struct wb_feed_entries entries = entries_of(prefixes, COUNT(prefixes));
	struct wb_listing other = listing_of("192.0.2.1", "spam");
	struct wb_listing_writer *writer;
	uint64_t removed;

	list(store, &feed, &entries);
	wb_feed_entries_close(&entries);
	strcpy(other.source, "report:feed:drop");
	add_listing(store, &other);
	strcpy(other.source, "feed:drop");
	strcpy(other.category, "policy");
	add_listing(store, &other);
	writer = open_writer(store);
	assert_int_equal(wb_feed_listings_remove(writer, "drop", &removed, NULL), WB_OK);
	assert_int_equal(removed, 3);
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
	assert_int_equal(count(store), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_entries_are_marked_and_the_rest_goes),
		test_in_folder(test_since_when_an_entry_is_listed),
		test_in_folder(test_a_feed_that_breaks_a_rule_is_refused),
		test_in_folder(test_all_of_a_feed_is_removed_and_nothing_else),
		test_in_folder(test_an_as_is_no_host),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
