/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_config_scan.c - statements found and blanked in a configuration's text, and mistakes that libconfuse forgives. */
#include "config/config_scan.h"
#include "fixture.h"

static struct wb_diagnostics diagnostics;

static void test_check_finds_what_libconfuse_forgives(void **state)
{
	static const struct {
		const char *label, *text;
		bool good_grammar;
		int line; /* of the only mistake; 0: none */
		const char *part;
	} rows[] = {
		{ "good", "a = 1\nb { c = \"d\" }\n", true, 0, NULL },
		{ "empty", "", true, 0, NULL },
		{ "open brace", "a {\nb {\n}\n", false, 1, "never closed" },
		{ "the inner brace is open", "a {\nb {\n", false, 2, "never closed" },
		{ "brace too many", "a { }\n}\n", false, 2, "closes nothing" },
		{ "open double quote", "\na = \"b\n\n", false, 2, "closed: expected \" at" },
		{ "open single quote", "a = 'b\n", false, 1, "closed: expected ' at" },
		{ "a backslash hides the closing quote", "a = \"b\\\"\n", false, 1, "quote" },
		{ "too deep", "{{{{{{{{{{{{{{{{{}}}}}}}}}}}}}}}}}", false, 1, "too deep" },
		{ "braces in quotes and comments", "a = \"{\" # {\nb = '{' // {\n/* {\n{ */ c = 1\n", true, 0, NULL },
		{ "quotes in comments", "# don't\n// \"\n/* ' */\n", true, 0, NULL },
		{ "a comment that never ends", "a = 1\n/* {\n", false, 2, "expected a */" },
		{ "environment", "\na = \"x${HOME}\"\n", true, 2, "${" },
		{ "environment without quotes", "a = ${HOME}\n", true, 1, "${" },
		{ "single quotes keep it", "a = '${HOME}'\n", true, 0, NULL },
		{ "in a comment", "# ${HOME}\n", true, 0, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[256];

		begin_row(rows[i].label);
		snprintf(text, sizeof(text), "%s", rows[i].text);
		diagnostics.count = 0;
		assert_int_equal(wb_config_scan_check(text, &diagnostics), rows[i].good_grammar);
		assert_int_equal(diagnostics.count, rows[i].line != 0);
		if (rows[i].line != 0) {
			assert_int_equal(diagnostics.rows[0].line, rows[i].line);
			assert_contains(diagnostics.rows[0].text, rows[i].part);
		}
	}
}

static void test_check_disarms_each_dollar_brace(void **state)
{
	char text[] = "a = \"${X}${Y}\" b = '${Z}'";

	(void)state;
	diagnostics.count = 0;
	assert_true(wb_config_scan_check(text, &diagnostics));
	assert_int_equal(diagnostics.count, 2);
	assert_string_equal(text, "a = \"/_X_/_Y_\" b = '${Z}'");
}

static void test_check_blanks_comments_and_keeps_lines(void **state)
{
	char text[] = "a = 1 # b\n// c\n/* d\n e */ f = \"# g // /* h */\" '/* i */'\n#";

	(void)state;
	diagnostics.count = 0;
	assert_true(wb_config_scan_check(text, &diagnostics));
	assert_int_equal(diagnostics.count, 0);
	assert_string_equal(text, "a = 1    \n    \n    \n      f = \"# g // /* h */\" '/* i */'\n ");
}

static void test_blank_takes_one_statement_and_keeps_lines(void **state)
{
	static const struct {
		const char *label, *text, *name;
		int line;
		const char *wanted; /* NULL: nothing found */
	} rows[] = {
		{ "a setting", "a = 1\nb = 2\n", "a", 1, "     \nb = 2\n" },
		{ "a list over lines", "a = {1,\n2} b = 3", "a", 1, "       \n   b = 3" },
		{ "a list that is added to", "a += {1} b = 3", "a", 1, "         b = 3" },
		{ "a section", "a { b = 1 } c = 2", "a", 1, "            c = 2" },
		{ "a section with title and inner braces", "a \"t\" { b { c = {1} } d = \"}\"\n} e = 2", "a", 1,
		    "                             \n  e = 2" },
		{ "a name alone", "a\n} b", "a", 1, " \n} b" },
		{ "a name in quotes", "\"a\" = 1 b = 2", "a", 1, "        b = 2" },
		{ "only on that line", "a = 1\na = 2\n", "a", 2, "a = 1\n     \n" },
		{ "not in a value", "b = \"a = 1\"\n", "a", 1, NULL },
		{ "not part of a word", "ab = 1\n", "a", 1, NULL },
		{ "not on another line", "\na = 1\n", "a", 1, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[256];

		begin_row(rows[i].label);
		snprintf(text, sizeof(text), "%s", rows[i].text);
		assert_int_equal(wb_config_scan_blank(text, rows[i].name, rows[i].line), rows[i].wanted != NULL);
		assert_string_equal(text, rows[i].wanted != NULL ? rows[i].wanted : rows[i].text);
	}
}

static void test_the_last_section_with_a_title(void **state)
{
	static const char original[] = "c \"x\" { a = 1 }\nc \"y\" { a = 2 }\nc \"x\" {\n a = 3 }\nc \"x\" { a = 4 }\n";
	static const struct {
		const char *label, *title;
		int line, wanted;
	} rows[] = {
		{ "the last one up to the line", "x", 4, 3 },
		{ "that of the line itself", "x", 5, 5 },
		{ "the first", "x", 1, 1 },
		{ "another title", "y", 5, 2 },
		{ "none before the line", "y", 1, 0 },
		{ "no such title", "z", 5, 0 },
	};
	char text[sizeof(original)];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		memcpy(text, original, sizeof(original));
		assert_int_equal(wb_config_scan_titled_line(text, rows[i].title, rows[i].line), rows[i].wanted);
	}
	assert_true(wb_config_scan_blank_titled(text, "x", 4));
	assert_string_equal(text, "c \"x\" { a = 1 }\nc \"y\" { a = 2 }\n       \n        \nc \"x\" { a = 4 }\n");
	assert_false(wb_config_scan_blank_titled(text, "z", 5));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_check_finds_what_libconfuse_forgives),
		cmocka_unit_test(test_check_disarms_each_dollar_brace),
		cmocka_unit_test(test_check_blanks_comments_and_keeps_lines),
		cmocka_unit_test(test_blank_takes_one_statement_and_keeps_lines),
		cmocka_unit_test(test_the_last_section_with_a_title),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
