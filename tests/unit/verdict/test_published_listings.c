/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_published_listings.c - what is found in recent and its base together, and what damage does to it. */
#include "published_fixture.h"

#define PUBLISH(store, base, recent) \
	do { \
		publish_base(store, base, COUNT(base), false); \
		publish_recent(store, recent, COUNT(recent)); \
	} while (0)

static const struct built_row nested[] = {
	{ .prefix = "0.0.0.0/0" },
	{ .prefix = "10.0.0.0/8", .category = "virus" },
	{ .prefix = "10.1.0.0/16" },
	{ .prefix = "10.1.0.0/16", .source = "staff:bob" },
	{ .prefix = "10.1.2.0/24" },
	{ .prefix = "10.1.2.3" },
	{ .prefix = "10.1.3.0/24" },
	{ .prefix = "::/0" },
	{ .prefix = "2001:db8::/32" },
	{ .prefix = "2001:db8:0:1::/64" },
};

static void test_a_base_alone(void **state)
{
	static const struct {
		const char *client, *wanted;
	} rows[] = {
		{ "10.1.2.3",
		    "10.1.2.3/32 spam staff:ann; 10.1.2.0/24 spam staff:ann; 10.1.0.0/16 spam staff:ann; 10.1.0.0/16 spam staff:bob; "
		    "10.0.0.0/8 virus staff:ann; 0.0.0.0/0 spam staff:ann" },
		{ "10.1.2.4",
		    "10.1.2.0/24 spam staff:ann; 10.1.0.0/16 spam staff:ann; 10.1.0.0/16 spam staff:bob; 10.0.0.0/8 virus staff:ann; "
		    "0.0.0.0/0 spam staff:ann" },
		{ "10.255.0.0", "10.0.0.0/8 virus staff:ann; 0.0.0.0/0 spam staff:ann" },
		{ "9.1.2.3", "0.0.0.0/0 spam staff:ann" },
		{ "::ffff:9.1.2.3", "0.0.0.0/0 spam staff:ann" },
		{ "2001:db8:0:1::1", "2001:db8:0:1::/64 spam staff:ann; 2001:db8::/32 spam staff:ann; ::/0 spam staff:ann" },
		{ "2001:db8:0:2::1", "2001:db8::/32 spam staff:ann; ::/0 spam staff:ann" },
		{ "ffff::", "::/0 spam staff:ann" },
		{ "::", "::/0 spam staff:ann" },
	};

	publish_recent(*state, NULL, 0);
	for (int has_index = 0; has_index < 2; has_index++) {
		publish_base(*state, nested, COUNT(nested), has_index);
		for (size_t i = 0; i < COUNT(rows); i++) {
			struct listings_found found = find_published(*state, rows[i].client);

			begin_row(rows[i].client);
			assert_int_equal(found.status, WB_OK);
			assert_int_equal(found.unreadable, 0);
			assert_string_equal(found.text, rows[i].wanted);
		}
	}
}

static void test_recent_hides_what_the_base_says_of_its_prefixes(void **state)
{
	static const struct built_row recent[] = {
		{ .prefix = "10.0.0.0/8", .kind = WB_LISTINGS_REMOVED },
		{ .prefix = "10.1.0.0/16", .source = "staff:eve" },
		{ .prefix = "10.1.2.0/25" },
		{ .prefix = "10.1.2.3", .kind = WB_LISTINGS_REMOVED },
		{ .prefix = "172.16.0.1", .kind = WB_LISTINGS_REMOVED },
		{ .prefix = "2001:db8::/32", .category = "allow" },
	};
	static const struct {
		const char *client, *wanted;
	} rows[] = {
		{ "10.1.2.3",
		    "10.1.2.0/25 spam staff:ann; 10.1.2.0/24 spam staff:ann; 10.1.0.0/16 spam staff:eve; 0.0.0.0/0 spam staff:ann" },
		{ "10.2.0.0", "0.0.0.0/0 spam staff:ann" },
		{ "172.16.0.1", "0.0.0.0/0 spam staff:ann" },
		{ "2001:db8::1", "2001:db8::/32 allow staff:ann; ::/0 spam staff:ann" },
	};

	PUBLISH(*state, nested, recent);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct listings_found found = find_published(*state, rows[i].client);

		begin_row(rows[i].client);
		assert_int_equal(found.status, WB_OK);
		assert_string_equal(found.text, rows[i].wanted);
	}
}

static void test_a_visitor_may_end_it(void **state)
{
	struct wb_address address = address_of("10.1.2.3");

	publish_base(*state, nested, COUNT(nested), false);
	publish_recent(*state, NULL, 0);
	for (size_t stop = 1; stop < 7; stop++) {
		struct listings_found found = { .stop_after = stop };

		assert_int_equal(
		    wb_published_find(*state, &address, note_found, &found, &found.unreadable, &found.error), WB_OK);
		assert_int_equal(found.count, stop < 6 ? stop : 6);
	}
}

static void test_records_that_cannot_be_read(void **state)
{
	static const struct {
		const char *label;
		struct built_row row;
		enum wb_status status;
		const char *wanted;
	} rows[] = {
		{ "it is skipped and counted", { .prefix = "10.1.2.0/24", .kind = WB_LISTINGS_UNREADABLE }, WB_OK,
		    "10.1.2.3/32 spam staff:ann" },
		{ "an allow listing still allows",
		    { .prefix = "10.1.2.0/24", .category = "allow", .kind = WB_LISTINGS_STILL_ALLOW }, WB_OK,
		    "10.1.2.3/32 spam staff:ann; 10.1.2.0/24 allow staff:ann" },
		{ "it might allow", { .prefix = "10.1.2.0/24", .kind = WB_LISTINGS_MIGHT_ALLOW }, WB_UNAVAILABLE,
		    "10.1.2.3/32 spam staff:ann" },
	};

	publish_recent(*state, NULL, 0);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct built_row listed[] = { rows[i].row, { .prefix = "10.1.2.3" } };
		struct listings_found found;

		begin_row(rows[i].label);
		publish_base(*state, listed, COUNT(listed), false);
		found = find_published(*state, "10.1.2.3");
		assert_int_equal(found.status, rows[i].status);
		assert_string_equal(found.text, rows[i].wanted);
		assert_int_equal(found.unreadable, 1);
		found = find_published(*state, "10.1.3.3"); /* whom it does not cover does not feel it */
		assert_int_equal(found.status, WB_OK);
		assert_int_equal(found.count + found.unreadable, 0);
	}
}

static void test_what_is_missing_says_what_to_run(void **state)
{
	struct listings_found found = find_published(path_in(*state, "none"), "10.1.2.3");

	begin_row("no store");
	assert_int_equal(found.status, WB_UNAVAILABLE);
	assert_contains(found.error.text, "there is no such folder: make it with whyblock init");
	begin_row("nothing published");
	found = find_published(*state, "10.1.2.3");
	assert_int_equal(found.status, WB_UNAVAILABLE);
	assert_contains(found.error.text, "nothing is published: publish the listings with whyblock init");
	begin_row("no base");
	publish_recent(*state, NULL, 0);
	found = find_published(*state, "10.1.2.3");
	assert_int_equal(found.status, WB_UNAVAILABLE);
	assert_contains(found.error.text, "listings-1.7: the file is gone");
	begin_row("the base of another recent");
	publish_base(*state, nested, COUNT(nested), false);
	built_file.header.serial = built_file.header.base_serial = 8;
	build_seal(&built_file);
	build_write(&built_file, *state, "listings-1.7");
	found = find_published(*state, "10.1.2.3");
	assert_int_equal(found.status, WB_UNAVAILABLE);
	assert_contains(found.error.text, "does not belong to recent-1");
	begin_row("a recent in the place of a base");
	publish_recent(*state, NULL, 0);
	built_file.header.serial = 9;
	built_file.header.base_serial = 7;
	build_seal(&built_file);
	build_write(&built_file, *state, "listings-1.7");
	found = find_published(*state, "10.1.2.3");
	assert_int_equal(found.status, WB_UNAVAILABLE);
}

/*
 * Each byte of both files flipped, and both cut everywhere: the answer is the right one, or it is a fault. No listing that is not there,
 * and none left out beside an answer of WB_OK that counts nothing as unreadable, for it might be an allow listing.
 */
static void test_damage_lists_nobody_and_forgets_no_allow(void **state)
{
	static const struct built_row base[] = {
		{ .prefix = "10.0.0.0/8" },
		{ .prefix = "10.1.0.0/16", .category = "allow" },
		{ .prefix = "10.1.2.0/24", .category = "virus" },
		{ .prefix = "10.1.3.0/24" },
		{ .prefix = "2001:db8::/32" },
	};
	static const struct built_row recent[] = {
		{ .prefix = "10.1.2.3", .category = "spam", .source = "feed:drop" },
		{ .prefix = "10.1.3.0/24", .kind = WB_LISTINGS_REMOVED },
	};
	static const char *const clients[] = { "10.1.2.3", "10.1.3.1", "10.2.0.1", "2001:db8::1", "192.0.2.1" };
	static const char *const names[] = { "published/listings-1.7", "published/recent-1" };
	struct listings_found wanted[COUNT(clients)];
	size_t faults = 0, answers = 0;

	PUBLISH(*state, base, recent);
	for (size_t c = 0; c < COUNT(clients); c++)
		wanted[c] = find_published(*state, clients[c]);
	assert_int_equal(wanted[0].count, 4);
	assert_int_equal(wanted[1].count, 2);
	for (size_t n = 0; n < COUNT(names); n++) {
		size_t bytes;
		unsigned char *good = read_file(path_in(*state, names[n]), &bytes);

		begin_row(names[n]);
		for (size_t i = 0; i < 3 * bytes; i++) {
			size_t at = i % bytes;
			unsigned char *bad = malloc(bytes);

			memcpy(bad, good, bytes);
			bad[at] ^= i < bytes ? 0x01 : 0xff;
			write_file(*state, names[n], bad, i < 2 * bytes ? bytes : at);
			free(bad);
			for (size_t c = 0; c < COUNT(clients); c++) {
				struct listings_found found = find_published(*state, clients[c]);

				faults += found.status != WB_OK;
				answers += found.status == WB_OK;
				if (found.status != WB_OK)
					assert_int_equal(found.status, WB_UNAVAILABLE);
				else if (found.unreadable == 0)
					assert_string_equal(found.text, wanted[c].text);
				else
					assert_true(
					    strstr(wanted[c].text, "allow") == NULL || strstr(found.text, "allow") != NULL);
			}
		}
		write_file(*state, names[n], good, bytes);
		free(good);
	}
	assert_true(faults > 1000 && answers > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_a_base_alone),
		test_in_folder(test_recent_hides_what_the_base_says_of_its_prefixes),
		test_in_folder(test_a_visitor_may_end_it),
		test_in_folder(test_records_that_cannot_be_read),
		test_in_folder(test_what_is_missing_says_what_to_run),
		test_in_folder(test_damage_lists_nobody_and_forgets_no_allow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
