/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_range.c - ranges of addresses, and the fewest prefixes that make them up. */
#include "desk/range.h"
#include "unit.h"

static void test_the_fewest_prefixes(void **state)
{
	static const struct {
		const char *text, *prefixes;
	} rows[] = {
		{ "192.0.2.1", "192.0.2.1/32" },
		{ "192.0.2.0/24", "192.0.2.0/24" },
		{ "2001:db8::/32", "2001:db8::/32" },
		{ "0.0.0.0/0", "0.0.0.0/0" },
		{ "::/0", "::/0" },
		{ "192.0.2.1-192.0.2.1", "192.0.2.1/32" },
		{ "192.0.2.0 - 192.0.2.255", "192.0.2.0/24" },
		{ " 192.0.2.0\t-\t192.0.2.255 ", "192.0.2.0/24" },
		{ "192.0.2.7-192.0.2.12", "192.0.2.7/32 192.0.2.8/30 192.0.2.12/32" },
		{ "192.0.2.255-192.0.3.0", "192.0.2.255/32 192.0.3.0/32" },
		{ "0.0.0.0-255.255.255.255", "0.0.0.0/0" },
		{ "255.255.255.254-255.255.255.255", "255.255.255.254/31" },
		{ "0.0.0.0-127.255.255.254",
		    "0.0.0.0/2 64.0.0.0/3 96.0.0.0/4 112.0.0.0/5 120.0.0.0/6 124.0.0.0/7 126.0.0.0/8 127.0.0.0/9 127.128.0.0/10 "
		    "127.192.0.0/11 127.224.0.0/12 127.240.0.0/13 127.248.0.0/14 127.252.0.0/15 127.254.0.0/16 127.255.0.0/17 "
		    "127.255.128.0/18 127.255.192.0/19 127.255.224.0/20 127.255.240.0/21 127.255.248.0/22 127.255.252.0/23 "
		    "127.255.254.0/24 127.255.255.0/25 127.255.255.128/26 127.255.255.192/27 127.255.255.224/28 "
		    "127.255.255.240/29 127.255.255.248/30 127.255.255.252/31 127.255.255.254/32" },
		{ "2001:db8::-2001:db8::2", "2001:db8::/127 2001:db8::2/128" },
		{ "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::/0" },
		{ "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
		    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[200], found[2048] = "", one[WB_PREFIX_TEXT_SIZE];
		struct wb_range range;
		struct wb_prefix prefix;

		begin_row(rows[i].text);
		snprintf(text, sizeof(text), "%s", rows[i].text);
		assert_int_equal(wb_range_parse(text, &range, NULL), WB_OK);
		while (wb_range_take(&range, &prefix)) {
			assert_true(wb_prefix_is_valid(&prefix));
			wb_prefix_format(&prefix, one);
			snprintf(
			    found + strlen(found), sizeof(found) - strlen(found), "%s%s", found[0] != '\0' ? " " : "", one);
		}
		assert_string_equal(found, rows[i].prefixes);
		assert_false(wb_range_take(&range, &prefix));
	}
}

static void test_what_is_no_range(void **state)
{
	static const struct {
		const char *text, *says;
	} rows[] = {
		{ "", "no IP address" },
		{ "192.0.2.1/24", "has host bits set" },
		{ " 192.0.2.1", "no IP address" },
		{ "192.0.2.2-192.0.2.1",
		    "192.0.2.2-192.0.2.1 is no range: expected two addresses of one kind, the lower one first" },
		{ "192.0.2.2-2001:db8::", "is no range" },
		{ "192.0.2.2-", "\"\" is no IP address" },
		{ "-192.0.2.2", "\"\" is no IP address" },
		{ "192.0.2.0/24-192.0.3.0/24", "\"192.0.2.0/24\"" },
		{ "192.0.2.1-192.0.2.2-192.0.2.3", "\"192.0.2.2-192.0.2.3\"" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[100];
		struct wb_range range;
		struct wb_error error;

		begin_row(rows[i].text);
		snprintf(text, sizeof(text), "%s", rows[i].text);
		assert_int_equal(wb_range_parse(text, &range, &error), WB_INVALID);
		assert_contains(error.text, rows[i].says);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_fewest_prefixes),
		cmocka_unit_test(test_what_is_no_range),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
