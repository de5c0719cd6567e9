/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_scan_value.c - a value behind its =: taken, or told, and where the walk stands then. More is in test_config_scan.c. */
#include "config/scan_tell.h"
#include "fixture.h"

static struct wb_diagnostics diagnostics;
static struct wb_config_scan scan;
static struct wb_scan_walk walk;

/* Takes the value in "NAME = VALUE rest"; what stands behind it is returned. */
static const char *take(char *text, const char *section, bool *is_good_r)
{
	struct wb_token name;

	diagnostics.count = 0;
	wb_pool_close(&scan.pool);
	memset(&scan, 0, sizeof(scan));
	walk = (struct wb_scan_walk){ .scan = &scan, .diagnostics = &diagnostics };
	wb_token_scanner_open(&walk.at, text);
	name = wb_token_next(&walk.at);
	wb_token_next(&walk.at);
	*is_good_r = wb_scan_value(&walk, wb_setting_find(section, name.end[-1] == 's' ? "hosts" : "mode"), &name);
	return walk.at.at;
}

static void test_values(void **state)
{
	static const struct {
		const char *label, *text, *behind;
		bool is_good;
		size_t values;
	} rows[] = {
		{ "a word", "mode = a store = b", " store = b", true, 1 },
		{ "in quotes", "mode = \"a b\" store = b", " store = b", true, 1 },
		{ "a list", "hosts = {a, b} x", " x", true, 2 },
		{ "a list of nothing", "hosts = {} x", " x", true, 0 },
		{ "one for a list", "hosts = a }", " }", true, 1 },
		{ "two words", "mode = a b\nstore = c", "\nstore = c", false, 0 },
		{ "two words in a section", "mode = a b }", " }", false, 0 },
		{ "a list for one", "mode = {a\n, b} x\ny", "\ny", false, 0 },
		{ "a missing comma", "hosts = {a b} x", " x", false, 0 },
		{ "a list without an end", "hosts = {a\nmode = b", "\nmode = b", false, 0 },
		{ "brackets over lines", "hosts = [\"a\",\n\"b\"]\nmode = c", "\nmode = c", false, 0 },
		{ "nothing", "mode =\nstore = b", "\nstore = b", false, 0 },
		{ "nothing at all", "mode =", "", false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[128];
		bool is_good;

		begin_row(rows[i].label);
		snprintf(text, sizeof(text), "%s", rows[i].text);
		assert_string_equal(take(text, text[0] == 'h' ? "exempt" : "", &is_good), rows[i].behind);
		assert_int_equal(is_good, rows[i].is_good);
		assert_int_equal(diagnostics.count, rows[i].is_good ? 0 : 1);
		assert_int_equal(scan.value_count, rows[i].values);
	}
	wb_pool_close(&scan.pool);
}

static void test_what_is_shown_of_a_token(void **state)
{
	static const struct {
		const char *text, *shown;
	} rows[] = {
		{ "short", "short" },
		{ "\x80\x81\x80\x81\x80\x81\x80\x81\x80\x81\x80\x81\x80\x81\x80\x81\x80\x81\x80\x81\x80\x81\x80\x81\x80\x81\x80\x81\x80\x81"
		  "\x80\x81\x80\x81\x80\x81\x80\x81\x80\x81\x80\x81\x80\x81\x80",
		    "..." },
		{ "\"a\nb\"", "\"a..." },
		{ "a23456789012345678901234567890123456789012345", "a234567890123456789012345678901234567890..." },
		{ "a2345678901234567890123456789012345678\xe2\x82\xac", "a2345678901234567890123456789012345678..." },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[64], shown[64];
		struct wb_token_scanner scanner;
		struct wb_token token;

		begin_row(rows[i].text);
		snprintf(text, sizeof(text), "%s", rows[i].text);
		wb_token_scanner_open(&scanner, text);
		token = wb_token_next(&scanner);
		snprintf(shown, sizeof(shown), "%.*s%s", WB_TOKEN_SHOWN(&token));
		assert_string_equal(shown, rows[i].shown);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_what_is_shown_of_a_token),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
