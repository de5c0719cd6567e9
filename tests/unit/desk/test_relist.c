/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_relist.c - how much longer a host stays listed that was removed before, and which removals count. */
#include "desk/relist.h"
#include "fixture.h"
#include "request_fixture.h"

#define DAY 86400LL

static void test_how_long_it_lasts(void **state)
{
	static const struct {
		const char *label;
		int64_t asked_s;
		size_t removals;
		uint32_t factor_milli;
		int64_t wanted_s;
	} rows[] = {
		{ "never removed", 30 * DAY, 0, 2000, 30 * DAY },
		{ "once", 30 * DAY, 1, 2000, 60 * DAY },
		{ "twice", 30 * DAY, 2, 2000, 120 * DAY },
		{ "another factor", 30 * DAY, 2, 1500, 67 * DAY + DAY / 2 },
		{ "a factor of one", 30 * DAY, 9, 1000, 30 * DAY },
		{ "no factor at all", 30 * DAY, 9, 0, 30 * DAY },
		{ "rounded up", 1, 1, 1001, 2 },
		{ "without end", 0, 5, 2000, 0 },
		{ "one second short of the bound", WB_RELIST_MAX_S - 1, 0, 2000, WB_RELIST_MAX_S - 1 },
		{ "up to the bound", WB_RELIST_MAX_S / 2, 1, 2000, WB_RELIST_MAX_S },
		{ "not over it", WB_RELIST_MAX_S / 2 + 1, 1, 2000, WB_RELIST_MAX_S },
		{ "as asked when that is longer", WB_RELIST_MAX_S + 1, 3, 10000, WB_RELIST_MAX_S + 1 },
		{ "the longest span there is", 36500 * DAY, 3, 10000, 36500 * DAY },
		{ "no overflow", INT64_MAX, SIZE_MAX, UINT32_MAX, INT64_MAX },
		{ "no overflow by the factor", WB_RELIST_MAX_S - 1, 1, UINT32_MAX, WB_RELIST_MAX_S },
		{ "no long loop", 1, SIZE_MAX, 1001, WB_RELIST_MAX_S },
		{ "less than nothing", -1, 3, 2000, -1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		assert_int_equal(wb_relist_span(rows[i].asked_s, rows[i].removals, rows[i].factor_milli), rows[i].wanted_s);
	}
}

static void test_which_removals_count(void **state)
{
	static const struct {
		const char *label, *client;
		enum wb_request_state state;
		int64_t decided_at_s;
		const char *prefix;
		bool counts;
	} rows[] = {
		{ "the same host", "192.0.2.66", WB_REQUEST_APPROVED, NOW_S - 1, "192.0.2.66", true },
		{ "this very second", "192.0.2.66", WB_REQUEST_APPROVED, NOW_S, "192.0.2.66", true },
		{ "later", "192.0.2.66", WB_REQUEST_APPROVED, NOW_S + 1, "192.0.2.66", false },
		{ "open", "192.0.2.66", WB_REQUEST_OPEN, 0, "192.0.2.66", false },
		{ "denied", "192.0.2.66", WB_REQUEST_DENIED, NOW_S - 1, "192.0.2.66", false },
		{ "its neighbour", "192.0.2.67", WB_REQUEST_APPROVED, NOW_S - 1, "192.0.2.66", false },
		{ "a host of the network", "192.0.2.66", WB_REQUEST_APPROVED, NOW_S - 1, "192.0.2.0/24", false },
		{ "the same /64", "2001:db8::/64", WB_REQUEST_APPROVED, NOW_S - 1, "2001:db8::/64", true },
		{ "a host of the /64", "2001:db8::/64", WB_REQUEST_APPROVED, NOW_S - 1, "2001:db8::1", true },
		{ "a host of another /64", "2001:db8::/64", WB_REQUEST_APPROVED, NOW_S - 1, "2001:db8:0:1::1", false },
		{ "more than the /64", "2001:db8::/64", WB_REQUEST_APPROVED, NOW_S - 1, "2001:db8::/48", false },
		{ "IPv4 is not within IPv6", "::/0", WB_REQUEST_APPROVED, NOW_S - 1, "192.0.2.66", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_relist relist = { .prefix = prefix_of(rows[i].prefix), .before_s = NOW_S };
		struct wb_request request = { .number = 17,
			.state = rows[i].state,
			.client = prefix_of(rows[i].client),
			.decided_at_s = rows[i].decided_at_s };

		begin_row(rows[i].label);
		assert_true(wb_relist_count(&relist, &request));
		assert_int_equal(relist.removals, rows[i].counts);
		assert_int_equal(relist.last_number, rows[i].counts ? 17 : 0);
		assert_int_equal(relist.last_at_s, rows[i].counts ? rows[i].decided_at_s : 0);
	}
}

/* Requests come in the order in which they were made, not in that of the decisions. */
static void test_the_latest_decision_is_told(void **state)
{
	static const int64_t decided_at_s[] = { NOW_S - 30, NOW_S - 10, NOW_S - 20 };
	struct wb_relist relist = { .prefix = prefix_of("192.0.2.66"), .before_s = NOW_S };

	(void)state;
	for (size_t i = 0; i < COUNT(decided_at_s); i++) {
		struct wb_request request = {
			.number = i + 1, .state = WB_REQUEST_APPROVED, .client = relist.prefix, .decided_at_s = decided_at_s[i]
		};

		assert_true(wb_relist_count(&relist, &request));
	}
	assert_int_equal(relist.removals, 3);
	assert_int_equal(relist.last_number, 2);
	assert_int_equal(relist.last_at_s, NOW_S - 10);
}

static void decide(const char *store, uint64_t number, enum wb_request_state state)
{
	struct wb_request request = { .number = number, .state = state, .decided_at_s = NOW_S + 60 };
	struct wb_error error = { "" };

	snprintf(request.decided_by, sizeof(request.decided_by), "ann");
	if (wb_request_decide(store, &request, &error) != WB_OK)
		fail_msg("%s", error.text);
}

static size_t count_removals(const char *store, const char *prefix, int64_t before_s)
{
	struct wb_relist relist = { .prefix = prefix_of(prefix), .before_s = before_s };
	size_t unreadable;

	assert_int_equal(wb_request_walk(store, &relist.prefix, wb_relist_count, &relist, &unreadable, NULL), WB_OK);
	return relist.removals;
}

static void test_removals_in_the_store(void **state)
{
	static const char *const clients[] = { "192.0.2.66", "192.0.2.66", "192.0.2.66", "192.0.2.67", "2001:db8::/64" };
	static const enum wb_request_state states[] = { WB_REQUEST_APPROVED, WB_REQUEST_DENIED, WB_REQUEST_APPROVED,
		WB_REQUEST_APPROVED, WB_REQUEST_APPROVED };
	const char *store = open_store(*state);

	assert_int_equal(count_removals(store, "192.0.2.66", NOW_S + 90), 0);
	for (size_t i = 0; i < COUNT(clients); i++)
		decide(store, file_request(store, request_of(clients[i])), states[i]);
	file_request(store, request_of("192.0.2.66")); /* still open */
	assert_int_equal(count_removals(store, "192.0.2.66", NOW_S + 90), 2);
	assert_int_equal(count_removals(store, "192.0.2.66", NOW_S + 30), 0);
	assert_int_equal(count_removals(store, "192.0.2.67", NOW_S + 90), 1);
	assert_int_equal(count_removals(store, "192.0.2.0/24", NOW_S + 90), 0);
	assert_int_equal(count_removals(store, "2001:db8::1", NOW_S + 90), 1);
	assert_int_equal(count_removals(store, "2001:db8::/48", NOW_S + 90), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_how_long_it_lasts),
		cmocka_unit_test(test_which_removals_count),
		cmocka_unit_test(test_the_latest_decision_is_told),
		test_in_folder(test_removals_in_the_store),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
