/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_listing.c - a listing ends to the second, and which fields it may have. */
#include "fixture.h"

#include "verdict/listing.h"

static void test_a_listing_expires_to_the_second(void **state)
{
	static const struct {
		const char *label;
		int64_t expires_at_s, now_s;
		bool active;
	} rows[] = {
		{ "one second before", NOW_S + 1, NOW_S, true },
		{ "that very second", NOW_S, NOW_S, false },
		{ "one second after", NOW_S - 1, NOW_S, false },
		{ "never", 0, INT64_MAX, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_listing listing = { .expires_at_s = rows[i].expires_at_s };

		begin_row(rows[i].label);
		assert_int_equal(wb_listing_is_active(&listing, rows[i].now_s), rows[i].active);
	}
}

static void test_what_the_store_keeps(void **state)
{
	static const struct {
		const char *label, *source;
		int64_t expires_at_s;
		bool is_kept;
	} rows[] = {
		{ "counts", "staff:ann", NOW_S + 1, true },
		{ "for ever", "report:trap", 0, true },
		{ "is over", "staff:ann", NOW_S, false },
		{ "of a report", "report:trap", NOW_S, true },
		{ "of a report, a second before it is a repeat no more", "report:trap", NOW_S - WB_LISTING_REPEAT_S + 1, true },
		{ "of a report, long over", "report:trap", NOW_S - WB_LISTING_REPEAT_S, false },
		{ "of a feed of that name", "feed:report:trap", NOW_S, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_listing listing = { .expires_at_s = rows[i].expires_at_s };

		begin_row(rows[i].label);
		snprintf(listing.source, sizeof(listing.source), "%s", rows[i].source);
		assert_int_equal(wb_listing_is_kept(&listing, NOW_S), rows[i].is_kept);
	}
}

static void test_since_when_one_counts_that_takes_anothers_place(void **state)
{
	static const struct {
		const char *label;
		int64_t created_at_s, expires_at_s;
		enum wb_scope before, scope;
		int64_t since_s;
	} rows[] = {
		{ "goes on", NOW_S - 50, 0, WB_SCOPE_HOST, WB_SCOPE_HOST, NOW_S - 50 },
		{ "one second before its end", NOW_S - 50, NOW_S + 1, WB_SCOPE_HOST, WB_SCOPE_HOST, NOW_S - 50 },
		{ "it has ended", NOW_S - 50, NOW_S, WB_SCOPE_HOST, WB_SCOPE_HOST, NOW_S },
		{ "it was about the network", NOW_S - 50, 0, WB_SCOPE_NETWORK, WB_SCOPE_HOST, NOW_S },
		{ "it was about the host", NOW_S - 50, 0, WB_SCOPE_HOST, WB_SCOPE_NETWORK, NOW_S - 50 },
		{ "of what is to come", NOW_S + 50, 0, WB_SCOPE_HOST, WB_SCOPE_HOST, NOW_S },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct wb_listing before = {
			.created_at_s = rows[i].created_at_s, .expires_at_s = rows[i].expires_at_s, .scope = rows[i].before
		};
		const struct wb_listing listing = { .created_at_s = NOW_S, .scope = rows[i].scope };

		begin_row(rows[i].label);
		assert_int_equal(wb_listing_since_s(&listing, &before), rows[i].since_s);
	}
}

static void test_fields_that_break_a_rule_are_refused(void **state)
{
	static const struct {
		const char *label, *category, *source, *reason, *advice; /* advice NULL: good */
		int64_t created_at_s, expires_at_s;
	} rows[] = {
		{ "good", "open-relay", "staff:ann", "seen relaying", NULL, 1, 0 },
		{ "allow is a category too", "allow", "staff:ann", "", NULL, 1, 0 },
		{ "every character that a source may have", "spam", "feed:a.B-9_c+d@e:f", "", NULL, 1, 0 },
		{ "UTF-8 in the reason", "spam", "staff:ann", "gr\303\274\303\237e", NULL, 1, 0 },
		{ "capital letter in the category", "Spam", "staff:ann", "", "category \"Spam\"", 1, 0 },
		{ "no category", "", "staff:ann", "", "category \"\"", 1, 0 },
		{ "source without kind", "spam", "ann", "", "source \"ann\"", 1, 0 },
		{ "source without name", "spam", "staff:", "", "source", 1, 0 },
		{ "source with nothing before the colon", "spam", ":ann", "", "source", 1, 0 },
		{ "space in the source", "spam", "staff:ann b", "", "source", 1, 0 },
		{ "comma in the source", "spam", "staff:ann,bob", "", "source", 1, 0 },
		{ "equals sign in the source", "spam", "staff:a=b", "", "source", 1, 0 },
		{ "8-bit letter in the source", "spam", "staff:\374", "", "source", 1, 0 },
		{ "line break in the reason", "spam", "staff:ann", "a\nb", "reason", 1, 0 },
		{ "tab in the reason", "spam", "staff:ann", "a\tb", "reason", 1, 0 },
		{ "Latin-1 in the reason", "spam", "staff:ann", "gr\374n", "reason", 1, 0 },
		{ "made before 1970", "spam", "staff:ann", "", "1970", -1, 0 },
		{ "ended before 1970", "spam", "staff:ann", "", "1970", 1, -1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_listing listing = { .created_at_s = rows[i].created_at_s, .expires_at_s = rows[i].expires_at_s };
		struct wb_error error = { "" };
		enum wb_status status;

		begin_row(rows[i].label);
		snprintf(listing.category, sizeof(listing.category), "%s", rows[i].category);
		snprintf(listing.source, sizeof(listing.source), "%s", rows[i].source);
		snprintf(listing.reason, sizeof(listing.reason), "%s", rows[i].reason);
		status = wb_listing_check(&listing, &error);
		assert_int_equal(status, rows[i].advice == NULL ? WB_OK : WB_INVALID);
		if (rows[i].advice != NULL)
			assert_contains(error.text, rows[i].advice);
	}
}

static void test_an_as_is_a_network(void **state)
{
	struct wb_listing listing = listing_of("192.0.2.1", "spam");
	struct wb_error error;

	(void)state;
	listing.prefix = wb_prefix_of_asn(64496);
	for (int scope = 0; scope < WB_SCOPE_COUNT; scope++) {
		listing.scope = (enum wb_scope)scope;
		assert_int_equal(wb_listing_check(&listing, &error), scope == WB_SCOPE_NETWORK ? WB_OK : WB_INVALID);
	}
	listing.scope = WB_SCOPE_NETWORK;
	strcpy(listing.category, WB_CATEGORY_ALLOW);
	assert_int_equal(wb_listing_check(&listing, &error), WB_INVALID);
	assert_contains(error.text, "an AS cannot be allowed");
}

static void test_allow_is_a_category_of_listings(void **state)
{
	(void)state;
	assert_true(wb_listing_category_is_valid("allow"));
	assert_true(wb_listing_category_is_valid("open-relay"));
	assert_false(wb_listing_category_is_valid("Allow"));
	assert_false(wb_listing_category_is_valid(""));
}

static void test_names_of_feeds(void **state)
{
	static const struct {
		const char *name;
		bool good;
	} rows[] = {
		{ "drop", true },
		{ "drop-v6.2_a@b+c:d", true },
		{ "12345678901234567890123456789012345678901234567890123456789", true },
		{ "123456789012345678901234567890123456789012345678901234567890", false },
		{ "", false },
		{ "a b", false },
		{ "a\nb", false },
		{ "gr\374n", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].name);
		assert_int_equal(wb_listing_check_feed_name(rows[i].name, NULL), rows[i].good ? WB_OK : WB_INVALID);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_listing_expires_to_the_second),
		cmocka_unit_test(test_what_the_store_keeps),
		cmocka_unit_test(test_since_when_one_counts_that_takes_anothers_place),
		cmocka_unit_test(test_fields_that_break_a_rule_are_refused),
		cmocka_unit_test(test_names_of_feeds),
		cmocka_unit_test(test_allow_is_a_category_of_listings),
		cmocka_unit_test(test_an_as_is_a_network),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
