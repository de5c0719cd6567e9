/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_answer_template.c - answers that staff give often, by language, and files that are none. */
#include "desk/answer_template.h"
#include "fixture.h"
#include "store/request.h"

static enum wb_status read_template(
    const char *folder, const char *id, const char *language, char *buffer, struct wb_error *error_r)
{
	error_r->text[0] = '\0';
	return wb_answer_template_read(folder, id, language, buffer, WB_REQUEST_ANSWER_SIZE, error_r);
}

static void test_by_language(void **state)
{
	static const struct {
		const char *label, *id, *language, *wanted, *error;
	} rows[] = {
		{ "its language", "dynamic-host", "de", "Gr\303\274\303\237e\n\nEnde", NULL },
		{ "English", "dynamic-host", "en", "A\nB", NULL },
		{ "a language that has none", "dynamic-host", "fr", "A\nB", NULL },
		{ "no language", "dynamic-host", "", "A\nB", NULL },
		{ "none of this id", "none", "de", NULL, "there are: bell, dynamic-host, empty, long, nul" },
		{ "no id", "", "de", NULL, "no template" },
		{ "another folder's file", "../x", "de", NULL, "no template" },
		{ "capitals", "Dynamic", "de", NULL, "no template" },
		{ "a language that is a path", "dynamic-host", "/.", "A\nB", NULL },
		{ "an empty one", "empty", "en", NULL, "is empty" },
		{ "one that is too long", "long", "en", NULL, "expected at most 1000" },
		{ "one with a bell", "bell", "en", NULL, "control characters" },
		{ "one with a NUL", "nul", "en", NULL, "/nul.en: found a NUL byte: expected text" },
		{ "in another language", "nul", "de", NULL, "/nul.en: found a NUL byte: expected text" },
	};
	char text[WB_REQUEST_ANSWER_SIZE + 50];
	struct wb_error error;

	write_text(*state, "dynamic-host.en", "\n A\r\nB\n\n");
	write_text(*state, "dynamic-host.de", "Gr\303\274\303\237e\n\nEnde");
	write_text(*state, "empty.en", " \n");
	write_text(*state, "bell.en", "a\ab");
	write_file(*state, "nul.en", "a\0b", 3);
	write_text(*state, "README.txt", "x");
	write_text(*state, "not_one.en", "x");
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	write_text(*state, "long.en", text);
	for (size_t i = 0; i < COUNT(rows); i++) {
		char buffer[WB_REQUEST_ANSWER_SIZE];

		begin_row(rows[i].label);
		assert_int_equal(read_template(*state, rows[i].id, rows[i].language, buffer, &error),
		    rows[i].wanted != NULL ? WB_OK : WB_INVALID);
		if (rows[i].wanted != NULL)
			assert_string_equal(buffer, rows[i].wanted);
		else
			assert_contains(error.text, rows[i].error);
	}
}

static void test_without_a_folder(void **state)
{
	char buffer[WB_REQUEST_ANSWER_SIZE];
	struct wb_error error;

	assert_int_equal(read_template(path_in(*state, "none"), "x", "en", buffer, &error), WB_INVALID);
	assert_contains(error.text, "there are: none");
	begin_row("a folder in the place of a file");
	assert_int_equal(mkdir(path_in(*state, "x.en"), 0755), 0);
	assert_int_equal(read_template(*state, "x", "en", buffer, &error), WB_UNAVAILABLE);
}

static void test_what_may_be_answered(void **state)
{
	char text[WB_REQUEST_ANSWER_SIZE + 1];

	(void)state;
	memset(text, 'x', sizeof(text));
	text[WB_REQUEST_ANSWER_SIZE - 1] = '\0';
	assert_int_equal(wb_answer_check(text, NULL), WB_OK);
	memset(text, 'x', sizeof(text));
	text[WB_REQUEST_ANSWER_SIZE] = '\0';
	assert_int_equal(wb_answer_check(text, NULL), WB_INVALID);
	assert_int_equal(wb_answer_check("a\n.\nb", NULL), WB_OK);
	assert_int_equal(wb_answer_check("a\rb", NULL), WB_INVALID);
	assert_int_equal(wb_answer_check("a\377", NULL), WB_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_by_language),
		test_in_folder(test_without_a_folder),
		cmocka_unit_test(test_what_may_be_answered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
