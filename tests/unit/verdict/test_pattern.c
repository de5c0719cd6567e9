/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_pattern.c - patterns over what strangers send: what they match, and that nobody can make one cost much. */
#include "verdict/pattern.h"

#include "unit.h"

#define LIMITS "(*LIMIT_MATCH=400000000)(*LIMIT_DEPTH=400000000)(*LIMIT_HEAP=400000000)"

static struct wb_pattern *pattern;

static int close_pattern(void **state)
{
	(void)state;
	wb_pattern_close(&pattern);
	assert_null(pattern);
	return 0;
}

static void open_pattern(const char *text)
{
	struct wb_error error = { "" };

	close_pattern(NULL);
	if (wb_pattern_open(text, &pattern, &error) != WB_OK)
		fail_msg("%s", error.text);
}

static void test_what_matches(void **state)
{
	static const struct {
		const char *pattern, *subject;
		size_t length; /* 0: up to its NUL */
		enum wb_pattern_result result;
	} rows[] = {
		{ "dyn", "a.DYNAMIC.example.com", 0, WB_PATTERN_YES },
		{ "(?-i)dyn", "a.DYNAMIC.example.com", 0, WB_PATTERN_NO },
		{ "^bcc:", "hello\nBcc: ann@example.org\n", 0, WB_PATTERN_YES },
		{ "^bcc:", "hello bcc: ann", 0, WB_PATTERN_NO },
		{ "\\Abcc:", "hello\nBcc: ann@example.org\n", 0, WB_PATTERN_NO }, { "hello$", "hello\nann", 0, WB_PATTERN_YES },
		{ "hello\\z", "hello\nann", 0, WB_PATTERN_NO }, { "hello$", "hello\rann", 0, WB_PATTERN_NO },
		{ "h.llo", "h\nllo", 0, WB_PATTERN_NO }, { "^..$", "\xc3\xbc", 0, WB_PATTERN_YES }, /* bytes */
		{ "\xc3\x9c", "\xc3\xbc", 0, WB_PATTERN_NO }, { "ann", "\0ann\0", 5, WB_PATTERN_YES },
		{ "a\\x00n", "a\0n", 3, WB_PATTERN_YES }, { "ann", "ann", 2, WB_PATTERN_NO }, { "^$", "", 0, WB_PATTERN_YES },
		{ "a", "", 0, WB_PATTERN_NO }, { "", "ann", 0, WB_PATTERN_YES }, { "(a)(b)(c)\\3", "abcc", 0, WB_PATTERN_YES },
		{ "(?<!x)ann(?=\\W)", "ann@example.org", 0, WB_PATTERN_YES },
		{ "^(\\((?1)*\\))$", "(()())", 0, WB_PATTERN_YES },                  /* itself */
		{ "a(?C7)b", "ab", 0, WB_PATTERN_YES },                              /* a callout is counted and does nothing */
		{ "(*LIMIT_MATCH=1)a+b?a*c", "aaaaaaaaabc", 0, WB_PATTERN_UNKNOWN }, /* a smaller limit */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		uint32_t cost;

		begin_row(rows[i].pattern);
		open_pattern(rows[i].pattern);
		/* Each match is for itself. */
		for (int again = 0; again < 2; again++) {
			cost = wb_pattern_cost(pattern);
			assert_int_equal(wb_pattern_match(pattern, rows[i].subject,
					     rows[i].length > 0 ? rows[i].length : strlen(rows[i].subject)),
			    rows[i].result);
		}
		assert_int_equal(wb_pattern_cost(pattern), cost);
	}
}

/* What they would cost without a limit is years, or megabytes. What counts is what was tried, and never the time. */
static void test_no_text_makes_a_pattern_cost_much(void **state)
{
	static const char *const rows[] = {
		"(a+)+$",
		LIMITS "(a+)+$",
		"(*NO_START_OPT)(*NO_AUTO_POSSESS)" LIMITS "(a+)+$",
		"(a|aa)+$",
		"(a|a?)+$",
		"(.*a){11}$",
		"((a{1,20}){1,20}){1,3}b?$",
		"(?:(\\w+)\\1)+[xyz]",
		"(?:(a+)\\1*)+[xyz]",
		"(a(?1)?a)+[xyz]",
		"(a|(?1)a)[xyz]",
		"(?:a(?C1))+a*a*a*[xyz]",
	};
	static char subject[WB_PATTERN_SUBJECT_MAX];
	static const size_t lengths[] = { 255, 5000, WB_PATTERN_SUBJECT_MAX };

	(void)state;
	memset(subject, 'a', sizeof(subject));
	for (size_t i = 0; i < COUNT(rows); i++) {
		open_pattern(rows[i]);
		for (size_t k = 0; k < COUNT(lengths); k++) {
			begin_row(rows[i]);
			subject[lengths[k] - 1] = '!';
			assert_int_equal(wb_pattern_match(pattern, subject, lengths[k]), WB_PATTERN_UNKNOWN);
			assert_in_range(wb_pattern_cost(pattern), 0, WB_PATTERN_COST_MAX(lengths[k]) + 2 * lengths[k]);
			subject[lengths[k] - 1] = 'a';
		}
	}
}

/* What the cost alone would allow. */
static void test_limits_of_one_beginning(void **state)
{
#define TEN_GROUPS "|(b)|(b)|(b)|(b)|(b)|(b)|(b)|(b)|(b)|(b)"
	static const struct {
		const char *label, *pattern;
		size_t length;
		enum wb_pattern_result result;
	} rows[] = {
		{ "not that deep", "(?:a|b)*!", 500, WB_PATTERN_YES },
		{ "depth", "(?:a|b)*!", 1500, WB_PATTERN_UNKNOWN },
		{ "not that large", "(?:a" TEN_GROUPS TEN_GROUPS TEN_GROUPS TEN_GROUPS ")*!", 100, WB_PATTERN_YES },
		{ "memory", "(?:a" TEN_GROUPS TEN_GROUPS TEN_GROUPS TEN_GROUPS ")*!", 700, WB_PATTERN_UNKNOWN },
		{ "not that far back", "a(?=a*!)a*a*a[!]", WB_PATTERN_SUBJECT_MAX, WB_PATTERN_YES },
		{ "backtracking", "(a+)+!!", WB_PATTERN_SUBJECT_MAX, WB_PATTERN_UNKNOWN },
	};
	static char subject[WB_PATTERN_SUBJECT_MAX];

	(void)state;
	memset(subject, 'a', sizeof(subject));
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		open_pattern(rows[i].pattern);
		subject[rows[i].length - 1] = '!';
		assert_int_equal(wb_pattern_match(pattern, subject, rows[i].length), rows[i].result);
		assert_in_range(wb_pattern_cost(pattern), 1, WB_PATTERN_COST_MAX(rows[i].length) / 4 * 3);
		subject[rows[i].length - 1] = 'a';
	}
}

/* PCRE2 counts anew for each beginning: together they may not cost more than one. */
static void test_all_beginnings_count_together(void **state)
{
	static char subject[WB_PATTERN_SUBJECT_MAX];

	(void)state;
	memset(subject, ' ', sizeof(subject));
	subject[sizeof(subject) - 1] = 'x';
	open_pattern("\\s+$");
	assert_int_equal(wb_pattern_match(pattern, subject, sizeof(subject)), WB_PATTERN_UNKNOWN);
	assert_in_range(wb_pattern_cost(pattern), WB_PATTERN_COST_MAX(sizeof(subject)),
	    WB_PATTERN_COST_MAX(sizeof(subject)) + sizeof(subject));
	assert_int_equal(wb_pattern_match(pattern, subject + sizeof(subject) - 40, 40), WB_PATTERN_NO);
	assert_in_range(wb_pattern_cost(pattern), 1, WB_PATTERN_COST_MAX(40));
}

/* Few items, each of which goes over all the text. */
static void test_bytes_count_as_well(void **state)
{
	static char subject[WB_PATTERN_SUBJECT_MAX];

	(void)state;
	memset(subject, ' ', sizeof(subject));
	open_pattern("(*NO_START_OPT)\\s*+z");
	assert_int_equal(wb_pattern_match(pattern, subject, sizeof(subject)), WB_PATTERN_UNKNOWN);
}

static void test_how_long_a_text_may_be(void **state)
{
	static char subject[WB_PATTERN_SUBJECT_MAX + 1];

	(void)state;
	memset(subject, 'a', sizeof(subject));
	open_pattern("a\\z");
	assert_int_equal(wb_pattern_match(pattern, subject, WB_PATTERN_SUBJECT_MAX), WB_PATTERN_YES);
	assert_int_equal(wb_pattern_match(pattern, subject, WB_PATTERN_SUBJECT_MAX + 1), WB_PATTERN_UNKNOWN);
	assert_int_equal(wb_pattern_cost(pattern), 0);
}

static void test_what_is_no_pattern(void **state)
{
	static char bytes_200[201], bytes_201[202];
	static const struct {
		const char *pattern;
		const char *says; /* NULL: it is one */
	} rows[] = {
		{ "(a|b)", NULL },
		{ "ab(c", "missing closing parenthesis at character 5" },
		{ "[z-a]", "range out of order in character class at character 4" },
		{ "a**", "at character 3" },
		{ "a\\", "at end of pattern at character 3" },
		{ "(*UTF)a", "UTF is disabled" },
		{ "(*UCP)a", "UCP is disabled" },
		{ "((((((((((((((((((((((((((((((((((((((((((((((((((((a", "too deeply nested" },
		{ "(?:[a-f]{1,90}x){1,700}", "expected at most 32768" },
		{ "(?:(?:(?:a{1,200}b){1,200}c){1,200}d){1,200}", "too large" },
		{ bytes_200, NULL },
		{ bytes_201, "found more than 200 bytes" },
	};

	(void)state;
	memset(bytes_200, 'a', 200);
	memset(bytes_201, 'a', 201);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_error error = { "" };

		begin_row(rows[i].pattern);
		assert_int_equal(wb_pattern_check(rows[i].pattern, &error), rows[i].says == NULL ? WB_OK : WB_INVALID);
		assert_contains(error.text, rows[i].says == NULL ? "" : rows[i].says);
		assert_int_equal(wb_pattern_open(rows[i].pattern, &pattern, NULL), rows[i].says == NULL ? WB_OK : WB_INVALID);
		close_pattern(NULL);
		assert_int_equal(wb_pattern_check(rows[i].pattern, NULL), rows[i].says == NULL ? WB_OK : WB_INVALID);
	}
}

static void test_without_the_library(void **state)
{
	const struct wb_library library = wb_pattern_library;
	struct wb_error error = { "" };

	(void)state;
	wb_pattern_library.soname = "libwhyblock-none.so.0";
	wb_pattern_library.is_loaded = false;
	assert_int_equal(wb_pattern_open("a", &pattern, &error), WB_UNAVAILABLE);
	assert_null(pattern);
	assert_contains(error.text, "libwhyblock-none.so.0");
	assert_int_equal(wb_pattern_check("(", &error), WB_UNAVAILABLE);
	wb_pattern_library = library;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_what_matches, close_pattern),
		cmocka_unit_test_teardown(test_no_text_makes_a_pattern_cost_much, close_pattern),
		cmocka_unit_test_teardown(test_limits_of_one_beginning, close_pattern),
		cmocka_unit_test_teardown(test_all_beginnings_count_together, close_pattern),
		cmocka_unit_test_teardown(test_bytes_count_as_well, close_pattern),
		cmocka_unit_test_teardown(test_how_long_a_text_may_be, close_pattern),
		cmocka_unit_test_teardown(test_what_is_no_pattern, close_pattern),
		cmocka_unit_test_teardown(test_without_the_library, close_pattern),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
