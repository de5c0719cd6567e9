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
		{ "192.0.2.0/255.255.255.0", "192.0.2.0/24" },
		{ "192.0.2.1/255.255.255.255", "192.0.2.1/32" },
		{ "2001:db8::/ffff:ffff::", "2001:db8::/32" },
		{ "192.0.2/24", "192.0.2.0/24" },
		{ "11/8", "11.0.0.0/8" },
		{ "192.0.2.*", "192.0.2.0/24" },
		{ "192.0.*.*", "192.0.0.0/16" },
		{ "192.0.*", "192.0.0.0/16" },
		{ "192.0.2.", "192.0.2.0/24" },
		{ "192.0.2.1:3128", "192.0.2.1/32" },
		{ "[2001:db8::1]", "2001:db8::1/128" },
		{ "[2001:db8::1]:25", "2001:db8::1/128" },
		{ "[2001:db8::]/32", "2001:db8::/32" },
		{ "[192.0.2.1]", "192.0.2.1/32" },
		{ "::ffff:192.0.2.1", "192.0.2.1/32" },
		{ "::ffff:192.0.2.0/120", "192.0.2.0/24" },
		{ "::ffff:192.0.2.0-192.0.2.1", "192.0.2.0/31" },
		{ "192.0.2.0-3", "192.0.2.0/30" },
		{ "AS64496", "AS64496" },
		{ "[2001:db8::]-[2001:db8::1]", "2001:db8::/127" },
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
		assert_int_equal(wb_range_parse(text, &range, NULL, NULL), WB_OK);
		assert_int_equal(wb_range_is_prefix(&range), strchr(rows[i].prefixes, ' ') == NULL);
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
		{ "-192.0.2.2", "\"-192.0.2.2\" is no IP address" },
		{ "192.0.2.0/24-192.0.3.0/24", "\"192.0.2.0/24-192.0.3.0/24\" has no netmask" },
		{ "192.0.2.0/-1", "\"192.0.2.0/-1\": the prefix length" },
		{ "192.0.2.0-192.0.3.0/24", "\"192.0.3.0/24\" is no IP address" },
		{ "192.0.2.1-192.0.2.2-192.0.2.3", "\"192.0.2.2-192.0.2.3\"" },
		{ "192.0.2.0/255.0.255.0", "expected one such as 255.255.255.0" },
		{ "192.0.2.0/0.0.0.255", "expected one such as 255.255.255.0" },
		{ "192.0.2.0/ffff::", "has no netmask" },
		{ "192.0.2.0/33", "from 0 to 32" },
		{ "2001:db8::/129", "from 0 to 128" },
		{ "192.0.2.0/024", "from 0 to 32" },
		{ "192.0.2.0/", "from 0 to 32" },
		{ "192.0.2.0/24/24", "from 0 to 32" },
		{ "192.0.2", "too few numbers: expected 192.0.2.0/24" },
		{ "192/16", "no IP address" },
		{ "192", "no IP address" },
		{ "*", "no IP address" },
		{ "192.*.2.1", "no IP address" },
		{ "192.0.2.*.*", "no IP address" },
		{ "192.0.2.*/24", "no IP address" },
		{ "192.0.2.1.", "no IP address" },
		{ "192.0.2.1.1", "no IP address" },
		{ "192.0.2.256", "no IP address" },
		{ "192.0.2.066", "some programs take for octal: expected 192.0.2.66" },
		{ "192.000.002.066", "expected 192.0.2.66" },
		{ "[2001:db8::1", "no IP address" },
		{ "[2001:db8::1]x", "no IP address" },
		{ "2001:db8::1/64", "has host bits set: the network is 2001:db8::/64" },
		{ "192.0.2.1:", "no IP address" },
		{ "192.0.2.1:smtp", "no IP address" },
		{ "192.0.2.7-256", "no IP address" },
		{ "AS64496-AS64511", "no IP address" },
		{ "AS0", "no IP address" },
		{ "AS64496/24", "no IP address" },
		{ "192.0.2.*-192.0.3.*", "no IP address" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[100];
		struct wb_range range;
		struct wb_error error;

		begin_row(rows[i].text);
		snprintf(text, sizeof(text), "%s", rows[i].text);
		assert_int_equal(wb_range_parse(text, &range, NULL, &error), WB_INVALID);
		assert_contains(error.text, rows[i].says);
	}
}

static void test_what_is_said_of_it(void **state)
{
	static const struct {
		const char *text, *prefix, *note;
	} rows[] = {
		{ "192.0.2.1/24", "192.0.2.0/24", "192.0.2.1/24 has host bits set: it is read as 192.0.2.0/24" },
		{ "192.0.2.1/255.255.255.0", "192.0.2.0/24", "has host bits set: it is read as 192.0.2.0/24" },
		{ "2001:db8::1/32", "2001:db8::/32", "has host bits set: it is read as 2001:db8::/32" },
		{ "192.000.002.066", "192.0.2.66/32", "has numbers that begin with 0: it is read as 192.0.2.66" },
		{ "010.000.000.001", "10.0.0.1/32", "it is read as 10.0.0.1" },
		{ "192.0.2.0/24", "192.0.2.0/24", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[100], note[WB_RANGE_NOTE_SIZE], found[WB_PREFIX_TEXT_SIZE];
		struct wb_range range;
		struct wb_prefix prefix;

		begin_row(rows[i].text);
		snprintf(text, sizeof(text), "%s", rows[i].text);
		assert_int_equal(wb_range_parse(text, &range, note, NULL), WB_OK);
		assert_true(wb_range_take(&range, &prefix));
		wb_prefix_format(&prefix, found);
		assert_string_equal(found, rows[i].prefix);
		if (rows[i].note[0] == '\0')
			assert_string_equal(note, "");
		else
			assert_contains(note, rows[i].note);
	}
}

static void test_netmasks(void **state)
{
	static const struct {
		const char *text;
		int length;
	} rows[] = {
		{ "255.255.255.0", 24 },
		{ "255.0.0.0", 8 },
		{ "255.255.255.255", 32 },
		{ "255.255.254.0", 23 },
		{ "255.0.255.0", -1 },
		{ "254.0.0.0", -1 },
		{ "0.0.0.0", -1 },
		{ "24", -1 },
		{ "255.255.255", -1 },
		{ "", -1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].text);
		assert_int_equal(wb_range_mask_length(rows[i].text), rows[i].length);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_fewest_prefixes),
		cmocka_unit_test(test_what_is_no_range),
		cmocka_unit_test(test_what_is_said_of_it),
		cmocka_unit_test(test_netmasks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
