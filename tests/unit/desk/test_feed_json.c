/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_feed_json.c - a value of JSON: what is found in it, what is wrong with it, and where the next one begins. */
#include "desk/feed_json.h"

#include "feed_fixture.h"
#include "line_fixture.h"

static void test_values(void **state)
{
	static const struct {
		const char *label, *column, *text;
		enum wb_status status;
		bool is_broken;
		const char *items; /* or what is said */
	} rows[] = {
		{ "a line", "", "{\"cidr\":\"192.0.2.0/24\",\"sblid\":\"SBL1\"}\nnext\n", WB_OK, false, "192.0.2.0/24 SBL1|" },
		{ "blanks", "", " { \"sblid\" : \"SBL1\", \"rir\":\"x\", \"cidr\" : \" 2001:db8::/32\" } \nnext\n", WB_OK,
		    false, "2001:db8::/32 SBL1|" },
		{ "about the file", "", "{\"type\":\"metadata\",\"size\":3}\nnext\n", WB_NOT_FOUND, false, "" },
		{ "with an address after all", "", "{\"type\":\"metadata\",\"cidr\":\"192.0.2.0/24\"}\nnext\n", WB_OK, false,
		    "192.0.2.0/24|" },
		{ "a member by name", "ip", "{\"cidr\":\"x\",\"ip\":\"192.0.2.1\"}\nnext\n", WB_OK, false, "192.0.2.1/32|" },
		{ "at any depth", "ip", "{\"a\":[{\"b\":{\"ip\":\"192.0.2.1\"}},{\"ip\":\"192.0.2.2\"}]}\nnext\n", WB_OK, false,
		    "192.0.2.1/32|192.0.2.2/32|" },
		{ "several lines", "ip", "{\n\"a\": [\r\n{\"ip\":\n\"192.0.2.1\"}\n]\n}\nnext\n", WB_OK, false,
		    "192.0.2.1/32|" },
		{ "an array of texts", "", "[\"192.0.2.1\", \"192.0.2.2\"]\nnext\n", WB_OK, false,
		    "192.0.2.1/32|192.0.2.2/32|" },
		{ "one in a member", "ips", "{\"no\":[\"x\"],\"ips\":[\"192.0.2.1\",[\"192.0.2.2\"]]}\nnext\n", WB_OK, false,
		    "192.0.2.1/32|192.0.2.2/32|" },
		{ "numbers and words", "ip",
		    "{\"a\":-1.5e3,\"b\":true,\"c\":null,\"d\":[],\"e\":{},\"ip\":\"192.0.2.1\"}\nnext\n", WB_OK, false,
		    "192.0.2.1/32|" },
		{ "escapes", "ip", "{\"ip\":\"192.0.2\\u002e1\",\"reason\":\"\\u00fc \\ud83d\\ude00 \\\"\\/\"}\nnext\n", WB_OK,
		    false, "192.0.2.1/32 \xc3\xbc \xf0\x9f\x98\x80 \"/|" },
		{ "the second half of a pair alone", "ip", "{\"ip\":\"192.0.2.1\",\"reason\":\"a\\udc00'b\"}\nnext\n", WB_OK,
		    false, "192.0.2.1/32 a\xef\xbf\xbd'b|" },
		{ "an AS", "", "{\"asn\":64496,\"cc\":\"NL\",\"asname\":\"EX\"}\nnext\n", WB_OK, false, "AS64496 EX|" },
		{ "an AS as text", "asn", "{\"a\":{\"asn\":\"AS64496\"}}\nnext\n", WB_OK, false, "AS64496|" },
		{ "an AS beside an address", "", "{\"asn\":64496,\"cidr\":\"192.0.2.0/24\"}\nnext\n", WB_OK, false,
		    "192.0.2.0/24|" },
		{ "an AS that nobody asked for", "ip", "{\"asn\":64496,\"ip\":\"192.0.2.1\"}\nnext\n", WB_OK, false,
		    "192.0.2.1/32|" },
		{ "cut short", "", "{\nnext\n", WB_INVALID, true, "no JSON: expected {\"cidr\"" },
		{ "cut short in its line", "", "{\"cidr\":\"192.0.2.1\"", WB_INVALID, true, "no JSON" },
		{ "a member is missing", "", "{}\nnext\n", WB_INVALID, false, "no \"cidr\": expected {\"cidr\"" },
		{ "more in its line", "", "{\"cidr\":\"192.0.2.0/24\"} x\nnext\n", WB_INVALID, false, "no JSON" },
		{ "other quotes", "", "{'cidr':'192.0.2.0/24'}\nnext\n", WB_INVALID, false, "no JSON" },
		{ "a number", "", "{\"cidr\":1}\nnext\n", WB_INVALID, false, "no \"cidr\"" },
		{ "a NUL", "", "{\"cidr\":\"192.0.2.0\\u0000/24\"}\nnext\n", WB_INVALID, false, "no \"cidr\"" },
		{ "a comma too many", "", "{\"cidr\":\"192.0.2.0\",}\nnext\n", WB_INVALID, false, "no JSON" },
		{ "half a surrogate", "", "{\"cidr\":\"\\ud83d\"}\nnext\n", WB_INVALID, false, "no JSON" },
		{ "no number", "", "{\"a\":1x,\"cidr\":\"192.0.2.1\"}\nnext\n", WB_INVALID, false, "no JSON" },
		{ "an address that is none, inside", "ip", "{\"a\":[{\"ip\":\"x\"},{\"ip\":\"192.0.2.1\"}]}\nnext\n", WB_OK,
		    false, "192.0.2.1/32|" },
		{ "what was taken cannot be taken back", "ip", "{\"a\":[{\"ip\":\"192.0.2.1\"}]]\nnext\n", WB_INVALID, true,
		    "no JSON" },
		{ "an exclusion", "", "{\"cidr\":\"!192.0.2.1\"}\nnext\n", WB_OK, false, "!192.0.2.1/32|" },
		{ "one in an array", "", "[\"192.0.2.0/24\",\"!192.0.2.1\"]\nnext\n", WB_OK, false,
		    "192.0.2.0/24|!192.0.2.1/32|" },
		{ "nomatch", "", "{\"cidr\":\"192.0.2.1\",\"nomatch\":true}\nnext\n", WB_OK, false, "!192.0.2.1/32|" },
		{ "an AS below nothing", "", "{\"asn\":-5}\nnext\n", WB_INVALID, false, "\"-5\" is no IP address" },
		{ "a bad number of records", "", "{\"type\":\"metadata\",\"records\":-1}\nnext\n", WB_INVALID, true,
		    "\"records\"" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		static struct wb_line_reader reader;
		struct found_items items = { "" };
		struct wb_feed_parser parser = {
			.column = rows[i].column, .reader = &reader, .found = write_item, .context = &items
		};
		struct wb_error error = { "" };
		struct heard heard;
		bool is_broken;
		const char *bytes;
		size_t size;

		begin_row(rows[i].label);
		assert_int_equal(
		    wb_line_reader_open(&reader,
			&(struct wb_line_source){ write_text(*state, "feed.json", rows[i].text), false }, listen(&heard), NULL),
		    WB_OK);
		assert_int_equal(wb_line_reader_ahead(&reader, &bytes, &size, NULL), WB_OK);
		assert_true(wb_feed_json_recognise(&parser, bytes, size));
		assert_int_equal(wb_feed_json_read(&parser, &reader, &is_broken, &error), rows[i].status);
		assert_int_equal(is_broken, rows[i].is_broken);
		if (rows[i].status == WB_INVALID)
			assert_contains(error.text, rows[i].items);
		else
			assert_string_equal(items.text, rows[i].items);
		if (!is_broken) {
			assert_int_equal(wb_line_reader_next(&reader, NULL), WB_OK);
			assert_string_equal(reader.text, "next");
		}
		wb_line_reader_close(&reader);
	}
}

/* Each would list whom the list keeps out; and what is no such thing. */
static void test_lost_exclusions(void **state)
{
	static const struct {
		const char *label, *column, *text;
		size_t bad;
	} rows[] = {
		{ "no address", "", "{\"cidr\":\"!x\"}", 1 },
		{ "inside", "", "[{\"cidr\":\"!x\"}]", 1 },
		{ "in an array", "", "[\"!x\"]", 1 },
		{ "behind an address", "", "{\"cidr\":\"192.0.2.0/24 !192.0.2.1\"}", 1 },
		{ "a NUL", "", "{\"cidr\":\"!192.0.2.1\\u0000\"}", 1 },
		{ "a NUL in an array", "", "[\"!192.0.2.1\\u0000\"]", 1 },
		{ "another member", "ip", "{\"cidr\":\"!192.0.2.1\"}", 1 },
		{ "another member, with a mistake", "ip", "{\"cidr\":\"!x\"}", 1 },
		{ "another member beside one", "", "{\"cidr\":\"192.0.2.0/24\",\"but\":\"!192.0.2.1\"}", 1 },
		{ "another member's array", "", "{\"cidr\":\"192.0.2.0/24\",\"but\":[\"!192.0.2.1\"]}", 1 },
		{ "one name twice", "", "{\"cidr\":\"!192.0.2.1\",\"cidr\":\"192.0.2.2\"}", 1 },
		{ "outside of the quotes", "", "{\"cidr\":!\"192.0.2.1\"}", 1 },
		{ "no end", "", "{\"cidr\":\"!192.0.2.1\"\n", 1 },
		{ "no end of the text", "", "{\"cidr\":\"!192.0.2.1\n", 1 },
		{ "behind what is no JSON", "", "{x,\"cidr\":\"!192.0.2.1\"}\n", 1 },
		{ "behind the value", "", "{\"cidr\":\"192.0.2.0/24\"} !192.0.2.1\n", 1 },
		{ "fullwidth", "", "{\"cidr\":\"\\uff01x\"}", 1 },
		{ "a sentence", "", "{\"cidr\":\"192.0.2.1\",\"reason\":\"Hello! !!\"}", 0 },
		{ "a bad line without", "", "{\"cidr\":\"x\",\"reason\":\"Hello!\"}", 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		static struct wb_line_reader reader;
		struct found_items items = { "" };
		struct wb_feed_parser parser = {
			.column = rows[i].column, .reader = &reader, .found = write_item, .context = &items
		};
		struct heard heard;
		bool is_broken;

		begin_row(rows[i].label);
		assert_int_equal(
		    wb_line_reader_open(&reader,
			&(struct wb_line_source){ write_text(*state, "feed.json", rows[i].text), false }, listen(&heard), NULL),
		    WB_OK);
		wb_feed_json_read(&parser, &reader, &is_broken, NULL);
		assert_int_equal(parser.bad_exclusions, rows[i].bad);
		wb_line_reader_close(&reader);
	}
}

static void test_what_is_json(void **state)
{
	static const struct {
		const char *text;
		bool first, later;
	} rows[] = {
		{ "{", true, true },
		{ " \t{\"a\":1}", true, true },
		{ "[", true, false },
		{ "[ {", true, false },
		{ "[\"", true, false },
		{ "[\n", true, false },
		{ "[2001:db8::1]", false, false },
		{ "[::1]", false, false },
		{ "192.0.2.1", false, false },
		{ "", false, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_feed_parser parser = { .column = "" };

		begin_row(rows[i].text);
		assert_int_equal(wb_feed_json_recognise(&parser, rows[i].text, strlen(rows[i].text)), rows[i].first);
		parser.is_begun = true;
		assert_int_equal(wb_feed_json_recognise(&parser, rows[i].text, strlen(rows[i].text)), rows[i].later);
	}
}

static void test_depth_is_bounded(void **state)
{
	for (int depth = WB_FEED_JSON_DEPTH_MAX; depth <= 1000; depth += 1000 - WB_FEED_JSON_DEPTH_MAX) {
		static struct wb_line_reader reader;
		struct found_items items = { "" };
		struct wb_feed_parser parser = { .column = "", .reader = &reader, .found = write_item, .context = &items };
		char text[2100] = "";
		struct heard heard;
		bool is_broken;

		memset(text, '[', (size_t)depth);
		memset(text + depth, ']', (size_t)depth);
		assert_int_equal(wb_line_reader_open(&reader,
				     &(struct wb_line_source){ write_text(*state, "deep", text), false }, listen(&heard), NULL),
		    WB_OK);
		assert_int_equal(wb_feed_json_read(&parser, &reader, &is_broken, NULL), WB_INVALID);
		/* At the bound it is only empty. */
		assert_int_equal(wb_line_reader_next(&reader, NULL), WB_NOT_FOUND);
		wb_line_reader_close(&reader);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_values),
		test_in_folder(test_lost_exclusions),
		cmocka_unit_test(test_what_is_json),
		test_in_folder(test_depth_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
