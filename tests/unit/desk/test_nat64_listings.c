/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_nat64_listings.c - what was listed of IPv6 space before its clients counted as IPv4 hosts. */
#include "desk/nat64_listings.h"
#include "fixture.h"

static void test_what_counts_no_more(void **state)
{
	static const struct {
		const char *label, *prefix, *category;
		int64_t expires_at_s;
		size_t count, allows;
	} rows[] = {
		{ "a host", "2001:db8:64::192.0.2.66", "spam", 0, 1, 0 },
		{ "an allow", "2001:db8:64::192.0.2.66", "allow", 0, 1, 1 },
		{ "expired", "2001:db8:64::192.0.2.66", "allow", NOW_S, 0, 0 },
		{ "the space itself", "2001:db8:64::/96", "allow", 0, 1, 1 },
		{ "a network around it", "2001:db8::/32", "allow", 0, 1, 1 },
		{ "its first addresses, which nobody has", "2001:db8:64::/120", "allow", 0, 0, 0 },
		{ "half of it, with its first address", "2001:db8:64::/97", "allow", 0, 1, 1 },
		{ "beside it", "2001:db8:65::192.0.2.66", "allow", 0, 0, 0 },
		{ "not believed", "2001:db8:64::127.0.0.1", "spam", 0, 0, 0 },
		{ "the IPv4 host", "192.0.2.66", "allow", 0, 0, 0 },
	};
	struct wb_prefix space = prefix_of("2001:db8:64::/96");

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *store = open_store(*state);
		const struct wb_policy policy = { .store = store, .nat64_prefixes = { &space, 1 } };
		struct wb_listing listing = listing_of(rows[i].prefix, rows[i].category);
		struct wb_nat64_listings found;

		begin_row(rows[i].label);
		listing.expires_at_s = rows[i].expires_at_s;
		add_listing(store, &listing);
		assert_int_equal(
		    wb_nat64_listings_find(&policy, &space, NOW_S, &found, NULL), rows[i].count > 0 ? WB_OK : WB_NOT_FOUND);
		assert_int_equal(found.count, rows[i].count);
		assert_int_equal(found.allows, rows[i].allows);
		if (found.count > 0)
			assert_true(wb_prefix_equals(&found.first, &listing.prefix));
		close_folder(state);
		open_folder(state);
	}
}

static void test_one_that_allows_is_named(void **state)
{
	struct wb_prefix space = prefix_of("2001:db8:64::/96"), allowed = prefix_of("2001:db8:64::192.0.2.67");
	const char *store = open_store(*state);
	struct wb_policy policy = { .store = store, .nat64_prefixes = { &space, 1 } };
	struct wb_nat64_listings found;

	list_prefix(store, "2001:db8:64::192.0.2.66", "spam");
	list_prefix(store, "2001:db8:64::192.0.2.67", "allow");
	list_prefix(store, "2001:db8:64::192.0.2.68", "allow");
	assert_int_equal(wb_nat64_listings_find(&policy, &space, NOW_S, &found, NULL), WB_OK);
	assert_int_equal(found.count, 3);
	assert_int_equal(found.allows, 2);
	assert_true(wb_prefix_equals(&found.first, &allowed));
	begin_row("a policy without a store has none");
	policy.store = "";
	assert_int_equal(wb_nat64_listings_find(&policy, &space, NOW_S, &found, NULL), WB_NOT_FOUND);
	assert_int_equal(found.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_what_counts_no_more),
		test_in_folder(test_one_that_allows_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
