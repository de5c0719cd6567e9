/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_list_guard.c - what staff are kept from listing, and what --force lets through. */
#include "desk/list_guard.h"
#include "desk_fixture.h"

#define CONFIG "exempt { hosts = { \"198.51.100.64/26\" } }\ncategory \"trap-hit\" { text = \"blocked\" }"

static void test_guards(void **state)
{
	static const struct {
		const char *prefix, *category;
		enum wb_list_force force;
		enum wb_list_guard guard;
		const char *says; /* empty: it may be listed */
	} rows[] = {
		{ "192.0.2.66", "spam", WB_LIST_GUARDED, WB_LIST_GUARD_NONE, "" },
		{ "192.0.2.66", "trap-hit", WB_LIST_GUARDED, WB_LIST_GUARD_NONE, "" },
		{ "11.0.0.0/8", "spam", WB_LIST_GUARDED, WB_LIST_GUARD_NONE, "" },
		{ "12.0.0.0/7", "spam", WB_LIST_GUARDED, WB_LIST_GUARD_WIDE, "12.0.0.0/7 is shorter than /8 and would block" },
		{ "12.0.0.0/7", "spam", WB_LIST_FORCED, WB_LIST_GUARD_NONE, "" },
		{ "0.0.0.0/0", "allow", WB_LIST_GUARDED, WB_LIST_GUARD_WIDE,
		    "0.0.0.0/0 is shorter than /8 and would let in very many hosts: expected a longer prefix" },
		{ "0.0.0.0/0", "allow", WB_LIST_FORCED, WB_LIST_GUARD_NONE, "" },
		{ "10.0.0.0/8", "allow", WB_LIST_GUARDED, WB_LIST_GUARD_NONE, "" },
		{ "198.51.100.0/24", "allow", WB_LIST_GUARDED, WB_LIST_GUARD_NONE, "" },
		{ "2001::/18", "allow", WB_LIST_GUARDED, WB_LIST_GUARD_WIDE, "2001::/18 is shorter than /19 and would let in" },
		{ "2001:2000::/19", "spam", WB_LIST_GUARDED, WB_LIST_GUARD_NONE, "" },
		{ "2001::/18", "spam", WB_LIST_GUARDED, WB_LIST_GUARD_WIDE, "2001::/18 is shorter than /19" },
		{ "127.0.0.1", "spam", WB_LIST_GUARDED, WB_LIST_GUARD_SELF,
		    "127.0.0.1/32 covers this host itself (127.0.0.0/8)" },
		{ "::1", "spam", WB_LIST_GUARDED, WB_LIST_GUARD_SELF, "::1/128 covers this host itself (::1/128)" },
		{ "10.1.2.3", "spam", WB_LIST_GUARDED, WB_LIST_GUARD_PRIVATE,
		    "10.1.2.3/32 overlaps 10.0.0.0/8, private space, where your own hosts are: expected another prefix" },
		{ "192.0.0.0/8", "spam", WB_LIST_GUARDED, WB_LIST_GUARD_PRIVATE, "192.0.0.0/8 overlaps 192.168.0.0/16" },
		{ "fe80::1", "spam", WB_LIST_GUARDED, WB_LIST_GUARD_PRIVATE, "fe80::1/128 overlaps fe80::/10" },
		{ "10.1.2.3", "spam", WB_LIST_FORCED, WB_LIST_GUARD_NONE, "" },
		{ "203.0.113.25", "spam", WB_LIST_GUARDED, WB_LIST_GUARD_OWN,
		    "203.0.113.25 is the MX of example.org: expected another address" },
		{ "203.0.113.0/24", "spam", WB_LIST_GUARDED, WB_LIST_GUARD_OWN,
		    "203.0.113.25 is the MX of example.org: expected a prefix without it" },
		{ "2001:db8:25::/48", "spam", WB_LIST_GUARDED, WB_LIST_GUARD_OWN,
		    "2001:db8:25::1 is an address of this host (eth0): expected" },
		{ "203.0.113.24", "spam", WB_LIST_GUARDED, WB_LIST_GUARD_NONE, "" },
		{ "203.0.113.25", "allow", WB_LIST_GUARDED, WB_LIST_GUARD_NONE, "" },
		{ "203.0.113.25", "spam", WB_LIST_FORCED, WB_LIST_GUARD_NONE, "" },
		{ "127.0.0.1", "spam", WB_LIST_FORCED, WB_LIST_GUARD_NONE, "" },
		{ "198.51.100.0/24", "spam", WB_LIST_GUARDED, WB_LIST_GUARD_EXEMPT,
		    "198.51.100.0/24 overlaps 198.51.100.64/26, which exempt.hosts exempts: expected another prefix" },
		{ "198.51.100.66", "spam", WB_LIST_FORCED, WB_LIST_GUARD_NONE, "" },
		{ "192.0.2.66", "open-relais", WB_LIST_GUARDED, WB_LIST_GUARD_NONE,
		    "unknown category \"open-relais\": expected one of open-relay, open-proxy" },
		{ "203.0.113.77", "open-relay", WB_LIST_GUARDED, WB_LIST_GUARD_SENDER,
		    "203.0.113.77 is of the known sender: expected another address" },
		{ "203.0.113.77", "open-relay", WB_LIST_FORCED, WB_LIST_GUARD_NONE, "" },
		{ "192.0.2.66", "open-relais", WB_LIST_FORCED, WB_LIST_GUARD_NONE, "policy, trap-hit, allow" },
	};
	struct wb_config *config = open_desk(*state, CONFIG);
	struct wb_own_address own_rows[] = {
		{ WB_OWN_HOST, address_of("2001:db8:25::1"), "an address of this host (eth0)" },
		{ WB_OWN_HOST, address_of("203.0.113.25"), "the MX of example.org" },
		{ WB_OWN_SENDER, address_of("203.0.113.77"), "of the known sender" },
	};
	const struct wb_own_addresses own = { own_rows, COUNT(own_rows), 0 };

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_listing listing = listing_of(rows[i].prefix, rows[i].category);
		struct wb_error error = { "" };
		enum wb_list_guard guard = WB_LIST_GUARD_EXEMPT;

		begin_row(rows[i].prefix);
		assert_int_equal(wb_list_check(config, &listing, rows[i].force, &own, &guard, &error),
		    rows[i].says[0] == '\0' ? WB_OK : WB_INVALID);
		assert_int_equal(guard, rows[i].guard);
		assert_contains(error.text, rows[i].says);
	}
	wb_config_close(&config);
}

/* What breaks a rule of listings is no guard's matter: force does not help. */
static void test_rules_of_listings(void **state)
{
	struct wb_config *config = open_desk(*state, CONFIG);
	struct wb_listing listing = listing_of("192.0.2.66", "allow");
	enum wb_list_guard guard;
	struct wb_error error;

	snprintf(listing.source, sizeof(listing.source), "ann");
	assert_int_equal(wb_list_check(config, &listing, WB_LIST_FORCED, NULL, &guard, &error), WB_INVALID);
	assert_int_equal(guard, WB_LIST_GUARD_NONE);
	assert_contains(error.text, "source \"ann\"");
	assert_true(wb_list_knows_category(config, "allow"));
	assert_true(wb_list_knows_category(config, "trap-hit"));
	assert_false(wb_list_knows_category(config, ""));
	wb_config_close(&config);
}

static void test_what_a_translator_writes(void **state)
{
	static const struct {
		const char *prefix;
		enum wb_list_force force;
		const char *plain; /* NULL: refused */
	} rows[] = {
		{ "64:ff9b::c000:242", WB_LIST_GUARDED, "192.0.2.66" },
		{ "2001:db8:64::c000:200/120", WB_LIST_GUARDED, "192.0.2.0/24" },
		{ "2001:db8::/32", WB_LIST_GUARDED, NULL },
		{ "2001:db8::/32", WB_LIST_FORCED, "2001:db8::/32" },
		{ "64:ff9b::c000:242", WB_LIST_FORCED, "192.0.2.66" },
		{ "2001:db8:65::/96", WB_LIST_GUARDED, "2001:db8:65::/96" },
		{ "::ffff:192.0.2.66", WB_LIST_GUARDED, "192.0.2.66" },
	};
	struct wb_config *config = open_desk(*state, "nat64_prefixes = {\"2001:db8:64::/96\"}");

	for (size_t i = 0; i < COUNT(rows); i++) {
		const bool is_refused = rows[i].plain == NULL;
		struct wb_prefix prefix = prefix_of(rows[i].prefix),
				 right = prefix_of(is_refused ? rows[i].prefix : rows[i].plain);
		enum wb_list_guard guard = WB_LIST_GUARD_EXEMPT;
		struct wb_error error = { "" };

		begin_row(rows[i].prefix);
		assert_int_equal(
		    wb_list_translate(config, &prefix, rows[i].force, &guard, &error), is_refused ? WB_INVALID : WB_OK);
		assert_int_equal(guard, is_refused ? WB_LIST_GUARD_NAT64 : WB_LIST_GUARD_NONE);
		assert_true(wb_prefix_equals(&prefix, &right));
		if (is_refused)
			assert_contains(error.text,
			    "2001:db8::/32 covers 2001:db8:64::/96, whose clients count as their IPv4 addresses: expected a network");
	}
	wb_config_close(&config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_guards),
		test_in_folder(test_rules_of_listings),
		test_in_folder(test_what_a_translator_writes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
