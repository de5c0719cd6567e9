/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_feed_format.c - the formats of a feed's lines: which is recognised, and what a line says. */
#include "feed_fixture.h"

static struct found_items items;

static struct wb_feed_parser parser_of(const char *column)
{
	memset(&items, 0, sizeof(items));
	return (struct wb_feed_parser){ .column = column, .found = write_item, .context = &items };
}

static enum wb_status parse(struct wb_feed_parser *parser, const char *line, struct wb_error *error_r)
{
	char text[WB_LINE_BYTES_MAX + 1];

	snprintf(text, sizeof(text), "%s", line);
	return wb_feed_format_parse(parser, text, error_r);
}

static void test_each_row_has_an_example_of_its_own(void **state)
{
	(void)state;
	for (size_t i = 1; i < wb_feed_format_count; i++) {
		const struct wb_feed_format *format = &wb_feed_formats[i];
		bool is_columns = strcmp(format->name, "columns") == 0;
		struct wb_feed_parser parser = parser_of(is_columns ? "2" : "");
		size_t first = 1;
		enum wb_status status;

		begin_row(format->name);
		while (!wb_feed_formats[first].recognise(&parser, format->example))
			first++;
		assert_int_equal(first, i);
		status = parse(&parser, format->example, NULL);
		if (status == WB_NOT_FOUND)
			continue; /* it is about the zone */
		assert_int_equal(status, WB_OK);
		assert_string_equal(items.text, is_columns ? "192.0.2.0/24|" : "192.0.2.0/24 SBL1|");
	}
}

static void test_lines(void **state)
{
	static const struct {
		const char *text;
		enum wb_status status;
		const char *items; /* or what is said of a bad line */
	} rows[] = {
		{ "", WB_NOT_FOUND, NULL },
		{ " \t", WB_NOT_FOUND, NULL },
		{ "# 192.0.2.1", WB_NOT_FOUND, NULL },
		{ "  ; 192.0.2.1", WB_NOT_FOUND, NULL },
		{ "// 192.0.2.1", WB_NOT_FOUND, NULL },
		{ "% 192.0.2.1", WB_NOT_FOUND, NULL },
		{ "-- 192.0.2.1", WB_NOT_FOUND, NULL },
		{ "/* 192.0.2.1 */", WB_NOT_FOUND, NULL },
		{ "192.0.2.1 -- x", WB_OK, "192.0.2.1/32|" },
		{ "192.0.2.1", WB_OK, "192.0.2.1/32|" },
		{ "\t192.0.2.0/24  ", WB_OK, "192.0.2.0/24|" },
		{ "192.0.2.0/24 ; SBL1", WB_OK, "192.0.2.0/24 SBL1|" },
		{ "192.0.2.0/24#a # b\tc ", WB_OK, "192.0.2.0/24 a # b c|" },
		{ "192.0.2.0/24//a", WB_OK, "192.0.2.0/24 a|" },
		{ "192.0.2.0 - 192.0.2.255 ; x", WB_OK, "192.0.2.0/24 x|" },
		{ "192.0.2.0 -192.0.2.255", WB_OK, "192.0.2.0/24|" },
		{ "192.0.2.0- 192.0.2.255 x", WB_OK, "192.0.2.0/24|" },
		{ "192.0.2.1 - a word", WB_OK, "192.0.2.1/32|" },
		{ "192.0.2.1 - 12 times", WB_OK, "192.0.2.1/32|" },
		{ "192.0.2.1 -", WB_OK, "192.0.2.1/32|" },
		{ "!192.0.2.1 - 192.0.2.2", WB_OK, "!192.0.2.1/32|!192.0.2.2/32|" },
		{ "192.0.2.9-", WB_INVALID, "\"\" is no IP address" },
		{ "2001:db8::/32 ; Gr\xc3\xbc\xc3\x9f"
		  "e",
		    WB_OK,
		    "2001:db8::/32 Gr\xc3\xbc\xc3\x9f"
		    "e|" },
		{ "192.0.2.0/24 ; a\x1b[31m", WB_OK, "192.0.2.0/24 a?[31m|" },
		{ "192.0.2.0/24 ; a\xfb", WB_OK, "192.0.2.0/24 a\xc3\xbb|" },
		{ "192.0.2.0/24 SBL1", WB_OK, "192.0.2.0/24|" },
		{ "!192.0.2.1", WB_OK, "!192.0.2.1/32|" },
		{ "! 192.0.2.1 # x", WB_OK, "!192.0.2.1/32 x|" },
		{ "192.0.2.1 OK", WB_OK, "!192.0.2.1/32|" },
		{ "192.0.2.1 ok # x", WB_OK, "!192.0.2.1/32 x|" },
		{ "192.0.2.1 permit_mynetworks", WB_OK, "!192.0.2.1/32|" },
		{ "192.0.2.1 check_sender_access hash:x", WB_OK, "!192.0.2.1/32|" },
		{ "192.0.2.1\twarn seen", WB_OK, "!192.0.2.1/32|" },
		{ "192.0.2.1|warn", WB_OK, "192.0.2.1/32|" },
		{ "192.0.2.1 - OK", WB_OK, "!192.0.2.1/32|" },
		{ "192.0.2.1 nomatch", WB_OK, "!192.0.2.1/32|" },
		{ "192.0.2.1 !", WB_OK, "!192.0.2.1/32|" },
		{ "\"!192.0.2.1\"", WB_OK, "!192.0.2.1/32|" },
		{ "!\"192.0.2.1\"", WB_OK, "!192.0.2.1/32|" },
		{ "\xc2\xa0!192.0.2.1", WB_OK, "!192.0.2.1/32|" },
		{ "\xa0! 192.0.2.1", WB_OK, "!192.0.2.1/32|" },
		{ "\xef\xbc\x81"
		  "192.0.2.1",
		    WB_OK, "!192.0.2.1/32|" },
		{ "!ip4:192.0.2.1", WB_OK, "!192.0.2.1/32|" },
		{ "add x !192.0.2.1", WB_OK, "!192.0.2.1/32|" },
		{ "192.0.2.1 Yahoo! 192.0.2.2.x", WB_OK, "192.0.2.1/32|" },
		{ "192.0.2.1 REJECT", WB_OK, "192.0.2.1/32|" },
		{ "192.0.2.1 :127.0.0.2:text", WB_OK, "192.0.2.1/32 text|" },
		{ "192.0.2.1 :4:", WB_OK, "192.0.2.1/32|" },
		{ "::1 x", WB_OK, "::1/128|" },
		{ ":127.0.0.2:text", WB_NOT_FOUND, NULL },
		{ "$SOA 1 a b 1 2 3 4 5", WB_NOT_FOUND, NULL },
		{ "create x hash:ip", WB_NOT_FOUND, NULL },
		{ "add x 192.0.2.1", WB_OK, "192.0.2.1/32|" },
		{ "add x 192.0.2.1 nomatch", WB_OK, "!192.0.2.1/32|" },
		{ "add x 192.0.2.1-192.0.2.2,udp:53 timeout 0 comment \"a, b\"", WB_OK,
		    "192.0.2.1/32 a, b|192.0.2.2/32 a, b|" },
		{ "add x", WB_INVALID, "\"\" is no IP address" },
		{ "ip4:192.0.2.1", WB_OK, "192.0.2.1/32|" },
		{ "v=spf1 ip4:192.0.2.1 ~ip4:192.0.2.2 IP6:2001:db8::/32 mx -all", WB_OK,
		    "192.0.2.1/32|!192.0.2.2/32|2001:db8::/32|" },
		{ "-ip4:192.0.2.1", WB_OK, "!192.0.2.1/32|" },
		{ "v=spf1 -all", WB_NOT_FOUND, NULL },
		{ "ip4:x", WB_INVALID, "\"x\" is no IP address" },
		{ "192.0.2.0 255.255.255.0", WB_OK, "192.0.2.0/24|" },
		{ "192.0.2.0,192.0.2.255,24", WB_OK, "192.0.2.0/24|" },
		{ "192.0.2.1 192.0.2.1", WB_OK, "192.0.2.1/32|" },
		{ "192.0.2.1 192.0.2.9", WB_INVALID, "two addresses, 192.0.2.1 and 192.0.2.9" },
		{ "2001:db8::1 192.0.2.9", WB_INVALID, "two addresses" },
		{ "192.0.2.1 127.0.0.2", WB_OK, "192.0.2.1/32|" },
		{ "<html>", WB_INVALID, "\"<html>\" is no IP address" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_feed_parser parser = parser_of("");
		struct wb_error error = { "" };

		begin_row(rows[i].text);
		assert_int_equal(parse(&parser, rows[i].text, &error), rows[i].status);
		if (rows[i].status == WB_INVALID)
			assert_contains(error.text, rows[i].items);
		else
			assert_string_equal(items.text, rows[i].items != NULL ? rows[i].items : "");
	}
}

/* Files of which a line says what the next ones mean. */
static void test_files(void **state)
{
	static const struct {
		const char *label, *column;
		const char *lines[6];
		const char *items;
		size_t bad, bad_exclusions;
	} rows[] = {
		{ "a heading", "", { "ip,n", "192.0.2.1,3" }, "192.0.2.1/32|", 0, 0 },
		{ "only the first line is one", "", { "192.0.2.1,3", "ip,n" }, "192.0.2.1/32|", 1, 0 },
		{ "a heading of pairs", "", { "start,end", "192.0.2.1,192.0.2.2" }, "192.0.2.1/32|192.0.2.2/32|", 0, 0 },
		{ "a zone's short addresses", "", { ":2:x", "192.0.2", "192.0" }, "192.0.2.0/24|192.0.0.0/16|", 0, 0 },
		{ "short addresses elsewhere", "", { "192.0.2", "192.0" }, "", 2, 0 },
		{ "datasets", "", { "$DATASET dnset @", "192.0.2.1", "$DATASET ip4set @", "192.0.2.2" }, "192.0.2.2/32|", 0,
		    0 },
		{ "a bad exclusion", "", { "192.0.2.0/24", "!x" }, "192.0.2.0/24|", 1, 1 },
		{ "one behind a good one", "", { "!192.0.2.1, !192.0.2.2" }, "!192.0.2.1/32|", 1, 1 },
		{ "one behind another address", "", { "192.0.2.0/24 !192.0.2.2" }, "192.0.2.0/24|", 1, 1 },
		{ "two addresses", "", { "!192.0.2.1 192.0.2.9" }, "", 1, 1 },
		{ "three", "", { "!192.0.2.0 192.0.2.1 192.0.2.9" }, "", 1, 1 },
		{ "twice no", "", { "!!192.0.2.1" }, "", 1, 1 },
		{ "a number behind nomatch that is none", "", { "add x 192.0.2.07x nomatch" }, "", 1, 1 },
		{ "SPF", "", { "-ip4:x", "ip4:x -ip4:192.0.2.1" }, "", 2, 2 },
		{ "Postfix's second line", "", { "192.0.2.1/32", "  permit_mynetworks" }, "192.0.2.1/32|", 1, 1 },
		{ "what is taken out", "", { "del x 192.0.2.1" }, "", 1, 1 },
		{ "other ways to say not", "", { "~192.0.2.1", "not 192.0.2.1", "-192.0.2.1" }, "", 3, 3 },
		{ "HTML and sentences", "", { "<!DOCTYPE html>", "Hello!", "x Yahoo! Inc." }, "", 3, 0 },
		{ "a heading", "", { "ip,nomatch", "192.0.2.1,1" }, "192.0.2.1/32|", 0, 0 },
		{ "names", "", { "$DATASET dnset @", "!example.com", "!192.0.2.1" }, "", 1, 1 },
		{ "of a column by name", "ip", { "ip,n", "!192.0.2.1,x", "\"!192.0.2.2\",x", "\xef\xbc\x81 192.0.2.3,x" },
		    "!192.0.2.1/32|!192.0.2.2/32|!192.0.2.3/32|", 0, 0 },
		{ "of a column by number", "2", { "x,!192.0.2.1", "!,192.0.2.2", "192.0.2.3,!x", "x,192.0.2.4,nomatch" },
		    "!192.0.2.1/32|!192.0.2.2/32|!192.0.2.4/32|", 1, 1 },
		{ "in a column between", "3", { "x,!,192.0.2.1", "x,nomatch,192.0.2.2" }, "!192.0.2.1/32|!192.0.2.2/32|", 0,
		    0 },
		{ "of another column", "1", { "192.0.2.0/24,!192.0.2.1", "192.0.2.2,Yahoo!", "192.0.2.3,OK" },
		    "192.0.2.0/24|192.0.2.2/32|192.0.2.3/32|", 1, 1 },
		{ "too few columns", "3", { "!192.0.2.1" }, "", 1, 1 },
		{ "of an AS", "asn", { "asn", "!64496" }, "!AS64496|", 0, 0 },
		{ "a name", "ip", { "a;IP", "\"1;2\";192.0.2.1", "3;192.0.2.2" }, "192.0.2.1/32|192.0.2.2/32|", 0, 0 },
		{ "a name that the heading lacks", "ip", { "a;b", "1;192.0.2.1" }, "", 2, 0 },
		{ "too few columns", "ip", { "a,ip", "1", "2,192.0.2.1" }, "192.0.2.1/32|", 1, 0 },
		{ "a heading in a comment", "ip", { "# x", "# a,ip", "1,192.0.2.1" }, "192.0.2.1/32|", 0, 0 },
		{ "a number", "3", { "a b 192.0.2.1", "a,b,192.0.2.2" }, "192.0.2.1/32|192.0.2.2/32|", 0, 0 },
		{ "no number", "0", { "192.0.2.1" }, "", 1, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_feed_parser parser = parser_of(rows[i].column);
		size_t bad = 0;

		begin_row(rows[i].label);
		for (size_t l = 0; l < COUNT(rows[i].lines) && rows[i].lines[l] != NULL; l++)
			bad += parse(&parser, rows[i].lines[l], NULL) == WB_INVALID;
		assert_string_equal(items.text, rows[i].items);
		assert_int_equal(bad, rows[i].bad);
		assert_int_equal(parser.bad_exclusions, rows[i].bad_exclusions);
	}
}

static void test_a_long_comment_is_cut_at_a_character(void **state)
{
	char text[700] = "192.0.2.1 ; ";
	struct wb_feed_parser parser = parser_of("");

	(void)state;
	for (size_t i = strlen(text); i + 2 < sizeof(text); i += 2)
		memcpy(text + i, "\xc3\xbc", 3);
	assert_int_equal(wb_feed_format_parse(&parser, text, NULL), WB_OK);
	assert_int_equal(strlen(parser.item.reason), WB_LISTING_REASON_SIZE - 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_row_has_an_example_of_its_own),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_a_long_comment_is_cut_at_a_character),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
