/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_blocked.c - what a genuine reference, or a visit from an address, may learn about it. */
#include "agent/blocked.h"
#include "fixture.h"

#define HOST "192.0.2.66"
#define HOST6 "2001:db8:1:2::66"

static struct wb_config *config;
static const char *store;

static int close_all(void **state)
{
	wb_config_close(&config);
	return close_folder(state);
}

#define test_of_blocked(test) cmocka_unit_test_setup_teardown(test, open_folder, close_all)

static void open_with(const char *folder, const char *lines)
{
	char text[1024];

	wb_config_close(&config);
	store = init_store(folder);
	snprintf(text, sizeof(text), "store = \"%s\"\ngeoip { country = \"\" asn = \"\" }\n%s\n", store, lines);
	config = open_config(folder, text);
}

static void list_until(const char *prefix, const char *category, int64_t expires_at_s, const char *reason)
{
	struct wb_listing listing = listing_of(prefix, category);

	listing.created_at_s = NOW_S - 100;
	listing.expires_at_s = expires_at_s;
	wb_text_copy(listing.reason, sizeof(listing.reason), reason);
	/* Of each prefix, category and source there is one. */
	snprintf(listing.source, sizeof(listing.source), "staff:%.40s", reason[0] != '\0' ? "ben" : "ann");
	add_listing(store, &listing);
}

/* By the reference of this client and category, or as a visitor from there (category NULL). */
static struct wb_blocked find_by(const char *client, const char *category, bool is_subnet, const char *visitor, int64_t now_s)
{
	struct wb_address address = address_of(client);
	struct wb_address visit = address_of(visitor != NULL ? visitor : "203.0.113.1");
	struct wb_reference reference;
	struct wb_blocked blocked;
	struct wb_error error;

	if (category != NULL)
		reference = wb_reference_make(&address, category, WB_REJECT, NOW_S);
	if (category != NULL && is_subnet)
		reference.client = wb_prefix_of_holder(&address);
	assert_int_equal(blocked_find(&config->policy, category != NULL ? &reference : NULL,
			     category != NULL ? &visit : &address, now_s, &blocked, &error),
	    WB_OK);
	assert_int_equal(blocked.is_reference, category != NULL);
	return blocked;
}

static struct wb_blocked find(const char *client, const char *category, const char *visitor, int64_t now_s)
{
	return find_by(client, category, false, visitor, now_s);
}

static void test_until_it_ends(void **state)
{
	struct wb_blocked blocked;

	open_with(*state, "");
	list_until(HOST, "spam", NOW_S + 10, "a note");
	blocked = find(HOST, "spam", NULL, NOW_S + 9);
	assert_int_equal(blocked.now, WB_BLOCKED_LISTED);
	assert_int_equal(blocked.since_s, NOW_S - 100);
	assert_int_equal(blocked.until_s, NOW_S + 10);
	assert_string_equal(blocked.reason, "a note");
	assert_string_equal(blocked.client, HOST);
	assert_string_equal(blocked.category_id, "spam");
	assert_false(blocked.is_network);
	blocked = find(HOST, "spam", NULL, NOW_S + 10);
	assert_int_equal(blocked.now, WB_BLOCKED_NOT_LISTED);
	assert_string_equal(blocked.category_id, "spam");
	assert_string_equal(blocked.reason, "");
	assert_int_equal(blocked.since_s, 0);
}

static void test_the_longest_listing_counts(void **state)
{
	struct wb_blocked blocked;

	open_with(*state, "");
	list_until(HOST, "spam", NOW_S + 10, "the host");
	list_until("192.0.2.0/24", "spam", NOW_S + 20, "the network");
	list_until("192.0.0.0/16", "spam", NOW_S - 1, "expired");
	list_until("192.0.2.64/30", "spam-source", 0, "another category");
	blocked = find(HOST, "spam", NULL, NOW_S);
	assert_string_equal(blocked.reason, "the network");
	assert_int_equal(blocked.until_s, NOW_S + 20);
	assert_true(blocked.is_network);
	list_until("192.0.2.66/31", "spam", 0, "for ever");
	blocked = find(HOST, "spam", NULL, NOW_S);
	assert_string_equal(blocked.reason, "for ever");
	assert_int_equal(blocked.until_s, 0);
}

static void test_outcomes(void **state)
{
	static const struct {
		const char *label, *lines;
		const char *prefix, *listed_as;
		enum wb_blocked_now now;
	} rows[] = {
		{ "nothing", "", NULL, NULL, WB_BLOCKED_NOT_LISTED },
		{ "listed", "", HOST "/32", "open-relay", WB_BLOCKED_LISTED },
		{ "listed for something else", "", HOST "/32", "virus", WB_BLOCKED_LISTED },
		{ "allowed", "", HOST "/32", "allow", WB_BLOCKED_ALLOWED },
		{ "exempt", "exempt { hosts = {\"192.0.2.0/24\"} }", HOST "/32", "open-relay", WB_BLOCKED_ALLOWED },
		{ "off", "category \"open-relay\" { action = \"off\" }", HOST "/32", "open-relay", WB_BLOCKED_NOT_LISTED },
		{ "tagged only", "category \"open-relay\" { action = \"tag\" }", HOST "/32", "open-relay",
		    WB_BLOCKED_NOT_LISTED },
		{ "deferred", "category \"open-relay\" { action = \"defer\" }", HOST "/32", "open-relay", WB_BLOCKED_LISTED },
		{ "monitor", "mode = \"monitor\"", HOST "/32", "open-relay", WB_BLOCKED_NOT_LISTED },
		{ "a category that is no more", "", HOST "/32", "gone", WB_BLOCKED_NOT_LISTED },
		{ "a neighbour", "", "192.0.2.67/32", "open-relay", WB_BLOCKED_NOT_LISTED },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		open_with(*state, rows[i].lines);
		if (rows[i].prefix != NULL)
			list_prefix(store, rows[i].prefix, rows[i].listed_as);
		assert_int_equal(find(HOST, "open-relay", NULL, NOW_S).now, rows[i].now);
		assert_int_equal(find(HOST, NULL, NULL, NOW_S).now, rows[i].now);
		remove(path_in(*state, "store/listings/data.mdb"));
		remove(path_in(*state, "store/listings/lock.mdb"));
	}
}

static void test_within_its_grace_it_is_not_refused_yet(void **state)
{
	struct wb_blocked blocked;

	open_with(*state, "category \"open-relay\" { grace = \"4h\" }");
	list_prefix(store, HOST "/32", "open-relay");
	blocked = find(HOST, "open-relay", NULL, NOW_S + 4 * 3600 - 1);
	assert_int_equal(blocked.now, WB_BLOCKED_LISTED);
	assert_int_equal(blocked.refused_from_s, NOW_S + 4 * 3600);
	assert_int_equal(find(HOST, "open-relay", NULL, NOW_S + 4 * 3600).refused_from_s, 0);
}

static void test_a_category_that_is_gone(void **state)
{
	struct wb_blocked blocked;

	open_with(*state, "");
	blocked = find(HOST, "gone", NULL, NOW_S);
	assert_null(blocked.category_id);
	assert_int_equal(blocked.zone_count, 0);
	list_prefix(store, HOST "/32", "virus");
	blocked = find(HOST, "gone", NULL, NOW_S);
	assert_string_equal(blocked.category_id, "virus");
}

static void test_a_store_that_is_gone(void **state)
{
	struct wb_blocked blocked;

	open_with(*state, "");
	list_prefix(store, HOST "/32", "spam");
	assert_int_equal(truncate(path_in(*state, "store/published/recent-1"), 50), 0);
	blocked = find(HOST, "spam", NULL, NOW_S);
	assert_int_equal(blocked.now, WB_BLOCKED_UNKNOWN);
	assert_string_equal(blocked.category_id, "spam"); /* the code says that much */
	assert_string_equal(blocked.client, HOST);
}

/* The code says the host. */
static void test_an_ipv6_host(void **state)
{
	static const struct {
		const char *label, *prefix, *category, *visitor;
		enum wb_blocked_now now;
		bool is_network;
	} rows[] = {
		{ "it is listed", HOST6 "/128", "spam", NULL, WB_BLOCKED_LISTED, false },
		{ "as something else", HOST6 "/128", "virus", NULL, WB_BLOCKED_LISTED, false },
		{ "its neighbour is", "2001:db8:1:2::67/128", "spam", NULL, WB_BLOCKED_NOT_LISTED, false },
		{ "and the visitor", "2001:db8:1:2::67/128", "spam", "2001:db8:1:2::67", WB_BLOCKED_NOT_LISTED, false },
		{ "a part of its /64 without it", "2001:db8:1:2:8000::/65", "spam", NULL, WB_BLOCKED_NOT_LISTED, false },
		{ "its /64", "2001:db8:1:2::/64", "spam", NULL, WB_BLOCKED_LISTED, false },
		{ "a larger network", "2001:db8:1::/48", "spam", NULL, WB_BLOCKED_LISTED, true },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_blocked blocked;

		begin_row(rows[i].label);
		open_with(*state, "");
		list_prefix(store, rows[i].prefix, rows[i].category);
		blocked = find(HOST6, "spam", rows[i].visitor, NOW_S);
		assert_int_equal(blocked.now, rows[i].now);
		assert_int_equal(blocked.is_network, rows[i].is_network);
		assert_string_equal(blocked.client, HOST6);
		remove(path_in(*state, "store/listings/data.mdb"));
		remove(path_in(*state, "store/listings/lock.mdb"));
	}
}

/* One of before says its /64. */
static void test_an_ipv6_64(void **state)
{
	static const struct {
		const char *label, *prefix, *category, *visitor;
		enum wb_blocked_now now;
		bool is_network;
	} rows[] = {
		{ "one address of it", HOST6 "/128", "spam", NULL, WB_BLOCKED_LISTED, false },
		{ "the first address of it", "2001:db8:1:2::/128", "spam", NULL, WB_BLOCKED_LISTED, false },
		{ "a part of it", "2001:db8:1:2:8000::/65", "spam", NULL, WB_BLOCKED_LISTED, false },
		{ "another category", HOST6 "/128", "virus", NULL, WB_BLOCKED_NOT_LISTED, false },
		{ "the /64", "2001:db8:1:2::/64", "spam", NULL, WB_BLOCKED_LISTED, false },
		{ "a larger network", "2001:db8:1::/48", "spam", NULL, WB_BLOCKED_LISTED, true },
		{ "the next /64", "2001:db8:1:3::1/128", "spam", NULL, WB_BLOCKED_NOT_LISTED, false },
		{ "the /64 in front", "2001:db8:1:1:ffff:ffff:ffff:ffff/128", "spam", NULL, WB_BLOCKED_NOT_LISTED, false },
		{ "the visitor is the one", HOST6 "/128", "spam", HOST6, WB_BLOCKED_LISTED, false },
		{ "the visitor is another one", HOST6 "/128", "spam", "2001:db8:1:2::67", WB_BLOCKED_NOT_LISTED, false },
		{ "the visitor is elsewhere", HOST6 "/128", "spam", "2001:db8:1:3::66", WB_BLOCKED_LISTED, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_blocked blocked;

		begin_row(rows[i].label);
		open_with(*state, "");
		list_prefix(store, rows[i].prefix, rows[i].category);
		blocked = find_by(HOST6, "spam", true, rows[i].visitor, NOW_S);
		assert_int_equal(blocked.now, rows[i].now);
		assert_int_equal(blocked.is_network, rows[i].is_network);
		assert_string_equal(blocked.client, "2001:db8:1:2::/64");
		remove(path_in(*state, "store/listings/data.mdb"));
		remove(path_in(*state, "store/listings/lock.mdb"));
	}
	assert_string_equal(find(HOST6, NULL, NULL, NOW_S).client, HOST6);
}

static void test_public_lists(void **state)
{
	struct wb_blocked blocked;

	open_with(*state,
	    "dnsbl \"secret.zen.dq.spamhaus.net\" {}\n"
	    "dnsbl \"bl.example.net\" { code \"127.0.0.2\" { category = \"virus\" } }\ndnswl \"list.dnswl.org\" {}");
	blocked = find(HOST, "policy", NULL, NOW_S);
	assert_int_equal(blocked.now, WB_BLOCKED_NOT_LISTED);
	assert_int_equal(blocked.zone_count, 1);
	assert_string_equal(blocked.zones[0].name, "zen.dq.spamhaus.net");
	blocked = find(HOST, "virus", NULL, NOW_S);
	assert_int_equal(blocked.zone_count, 2);
	assert_string_equal(blocked.zones[1].name, "bl.example.net");
}

static void test_reasons(void **state)
{
	static const struct {
		const char *label, *reason, *wanted;
	} rows[] = {
		{ "nothing", "", "" },
		{ "plain", "relayed a test", "relayed a test" },
		{ "an address", "hit spamtrap@trap.example today", "hit [address] today" },
		{ "alone", "spamtrap@trap.example", "[address]" },
		{ "two", "a@b.example, c@d.example", "[address], [address]" },
		{ "in brackets", "by <a@b.example>", "by <[address]>" },
		{ "at a sentence's end", "wrote to a@b.example.", "wrote to [address]." },
		{ "tags and dots", "x.y+z=w/v@b.example", "[address]" },
		{ "quoted", "to \"a trap\"@b.example", "to [address]" },
		{ "quoted, with a quote in it", "to \"a\\\"trap\"@b.example", "to [address]" },
		{ "as URLs have it", "https://b.example/?u=trap%40b.example&x", "https:[address]" },
		{ "so, and a sign", "to a%40b@c.example, d@e.example", "to [address], [address]" },
		{ "a literal", "to a@[192.0.2.1] twice", "to [address] twice" },
		{ "two signs", "a@b@c.example", "[address]" },
		{ "UTF-8", "to f\xc3\xa4lle@b\xc3\xbc.example", "to [address]" },
		{ "a bare domain", "all of @b.example", "all of [address]" },
		{ "a sign alone", "10 @ 5", "10 @ 5" },
		{ "a key", "key abc.zen.dq.spamhaus.net", "key zen.dq.spamhaus.net" },
		{ "both", "hit trap spamtrap@trap.example, key abc.zen.dq.spamhaus.net",
		    "hit trap [address], key zen.dq.spamhaus.net" },
		{ "a scheme", "mailto:trap@b.example?x", "mailto:[address]" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char buffer[WB_LISTING_REASON_SIZE];

		begin_row(rows[i].label);
		blocked_clean_reason(rows[i].reason, buffer);
		assert_string_equal(buffer, rows[i].wanted);
	}
}

/* Full of short addresses it grows: it is cut, and stays text. */
static void test_a_long_reason(void **state)
{
	char reason[WB_LISTING_REASON_SIZE], buffer[WB_LISTING_REASON_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(reason); i++)
		reason[i] = "a@b \xc3\xa4"[i % 6];
	reason[sizeof(reason) - 1] = '\0';
	blocked_clean_reason(reason, buffer);
	assert_true(strlen(buffer) < sizeof(buffer));
	assert_null(strchr(buffer, '@'));
}

/* The page shows, and looks up, what the visitor counts as. */
static void test_a_visitor_behind_a_translator(void **state)
{
	struct wb_blocked blocked;

	open_with(*state, "nat64_prefixes = {\"2001:db8:64::/96\"}\n");
	list_until(HOST, "spam", 0, "");
	blocked = find("2001:db8:64::" HOST, NULL, NULL, NOW_S);
	assert_int_equal(blocked.now, WB_BLOCKED_LISTED);
	assert_string_equal(blocked.client, HOST);
	begin_row("with a reference of before");
	blocked = find("2001:db8:64::c000:242", "spam", "2001:db8:64::c000:242", NOW_S);
	assert_int_equal(blocked.now, WB_BLOCKED_LISTED);
	begin_row("that holds the /64");
	blocked = find_by("2001:db8:64::c000:242", "spam", true, "2001:db8:64::c000:242", NOW_S);
	assert_int_equal(blocked.now, WB_BLOCKED_NOT_LISTED);
}

static void test_what_is_over(void **state)
{
	static const struct {
		const char *label;
		struct wb_blocked blocked;
		bool is_over;
	} rows[] = {
		{ "not known", { .now = WB_BLOCKED_UNKNOWN }, false },
		{ "listed", { .now = WB_BLOCKED_LISTED, .cause_count = 1, .causes = { { .kind = WB_CAUSE_LISTING } } }, false },
		{ "allowed", { .now = WB_BLOCKED_ALLOWED, .cause_count = 1, .causes = { { .kind = WB_CAUSE_ZONE } } }, true },
		{ "of staff", { .now = WB_BLOCKED_NOT_LISTED, .cause_count = 1, .causes = { { .kind = WB_CAUSE_LISTING } } },
		    true },
		{ "of neighbours",
		    { .now = WB_BLOCKED_NOT_LISTED, .cause_count = 1, .causes = { { .kind = WB_CAUSE_NETWORK } } }, true },
		{ "of a list of others",
		    { .now = WB_BLOCKED_NOT_LISTED, .cause_count = 1, .causes = { { .kind = WB_CAUSE_ZONE } } }, false },
		{ "of a sign beside a listing",
		    { .now = WB_BLOCKED_NOT_LISTED,
			.cause_count = 2,
			.causes = { { .kind = WB_CAUSE_LISTING }, { .kind = WB_CAUSE_SIGN } } },
		    false },
		{ "perhaps of a list of others", { .now = WB_BLOCKED_NOT_LISTED, .zone_count = 1 }, false },
		{ "perhaps of a sign", { .now = WB_BLOCKED_NOT_LISTED, .may_be_sign = true }, false },
		{ "of what is not known", { .now = WB_BLOCKED_NOT_LISTED }, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		assert_int_equal(wb_blocked_is_over(&rows[i].blocked), rows[i].is_over);
	}
}

/* Without a case nobody knows whether a rule about the mail decided: then it is not free. */
static void test_a_rule_that_may_have_decided(void **state)
{
	struct wb_blocked blocked;

	open_with(*state, "rule \"odd\" { category = \"spam\" weight = 1.0 header = {\"X-A\"} header_pattern = \"x\" }\n");
	blocked = find(HOST, "virus", NULL, NOW_S);
	assert_true(wb_blocked_is_over(&blocked));
	blocked = find(HOST, "spam", NULL, NOW_S);
	assert_int_equal(blocked.now, WB_BLOCKED_NOT_LISTED);
	assert_false(wb_blocked_is_over(&blocked));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_of_blocked(test_until_it_ends),
		test_of_blocked(test_the_longest_listing_counts),
		test_of_blocked(test_outcomes),
		test_of_blocked(test_within_its_grace_it_is_not_refused_yet),
		test_of_blocked(test_a_category_that_is_gone),
		test_of_blocked(test_a_store_that_is_gone),
		test_of_blocked(test_an_ipv6_host),
		test_of_blocked(test_an_ipv6_64),
		test_of_blocked(test_public_lists),
		cmocka_unit_test(test_reasons),
		cmocka_unit_test(test_a_long_reason),
		test_of_blocked(test_a_visitor_behind_a_translator),
		cmocka_unit_test(test_what_is_over),
		test_of_blocked(test_a_rule_that_may_have_decided),
	};

	return cmocka_run_group_tests_name("blocked", tests, NULL, NULL);
}
