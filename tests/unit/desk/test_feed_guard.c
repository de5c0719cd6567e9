/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_feed_guard.c - what a feed's file must not do. */
#include "desk/feed_guard.h"
#include "fixture.h"
#include "verdict/exempt.h"

static void test_what_prefixes_trip_a_guard(void **state)
{
	static const struct {
		const char *prefix;
		enum wb_feed_guard guard;
		const char *says;
	} rows[] = {
		{ "11.0.0.0/8", WB_FEED_GUARDS, "" },
		{ "12.0.0.0/7", WB_FEED_GUARD_WIDE, "12.0.0.0/7 is shorter than /8" },
		{ "0.0.0.0/0", WB_FEED_GUARD_WIDE, "0.0.0.0/0" },
		{ "2001:2000::/19", WB_FEED_GUARDS, "" },
		{ "2001::/18", WB_FEED_GUARD_WIDE, "2001::/18 is shorter than /19" },
		{ "::/0", WB_FEED_GUARD_WIDE, "::/0" },
		{ "10.255.255.255", WB_FEED_GUARD_EXEMPT, "10.0.0.0/8, which is private" },
		{ "172.31.0.0/16", WB_FEED_GUARD_EXEMPT, "172.16.0.0/12" },
		{ "172.32.0.0/16", WB_FEED_GUARDS, "" },
		{ "192.168.1.0/24", WB_FEED_GUARD_EXEMPT, "192.168.0.0/16" },
		{ "192.0.0.0/8", WB_FEED_GUARD_EXEMPT, "192.168.0.0/16" },
		{ "100.127.0.0/16", WB_FEED_GUARD_EXEMPT, "100.64.0.0/10" },
		{ "100.128.0.0/16", WB_FEED_GUARDS, "" },
		{ "127.0.0.1", WB_FEED_GUARD_EXEMPT, "127.0.0.0/8" },
		{ "169.254.1.1", WB_FEED_GUARD_EXEMPT, "169.254.0.0/16" },
		{ "::1", WB_FEED_GUARD_EXEMPT, "::1/128" },
		{ "fd00::1", WB_FEED_GUARD_EXEMPT, "fc00::/7" },
		{ "fe80::1", WB_FEED_GUARD_EXEMPT, "fe80::/10" },
		{ "198.51.100.66", WB_FEED_GUARD_EXEMPT, "198.51.100.64/26, which exempt.hosts exempts" },
		{ "198.51.100.0/24", WB_FEED_GUARD_EXEMPT, "198.51.100.64/26" },
		{ "198.51.100.1", WB_FEED_GUARDS, "" },
	};
	struct wb_prefix host = prefix_of("198.51.100.64/26");
	const struct wb_exempt exempt = { .hosts = { &host, 1 } };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_prefix prefix = prefix_of(rows[i].prefix);
		struct wb_error error = { "" };

		begin_row(rows[i].prefix);
		assert_int_equal(wb_feed_guard_check_prefix(&exempt, &prefix, 0, &error), rows[i].guard);
		assert_contains(error.text, rows[i].says);
		if (rows[i].guard == WB_FEED_GUARDS)
			continue;
		assert_contains(error.text, "--allow");
		assert_contains(error.text, wb_feed_guards[rows[i].guard].name);
		assert_int_equal(wb_feed_guard_check_prefix(&exempt, &prefix,
				     ~WB_FEED_ALLOWS(rows[i].guard) & ~WB_FEED_ALLOWS(WB_FEED_SKIP_SPECIAL), &error),
		    rows[i].guard);
		assert_int_not_equal(
		    wb_feed_guard_check_prefix(&exempt, &prefix, WB_FEED_ALLOWS(rows[i].guard), &error), rows[i].guard);
	}
}

static void test_what_files_trip_a_guard(void **state)
{
	static const struct {
		size_t good, bad;
		enum wb_feed_guard guard;
	} rows[] = {
		{ 1, 0, WB_FEED_GUARDS },
		{ 99, 1, WB_FEED_GUARDS },
		{ 98, 1, WB_FEED_GUARD_LINES },
		{ 9900, 100, WB_FEED_GUARDS },
		{ 9899, 101, WB_FEED_GUARD_LINES },
		{ 0, 0, WB_FEED_GUARD_EMPTY },
		{ 0, 1, WB_FEED_GUARD_LINES },
	};
	struct wb_error error;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		print_message("    %zu good, %zu bad\n", rows[i].good, rows[i].bad);
		assert_int_equal(wb_feed_guard_check_file(rows[i].good, rows[i].bad, rows[i].good, 0, &error), rows[i].guard);
		assert_int_not_equal(
		    wb_feed_guard_check_file(rows[i].good, rows[i].bad, rows[i].good, WB_FEED_ALLOWS(rows[i].guard), &error),
		    rows[i].guard == WB_FEED_GUARDS ? WB_FEED_GUARD_EMPTY : rows[i].guard);
	}
	begin_row("bad lines alone are empty, too");
	assert_int_equal(wb_feed_guard_check_file(0, 1, 0, WB_FEED_ALLOWS(WB_FEED_GUARD_LINES), &error), WB_FEED_GUARD_EMPTY);
	begin_row("so are lines of which nothing would be listed");
	assert_int_equal(wb_feed_guard_check_file(5, 0, 0, 0, &error), WB_FEED_GUARD_EMPTY);
	assert_contains(error.text, "that would be listed");
}

static void test_what_changes_trip_the_guard(void **state)
{
	static const struct {
		uint64_t before, after;
		bool trips;
	} rows[] = {
		{ 0, 1000000, false }, /* a new feed */
		{ 100, 100, false },
		{ 100, 50, false },
		{ 100, 49, true },
		{ 100, 150, false },
		{ 100, 151, true },
		{ 100, 0, false }, /* another guard's */
		{ 1, 1, false },
		{ 1, 2, true },
		{ 3, 2, false },
		{ 3, 1, true },
		{ UINT64_MAX, 1, true },
	};
	struct wb_error error;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		print_message("    from %llu to %llu\n", (unsigned long long)rows[i].before, (unsigned long long)rows[i].after);
		assert_int_equal(wb_feed_guard_check_change(rows[i].before, rows[i].after, 0, &error),
		    rows[i].trips ? WB_FEED_GUARD_CHANGE : WB_FEED_GUARDS);
		assert_int_equal(
		    wb_feed_guard_check_change(rows[i].before, rows[i].after, WB_FEED_ALLOWS(WB_FEED_GUARD_CHANGE), &error),
		    WB_FEED_GUARDS);
		if (rows[i].trips)
			assert_contains(error.text, rows[i].after > rows[i].before ? "grow from" : "shrink from");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_prefixes_trip_a_guard),
		cmocka_unit_test(test_what_files_trip_a_guard),
		cmocka_unit_test(test_what_changes_trip_the_guard),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
