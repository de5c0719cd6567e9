/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_language.c - which language a visitor gets. */
#include "page/language.h"
#include "unit.h"

static void test_choose(void **state)
{
	static const struct {
		const char *label, *accept;
		enum wb_language language;
	} rows[] = {
		{ "no header", NULL, WB_LANGUAGE_EN },
		{ "an empty one", "", WB_LANGUAGE_EN },
		{ "one", "de", WB_LANGUAGE_DE },
		{ "a region", "de-AT", WB_LANGUAGE_DE },
		{ "script and region", "de-Latn-CH", WB_LANGUAGE_DE },
		{ "case", "FR-ca", WB_LANGUAGE_FR },
		{ "only the beginning is the same", "deu, frx", WB_LANGUAGE_EN },
		{ "none of ours", "ja, zh-CN;q=0.5", WB_LANGUAGE_EN },
		{ "the second of a browser's list", "ja,fr;q=0.8,en;q=0.5", WB_LANGUAGE_FR },
		{ "weights, not places", "en;q=0.1, de;q=0.9, fr;q=0.2", WB_LANGUAGE_DE },
		{ "equal weights: the first", "de, en", WB_LANGUAGE_DE },
		{ "a thousandth more", "de;q=0.998, fr;q=0.999", WB_LANGUAGE_FR },
		{ "any", "*", WB_LANGUAGE_EN },
		{ "any but English", "en;q=0, *", WB_LANGUAGE_DE },
		{ "any, less than one", "fr;q=0.8, *;q=0.1", WB_LANGUAGE_FR },
		{ "nothing at all", "en;q=0, de;q=0, fr;q=0.000", WB_LANGUAGE_EN },
		{ "not wanted", "de;q=0, fr;q=0.1, en;q=0", WB_LANGUAGE_FR },
		{ "the better of a language's ranges", "de-CH;q=0.2, en;q=0.5, de;q=0.7", WB_LANGUAGE_DE },
		{ "spaces and empty elements", " ,, \tde\t;\tq=0.9 ,fr;q=0.1", WB_LANGUAGE_DE },
		{ "Q", "en;q=0.1,de;Q=0.5", WB_LANGUAGE_DE },
		{ "a weight over 1", "de;q=1.001, fr;q=0.1", WB_LANGUAGE_FR },
		{ "a weight of many places", "de;q=0.12345, fr;q=0.1", WB_LANGUAGE_FR },
		{ "a negative one", "de;q=-1, fr;q=0.1", WB_LANGUAGE_FR },
		{ "none", "de;q=, fr;q=0.1", WB_LANGUAGE_FR },
		{ "words", "de;level=1, fr;q=x, en;q=0.1", WB_LANGUAGE_EN },
		{ "no weight behind the semicolon", "de;, fr", WB_LANGUAGE_FR },
		{ "a dot alone", "de;q=1., en;q=0.5", WB_LANGUAGE_DE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		assert_int_equal(wb_language_choose(rows[i].accept), rows[i].language);
	}
}

static void test_a_long_header_is_read_to_its_end(void **state)
{
	char *accept = malloc(10240);

	(void)state;
	memset(accept, ',', 10240);
	memcpy(accept + 10240 - 3, "fr", 3);
	assert_int_equal(wb_language_choose(accept), WB_LANGUAGE_FR);
	for (size_t i = 0; i + 3 < 10240 - 3; i += 3)
		memcpy(accept + i, "xx,", 3);
	assert_int_equal(wb_language_choose(accept), WB_LANGUAGE_FR);
	memset(accept, 'x', 10239);
	assert_int_equal(wb_language_choose(accept), WB_LANGUAGE_EN);
	free(accept);
}

static void test_parse(void **state)
{
	static const char *const none[] = { NULL, "", "d", "deu", "de-AT", "e n", "*" };
	enum wb_language language = WB_LANGUAGE_FR;

	(void)state;
	for (size_t i = 0; i < COUNT(none); i++) {
		assert_false(wb_language_parse(none[i], &language));
		assert_int_equal(language, WB_LANGUAGE_FR);
	}
	assert_true(wb_language_parse("DE", &language));
	assert_int_equal(language, WB_LANGUAGE_DE);
	for (int i = 0; i < WB_LANGUAGES; i++) {
		assert_true(wb_language_parse(wb_languages[i].tag, &language));
		assert_int_equal(language, i);
		assert_true(wb_languages[i].name[0] != '\0');
	}
}

static void test_span(void **state)
{
	static const struct {
		int64_t span_s;
		const char *en, *de;
	} rows[] = {
		{ 1, "1 hour", "1 Stunde" },
		{ 3600, "1 hour", "1 Stunde" },
		{ 3601, "2 hours", "2 Stunden" },
		{ 23 * 3600, "23 hours", "23 Stunden" },
		{ 24 * 3600, "1 day", "1 Tag" },
		{ 24 * 3600 + 1, "25 hours", "25 Stunden" },
		{ 36 * 3600, "36 hours", "36 Stunden" },
		{ 48 * 3600, "2 days", "2 Tagen" },
		{ 48 * 3600 + 1, "3 days", "3 Tagen" },
		{ 400 * 86400, "400 days", "400 Tagen" },
	};
	char buffer[WB_LANGUAGE_SPAN_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		print_message("%lld\n", (long long)rows[i].span_s);
		wb_language_span(WB_LANGUAGE_EN, rows[i].span_s, buffer);
		assert_string_equal(buffer, rows[i].en);
		wb_language_span(WB_LANGUAGE_DE, rows[i].span_s, buffer);
		assert_string_equal(buffer, rows[i].de);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_choose),
		cmocka_unit_test(test_span),
		cmocka_unit_test(test_a_long_header_is_read_to_its_end),
		cmocka_unit_test(test_parse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
