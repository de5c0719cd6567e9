/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_form.c - forms and queries as they come over the wire. */
#include "fixture.h"
#include "web/form.h"

static void test_fields(void **state)
{
	static const struct {
		const char *label, *text, *wanted; /* name=value of each field, | between them */
	} rows[] = {
		{ "nothing", "", "" },
		{ "one", "a=b", "a=b" },
		{ "several", "a=b&c=d&e=", "a=b|c=d|e=" },
		{ "without a value", "a&b", "a=|b=" },
		{ "without a name", "=a", "=a" },
		{ "empty ones", "&&a=b&&", "a=b" },
		{ "an equals sign in a value", "a=b=c", "a=b=c" },
		{ "spaces", "a+b=c+d%20e", "a b=c d e" },
		{ "a plus", "a=%2b%2B", "a=++" },
		{ "an encoded separator", "a=%26b%3Dc", "a=&b=c" },
		{ "decoded once", "a=%2541", "a=%41" },
		{ "not hexadecimal", "a=%&b=%4&c=%4g&d=%g4%%41", "a=%|b=%4|c=%4g|d=%g4%A" },
		{ "UTF-8", "a=%c3%a4%C3%84", "a=äÄ" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_form form;
		struct wb_text seen;
		char text[256], buffer[256];

		begin_row(rows[i].label);
		wb_text_copy(text, sizeof(text), rows[i].text);
		assert_true(wb_form_parse(text, strlen(text), &form));
		wb_text_open(&seen, buffer, sizeof(buffer));
		for (size_t f = 0; f < form.count; f++) {
			wb_text_addf(&seen, "%s%s=%s", f > 0 ? "|" : "", form.fields[f].name, form.fields[f].value);
			assert_int_equal(form.fields[f].length, strlen(form.fields[f].value));
		}
		assert_string_equal(buffer, rows[i].wanted);
	}
}

static void test_a_nul_is_kept(void **state)
{
	char text[] = "a=b%00c&d=e\0f";
	struct wb_form form;

	(void)state;
	assert_true(wb_form_parse(text, sizeof(text) - 1, &form));
	assert_int_equal(form.count, 2);
	assert_int_equal(form.fields[0].length, 3);
	assert_memory_equal(form.fields[0].value, "b\0c", 4);
	assert_int_equal(form.fields[1].length, 3);
	assert_memory_equal(form.fields[1].value, "e\0f", 4);
}

static void test_the_first_of_two_counts(void **state)
{
	char text[] = "a=1&b=2&a=3";
	struct wb_form form;

	(void)state;
	assert_true(wb_form_parse(text, strlen(text), &form));
	assert_string_equal(wb_form_find(&form, "a")->value, "1");
	assert_null(wb_form_find(&form, "A"));
}

static void test_too_many_fields(void **state)
{
	char text[4 * (WB_FORM_FIELDS_MAX + 1)];
	struct wb_form form;

	(void)state;
	for (size_t i = 0; i <= WB_FORM_FIELDS_MAX; i++)
		memcpy(text + 4 * i, "a=b&", 4);
	assert_true(wb_form_parse(text, 4 * WB_FORM_FIELDS_MAX - 1, &form));
	for (size_t i = 0; i <= WB_FORM_FIELDS_MAX; i++)
		memcpy(text + 4 * i, "a=b&", 4);
	assert_false(wb_form_parse(text, sizeof(text) - 1, &form));
}

static void test_what_is_text(void **state)
{
	static const struct {
		const char *label, *value;
		size_t length;
		bool is_text;
	} rows[] = {
		{ "nothing", "", 0, true },
		{ "lines", "a\r\nb\tc\n", 7, true },
		{ "UTF-8", "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", 9, true },
		{ "a question mark", "??", 2, true },
		{ "NUL", "a\0b", 3, false },
		{ "NUL alone", "\0", 1, false },
		{ "escape", "\x1b[31m", 5, false },
		{ "DEL", "\x7f", 1, false },
		{ "Latin 1", "\xe4", 1, false },
		{ "overlong", "\xc0\xaf", 2, false },
		{ "surrogate", "\xed\xa0\x80", 3, false },
		{ "cut", "a\xe2\x82", 3, false },
		{ "direction", "\xe2\x80\xae", 3, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		assert_int_equal(wb_form_is_text(rows[i].value, rows[i].length), rows[i].is_text);
	}
}

static void test_encode(void **state)
{
	char buffer[16] = "ref=";

	(void)state;
	wb_form_encode(buffer, sizeof(buffer), "A-b_&\"\xc3");
	assert_string_equal(buffer, "ref=A-b_%26%22"); /* what does not fit is left out, and no escape is cut */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_a_nul_is_kept),
		cmocka_unit_test(test_the_first_of_two_counts),
		cmocka_unit_test(test_too_many_fields),
		cmocka_unit_test(test_what_is_text),
		cmocka_unit_test(test_encode),
	};

	return cmocka_run_group_tests_name("form", tests, NULL, NULL);
}
