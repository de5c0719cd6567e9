/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_feed_reader.c - a whole file: formats side by side, its bad lines, and the files of which nothing must be used. */
#include "desk/feed_reader.h"

#include "feed_fixture.h"
#include "line_fixture.h"

#define METADATA(records) "{\"type\":\"metadata\",\"records\":" records "}\n"

static void test_files(void **state)
{
	static const struct {
		const char *label, *text;
		enum wb_status status;
		size_t good, bad;
		const char *items, *faults, *says;
	} rows[] = {
		{ "formats side by side", "# a\n192.0.2.1 x\n{\"cidr\":\"2001:db8::/32\"}\nip4:192.0.2.2\n", WB_OK, 3, 0,
		    "192.0.2.1/32|2001:db8::/32|192.0.2.2/32|", "", "" },
		{ "bad lines end nothing", "192.0.2.1\nx\n{\"cidr\":\"y\"}\n{\n192.0.2.2\n", WB_OK, 2, 3,
		    "192.0.2.1/32|192.0.2.2/32|", "2 bad \"x\"", "" },
		{ "their numbers", "\n\n{\"cidr\":\"y\"}\n\n{\"cidr\":\"z\"}\n", WB_OK, 0, 2, "", "5 bad \"z\"", "" },
		{ "a note", "192.0.2.1/24\n", WB_OK, 1, 0, "192.0.2.0/24|", "1 noted 192.0.2.1/24 has host bits set", "" },
		{ "a long comment", "192.0.2.1 # LONG", WB_OK, 1, 0, "192.0.2.1/32", "", "" },
		{ "all records", "{\"cidr\":\"192.0.2.1\"}\n" METADATA("1"), WB_OK, 1, 0, "192.0.2.1/32|", "", "" },
		{ "a bad record is one, too", "{\"cidr\":\"x\"}\n{\n" METADATA("2"), WB_OK, 0, 2, "", "", "" },
		{ "a record is missing", "{\"cidr\":\"192.0.2.1\"}\n" METADATA("2"), WB_INVALID, 1, 0, "", "",
		    "feed.txt: cut short: 1 of the 2 records" },
		{ "a document that is cut short", "{\"a\":[\n{\"cidr\":\"192.0.2.1\"},\n", WB_INVALID, 0, 0, "", "",
		    "feed.txt:2: no JSON" },
		{ "documents one behind the other", "{\n\"cidr\":\"192.0.2.1\"\n}\n{\n\"cidr\":\"192.0.2.2\"}\n", WB_OK, 2, 0,
		    "192.0.2.1/32|192.0.2.2/32|", "", "" },
		{ "an exclusion that cannot be read", "192.0.2.0/24\n!192.0.2.x\n", WB_INVALID, 1, 1, "", "2 bad",
		    "feed.txt: 1 line with \"!\"" },
		{ "an exclusion that is too long", "192.0.2.0/24\n!192.0.2.1 LONG", WB_INVALID, 1, 1, "", "2 bad",
		    "feed.txt: 1 line with \"!\"" },
		{ "one in JSON that cannot be read", "{\"cidr\":\"192.0.2.0/24\"}\n{\"cidr\":\"!192.0.2.x\"}\n", WB_INVALID, 1,
		    1, "", "2 bad", "feed.txt: 1 line with \"!\"" },
		{ "cut short in the last line", "{\"cidr\":\"192.0.2.1\"}\n{\"cidr\":\"192.0.2.2", WB_INVALID, 1, 0, "", "",
		    "feed.txt:2: no JSON" },
		{ "cut short in the last line, between its texts", "{\"cidr\":\"192.0.2.1\"}\n{\"asn\":64", WB_INVALID, 1, 0,
		    "", "", "or the file is cut short" },
		{ "a bad last line with its end", "{\"cidr\":\"192.0.2.1\"}\n{\"cidr\":\"192\n", WB_OK, 1, 1, "", "2 bad", "" },
		{ "a number with an exponent", "{\"cidr\":\"192.0.2.1\"}\n" METADATA("1e0"), WB_OK, 1, 0, "192.0.2.1/32|", "",
		    "" },
		{ "a larger one", "{\"cidr\":\"192.0.2.1\"}\n" METADATA("1e3"), WB_INVALID, 1, 0, "", "",
		    "of the 1000 records" },
		{ "a number below nothing", "{\"cidr\":\"192.0.2.1\"}\n" METADATA("-1"), WB_INVALID, 1, 0, "", "",
		    "feed.txt:2: \"records\"" },
		{ "half a record", METADATA("1.5"), WB_INVALID, 0, 0, "", "", "feed.txt:1: \"records\"" },
		{ "nobody knows", "{\"cidr\":\"192.0.2.1\"}\n" METADATA("null"), WB_OK, 1, 0, "192.0.2.1/32|", "", "" },
		{ "more than can be counted", METADATA("18446744073709551615") METADATA("2"), WB_INVALID, 0, 0, "", "",
		    "cut short" },
		{ "damaged", "\x1f\x8b\x08", WB_INVALID, 0, 0, "", "", "damaged" },
	};
	static char text[3 * WB_LINE_BYTES_MAX];

	for (size_t i = 0; i < COUNT(rows); i++) {
		char *end = strstr(rows[i].text, "LONG");
		struct found_items items = { "" };
		struct wb_error error = { "" };
		struct wb_feed_lines lines;
		struct heard heard;

		begin_row(rows[i].label);
		snprintf(text, sizeof(text), "%s", rows[i].text);
		if (end != NULL)
			memset(text + (end - rows[i].text), 'x', 2 * WB_LINE_BYTES_MAX);
		assert_int_equal(wb_feed_read(&(struct wb_line_source){ write_text(*state, "feed.txt", text), false }, "",
				     listen(&heard), write_item, &items, &lines, &error),
		    rows[i].status);
		assert_int_equal(lines.good, rows[i].good);
		assert_int_equal(lines.bad, rows[i].bad);
		assert_contains(items.text, rows[i].items);
		assert_contains(heard.faults, rows[i].faults);
		assert_contains(error.text, rows[i].says);
		memset(text, 0, sizeof(text));
	}
}

/* Whatever the buffers' ends cut apart comes out whole. */
static void test_a_large_file_of_json(void **state)
{
	const char *path = path_in(*state, "feed.json");
	FILE *file = fopen(path, "w");
	struct wb_feed_lines lines;
	struct heard heard;
	struct found_items items = { "" };

	assert_non_null(file);
	for (int i = 0; i < 20000; i++)
		fprintf(file, "%*s{\"x\":\"%*s\",\"cidr\":\"192.0.2.0/24\"}\n", i % 7, "", i % 131, "");
	fclose(file);
	assert_int_equal(
	    wb_feed_read(&(struct wb_line_source){ path, false }, "", listen(&heard), write_item, &items, &lines, NULL), WB_OK);
	assert_int_equal(lines.good, 20000);
	assert_int_equal(lines.bad, 0);
	assert_int_equal(heard.lines, 20000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_files),
		test_in_folder(test_a_large_file_of_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
