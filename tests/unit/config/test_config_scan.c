/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_config_scan.c - mistakes of form and names in a configuration's text, each with its place, and what is left of it. */
#include "config/config_scan.h"
#include "fixture.h"

static struct wb_diagnostics diagnostics;
static struct wb_config_scan scan;

static void scan_text(char *text)
{
	diagnostics.count = 0;
	wb_pool_close(&scan.pool);
	memset(&scan, 0, sizeof(scan));
	assert_int_equal(wb_config_scan_text(text, &scan, &diagnostics), WB_OK);
}

struct row {
	const char *label, *text, *says[3]; /* "LINE:COLUMN part of it"; as many as there are mistakes */
};

static void check_rows(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char text[512], line[WB_DIAGNOSTIC_LINE_SIZE];
		size_t said = 0;

		begin_row(rows[i].label);
		snprintf(text, sizeof(text), "%s", rows[i].text);
		scan_text(text);
		for (; said < COUNT(rows[i].says) && rows[i].says[said] != NULL; said++) {
			size_t place = strcspn(rows[i].says[said], " ");

			assert_true(said < diagnostics.count);
			wb_diagnostic_format(&diagnostics.rows[said], "f", line);
			print_message("      %s\n", line);
			assert_int_equal(strncmp(line + 2, rows[i].says[said], place), 0);
			assert_int_equal(line[2 + place], ':');
			assert_contains(line, rows[i].says[said] + place + 1);
			assert_contains(line, "found ");
			assert_contains(line, "expected");
		}
		assert_int_equal(diagnostics.count, said);
	}
}

static void test_what_is_good(void **state)
{
	static const struct row rows[] = {
		{ "nothing", "", { NULL } },
		{ "settings and sections", "mode = 1\nsite { name = \"d\" }\ncategory \"a\" { action = tag }", { NULL } },
		{ "braces in quotes and comments", "mode = \"{\" # {\nstore = '{' // {\n/* {\n{ */ on_error = 1\n", { NULL } },
		{ "quotes in comments", "# don't\n// \"\n/* ' */\n", { NULL } },
		{ "all in one line", "mode = a on_error = b site { name = c url = d } geoip { asn = \"\" }", { NULL } },
		{ "a list that is added to", "exempt { hosts = {1} hosts += {2} }", { NULL } },
		{ "a title in a line of its own", "category\n\"a\"\n{ }\ncategory\nb\n{ }", { NULL } },
		{ "a comma at a list's end", "exempt { hosts = {1, 2,} }", { NULL } },
		{ "a list without braces", "exempt { hosts = 1 }", { NULL } },
		{ "a value of several lines", "category \"a\" { text = \"b\nc\" }", { NULL } },
		{ "the same title in another kind", "dnsbl \"a\" { }\ndnswl \"a\" { }", { NULL } },
		{ "the same code in another zone", "dnsbl \"a\" { code \"1\" { } }\ndnsbl \"b\" { code \"1\" { } }", { NULL } },
		{ "names in quotes", "\"mode\" = \"a\"", { NULL } },
		{ "single quotes keep ${", "store = '${HOME}'", { NULL } },
		{ "a comment keeps it", "# ${HOME}\n", { NULL } },
		{ "escapes that are known", "site { name = \"a\\\"b\\\\c\\n\" }", { NULL } },
		{ "a pattern in single quotes", "rule \"a\" { helo_pattern = '^\\d+\\.' }", { NULL } },
		{ "a pattern with two backslashes", "rule \"a\" { helo_pattern = \"^\\\\d+\\x41\" }", { NULL } },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

static void test_braces(void **state)
{
	static const struct row rows[] = {
		{ "a section", "site {\n", { "1:6 the { of site and no } that closes it" } },
		{ "before the next section", "site {\n name = \"a\"\n\ngeoip {\n}\n", { "1:6 a } before geoip in line 4" } },
		{ "before a setting outside", "site {\n name = \"a\"\nmode = b\n", { "1:6 a } before mode in line 3" } },
		{ "before one of the same kind", "category \"a\" {\ncategory \"b\" {\n}\n",
		    { "1:14 a } before category in line 2" } },
		{ "the inner one, by where the outer one's stands",
		    "dnsbl \"a\" {\n  code \"b\" {\n    scope = c\n}\nmode = d\n", { "2:12 the { of code" } },
		{ "both", "dnsbl \"a\" {\n  code \"b\" {\nmode = d\n", { "1:11 before mode", "2:12 before mode" } },
		{ "a list", "exempt {\n hosts = {1,\n 2\n authenticated = true\n}\n",
		    { "2:10 } before authenticated in line 4" } },
		{ "a list at the end", "nat64_prefixes = {1", { "1:18 behind its last value" } },
		{ "one too many", "site { }\n}\n", { "2:1 closes nothing" } },
		{ "none before the first", "{ }", { "1:1 no name before it" } },
		{ "a list in a list", "exempt { hosts = {{1}} }", { "1:19 a { in a list" } },
		{ "around one value", "mode = {a}", { "1:8 one value without them" } },
		{ "brackets", "exempt { hosts = [\"1\", \"2\"] }\nmode = a", { "1:18 { ... }" } },
		{ "brackets around words", "exempt { hosts = [1, 2] }\nmode = a", { "1:18 { ... }" } },
		{ "parentheses", "exempt { hosts = (\"1\", \"2\") }\nmode = a", { "1:18 { ... }" } },
		{ "no braces around several", "exempt { hosts = 1, 2 }", { "1:18 hosts = {1, ...}" } },
		{ "a setting with a block", "mode { a }", { "1:6 a = between" } },
		{ "a section without a block", "site\nmode = a", { "1:1 site { ... }" } },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

static void test_quotes(void **state)
{
	static const struct row rows[] = {
		{ "double", "mode = \"a\n", { "1:8 expected \" at the end of \"a" } },
		{ "single", "mode = 'a\n", { "1:8 expected ' at the end of 'a" } },
		{ "before the next statement", "mode = \"a\nstore = \"b\"\n", { "1:8 expected \"" } },
		{ "in a section of one line", "site { name = \"a }\nmode = b", { "1:15 expected \"" } },
		{ "in a title", "category \"a {\n  action = tag\n}\n", { "1:10 expected \"" } },
		{ "a backslash before the last", "mode = \"a\\\"\n", { "1:8 expected \"" } },
		{ "one is missing in a list", "exempt { hosts = {\"1\", \"2, \"3\"} }", { "1:29 an odd number of quotes" } },
		{ "one is missing at its end", "exempt { hosts = {\"1\", \"2} }", { "1:24 expected \"" } },
		{ "quotes in quotes", "site { name = \"a \"b\" c\" }", { "1:19 a \\ before each quote" } },
		{ "no quotes around words", "site { name = a b }", { "1:17 quotes around the whole value" } },
		{ "curled",
		    "mode = \xe2\x80\x9c"
		    "a\xe2\x80\x9d",
		    { "1:8 \" at both ends" } },
		{ "curled in a list",
		    "exempt { hosts = {\xe2\x80\x9e"
		    "1\xe2\x80\x9c} }",
		    { "1:19 \" at both ends" } },
		{ "grave accents", "mode = `a`", { "1:8 \" at both ends" } },
		{ "an escape", "site { name = \"a\\d\" }", { "1:17 \\\\d, or single quotes" } },
		{ "of a pattern", "rule \"a\" { helo_pattern = \"a\\.b\" }", { "1:29 \\\\., or single quotes" } },
		{ "environment", "\nstore = \"x${HOME}\"\n", { "2:11 ${" } },
		{ "twice", "store = \"${A}${B}\"", { "1:10 ${", "1:14 ${" } },
		{ "without quotes", "store = ${HOME}\n", { "1:9 ${" } },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

static void test_marks(void **state)
{
	static const struct row rows[] = {
		{ "a semicolon", "mode = \"a\";", { "1:11 a setting ends with its line" } },
		{ "behind a word", "mode = a;\nsite { name = b; url = c; }", { "1:9 ;", "2:16 ;", "2:25 ;" } },
		{ "in a list", "exempt { hosts = {1; 2} }", { "1:20 a comma between" } },
		{ "before a comment", "; a comment\nmode = a", { "1:1 # before a comment" } },
		{ "a comma", "mode = a,", { "1:9 expected none" } },
		{ "two in a list", "exempt { hosts = {1,,2} }", { "1:21 no value before it" } },
		{ "none in a list", "exempt { hosts = {1 2} }", { "1:21 a comma between them" } },
		{ "a comma in a number", "category \"a\" { threshold = 1,5 }", { "1:29 1.5" } },
		{ "no =", "mode \"a\"", { "1:6 a = between" } },
		{ "two", "mode == a", { "1:7 one = between" } },
		{ "an arrow", "mode => a", { "1:7 one = between" } },
		{ "a colon", "mode: a", { "1:1 a =" } },
		{ "a colon and a =", "mode := a", { "1:1 a =" } },
		{ "a colon behind a section", "site: { name = b }", { "1:1 site { ... }" } },
		{ "no value", "mode =\non_error = a", { "1:1 enforce or monitor behind" } },
		{ "no value in a section", "site { name = }", { "1:8 no value" } },
		{ "a name alone", "site { name }", { "1:8 name = ..." } },
		{ "no name", "= a", { "1:1 no name before it" } },
		{ "a section with =", "site = { nam = a }", { "1:6 site { ... }", "1:10 name = ..." } },
		{ "a titled one", "category = \"a\"", { "1:10 category \"a\" { ... }" } },
		{ "one before another", "site\ngeoip { }", { "1:1 site { ... }" } },
		{ "added to nothing", "exempt { hosts += {1} }", { "1:10 nothing before" } },
		{ "a section as others write it", "[site]\n", { "1:1 site { ... }" } },
		{ "a comment in a comment", "/* a /* b */ c */\n", { "1:14 found c" } },
		{ "its end alone", "*/\n", { "1:1 ends no comment" } },
		{ "a comment that never ends", "mode = a\n/* {\n", { "2:1 a */" } },
		{ "prose", "This is it\nmode = a", { "1:1 # before a comment" } },
		{ "a file", "include(\"/x\")", { "1:1 all settings in this file" } },
		{ "a space that is none",
		    "mode =\xc2\xa0"
		    "a",
		    { "1:7 a plain space" } },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

static void test_each_setting_has_room(void **state)
{
	(void)state;
	assert_true(wb_setting_count <= 256);
}

static void test_names(void **state)
{
	static const struct row rows[] = {
		{ "unknown", "bogus = 1", { "1:1 one of mode" } },
		{ "nearly", "moed = 1", { "1:1 expected mode = ..." } },
		{ "elsewhere", "contacts = {1}", { "1:1 it in site { ... }" } },
		{ "a section within another", "site { dnsbl \"a\" { } }", { "1:8 outside of any section" } },
		{ "no title", "category { action = tag }", { "1:10 category \"ID\" { ... }" } },
		{ "an empty one", "category \"\" { action = tag }", { "1:10 without a title" } },
		{ "a title too many", "site \"a\" { nam = b }", { "1:6 without a title", "1:12 name = ..." } },
		{ "two titles", "dnsbl \"a\" \"b\" { }", { "1:11 a section of its own for each" } },
		{ "a setting twice", "mode = a\nmode = b",
		    { "2:1 a second time in the same section: expected it once; it stands in line 1" } },
		{ "a section twice", "site { }\nsite { }", { "2:1 begins in line 1" } },
		{ "a title twice", "dnsbl \"a\" { }\n\ndnsbl \"a\" { }", { "3:7 a second section with the title \"a\"" } },
		{ "within another twice", "dnsbl \"a\" { code \"b\" { } code \"b\" { } }", { "1:31 the title \"b\"" } },
		{ "no key of an account", "dnsbl \"abc.zen.dq.spamhaus.net\" { }\ndnsbl \"abc.zen.dq.spamhaus.net\" { }",
		    { "2:7 title \"zen.dq.spamhaus.net\"" } },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

static void test_what_is_left_and_where_it_stood(void **state)
{
	char text[] =
	    "mode = a\nbogus = {1}\nexempt {\n  hosts = {1,\n   2} recipients = {}\n}\ndnsbl \"b\" { x = 1 code \"c\" { } }\n";
	static const struct wb_position values[] = { { 1, 8 }, { 4, 12 }, { 5, 4 } };
	static const struct {
		const char *name;
		size_t parent;
		bool has_mistake;
		struct wb_position position;
	} sections[] = { { "exempt", 0, false, { 3, 1 } }, { "dnsbl", 0, true, { 7, 7 } }, { "code", 2, false, { 7, 24 } } };

	(void)state;
	scan_text(text);
	assert_string_equal(text,
	    "mode = a\n           \nexempt {\n  hosts = {1,\n   2} recipients = {}\n}\ndnsbl \"b\" {       code \"c\" { } }\n");
	assert_int_equal(scan.value_count, COUNT(values));
	for (size_t i = 0; i < COUNT(values); i++)
		assert_memory_equal(&scan.values[i], &values[i], sizeof(values[i]));
	assert_int_equal(scan.section_count, COUNT(sections));
	for (size_t i = 0; i < COUNT(sections); i++) {
		assert_string_equal(scan.sections[i].section->name, sections[i].name);
		assert_int_equal(scan.sections[i].place, i + 1);
		assert_int_equal(scan.sections[i].parent, sections[i].parent);
		assert_int_equal(scan.sections[i].has_mistake, sections[i].has_mistake);
		assert_memory_equal(&scan.sections[i].position, &sections[i].position, sizeof(sections[i].position));
	}
	wb_pool_close(&scan.pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_good),
		cmocka_unit_test(test_braces),
		cmocka_unit_test(test_quotes),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_each_setting_has_room),
		cmocka_unit_test(test_what_is_left_and_where_it_stood),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
