/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_report_section.c - the kinds of reports: those that are built in, what a file makes of them, and patterns of reasons. */
#include "fixture.h"
#include "verdict/event.h"

static const struct wb_report_settings *settings_of(const struct wb_config *config, const char *name)
{
	const struct wb_report_settings *settings = wb_report_find(config, name);

	begin_row(name);
	assert_non_null(settings);
	return settings;
}

static void test_the_built_in_kinds(void **state)
{
	static const struct {
		const char *name, *category;
		uint32_t hits;
		int64_t leak_s, ttl_s;
		bool is_certain;
	} rows[] = {
		{ "trap", "spam-source", 1, 21600, 86400, true },
		{ "malware", "virus", 1, 21600, 86400, true },
		{ "unknown-recipients", "spam-source", 3, 21600, 86400, false },
		{ "protocol", "virus", 5, 21600, 86400, false },
		{ "formmail", "formmail", 1, 86400, 21600, false },
	};
	struct wb_config *config = open_config(*state, "");

	assert_int_equal(config->report_count, COUNT(rows));
	assert_int_equal(wb_report_kind_count, COUNT(rows));
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct wb_report_settings *settings = settings_of(config, rows[i].name);

		assert_string_equal(settings->category_id, rows[i].category);
		assert_int_equal(settings->hits, rows[i].hits);
		assert_int_equal(settings->leak_s, rows[i].leak_s);
		assert_int_equal(settings->ttl_s, rows[i].ttl_s);
		assert_int_equal(settings->ttl_max_s, 30 * 86400);
		assert_int_equal(settings->is_certain, rows[i].is_certain);
		assert_true(settings->enabled);
	}
	assert_null(wb_report_find(config, "traps"));
	wb_config_close(&config);
}

static void test_a_section_changes_what_it_names(void **state)
{
	struct wb_config *config = open_config(*state,
	    "report \"unknown-recipients\" { hits = 5 }\n"
	    "report \"malware\" { except = {\"PUA.*\"} }\n"
	    "report \"trap\" { enabled = false }\n"
	    "category \"scan\" { action = \"defer\" }\n"
	    "report \"honeypot@web\" { category = \"scan\" leak = \"\" ttl = \"2h\" ttl_max = \"2h\" }\n");
	const struct wb_report_settings *settings = settings_of(config, "unknown-recipients");

	assert_int_equal(settings->hits, 5);
	assert_int_equal(settings->leak_s, 21600);
	settings = settings_of(config, "malware");
	assert_int_equal(settings->except.count, 1);
	assert_string_equal(settings->category_id, "virus");
	assert_false(settings_of(config, "trap")->enabled);
	settings = settings_of(config, "honeypot@web");
	assert_string_equal(settings->category_id, "scan");
	assert_int_equal(settings->hits, 1);
	assert_int_equal(settings->leak_s, 0);
	assert_int_equal(settings->ttl_s, 7200);
	assert_false(settings->is_certain);
	assert_int_equal(config->report_count, wb_report_kind_count + 1);
	wb_config_close(&config);
}

static void test_mistakes(void **state)
{
	static const struct {
		const char *text, *wanted;
	} rows[] = {
		{ "report \"\" {}", "found report without a title: expected report \"KIND\" { ... }" },
		{ "report \"two words\" {}", "found report \"two words\": expected a kind" },
		{ "report \"a23456789012345678901234567890123\" {}", "expected a kind of 1 to 32" },
		{ "report \"trap\" { category = \"traps\" }", "with category = \"traps\": expected a category" },
		{ "report \"trap\" { category = \"allow\" }", "with category = \"allow\": expected a category" },
		{ "report \"trap\" { ttl = \"\" }", "found report \"trap\" with ttl = \"\": expected a time" },
		{ "report \"trap\" { ttl = \"31d\" }", "with a ttl_max that is shorter" },
		{ "report \"trap\" { hits = 0 }", "found hits = \"0\"" },
		{ "report \"trap\" {}\nreport \"trap\" {}", "" },
	};
	static struct wb_diagnostics diagnostics;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_config *config;

		begin_row(rows[i].text);
		assert_int_equal(
		    wb_config_open(write_text(*state, "whyblock.conf", rows[i].text), &config, &diagnostics), WB_INVALID);
		assert_int_equal(diagnostics.count, 1);
		assert_contains(diagnostics.rows[0].text, rows[i].wanted);
		wb_config_close(&config);
	}
}

static void test_kinds_have_an_end(void **state)
{
	char text[WB_REPORT_KINDS_MAX * 32] = "";
	static struct wb_diagnostics diagnostics;
	struct wb_config *config;

	for (size_t i = wb_report_kind_count; i <= WB_REPORT_KINDS_MAX; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "report \"kind%zu\" {}\n", i);
	assert_int_equal(wb_config_open(write_text(*state, "whyblock.conf", text), &config, &diagnostics), WB_INVALID);
	assert_int_equal(diagnostics.count, 1);
	assert_contains(diagnostics.rows[0].text, "expected at most 64 kinds");
	wb_config_close(&config);
}

static void test_patterns_of_reasons(void **state)
{
	static const struct {
		const char *pattern, *reason;
		bool matches;
	} rows[] = {
		{ "Heuristics.*", "Heuristics.Phishing.Email", true },
		{ "Heuristics.*", "heuristics.phishing", true },
		{ "Heuristics.*", "Win.Heuristics.x", false },
		{ "*.UNOFFICIAL", "Own.Test.UNOFFICIAL", true },
		{ "*.UNOFFICIAL", "Own.Test.UNOFFICIAL.not", false },
		{ "*a*b*", "xxaxxbxx", true },
		{ "*a*b", "ab b a", false },
		{ "?", "x", true },
		{ "?", "", false },
		{ "*", "", true },
		{ "", "", true },
		{ "", "x", false },
		{ "a.c", "abc", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *items[] = { "never", rows[i].pattern };
		const struct wb_report_settings settings = { .except = { items, 2 } };

		begin_row(rows[i].pattern);
		assert_int_equal(wb_report_is_excepted(&settings, rows[i].reason), rows[i].matches);
	}
}

/* The name of malware whose end, by which it were excepted, is cut off, lists nobody. */
static void test_a_reason_that_was_cut(void **state)
{
	const char *items[] = { "PUA.*", "*.UNOFFICIAL" };
	const struct wb_report_settings settings = { .except = { items, 2 } }, first = { .except = { items, 1 } };
	char reason[WB_EVENT_REPORT_REASON_SIZE];

	(void)state;
	memset(reason, 'a', sizeof(reason) - 1);
	reason[sizeof(reason) - 1] = '\0';
	assert_true(wb_report_is_excepted(&settings, reason));
	assert_false(wb_report_is_excepted(&first, reason));
	reason[sizeof(reason) - 2] = '\0';
	assert_false(wb_report_is_excepted(&settings, reason));
}

static void test_a_hostile_pattern_takes_no_time(void **state)
{
	char pattern[200], reason[WB_EVENT_REPORT_REASON_SIZE - 1];
	const char *items[] = { pattern };
	const struct wb_report_settings settings = { .except = { items, 1 } };

	(void)state;
	for (size_t i = 0; i < sizeof(pattern) - 1; i++)
		pattern[i] = i % 2 == 0 ? '*' : 'a';
	pattern[sizeof(pattern) - 2] = 'b';
	pattern[sizeof(pattern) - 1] = '\0';
	memset(reason, 'a', sizeof(reason) - 1);
	reason[sizeof(reason) - 1] = '\0';
	/* One that tries all ways would not end before the sun does. */
	assert_false(wb_report_is_excepted(&settings, reason));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_the_built_in_kinds),
		test_in_folder(test_a_section_changes_what_it_names),
		test_in_folder(test_mistakes),
		test_in_folder(test_kinds_have_an_end),
		cmocka_unit_test(test_patterns_of_reasons),
		cmocka_unit_test(test_a_reason_that_was_cut),
		cmocka_unit_test(test_a_hostile_pattern_takes_no_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
