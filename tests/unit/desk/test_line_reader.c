/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_line_reader.c - lines of a file: their ends, their numbers, and those that are too long or hold a NUL byte. */
#include "desk/line_reader.h"
#include "line_fixture.h"

/* "192.0.2.1\n" */
#define PACKED \
	"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x33\xb4\x34\xd2\x33\xd0\x33\xd2\x33\xe4\x02\x00\x9c\xc2\xb1\x8a\x0a\x00\x00\x00"

static struct wb_line_reader reader;
static struct heard heard;

static void open_bytes(const char *folder, const void *bytes, size_t count)
{
	assert_int_equal(
	    wb_line_reader_open(
		&reader, &(struct wb_line_source){ write_file(folder, "lines", bytes, count), false }, listen(&heard), NULL),
	    WB_OK);
}

static void test_ends_of_lines(void **state)
{
	static const struct {
		const char *label, *file;
		const char *lines[4];
	} rows[] = {
		{ "an empty file", "", { NULL } },
		{ "one line", "a\n", { "a" } },
		{ "the last one without its end", "a\nb", { "a", "b" } },
		{ "of another system", "a\r\nb\r\n", { "a", "b" } },
		{ "a lone carriage return is a part of the line", "a\rb\n", { "a\rb" } },
		{ "only the last one goes", "a\r\r\n", { "a\r" } },
		{ "empty lines", "\n\r\na\n", { "", "", "a" } },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t count = 0;

		begin_row(rows[i].label);
		open_bytes(*state, rows[i].file, strlen(rows[i].file));
		while (wb_line_reader_next(&reader, NULL) == WB_OK) {
			assert_non_null(rows[i].lines[count]);
			assert_string_equal(reader.text, rows[i].lines[count++]);
			assert_int_equal(reader.number, count);
			assert_int_equal(reader.length, strlen(reader.text));
			assert_int_equal(wb_line_reader_check(&reader, NULL), WB_OK);
		}
		assert_null(rows[i].lines[count]);
		wb_line_reader_close(&reader);
		assert_int_equal(heard.lines, count);
	}
}

static void test_lines_that_are_no_text(void **state)
{
	static const struct {
		const char *label;
		size_t bytes;
		const char *end;
		enum wb_status status;
	} rows[] = {
		{ "as long as may be", WB_LINE_BYTES_MAX, "\n", WB_OK },
		{ "as long as may be, of another system", WB_LINE_BYTES_MAX, "\r\n", WB_OK },
		{ "one byte more", WB_LINE_BYTES_MAX + 1, "\n", WB_INVALID },
		{ "two bytes more", WB_LINE_BYTES_MAX + 2, "\n", WB_INVALID },
		{ "much more", 20 * WB_LINE_BYTES_MAX, "\r\n", WB_INVALID },
	};
	static char file[21 * WB_LINE_BYTES_MAX];

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		memset(file, 'x', rows[i].bytes);
		snprintf(file + rows[i].bytes, sizeof(file) - rows[i].bytes, "%snext\n", rows[i].end);
		open_bytes(*state, file, strlen(file));
		assert_int_equal(wb_line_reader_next(&reader, NULL), WB_OK);
		assert_int_equal(wb_line_reader_check(&reader, NULL), rows[i].status);
		assert_int_equal(wb_line_reader_next(&reader, NULL), WB_OK);
		assert_string_equal(reader.text, "next");
		assert_int_equal(reader.number, 2);
		wb_line_reader_close(&reader);
	}
	begin_row("a NUL byte");
	open_bytes(*state, "a\0b\n", 4);
	assert_int_equal(wb_line_reader_next(&reader, NULL), WB_OK);
	assert_int_equal(wb_line_reader_check(&reader, NULL), WB_INVALID);
	wb_line_reader_close(&reader);
}

static void test_encodings(void **state)
{
	static const struct {
		const char *label, *file;
		size_t bytes;
		const char *lines[3];
	} rows[] = {
		{ "a byte order mark",
		    "\xef\xbb\xbf"
		    "a\n",
		    5, { "a" } },
		{ "only in front",
		    "a\n\xef\xbb\xbf"
		    "b\n",
		    7,
		    { "a",
			"\xef\xbb\xbf"
			"b" } },
		{ "nothing else", "\xef\xbb\xbf", 3, { NULL } },
		{ "UTF-16, low byte first",
		    "\xff\xfe"
		    "a\0\xfc\0\r\0\n\0b\0",
		    12, { "a\xc3\xbc", "b" } },
		{ "UTF-16, high byte first", "\xfe\xff\0a\x20\xac\0\n", 8, { "a\xe2\x82\xac" } },
		{ "a pair of surrogates", "\xff\xfe\x3d\xd8\0\xde\n\0", 8, { "\xf0\x9f\x98\x80" } },
		{ "half a pair", "\xff\xfe\0\xde\n\0", 6, { "\xef\xbf\xbd" } },
		{ "half a unit at the end",
		    "\xff\xfe"
		    "a\0b",
		    5, { "a" } },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t count = 0;

		begin_row(rows[i].label);
		open_bytes(*state, rows[i].file, rows[i].bytes);
		while (wb_line_reader_next(&reader, NULL) == WB_OK) {
			assert_non_null(rows[i].lines[count]);
			assert_string_equal(reader.text, rows[i].lines[count++]);
		}
		assert_null(rows[i].lines[count]);
		wb_line_reader_close(&reader);
	}
}

/* Bytes and lines in turn, and what is ahead: over the ends of the reader's buffer, too. */
static void test_bytes_and_lines(void **state)
{
	static char file[200000];
	size_t used = 0, size;
	const char *bytes;

	for (int i = 0; i < 20000; i++)
		used += (size_t)snprintf(file + used, sizeof(file) - used, "%d\n", i);
	open_bytes(*state, file, used);
	for (int i = 0; i < 20000; i++) {
		char text[20];

		snprintf(text, sizeof(text), "%d\n", i);
		assert_int_equal(wb_line_reader_ahead(&reader, &bytes, &size, NULL), WB_OK);
		assert_true(size >= WB_LINE_AHEAD || size == used);
		assert_memory_equal(bytes, text, strlen(text));
		used -= strlen(text);
		if (i % 3 == 0) {
			for (size_t c = 0; c < strlen(text); c++)
				assert_int_equal(wb_line_reader_byte(&reader, NULL), text[c]);
		} else {
			if (i % 3 == 1)
				assert_int_equal(wb_line_reader_byte(&reader, NULL), text[0]);
			assert_int_equal(wb_line_reader_next(&reader, NULL), WB_OK);
			assert_int_equal(reader.length, strlen(text) - 1 - (i % 3 == 1));
		}
		assert_int_equal(reader.number, i + 1);
	}
	assert_int_equal(wb_line_reader_byte(&reader, NULL), WB_LINE_BYTE_END);
	assert_int_equal(wb_line_reader_next(&reader, NULL), WB_NOT_FOUND);
	assert_int_equal(reader.number, 20000);
	wb_line_reader_close(&reader);
}

static void test_a_damaged_file(void **state)
{
	enum wb_status status;
	struct wb_error error;

	begin_row("the first bytes of a gz");
	assert_int_equal(wb_line_reader_open(&reader,
			     &(struct wb_line_source){ write_file(*state, "lines", "\x1f\x8b\x08\0\0\0\0\0\0\3", 10), false },
			     listen(&heard), &error),
	    WB_INVALID);
	assert_contains(error.text, "damaged (cut short)");
	wb_line_reader_close(&reader);
	begin_row("the first half");
	open_bytes(*state, PACKED, sizeof(PACKED) - 9);
	while ((status = wb_line_reader_next(&reader, &error)) == WB_OK)
		;
	assert_int_equal(status, WB_INVALID);
	assert_true(wb_line_reader_is_damaged(&reader));
	wb_line_reader_close(&reader);
}

static void test_what_the_listener_is_told(void **state)
{
	static char file[200002];
	struct wb_error error;

	memset(file, '\n', sizeof(file));
	open_bytes(*state, file, sizeof(file));
	while (wb_line_reader_next(&reader, NULL) == WB_OK) {
		if (reader.number == 7)
			wb_line_reader_report(&reader, WB_LINE_BAD, "odd");
		if (reader.number == 200001)
			wb_line_reader_report(&reader, WB_LINE_GUARDED, "wide");
	}
	assert_int_equal(heard.lines, 0);
	wb_line_reader_close(&reader);
	wb_line_reader_close(&reader);
	assert_string_equal(heard.faults, "7 bad odd|200001 guarded wide|");
	assert_int_equal(heard.progresses, 4);
	assert_int_equal(heard.lines, 200002);
	begin_row("no such file: nothing was begun, so nothing ends");
	assert_int_equal(
	    wb_line_reader_open(&reader, &(struct wb_line_source){ path_in(*state, "none"), false }, listen(&heard), &error),
	    WB_UNAVAILABLE);
	assert_contains(error.text, "/none: No such file");
	wb_line_reader_close(&reader);
	assert_int_equal(heard.lines, 0);
	begin_row("a folder cannot be read");
	assert_int_equal(
	    wb_line_reader_open(&reader, &(struct wb_line_source){ *state, false }, listen(&heard), &error), WB_UNAVAILABLE);
	assert_contains(error.text, *state);
	wb_line_reader_close(&reader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_ends_of_lines),
		test_in_folder(test_lines_that_are_no_text),
		test_in_folder(test_what_the_listener_is_told),
		test_in_folder(test_encodings),
		test_in_folder(test_bytes_and_lines),
		test_in_folder(test_a_damaged_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
