/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_message_view.c - a header in fields, whatever somebody sends. */
#include <time.h>

#include "message_fixture.h"
#include "verdict/message_view.h"

/* The same as message_of, for bytes among which may be NULs; nothing stands behind them. */
static const struct wb_message *message_of_bytes(const char *headers, size_t size)
{
	static struct wb_message message;
	static char *copy;

	free(copy);
	copy = malloc(size + (size == 0));
	assert_non_null(copy);
	memcpy(copy, headers, size);
	wb_message_read(size == 0 ? NULL : copy, size, NULL, 0, &message);
	return &message;
}

static void test_fields(void **state)
{
	static const struct {
		const char *label, *header;
		size_t header_size; /* 0: up to its NUL */
		const char *wanted; /* each field as <name|value> */
	} rows[] = {
		{ "nothing", "", 0, "" },
		{ "two fields", "To: a@example.net\nSubject: hello\n", 0, "<To|a@example.net><Subject|hello>" },
		{ "CR LF", "To: a@example.net\r\nSubject: hello\r\n", 0, "<To|a@example.net><Subject|hello>" },
		{ "no line's end at the end", "To: a\nSubject: hello", 0, "<To|a><Subject|hello>" },
		{ "CR alone at the end", "To: a\r", 0, "<To|a>" },
		{ "folded", "Subject: one\n two\n\tthree\nTo: a\n", 0, "<Subject|one two three><To|a>" },
		{ "folded with CR LF and more blanks", "Subject: one  \r\n \t two\r\n", 0, "<Subject|one two>" },
		{ "folded at once", "Subject:\n one\n", 0, "<Subject|one>" },
		{ "folded in a line of blanks alone", "Subject: one\n   \n two\n", 0, "<Subject|one two>" },
		{ "folded, and then the end", "Subject: one\n ", 0, "<Subject|one>" },
		{ "no value", "Subject:\nTo: a\n", 0, "<Subject|><To|a>" },
		{ "only blanks", "Subject: \t \n", 0, "<Subject|>" },
		{ "no space behind the colon", "Subject:one\n", 0, "<Subject|one>" },
		{ "blanks inside stay", "Subject: one  two\n", 0, "<Subject|one  two>" },
		{ "blanks before the colon", "Subject \t: one\n", 0, "<Subject|one>" },
		{ "colons in the value", "Subject: a: b:c\n", 0, "<Subject|a: b:c>" },
		{ "no colon", "nonsense\nTo: a\n", 0, "<To|a>" },
		{ "no colon, continued", "nonsense\n more: of it\nTo: a\n", 0, "<To|a>" },
		{ "a line of a mailbox file", "From ann@example.net Mon Jan  5 10:00:00 2026\nTo: a\n", 0, "<To|a>" },
		{ "no name", ": one\nTo: a\n", 0, "<To|a>" },
		{ "continues nothing", " one\n two: three\nTo: a\n", 0, "<To|a>" },
		{ "8-bit in a name",
		    "S\xfc"
		    "bject: one\nTo: a\n",
		    0, "<To|a>" },
		{ "8-bit in a value", "Subject: gr\xfc\xc3\xbc\n", 0, "<Subject|gr\xfc\xc3\xbc>" },
		{ "lone CR", "Subject: one\rTo: a\nX: b\n", 0, "<Subject|one To: a><X|b>" },
		{ "control characters",
		    "Subject: a\x01\x1b[31mb\x7f"
		    "c\td\n",
		    0, "<Subject|a  [31mb c d>" },
		{ "NUL in a value", "Subject: a\0b\nTo: c\n", 20, "<Subject|a?b><To|c>" },
		{ "NUL in a name", "Sub\0ject: a\nTo: c\n", 18, "<To|c>" },
		{ "only NULs", "\0\0\0", 3, "" },
		{ "only a colon", ":", 0, "" },
		{ "only a name", "Subject", 0, "" },
		{ "a name and a blank", "Subject ", 0, "" },
		{ "only line ends", "\n\n\n", 0, "" },
		{ "an empty line ends it", "To: a\n\nSubject: one\n", 0, "<To|a>" },
		{ "so does one of CR LF", "To: a\r\n\r\nSubject: one\r\n", 0, "<To|a>" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char buffer[1024], value[WB_MESSAGE_VALUE_SIZE];
		struct wb_text text;
		const struct wb_message *message;

		begin_row(rows[i].label);
		message =
		    message_of_bytes(rows[i].header, rows[i].header_size != 0 ? rows[i].header_size : strlen(rows[i].header));
		wb_text_open(&text, buffer, sizeof(buffer));
		for (size_t f = 0; f < message->field_count; f++) {
			const struct wb_field *field = &message->fields[f];
			size_t length = wb_field_unfold(field, value, sizeof(value));

			assert_int_equal(length, strlen(value));
			wb_text_addf(&text, "<%.*s|%s>", (int)field->name_length, field->name, value);
		}
		assert_string_equal(buffer, rows[i].wanted);
		assert_int_equal(message->left_out_count, 0);
		assert_false(message->is_cut);
	}
}

static void test_unfolded_values_fit(void **state)
{
	static const struct wb_field field = { "X", 1, " one\n two three ", 16 };
	static const struct {
		size_t size;
		const char *wanted;
	} rows[] = {
		{ 1, "" },
		{ 2, "o" },
		{ 4, "one" },
		{ 5, "one" },
		{ 6, "one t" },
		{ 8, "one two" },
		{ 14, "one two three" },
		{ 100, "one two three" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *buffer = malloc(rows[i].size);

		begin_row(rows[i].wanted);
		assert_non_null(buffer);
		assert_int_equal(wb_field_unfold(&field, buffer, rows[i].size), strlen(rows[i].wanted));
		assert_string_equal(buffer, rows[i].wanted);
		free(buffer);
	}
}

static void test_fields_of_a_name(void **state)
{
	char header[1024] = "", value[WB_MESSAGE_VALUE_SIZE];
	const struct wb_field *found[WB_MESSAGE_SAME_MAX];
	const struct wb_message *message;

	(void)state;
	for (int i = 0; i < 10; i++)
		sprintf(header + strlen(header), "%s: %d\nX-ToTo: x\n", i % 2 == 0 ? "X-To" : "x-tO", i);
	message = message_of(header);
	assert_int_equal(wb_message_find(message, "X-TO", found), 10);
	for (size_t i = 0; i < WB_MESSAGE_SAME_MAX; i++) {
		wb_field_unfold(found[i], value, sizeof(value));
		assert_int_equal(atoi(value), i);
	}
	assert_int_equal(wb_message_find(message, "X-TO", NULL), 10);
	assert_int_equal(wb_message_find(message, "X-T", found), 0);
	assert_true(wb_message_value(message, "x-to", value, sizeof(value)));
	assert_string_equal(value, "0");
	assert_false(wb_message_value(message, "X-T", value, sizeof(value)));
	assert_string_equal(value, "");
}

static void test_bodies(void **state)
{
	static const struct {
		const char *label, *text;
		bool has_lines;
		const char *body;
	} rows[] = {
		{ "none", "To: a\n", false, "" },
		{ "empty", "To: a\n\n", false, "" },
		{ "of one line", "To: a\n\nhello", false, "hello" },
		{ "with its line's end", "To: a\n\nhello\n", true, "hello\n" },
		{ "line ends are spaces", "To: a\n\none two ", false, "one two " },
		{ "two lines", "To: a\n\none\ntwo", true, "one\ntwo" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct wb_message *message = message_of(rows[i].text);

		begin_row(rows[i].label);
		assert_int_equal(message->has_lines, rows[i].has_lines);
		assert_int_equal(message->body_size, strlen(rows[i].body));
		assert_memory_equal(message->body, rows[i].body, message->body_size);
	}
}

static char *repeat(const char *line, size_t count, size_t *size_r)
{
	size_t length = strlen(line);
	char *text = malloc(length * count);

	assert_non_null(text);
	for (size_t i = 0; i < count; i++)
		memcpy(text + i * length, line, length);
	*size_r = length * count;
	return text;
}

static void test_limits(void **state)
{
	static const struct {
		const char *label, *line;
		size_t count, fields, left_out;
		bool is_cut;
	} rows[] = {
		{ "as many fields as are kept", "X: y\n", 400, 400, 0, false },
		{ "one more", "X: y\n", 401, 400, 1, false },
		{ "10,000 fields", "X: y\n", 10000, 400, 9600, false },
		{ "65,535 bytes", "X", 65535, 0, 0, false },
		{ "65,536 bytes", "X", 65536, 0, 0, true },
		{ "1 MB of fields", "Subject: one\n two\n", 60000, 400, 3241, true },
		{ "1 MB of one name", "X", 1000000, 0, 0, true },
		{ "1 MB of blanks", " ", 1000000, 0, 0, true },
		{ "1 MB of colons", ":", 1000000, 0, 0, true },
		{ "1 MB of continued lines", "X:\n y\n z\n", 111111, 400, 6882, true },
		{ "1 MB of CR", "\r", 1000000, 0, 0, true },
		{ "200 Received lines",
		    "Received: from mail.example.net (mail.example.net [192.0.2.1])\n\tby mx.example.org (Postfix) with ESMTPS id 1\n",
		    200, 200, 0, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		static struct wb_message message;
		size_t size;
		char *text = repeat(rows[i].line, rows[i].count, &size);
		clock_t begin = clock();

		begin_row(rows[i].label);
		wb_message_read(text, size, text, size, &message);
		assert_true(clock() - begin < CLOCKS_PER_SEC / 10); /* of milliseconds a slow machine may make some more */
		assert_int_equal(message.field_count, rows[i].fields);
		assert_int_equal(message.left_out_count, rows[i].left_out);
		assert_int_equal(message.is_cut, rows[i].is_cut);
		assert_int_equal(message.body_size, size < WB_MESSAGE_BODY_MAX ? size : WB_MESSAGE_BODY_MAX);
		free(text);
	}
}

static void test_a_value_of_1_MB_is_cut(void **state)
{
	static struct wb_message message;
	char value[WB_MESSAGE_VALUE_SIZE];
	size_t size;
	char *text = repeat("x", 1000000, &size);

	(void)state;
	memcpy(text, "Subject:", 8);
	wb_message_read(text, size, NULL, 0, &message);
	assert_int_equal(message.field_count, 1);
	assert_int_equal(message.fields[0].value_length, WB_MESSAGE_HEADERS_MAX - 8);
	assert_true(wb_message_value(&message, "Subject", value, sizeof(value)));
	assert_int_equal(strlen(value), 998);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_unfolded_values_fit),
		cmocka_unit_test(test_fields_of_a_name),
		cmocka_unit_test(test_bodies),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_a_value_of_1_MB_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
