/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_feed_format.c - the formats of a feed's lines: which is recognised, and what a line says. */
#include "desk/feed_format.h"
#include "unit.h"

static void test_each_row_has_an_example_of_its_own(void **state)
{
	(void)state;
	for (size_t i = 0; i < wb_feed_format_count; i++) {
		const struct wb_feed_format *format = &wb_feed_formats[i];
		struct wb_feed_line line;
		struct wb_prefix prefix;
		char text[200];
		size_t first = 0;

		begin_row(format->name);
		while (!wb_feed_formats[first].recognise(format->example))
			first++;
		assert_int_equal(first, i);
		snprintf(text, sizeof(text), "%s", format->example);
		assert_int_equal(wb_feed_format_parse(text, &line, NULL), WB_OK);
		assert_true(wb_range_take(&line.range, &prefix));
		assert_int_equal(wb_prefix_length(&prefix), 24);
		assert_string_equal(line.reason, "SBL1");
	}
}

static void test_lines(void **state)
{
	static const struct {
		const char *text;
		enum wb_status status;
		const char *prefix; /* or what is said of a bad line */
		const char *reason;
	} rows[] = {
		{ "", WB_NOT_FOUND, NULL, NULL },
		{ " \t", WB_NOT_FOUND, NULL, NULL },
		{ "# 192.0.2.1", WB_NOT_FOUND, NULL, NULL },
		{ "  ; 192.0.2.1", WB_NOT_FOUND, NULL, NULL },
		{ "{\"type\":\"metadata\",\"size\":3}", WB_NOT_FOUND, NULL, NULL },
		{ "192.0.2.1", WB_OK, "192.0.2.1/32", "" },
		{ "\t192.0.2.0/24  ", WB_OK, "192.0.2.0/24", "" },
		{ "192.0.2.0/24 ; SBL1", WB_OK, "192.0.2.0/24", "SBL1" },
		{ "192.0.2.0/24#a # b\tc ", WB_OK, "192.0.2.0/24", "a # b c" },
		{ "192.0.2.0 - 192.0.2.255 ; x", WB_OK, "192.0.2.0/24", "x" },
		{ "2001:db8::/32 ; Gr\xc3\xbc\xc3\x9f"
		  "e",
		    WB_OK, "2001:db8::/32",
		    "Gr\xc3\xbc\xc3\x9f"
		    "e" },
		{ "{\"cidr\":\"192.0.2.0/24\"}", WB_OK, "192.0.2.0/24", "" },
		{ " { \"sblid\" : \"SBL1\", \"rir\":\"ripencc\", \"cidr\" : \"2001:db8::/32\" } ", WB_OK, "2001:db8::/32",
		    "SBL1" },
		{ "{\"type\":\"metadata\",\"cidr\":\"192.0.2.0/24\"}", WB_OK, "192.0.2.0/24", "" },
		{ "192.0.2.0/24 ; a\x1b[31m", WB_INVALID, "no printable text", NULL },
		{ "192.0.2.0/24 ; a\xfb", WB_INVALID, "no printable text", NULL },
		{ "192.0.2.0/24 SBL1", WB_INVALID, "prefix length", NULL },
		{ "<html>", WB_INVALID, "\"<html>\" is no IP address", NULL },
		{ "{", WB_INVALID, "no JSON: expected {\"cidr\"", NULL },
		{ "{}", WB_INVALID, "no \"cidr\": expected {\"cidr\"", NULL },
		{ "{\"cidr\":\"192.0.2.0/24\"} x", WB_INVALID, "no JSON", NULL },
		{ "{'cidr':'192.0.2.0/24'}", WB_INVALID, "no JSON", NULL },
		{ "{\"cidr\":1}", WB_INVALID, "no \"cidr\"", NULL },
		{ "{\"cidr\":\"192.0.2.0\\u0000/24\"}", WB_INVALID, "no \"cidr\"", NULL },
		{ "{\"cidr\":\" 192.0.2.0/24\"}", WB_INVALID, "no IP address", NULL },
		{ "{\"cidr\":\"192.0.2.0/24\",\"sblid\":\"a\\u0007\"}", WB_INVALID, "no printable text", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_feed_line line;
		struct wb_error error = { "" };
		struct wb_prefix prefix;
		char text[200], found[WB_PREFIX_TEXT_SIZE];

		begin_row(rows[i].text);
		snprintf(text, sizeof(text), "%s", rows[i].text);
		assert_int_equal(wb_feed_format_parse(text, &line, &error), rows[i].status);
		if (rows[i].status == WB_INVALID)
			assert_contains(error.text, rows[i].prefix);
		if (rows[i].status != WB_OK)
			continue;
		assert_true(wb_range_take(&line.range, &prefix));
		wb_prefix_format(&prefix, found);
		assert_string_equal(found, rows[i].prefix);
		assert_string_equal(line.reason, rows[i].reason);
	}
}

static void test_a_long_comment_is_cut_at_a_character(void **state)
{
	char text[700] = "192.0.2.1 ; ";
	struct wb_feed_line line;

	(void)state;
	for (size_t i = strlen(text); i + 2 < sizeof(text); i += 2)
		memcpy(text + i, "\xc3\xbc", 3);
	assert_int_equal(wb_feed_format_parse(text, &line, NULL), WB_OK);
	assert_int_equal(strlen(line.reason), WB_LISTING_REASON_SIZE - 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_row_has_an_example_of_its_own),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_a_long_comment_is_cut_at_a_character),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
