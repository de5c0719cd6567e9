/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_listings.c - what is kept, what is found for a client, and what damage does. */
#include "fixture.h"
#include "published_fixture.h"

#include <fcntl.h>
#include <lmdb.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

static struct listings_found find(const char *store, const char *client)
{
	struct wb_address address = address_of(client);
	struct wb_error error = { "" };
	struct listings_found found = { .status = WB_OK };
	size_t unreadable = 99;

	if (wb_listing_find(store, &address, note_found, &found, &unreadable, &error) != WB_OK)
		fail_msg("%s", error.text);
	assert_int_equal(unreadable, 0);
	return found;
}

static struct listings_found walk(const char *store)
{
	struct wb_error error = { "" };
	struct listings_found found = { .status = WB_OK };
	size_t unreadable = 99;

	if (wb_listing_walk(store, note_found, &found, &unreadable, &error) != WB_OK)
		fail_msg("%s", error.text);
	assert_int_equal(unreadable, 0);
	return found;
}

static void test_what_breaks_a_rule_is_not_added(void **state)
{
	const char *store = open_store(*state);
	struct wb_listing_writer *writer = open_writer(store);
	struct wb_listing listing = listing_of("192.0.2.66", "Spam");

	assert_int_equal(wb_listing_add(writer, &listing, NULL, NULL), WB_INVALID);
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
	assert_int_equal(walk(store).count, 0);
}

static void test_a_listing_comes_back_as_it_was_added(void **state)
{
	const char *store = open_store(*state);
	struct wb_listing longest = listing_of("123:4567:89ab:cdef:fedc:ba98:7654:3210", "a2345678901234567890123456789012");
	struct wb_listing rows[] = { listing_of("192.0.2.0/24", "spam"), longest };

	rows[0].scope = WB_SCOPE_RANGE;
	rows[0].expires_at_s = 0x0123456789abcdef; /* all bytes differ */
	rows[0].reason[0] = '\0';
	memset(rows[1].source, 'x', sizeof(rows[1].source) - 1);
	memcpy(rows[1].source, "feed:", 5);
	memset(rows[1].reason, 'y', sizeof(rows[1].reason) - 1);
	rows[1].scope = WB_SCOPE_NETWORK;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct listings_found found;

		begin_row(rows[i].category);
		add_listing(store, &rows[i]);
		found = find(store, i == 0 ? "192.0.2.66" : "123:4567:89ab:cdef:fedc:ba98:7654:3210");
		assert_int_equal(found.count, 1);
		assert_memory_equal(&found.last.prefix, &rows[i].prefix, sizeof(rows[i].prefix));
		assert_string_equal(found.last.category, rows[i].category);
		assert_string_equal(found.last.source, rows[i].source);
		assert_int_equal(found.last.scope, rows[i].scope);
		assert_int_equal(found.last.created_at_s, rows[i].created_at_s);
		assert_int_equal(found.last.expires_at_s, rows[i].expires_at_s);
		assert_string_equal(found.last.reason, rows[i].reason);
	}
}

static void test_all_listings_that_cover_a_client_are_found(void **state)
{
	static const char *const listed[] = { "192.0.2.66", "192.0.2.64/27", "192.0.2.0/24", "192.0.0.0/16", "0.0.0.0/0",
		"192.0.2.67", "192.0.3.0/24", "2001:db8:1:2::66", "2001:db8:1:2::/64", "2001:db8:1::/48", "::/0",
		"2001:db8:1:3::/64" };
	static const struct {
		const char *client, *wanted;
	} rows[] = {
		{ "192.0.2.66",
		    "192.0.2.66/32 spam staff:ann; 192.0.2.64/27 spam staff:ann; 192.0.2.0/24 spam staff:ann; 192.0.0.0/16 spam "
		    "staff:ann; 0.0.0.0/0 spam staff:ann" },
		{ "::ffff:192.0.3.1", "192.0.3.0/24 spam staff:ann; 192.0.0.0/16 spam staff:ann; 0.0.0.0/0 spam staff:ann" },
		{ "203.0.113.1", "0.0.0.0/0 spam staff:ann" },
		{ "2001:db8:1:2::66",
		    "2001:db8:1:2::66/128 spam staff:ann; 2001:db8:1:2::/64 spam staff:ann; 2001:db8:1::/48 spam staff:ann; ::/0 spam "
		    "staff:ann" },
		{ "2001:db8:1:4::1", "2001:db8:1::/48 spam staff:ann; ::/0 spam staff:ann" },
		{ "::1", "::/0 spam staff:ann" },
	};
	const char *store = open_store(*state);

	for (size_t i = 0; i < COUNT(listed); i++)
		list_prefix(store, listed[i], "spam");
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].client);
		assert_string_equal(find(store, rows[i].client).text, rows[i].wanted);
	}
}

static void test_every_prefix_length_is_found(void **state)
{
	const char *store = open_store(*state);
	struct wb_address client = address_of("123:4567:89ab:cdef:fedc:ba98:7654:3210");
	struct wb_listing_writer *writer = open_writer(store);
	struct wb_listing_count count;

	for (unsigned bits = 0; bits <= WB_ADDRESS_BITS; bits++) {
		struct wb_listing listing = listing_of("::", "spam");

		listing.prefix = wb_prefix_of(&client, bits);
		assert_int_equal(wb_listing_add(writer, &listing, NULL, NULL), WB_OK);
	}
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
	assert_int_equal(find(store, "123:4567:89ab:cdef:fedc:ba98:7654:3210").count, 129);
	assert_int_equal(find(store, "123:4567:89ab:cdef:fedc:ba98:7654:3211").count, 128);
	assert_int_equal(find(store, "8123:4567:89ab:cdef:fedc:ba98:7654:3210").count, 1);
	assert_int_equal(wb_listing_count(store, &count, NULL), WB_OK);
	assert_int_equal(count.listings, 129);
	assert_int_equal(count.prefix_lengths, 129);
}

static void test_prefix_category_and_source_name_a_listing(void **state)
{
	const char *store = open_store(*state);
	struct wb_listing listing = listing_of("192.0.2.66", "spam");
	struct wb_listing_writer *writer = open_writer(store);
	struct wb_listing_count count;
	bool replaced = true;

	assert_int_equal(wb_listing_add(writer, &listing, &replaced, NULL), WB_OK);
	assert_false(replaced);
	strcpy(listing.reason, "seen again");
	assert_int_equal(wb_listing_add(writer, &listing, &replaced, NULL), WB_OK);
	assert_true(replaced);
	strcpy(listing.source, "staff:bob");
	assert_int_equal(wb_listing_add(writer, &listing, &replaced, NULL), WB_OK);
	assert_false(replaced);
	strcpy(listing.category, "virus");
	assert_int_equal(wb_listing_add(writer, &listing, &replaced, NULL), WB_OK);
	assert_false(replaced);
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);

	assert_string_equal(
	    walk(store).text, "192.0.2.66/32 spam staff:ann; 192.0.2.66/32 spam staff:bob; 192.0.2.66/32 virus staff:bob");
	assert_string_equal(walk(store).last.reason, "seen again");
	assert_int_equal(wb_listing_count(store, &count, NULL), WB_OK);
	assert_int_equal(count.listings, 3);
	assert_int_equal(count.prefix_lengths, 1);
}

static void test_a_walk_goes_by_address_and_ends_when_told(void **state)
{
	const char *store = open_store(*state);
	struct listings_found found = { .stop_after = 2 };
	struct wb_address client = address_of("192.0.2.66");
	size_t unreadable;

	list_prefix(store, "2001:db8::/32", "spam");
	list_prefix(store, "192.0.2.66", "spam");
	list_prefix(store, "192.0.2.0/24", "virus");
	list_prefix(store, "192.0.2.0/24", "spam");
	assert_string_equal(walk(store).text,
	    "192.0.2.0/24 spam staff:ann; 192.0.2.0/24 virus staff:ann; 192.0.2.66/32 spam staff:ann; 2001:db8::/32 spam "
	    "staff:ann");
	assert_int_equal(wb_listing_walk(store, note_found, &found, &unreadable, NULL), WB_OK);
	assert_int_equal(found.count, 2);
	found = (struct listings_found){ .stop_after = 1 };
	assert_int_equal(wb_listing_find(store, &client, note_found, &found, &unreadable, NULL), WB_OK);
	assert_string_equal(found.text, "192.0.2.66/32 spam staff:ann");
}

static void test_what_lies_inside_a_prefix(void **state)
{
	static const struct {
		const char *prefix, *found;
	} rows[] = {
		{ "192.0.2.0/24", "192.0.2.0/25 spam staff:ann; 192.0.2.255/32 spam staff:ann" },
		{ "192.0.2.0/25", "" },
		{ "2001:db8::/64", "2001:db8::/128 spam staff:ann; 2001:db8:0:0:ffff::/80 spam staff:ann" },
		{ "2001:db8:0:1::/64", "" },
		{ "ffff::/16", "" },
		{ "0.0.0.0/0",
		    "192.0.2.0/24 spam staff:ann; 192.0.2.0/25 spam staff:ann; 192.0.2.255/32 spam staff:ann; 192.0.3.0/32 "
		    "spam staff:ann" },
		{ "::/0",
		    "2001:db8::/64 spam staff:ann; 2001:db8::/128 spam staff:ann; 2001:db8:0:0:ffff::/80 spam staff:ann" },
	};
	const char *store = open_store(*state);
	size_t unreadable;

	for (size_t i = 0; i < 2; i++) { /* a store to which nothing was written, and a full one */
		for (size_t r = 0; r < COUNT(rows); r++) {
			struct wb_prefix prefix = prefix_of(rows[r].prefix);
			struct listings_found found = { .count = 0 };

			begin_row(rows[r].prefix);
			assert_int_equal(wb_listing_walk_inside(store, &prefix, note_found, &found, &unreadable, NULL), WB_OK);
			assert_string_equal(found.text, i == 0 ? "" : rows[r].found);
		}
		list_prefix(store, "192.0.2.0/24", "spam");
		list_prefix(store, "192.0.2.0/25", "spam");
		list_prefix(store, "192.0.2.255", "spam");
		list_prefix(store, "192.0.3.0", "spam");
		list_prefix(store, "2001:db8::/64", "spam");
		list_prefix(store, "2001:db8::", "spam");
		list_prefix(store, "2001:db8:0:0:ffff::/80", "spam");
	}
}

static void test_remove_takes_exactly_what_was_named(void **state)
{
	static const struct {
		const char *label, *prefix, *category, *source, *left;
		size_t removed;
	} rows[] = {
		{ "nothing listed there", "192.0.2.1", NULL, NULL,
		    "192.0.2.0/24 spam feed:drop; 192.0.2.0/24 spam staff:ann; 192.0.2.0/24 virus staff:ann; 192.0.2.66/32 spam staff:ann",
		    0 },
		{ "neither shorter nor longer prefixes", "192.0.2.0/25", NULL, NULL,
		    "192.0.2.0/24 spam feed:drop; 192.0.2.0/24 spam staff:ann; 192.0.2.0/24 virus staff:ann; 192.0.2.66/32 spam staff:ann",
		    0 },
		{ "a source that is not there", "192.0.2.0/24", "virus", "feed:drop",
		    "192.0.2.0/24 spam feed:drop; 192.0.2.0/24 spam staff:ann; 192.0.2.0/24 virus staff:ann; 192.0.2.66/32 spam staff:ann",
		    0 },
		{ "one source, and another keeps its listing of the same category", "192.0.2.0/24", "spam", "staff:ann",
		    "192.0.2.0/24 spam feed:drop; 192.0.2.0/24 virus staff:ann; 192.0.2.66/32 spam staff:ann", 1 },
		{ "one category", "192.0.2.0/24", "virus", NULL, "192.0.2.0/24 spam feed:drop; 192.0.2.66/32 spam staff:ann",
		    1 },
		{ "a category that is not there", "192.0.2.0/24", "virus", NULL,
		    "192.0.2.0/24 spam feed:drop; 192.0.2.66/32 spam staff:ann", 0 },
		{ "all categories", "192.0.2.66", NULL, NULL, "192.0.2.0/24 spam feed:drop", 1 },
		{ "the last one", "192.0.2.0/24", NULL, NULL, "", 1 },
	};
	const char *store = open_store(*state);
	struct wb_listing fed = listing_of("192.0.2.0/24", "spam");

	snprintf(fed.source, sizeof(fed.source), "feed:drop");
	add_listing(store, &fed);
	list_prefix(store, "192.0.2.0/24", "spam");
	list_prefix(store, "192.0.2.0/24", "virus");
	list_prefix(store, "192.0.2.66", "spam");
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_prefix prefix = prefix_of(rows[i].prefix);
		struct wb_listing_writer *writer = open_writer(store);
		struct wb_listing_count count;
		size_t removed = 99;

		begin_row(rows[i].label);
		assert_int_equal(wb_listing_remove(writer, &prefix, rows[i].category, rows[i].source, &removed, NULL), WB_OK);
		assert_int_equal(removed, rows[i].removed);
		assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
		wb_listing_writer_close(&writer);
		assert_string_equal(walk(store).text, rows[i].left);
		assert_int_equal(wb_listing_count(store, &count, NULL), WB_OK);
		assert_int_equal(count.listings, walk(store).count);
	}
}

static void test_expire_removes_all_that_is_over_and_nothing_else(void **state)
{
	const char *store = open_store(*state);
	struct wb_listing_writer *writer = open_writer(store);
	struct wb_listing_count count;
	size_t removed = 99;

	/* Neighbours that go together: a deletion must not make the walk jump over the next record. */
	for (int i = 0; i < 300; i++) {
		struct wb_listing listing = listing_of("192.0.2.0", "spam");

		listing.prefix.address.bytes[14] = (uint8_t)(i / 256);
		listing.prefix.address.bytes[15] = (uint8_t)i;
		listing.expires_at_s = i % 3 == 0 ? NOW_S + 1 : NOW_S;
		if (i == 299)
			listing.expires_at_s = 0;
		if (i == 298) /* by it the next one lasts longer */
			snprintf(listing.source, sizeof(listing.source), "report:trap");
		assert_int_equal(wb_listing_add(writer, &listing, NULL, NULL), WB_OK);
	}
	assert_int_equal(wb_listing_expire(writer, NOW_S, WB_AGE_FORCED, &removed, NULL), WB_OK);
	assert_int_equal(removed, 198);
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
	assert_int_equal(walk(store).count, 102);
	assert_int_equal(wb_listing_count(store, &count, NULL), WB_OK);
	assert_int_equal(count.listings, 102);
}

static void test_more_than_half_does_not_expire_at_once(void **state)
{
	static const struct {
		size_t expired, all;
		enum wb_age_guard guard;
		enum wb_status status;
	} rows[] = {
		{ 3, 3, WB_AGE_GUARDED, WB_OK }, /* so few may always go */
		{ 4, 4, WB_AGE_GUARDED, WB_INVALID },
		{ 4, 8, WB_AGE_GUARDED, WB_OK },
		{ 5, 9, WB_AGE_GUARDED, WB_INVALID },
		{ 5, 9, WB_AGE_FORCED, WB_OK },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char name[32];
		const char *store;
		struct wb_listing_writer *writer;
		struct wb_error error = { "" };
		size_t removed;

		snprintf(name, sizeof(name), "%zu of %zu", rows[i].expired, rows[i].all);
		begin_row(name);
		snprintf(name, sizeof(name), "store %zu", i);
		store = path_in(*state, name);
		assert_int_equal(wb_store_init(store, &WB_STORE_RIGHTS_KEPT, NULL), WB_OK);
		writer = open_writer(store);
		for (size_t n = 0; n < rows[i].all; n++) {
			struct wb_listing listing = listing_of("192.0.2.0", "spam");

			listing.prefix.address.bytes[15] = (uint8_t)n;
			listing.expires_at_s = n < rows[i].expired ? NOW_S : 0;
			assert_int_equal(wb_listing_add(writer, &listing, NULL, NULL), WB_OK);
		}
		assert_int_equal(wb_listing_expire(writer, NOW_S, rows[i].guard, &removed, &error), rows[i].status);
		if (rows[i].status != WB_OK)
			assert_contains(
			    error.text, "more than half: nothing was removed: expected a clock that is right; or --force");
		wb_listing_writer_close(&writer);
	}
}

static void test_without_a_commit_nothing_has_changed(void **state)
{
	const char *store = open_store(*state);
	struct wb_listing listing = listing_of("192.0.2.67", "spam");
	struct wb_prefix prefix = prefix_of("192.0.2.66");
	struct wb_listing_writer *writer;
	size_t removed;

	list_prefix(store, "192.0.2.66", "spam");
	writer = open_writer(store);
	assert_int_equal(wb_listing_add(writer, &listing, NULL, NULL), WB_OK);
	assert_int_equal(wb_listing_remove(writer, &prefix, NULL, NULL, &removed, NULL), WB_OK);
	wb_listing_writer_close(&writer);
	assert_null(writer);
	wb_listing_writer_close(&writer); /* harmless */
	assert_string_equal(walk(store).text, "192.0.2.66/32 spam staff:ann");
}

static void test_a_store_nothing_was_written_to_is_empty(void **state)
{
	const char *store = open_store(*state);
	struct wb_listing_count count = { 9, 9 };

	assert_int_equal(find(store, "192.0.2.66").count, 0);
	assert_int_equal(walk(store).count, 0);
	assert_int_equal(wb_listing_count(store, &count, NULL), WB_OK);
	assert_int_equal(count.listings, 0);
}

/* What is lost may have been an allow listing. */
static void test_data_that_is_lost_is_a_fault(void **state)
{
	const char *store = open_store(*state);
	struct listings_found found = { .count = 0 };
	struct wb_error error;
	size_t unreadable;

	list_prefix(store, "192.0.2.66", "spam");
	for (int gone = 0; gone < 2; gone++) {
		begin_row(gone ? "removed" : "emptied");
		assert_int_equal(
		    gone ? remove(path_in(store, "listings/data.mdb")) : truncate(path_in(store, "listings/data.mdb"), 0), 0);
		assert_int_equal(wb_listing_walk(store, note_found, &found, &unreadable, &error), WB_UNAVAILABLE);
		assert_contains(error.text, "the data file is gone");
	}
}

/* It had made its files, and had written nothing: LMDB's table of readers is in use from the beginning. */
static void test_a_first_writer_that_was_killed_leaves_an_empty_store(void **state)
{
	const char *store = open_store(*state);
	struct wb_listing_count count = { 9, 9 };

	write_text(store, "listings/data.mdb", "");
	write_text(store, "listings/lock.mdb", "used");
	assert_int_equal(wb_listing_count(store, &count, NULL), WB_OK);
	assert_int_equal(count.listings, 0);
	list_prefix(store, "192.0.2.66", "spam");
	assert_int_equal(wb_listing_count(store, &count, NULL), WB_OK);
	assert_int_equal(count.listings, 1);
}

static void test_a_newer_format_is_left_alone(void **state)
{
	const char *store = open_store(*state);
	struct wb_address client = address_of("192.0.2.66");
	struct wb_listing_writer *writer;
	struct wb_error error;
	struct listings_found found = { .count = 0 };
	size_t unreadable;

	list_prefix(store, "192.0.2.66", "spam");
	put_into_listings(store, "meta", "format", 6, "\0\0\0\2", 4);
	assert_int_equal(wb_listing_find(store, &client, note_found, &found, &unreadable, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "its format is 2, this whyblock knows 1");
	assert_int_equal(wb_listing_walk(store, note_found, &found, &unreadable, &error), WB_UNAVAILABLE);
	assert_int_equal(found.count, 0);
	assert_int_equal(wb_listing_writer_open(store, &writer, &error), WB_UNAVAILABLE);
	assert_null(writer);
}

static void test_a_damaged_table_of_lengths_is_a_fault(void **state)
{
	const char *store = open_store(*state);
	struct wb_listing_count count;
	struct wb_error error;

	list_prefix(store, "192.0.2.66", "spam");
	put_into_listings(store, "meta", "prefix-lengths", 14, "short", 5);
	assert_int_equal(wb_listing_count(store, &count, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "damaged");
}

/* Records as damage might leave them: beside a good one, which must still be found. */
static void test_an_unreadable_record_is_skipped_and_reported(void **state)
{
#define HOST "\0\0\0\0\0\0\0\0\0\0\377\377\300\0\2\102" /* 192.0.2.66 */
#define GOOD "\1\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0"     /* version 1, scope host, made at 1, never ends */
	static const struct {
		const char *label, *key;
		size_t key_bytes;
		const char *value;
		size_t value_bytes;
		const char
		    *wanted; /* what is found beside the good record; NULL: it might be an allow listing, so nothing is sure */
	} rows[] = {
		{ "empty value", HOST "\200virus\0staff:x", 30, "", 0, "" },
		{ "value cut short", HOST "\200virus\0staff:x", 30, GOOD, 17, "" },
		{ "value of a newer version", HOST "\200virus\0staff:x", 30, "\2\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0", 18, "" },
		{ "unknown scope", HOST "\200virus\0staff:x", 30, "\1\3\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0", 18, "" },
		{ "ends before 1970", HOST "\200virus\0staff:x", 30, "\1\0\0\0\0\0\0\0\0\1\377\0\0\0\0\0\0\0", 18, "" },
		{ "line break in the reason", HOST "\200virus\0staff:x", 30, GOOD "a\nb", 21, "" },
		{ "no category", HOST "\200", 17, GOOD, 18, NULL },
		{ "category without end", HOST "\200virus", 22, GOOD, 18, NULL },
		{ "no source", HOST "\200virus\0", 23, GOOD, 18, "" },
		{ "category in capitals", HOST "\200VIRUS\0staff:x", 30, GOOD, 18, NULL },
		{ "category too long", HOST "\200aaaaaaaaaabbbbbbbbbbccccccccccddd\0staff:x", 58, GOOD, 18, NULL },
		{ "an allow listing still allows", HOST "\200allow\0staff:x", 30, "", 0, "192.0.2.66/32 allow staff:x" },
		{ "an allow listing of a newer version too", HOST "\200allow\0staff:x", 30, "\2rest", 5,
		    "192.0.2.66/32 allow staff:x" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char folder[256];
		char wanted[256];
		const char *store;
		struct wb_address client = address_of("192.0.2.66");
		struct listings_found found = { .count = 0 };
		size_t unreadable = 99;

		begin_row(rows[i].label);
		snprintf(folder, sizeof(folder), "%s/%zu", (char *)*state, i);
		assert_int_equal(mkdir(folder, 0700), 0);
		store = open_store(folder);
		list_prefix(store, "192.0.2.66", "spam");
		put_into_listings(store, "listings", rows[i].key, rows[i].key_bytes, rows[i].value, rows[i].value_bytes);
		assert_int_equal(wb_listing_find(store, &client, note_found, &found, &unreadable, NULL),
		    rows[i].wanted != NULL ? WB_OK : WB_UNAVAILABLE);
		assert_int_equal(unreadable, 1);
		if (rows[i].wanted == NULL)
			continue;
		snprintf(wanted, sizeof(wanted), "%s%s192.0.2.66/32 spam staff:ann", rows[i].wanted,
		    rows[i].wanted[0] != '\0' ? "; " : "");
		/* By category: "allow" stands before "spam". */
		assert_string_equal(found.text, wanted);
		if (rows[i].wanted[0] != '\0')
			assert_string_equal(found.last.category, "spam");
		found = (struct listings_found){ .count = 0 };
		assert_int_equal(wb_listing_walk(store, note_found, &found, &unreadable, NULL), WB_OK);
		assert_int_equal(unreadable, 1);
		assert_string_equal(found.text, wanted);
	}
}

static void test_an_unreadable_allow_record_never_ends(void **state)
{
	const char *store = open_store(*state);
	struct listings_found found = { .count = 0 };
	struct wb_address client = address_of("192.0.2.66");
	size_t unreadable;

	list_prefix(store, "192.0.2.66", "allow");
	put_into_listings(store, "listings", HOST "\200allow\0staff:ann", 32, "\1\2garbage", 9);
	assert_int_equal(wb_listing_find(store, &client, note_found, &found, &unreadable, NULL), WB_OK);
	assert_int_equal(found.count, 1);
	assert_int_equal(found.last.expires_at_s, 0);
	assert_int_equal(found.last.scope, WB_SCOPE_HOST);
	assert_string_equal(found.last.reason, "unreadable record");
}

static void test_a_prefix_with_host_bits_in_the_store_is_unreadable(void **state)
{
	const char *store = open_store(*state);
	struct listings_found found = { .count = 0 };
	size_t unreadable = 99;

	list_prefix(store, "192.0.2.0/24", "spam");
	put_into_listings(store, "listings", HOST "\170virus\0staff:x", 30, GOOD, 18);
	assert_int_equal(wb_listing_walk(store, note_found, &found, &unreadable, NULL), WB_OK);
	assert_int_equal(unreadable, 1);
	assert_string_equal(found.text, "192.0.2.0/24 spam staff:ann");
}

/* In a child: fills the reader table and ends without closing anything, as a crashed process would. */
static void fill_reader_table(const char *path)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		MDB_env *env;
		MDB_txn *txn;

		if (mdb_env_create(&env) != 0 || mdb_env_open(env, path, MDB_RDONLY | MDB_NOTLS, 0) != 0)
			_exit(1);
		for (int readers = 0; readers < 100000; readers++) {
			if (mdb_txn_begin(env, NULL, MDB_RDONLY, &txn) == MDB_READERS_FULL)
				_exit(0);
		}
		_exit(2);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void test_listing_survives_full_reader_table(void **state)
{
	const char *store = open_store(*state);
	const char *path = path_in(store, "listings");
	pid_t other;
	int ready[2], end[2];
	char byte;

	list_prefix(store, "192.0.2.66", "spam");
	/* LMDB empties the table when nobody else has the store open: so somebody has. */
	assert_int_equal(pipe(ready), 0);
	assert_int_equal(pipe(end), 0);
	other = fork();
	if (other == 0) {
		MDB_env *env;

		close(end[1]);
		if (mdb_env_create(&env) != 0 || mdb_env_open(env, path, MDB_RDONLY | MDB_NOTLS, 0) != 0)
			_exit(1);
		_exit(write(ready[1], "x", 1) != 1 || read(end[0], &byte, 1) != 0);
	}
	close(end[0]);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	fill_reader_table(path);
	assert_string_equal(find(store, "192.0.2.66").text, "192.0.2.66/32 spam staff:ann");
	fill_reader_table(path);
	begin_row("a writer frees the slots too");
	list_prefix(store, "192.0.2.67", "spam");
	assert_int_equal(walk(store).count, 2);
	close(end[1]);
	close(ready[0]);
	close(ready[1]);
	assert_int_equal(waitpid(other, NULL, 0), other);
}

/* A limit on the size of files stands for a full disk: LMDB's write fails in the same place. */
static void test_a_full_disk_leaves_the_store_as_it_was(void **state)
{
	const char *store = open_store(*state);
	struct wb_listing_writer *writer;
	struct rlimit whole, small;
	struct wb_error error = { "" };
	enum wb_status status = WB_OK;
	struct stat st;

	list_prefix(store, "192.0.2.66", "spam");
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(stat(path_in(store, "listings/data.mdb"), &st), 0);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &whole), 0);
	small = (struct rlimit){ (rlim_t)st.st_size + 4096, whole.rlim_max };
	writer = open_writer(store);
	for (int i = 0; i < 20000 && status == WB_OK; i++) {
		struct wb_listing listing = listing_of("10.0.0.0", "spam");

		listing.prefix.address.bytes[14] = (uint8_t)(i / 256);
		listing.prefix.address.bytes[15] = (uint8_t)i;
		status = wb_listing_add(writer, &listing, NULL, &error);
	}
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	if (status == WB_OK)
		status = wb_listing_commit(writer, &error);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &whole), 0);
	wb_listing_writer_close(&writer);
	assert_int_equal(status, WB_UNAVAILABLE);
	assert_contains(error.text, store);
	assert_string_equal(walk(store).text, "192.0.2.66/32 spam staff:ann");
	begin_row("with room again, writing goes on");
	list_prefix(store, "192.0.2.67", "spam");
	assert_int_equal(walk(store).count, 2);
}

static void test_a_writer_that_is_killed_leaves_no_trace(void **state)
{
	const char *store = open_store(*state);
	pid_t child;
	int status;

	list_prefix(store, "192.0.2.66", "spam");
	child = fork();
	if (child == 0) {
		struct wb_listing_writer *writer = open_writer(store);
		struct wb_listing listing = listing_of("192.0.2.67", "spam");

		wb_listing_add(writer, &listing, NULL, NULL);
		kill(getpid(), SIGKILL);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_string_equal(walk(store).text, "192.0.2.66/32 spam staff:ann");
	begin_row("and the next writer does not wait for it");
	list_prefix(store, "192.0.2.68", "spam");
	assert_int_equal(walk(store).count, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_what_breaks_a_rule_is_not_added),
		test_in_folder(test_a_listing_comes_back_as_it_was_added),
		test_in_folder(test_all_listings_that_cover_a_client_are_found),
		test_in_folder(test_every_prefix_length_is_found),
		test_in_folder(test_prefix_category_and_source_name_a_listing),
		test_in_folder(test_a_walk_goes_by_address_and_ends_when_told),
		test_in_folder(test_what_lies_inside_a_prefix),
		test_in_folder(test_remove_takes_exactly_what_was_named),
		test_in_folder(test_expire_removes_all_that_is_over_and_nothing_else),
		test_in_folder(test_more_than_half_does_not_expire_at_once),
		test_in_folder(test_without_a_commit_nothing_has_changed),
		test_in_folder(test_a_store_nothing_was_written_to_is_empty),
		test_in_folder(test_data_that_is_lost_is_a_fault),
		test_in_folder(test_a_first_writer_that_was_killed_leaves_an_empty_store),
		test_in_folder(test_a_newer_format_is_left_alone),
		test_in_folder(test_a_damaged_table_of_lengths_is_a_fault),
		test_in_folder(test_an_unreadable_record_is_skipped_and_reported),
		test_in_folder(test_an_unreadable_allow_record_never_ends),
		test_in_folder(test_a_prefix_with_host_bits_in_the_store_is_unreadable),
		test_in_folder(test_listing_survives_full_reader_table),
		test_in_folder(test_a_full_disk_leaves_the_store_as_it_was),
		test_in_folder(test_a_writer_that_is_killed_leaves_no_trace),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
