/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_special_space.c - what no client's address is, in whatever form it is written. */
#include "desk/special_space.h"
#include "fixture.h"

static void test_prefixes(void **state)
{
	static const struct {
		const char *prefix;
		bool overlaps, covered;
	} rows[] = {
		{ "0.0.0.0", true, true },
		{ "1.0.0.0/8", false, false },
		{ "10.255.255.255", true, true },
		{ "11.0.0.0", false, false },
		{ "8.0.0.0/5", true, false },
		{ "100.63.255.255", false, false },
		{ "100.64.0.0/10", true, true },
		{ "172.15.0.0/16", false, false },
		{ "172.16.0.0/12", true, true },
		{ "172.32.0.0", false, false },
		{ "192.0.2.0/24", false, false },
		{ "192.168.1.1", true, true },
		{ "198.18.0.0/15", false, false },
		{ "223.255.255.255", false, false },
		{ "224.0.0.0/3", true, true },
		{ "255.255.255.255", true, true },
		{ "0.0.0.0/0", true, false },
		{ "::", true, true },
		{ "::1", true, true },
		{ "::10.0.0.1", true, true },
		{ "::ffff:0:192.0.2.1", true, true },
		{ "64:ff9b::10.0.0.1", true, true },
		{ "64:ff9b::192.0.2.1", false, false },
		{ "64:ff9b::/96", true, false },
		{ "64:ff9b:1::1", true, true },
		{ "100::1", true, true },
		{ "2002:a00:1::/48", true, true },
		{ "2002:c000:201::/48", false, false },
		{ "2002:e000:1::1", true, true },
		{ "2001:0:1::1", true, true },
		{ "2001:1::1", false, false },
		{ "2001:db8::/32", false, false },
		{ "3fff:ffff::/32", false, false },
		{ "4000::/16", true, true },
		{ "fc00::/7", true, true },
		{ "fe80::1", true, true },
		{ "ff02::1", true, true },
		{ "::/0", true, false },
		{ "::/8", true, true },
		{ "a0::/16", true, true },
		{ "::/2", true, false },
		{ "192.0.0.1", true, true },
		{ "192.88.99.1", true, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_prefix prefix = prefix_of(rows[i].prefix);

		begin_row(rows[i].prefix);
		assert_int_equal(wb_special_space_overlap(&prefix) != NULL, rows[i].overlaps);
		assert_int_equal(wb_special_space_covers(&prefix), rows[i].covered);
	}
}

static void test_each_row_is_a_prefix(void **state)
{
	size_t count;
	const struct wb_prefix *rows = wb_special_space(&count);
	struct wb_prefix as;

	(void)state;
	for (size_t i = 0; i < count; i++)
		assert_true(wb_prefix_is_valid(&rows[i]));
	begin_row("an AS is no address");
	as = wb_prefix_of_asn(64496);
	assert_null(wb_special_space_overlap(&as));
	assert_false(wb_special_space_covers(&as));
	assert_ptr_equal(wb_special_space(&count), rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_prefixes),
		cmocka_unit_test(test_each_row_is_a_prefix),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
