/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_nat64.c - which IPv6 addresses count as the IPv4 host that stands in them. */
#include "base/nat64.h"
#include "unit.h"

/* One prefix of each length that RFC 6052 has, and 6to4; the last one is a translator's inside the first. */
static const char *const own_texts[] = { "2001:db8::/32", "2001:db9:100::/40", "2001:db9:222::/48", "2001:db9:333:300::/56",
	"2001:db9:444:44::/64", "2001:db9:555:55::/96", "2002::/16", "2001:db8:ffff:ff00::/96" };
static struct wb_prefix own_items[COUNT(own_texts)];
static const struct wb_prefixes own = { own_items, COUNT(own_texts) }, none = { NULL, 0 };

static int read_own(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(own_texts); i++)
		own_items[i] = prefix_of(own_texts[i]);
	return 0;
}

static void test_hosts(void **state)
{
	/* wanted "": it stays what it is */
	static const struct {
		const char *text, *alone, *configured;
	} rows[] = {
		/* RFC 6052 section 2.4 has these forms, of 192.0.2.33. */
		{ "64:ff9b::192.0.2.33", "192.0.2.33", "192.0.2.33" },
		{ "2001:db8:c000:221::", "", "192.0.2.33" },
		{ "2001:db9:1c0:2:21::", "", "192.0.2.33" },
		{ "2001:db9:222:c000:2:2100::", "", "192.0.2.33" },
		{ "2001:db9:333:3c0:0:221::", "", "192.0.2.33" },
		{ "2001:db9:444:44:c0:2:2100::", "", "192.0.2.33" },
		{ "2001:db9:555:55::192.0.2.33", "", "192.0.2.33" },
		{ "2002:c000:221::", "", "192.0.2.33" },
		{ "2002:c000:221:1:ff00::1", "", "192.0.2.33" },
		/* The suffix says nothing; the octet u is zero or it is another kind of address. */
		{ "2001:db9:444:44:c0:2:21ff:ffff", "", "192.0.2.33" },
		{ "2001:db9:444:44:1c0:2:2100:0", "", "" },
		{ "2001:db8:c000:221:100::", "", "" },
		{ "64:ff9b::1:192.0.2.33", "", "" },
		{ "64:ff9b:1::192.0.2.33", "", "" },
		/* The longest prefix counts. */
		{ "2001:db8:ffff:ff00::198.51.100.7", "", "198.51.100.7" },
		/* Where anybody may write what he likes, nobody is a neighbour or this host itself. */
		{ "64:ff9b::127.0.0.1", "", "" },
		{ "64:ff9b::10.0.0.1", "", "" },
		{ "64:ff9b::172.31.0.1", "", "" },
		{ "64:ff9b::192.168.0.1", "", "" },
		{ "64:ff9b::100.64.0.1", "", "" },
		{ "64:ff9b::169.254.0.1", "", "" },
		{ "64:ff9b::0.0.0.1", "", "" },
		{ "64:ff9b::224.0.0.1", "", "" },
		{ "64:ff9b::255.255.255.255", "", "" },
		{ "64:ff9b::172.32.0.1", "172.32.0.1", "172.32.0.1" },
		{ "2002:a00:1::", "", "" },
		{ "2002:7f00:1::", "", "" },
		{ "2001:db9:555:55::10.0.0.1", "", "10.0.0.1" },
		{ "2001:db9:555:55::127.0.0.1", "", "" },
		{ "192.0.2.33", "", "" },
		{ "::ffff:192.0.2.33", "", "" },
		{ "::192.0.2.33", "", "" },
		{ "2001:dba::c000:221", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct wb_address address = address_of(rows[i].text);
		const struct {
			const struct wb_prefixes *own;
			const char *wanted;
		} sides[] = { { &none, rows[i].alone }, { &own, rows[i].configured } };

		begin_row(rows[i].text);
		for (size_t side = 0; side < COUNT(sides); side++) {
			const char *wanted = sides[side].wanted;
			const struct wb_address right = address_of(wanted[0] != '\0' ? wanted : rows[i].text);
			struct wb_address host;

			assert_int_equal(wb_nat64_host(sides[side].own, &address, &host), wanted[0] != '\0');
			assert_memory_equal(&host, &right, sizeof(host));
		}
	}
}

static void test_prefixes(void **state)
{
	static const struct {
		const char *text;
		enum wb_status status;
		const char *wanted;
	} rows[] = {
		{ "64:ff9b::c000:242/128", WB_OK, "192.0.2.66/32" },
		{ "64:ff9b::c000:200/120", WB_OK, "192.0.2.0/24" },
		{ "64:ff9b::/96", WB_OK, "0.0.0.0/0" },
		{ "64:ff9b::a00:0/104", WB_NOT_FOUND, "" },
		{ "64:ff9b::/95", WB_INVALID, "64:ff9b::/95 covers 64:ff9b::/96, whose clients count as their IPv4 addresses" },
		{ "::/0", WB_INVALID, "expected a network beside it, or the IPv4 networks" },
		{ "64:ff9b:1::/48", WB_NOT_FOUND, "" },
		{ "2001:db8:c000:200::/56", WB_OK, "192.0.2.0/24" },
		{ "2001:db8:c000:242::/64", WB_OK, "192.0.2.66/32" },
		{ "2001:db8:c000:242::/72", WB_OK, "192.0.2.66/32" },
		{ "2001:db8:c000:242::7/128", WB_OK, "192.0.2.66/32" },
		{ "2001:db8:c000:242:100::/72", WB_NOT_FOUND, "" },
		{ "2001:db8::/31", WB_INVALID, "2001:db8::/31 covers 2001:db8::/32" },
		{ "2001:db8:ffff::/48", WB_INVALID, "covers 2001:db8:ffff:ff00::/96" },
		{ "2001:db9:1c0:2::/64", WB_OK, "192.0.2.0/24" },
		{ "2001:db9:1c0:2::/68", WB_OK, "192.0.2.0/24" },
		{ "2001:db9:1c0:2:40::/74", WB_OK, "192.0.2.64/26" },
		{ "2001:db9:444:44::/64", WB_OK, "0.0.0.0/0" },
		{ "2001:db9:444:44:c0::/80", WB_OK, "192.0.0.0/8" },
		{ "2002:c000:242::/48", WB_OK, "192.0.2.66/32" },
		{ "2002:c000:242:1::/64", WB_OK, "192.0.2.66/32" },
		{ "2002:c000:200::/40", WB_OK, "192.0.2.0/24" },
		{ "2000::/3", WB_INVALID, "2000::/3 covers 2001:db8::/32" },
		{ "192.0.2.0/24", WB_NOT_FOUND, "" },
		{ "0.0.0.0/0", WB_NOT_FOUND, "" },
		{ "2001:dba::/32", WB_NOT_FOUND, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct wb_prefix prefix = prefix_of(rows[i].text);
		const struct wb_prefix right = rows[i].status == WB_OK ? prefix_of(rows[i].wanted) : prefix;
		struct wb_error error = { "" };
		struct wb_prefix plain;

		begin_row(rows[i].text);
		assert_int_equal(wb_nat64_prefix(&own, &prefix, &plain, &error), rows[i].status);
		assert_true(wb_prefix_equals(&plain, &right));
		if (rows[i].status == WB_INVALID)
			assert_contains(error.text, rows[i].wanted);
	}
}

static void test_what_may_be_a_prefix(void **state)
{
	static const struct {
		const char *text;
		bool is_valid;
	} rows[] = {
		{ "64:ff9b::/96", true },
		{ "64:ff9b:1::/48", true },
		{ "2001:db8::/32", true },
		{ "2001:db8:100::/40", true },
		{ "2001:db8:122:300::/56", true },
		{ "2001:db8:122:344::/64", true },
		{ "2001:db8:122:344::/96", true },
		{ "2001:db8:122:344:100::/96", false }, /* the octet u */
		{ "2001:db8:122:344:ff::/96", true },
		{ "2002::/16", true },
		{ "2003::/16", false },
		{ "2001:db8::/33", false },
		{ "2001:db8::/72", false },
		{ "2001:db8::/128", false },
		{ "::/0", false },
		{ "::ffff:0:0/96", false },
		{ "192.0.2.0/24", false },
		{ "0.0.0.0/0", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_prefix prefix;

		begin_row(rows[i].text);
		assert_int_equal(wb_prefix_parse(rows[i].text, &prefix, NULL), WB_OK);
		assert_int_equal(wb_nat64_is_valid(&prefix), rows[i].is_valid);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hosts),
		cmocka_unit_test(test_prefixes),
		cmocka_unit_test(test_what_may_be_a_prefix),
	};

	return cmocka_run_group_tests(tests, read_own, NULL);
}
