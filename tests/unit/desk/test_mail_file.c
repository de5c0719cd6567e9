/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_mail_file.c - a mail in a file, as Exim would hand it over. */
#include "desk/mail_file.h"

#include "fixture.h"

static struct wb_mail_file mail;

static void read_mail(const char *path)
{
	const struct wb_line_source source = { path, false };
	struct wb_error error = { "" };

	if (wb_mail_file_read(&source, &mail, &error) != WB_OK)
		fail_msg("%s", error.text);
}

static void assert_part(const char *bytes, size_t size, const char *wanted)
{
	assert_int_equal(size, strlen(wanted));
	assert_memory_equal(bytes, wanted, size);
}

static void test_header_and_body(void **state)
{
	static const struct {
		const char *label, *text;
		size_t size; /* 0: to the end of the text */
		const char *header, *body;
	} rows[] = {
		{ "a mail", "Subject: a\nTo: b\n\nhello\n\nyou\n", 0, "Subject: a\nTo: b\n", "hello\n\nyou\n" },
		{ "lines end with CR LF", "Subject: a\r\n\r\nhello\r\nyou", 0, "Subject: a\n", "hello\nyou" },
		{ "a lone CR", "Subject: a\rb\n\nx\r", 0, "Subject: a\rb\n", "x\r" },
		{ "of a mailbox", "From ann@example.org Sun Nov 29\nSubject: a\n\nb\n", 0, "Subject: a\n", "b\n" },
		{ "a header that begins like that", "From: ann@example.org\n\nb\n", 0, "From: ann@example.org\n", "b\n" },
		{ "no body", "Subject: a\n", 0, "Subject: a\n", "" },
		{ "no line's end", "Subject: a", 0, "Subject: a", "" },
		{ "no header", "\nhello\n", 0, "", "hello\n" },
		{ "nothing", "", 0, "", "" },
		{ "half a line of a mailbox", "Fro", 0, "Fro", "" },
		{ "NULs", "A: b\0c\n\nd\0e\n", 12, "A: b?c\n", "d e\n" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t size = rows[i].size > 0 ? rows[i].size : strlen(rows[i].text);

		begin_row(rows[i].label);
		read_mail(write_file(*state, "mail", (const unsigned char *)rows[i].text, size));
		assert_part(mail.header, mail.header_size, rows[i].header);
		assert_part(mail.body, mail.body_size, rows[i].body);
	}
}

static void test_no_more_is_read_than_is_looked_at(void **state)
{
	size_t size = 3 * WB_MESSAGE_HEADERS_MAX;
	char *text = malloc(size);

	memset(text, 'x', size);
	begin_row("a header without an end");
	read_mail(write_file(*state, "mail", (unsigned char *)text, size));
	assert_int_equal(mail.header_size, WB_MESSAGE_HEADERS_MAX);
	assert_int_equal(mail.body_size, 0);
	begin_row("a long header, and a body without an end");
	memcpy(text + 2 * WB_MESSAGE_HEADERS_MAX, "\n\n", 2);
	read_mail(write_file(*state, "mail", (unsigned char *)text, size));
	assert_int_equal(mail.header_size, WB_MESSAGE_HEADERS_MAX);
	assert_int_equal(mail.body_size, WB_MESSAGE_BODY_MAX);
	begin_row("a header that goes on");
	size = WB_MESSAGE_HEADERS_MAX + WB_MAIL_FILE_PASSED_MAX + 8;
	text = realloc(text, size);
	assert_non_null(text);
	for (size_t more = 0; more < 2; more++) {
		memset(text, 'x', size);
		memcpy(text + size - 10 + more, "\n\nbody", 6);
		read_mail(write_file(*state, "mail", (unsigned char *)text, size - 4 + more));
		assert_int_equal(mail.body_size, more == 0 ? 4 : 0);
	}
	free(text);
}

static void test_what_cannot_be_read(void **state)
{
	const struct wb_line_source folder = { *state, false }, none = { path_in(*state, "nothing"), false };
	struct wb_error error;

	assert_int_equal(wb_mail_file_read(&folder, &mail, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "Is a directory");
	assert_int_equal(wb_mail_file_read(&none, &mail, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "nothing: No such file");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_header_and_body),
		test_in_folder(test_no_more_is_read_than_is_looked_at),
		test_in_folder(test_what_cannot_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
