/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_feed_columns.c - lines that are cut into columns, and which of them is a heading. */
#include "desk/feed_columns.h"

#include "unit.h"

static void test_columns(void **state)
{
	static const struct {
		const char *line;
		char separator;
		const char *columns; /* each in < > */
	} rows[] = {
		{ "a,b", ',', "<a><b>" },
		{ " a ; b ", ';', "<a><b>" },
		{ "a\tb c", '\t', "<a><b c>" },
		{ "a|", '|', "<a><>" },
		{ "a|b", '|', "<a><b>" },
		{ "a", ' ', "<a>" },
		{ "\"a,b\",c", ',', "<a,b><c>" },
		{ "\"a \"\"b\"\"\" , c", ',', "<a \"b\"><c>" },
		{ "\"a", ' ', "<a>" },
		{ "a,,b", ',', "<a><><b>" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char line[100], found[100] = "", *rest = line, *column;

		begin_row(rows[i].line);
		snprintf(line, sizeof(line), "%s", rows[i].line);
		assert_int_equal(wb_feed_columns_separator(line), rows[i].separator);
		while ((column = wb_feed_columns_take(&rest, rows[i].separator)) != NULL)
			snprintf(found + strlen(found), sizeof(found) - strlen(found), "<%s>", column);
		assert_string_equal(found, rows[i].columns);
	}
}

static void test_headings(void **state)
{
	static const struct {
		const char *line;
		bool is_heading, has_pairs, has_place;
		size_t place; /* of "ip" */
	} rows[] = {
		{ "ip", true, false, true, 0 },
		{ "n;IP", true, false, true, 1 },
		{ "\"n\",\"ip\"", true, false, true, 1 },
		{ "Start,End", true, true, false, 0 },
		{ "IP Address,n", true, false, false, 0 },
		{ "n,m", false, false, false, 0 },
		{ "192.0.2.1", false, false, false, 0 },
		{ "!ip", false, false, false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_feed_parser parser = { .column = "ip" };

		begin_row(rows[i].line);
		assert_int_equal(wb_feed_columns_is_heading(&parser, rows[i].line), rows[i].is_heading);
		assert_int_equal(parser.has_pairs, rows[i].has_pairs);
		assert_int_equal(wb_feed_columns_read_heading(&parser, rows[i].line), rows[i].has_place);
		if (rows[i].has_place)
			assert_int_equal(parser.place, rows[i].place);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_headings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
