/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_text.c - bounded text, and foreign text made harmless. */
#include "unit.h"

static char buffer[64];
static struct wb_text text;

static int start(void **state)
{
	(void)state;
	memset(buffer, 'x', sizeof(buffer));
	wb_text_open(&text, buffer, sizeof(buffer));
	return 0;
}

static void test_text_is_always_terminated_and_never_too_long(void **state)
{
	char small[8];

	(void)state;
	wb_text_open(&text, small, sizeof(small));
	assert_string_equal(small, "");
	wb_text_add(&text, "abc");
	wb_text_addf(&text, "%d", 42);
	assert_string_equal(small, "abc42");
	assert_int_equal(text.length, 5);
	assert_false(text.truncated);
	begin_row("the last byte is the terminator's");
	wb_text_add(&text, "xyz");
	assert_string_equal(small, "abc42xy");
	assert_int_equal(text.length, 7);
	assert_true(text.truncated);
	begin_row("formatted text is cut too");
	wb_text_open(&text, small, sizeof(small));
	wb_text_addf(&text, "%s", "0123456789");
	assert_string_equal(small, "0123456");
	assert_int_equal(text.length, 7);
	assert_true(text.truncated);
	wb_text_addf(&text, "%s", "more");
	wb_text_add_char(&text, '!');
	assert_string_equal(small, "0123456");
	begin_row("exactly full is not truncated");
	wb_text_open(&text, small, sizeof(small));
	wb_text_addf(&text, "%s", "0123456");
	assert_false(text.truncated);
	begin_row("a buffer of one byte");
	wb_text_open(&text, small, 1);
	wb_text_add(&text, "a");
	wb_text_addf(&text, "%s", "a");
	assert_string_equal(small, "");
	assert_true(text.truncated);
}

static void test_each_byte_that_is_not_printable_ascii_becomes_a_question_mark(void **state)
{
	(void)state;
	wb_text_add_printable(&text, "a ~\t\r\n\033\001\177\200\377\303\274z", 100);
	assert_string_equal(buffer,
	    "a ~??????"
	    "????z");
	start(NULL);
	begin_row("no more bytes than told");
	wb_text_add_printable(&text, "0123456789", 4);
	assert_string_equal(buffer, "0123");
}

static void test_values_are_quoted_when_they_must_be(void **state)
{
	static const struct {
		const char *value, *wanted;
	} rows[] = {
		{ "open-relay", "open-relay" },
		{ "listing:staff:ann,rule:x", "listing:staff:ann,rule:x" },
		{ "", "\"\"" },
		{ "Example Net", "\"Example Net\"" },
		{ "a=b", "\"a=b\"" },
		{ "say \"no\"", "\"say \\\"no\\\"\"" },
		{ "a\"", "\"a\\\"\"" },
		{ "C:\\x", "\"C:\\\\x\"" },
		{ "a\nwhyblock:", "\"a\\x0awhyblock:\"" },
		{ "a\033[1m", "\"a\\x1b[1m\"" },
		{ "gr\303\274n", "\"gr\\xc3\\xbcn\"" },
		{ "\177", "\"\\x7f\"" },
		{ "\001\377", "\"\\x01\\xff\"" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].wanted);
		start(state);
		wb_text_add_value(&text, rows[i].value, 100);
		assert_string_equal(buffer, rows[i].wanted);
	}
	begin_row("no more bytes of the value than told");
	start(state);
	wb_text_add_value(&text, "0123456789 ", 4);
	assert_string_equal(buffer, "0123");
}

static void test_thousandths_have_at_least_one_place(void **state)
{
	static const struct {
		unsigned long milli;
		const char *wanted;
	} rows[] = { { 0, "0.0" }, { 1, "0.001" }, { 10, "0.01" }, { 100, "0.1" }, { 250, "0.25" }, { 1000, "1.0" },
		{ 1250, "1.25" }, { 1005, "1.005" }, { 1000000, "1000.0" } };

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].wanted);
		start(state);
		wb_text_add_milli(&text, rows[i].milli);
		assert_string_equal(buffer, rows[i].wanted);
	}
}

static void test_utf8_is_kept_and_what_is_none_is_not(void **state)
{
	static const struct {
		const char *label, *foreign, *wanted;
	} rows[] = {
		{ "ASCII", "Example Net", "Example Net" },
		{ "two bytes", "gr\303\274n", "gr\303\274n" },
		{ "three bytes", "\342\202\254", "\342\202\254" },
		{ "four bytes", "\360\237\230\200", "\360\237\230\200" },
		{ "the last character there is", "\364\217\277\277", "\364\217\277\277" },
		{ "control characters", "a\001\r\n\t\033\177b", "a??????b" },
		{ "C1 control characters", "\302\200\302\237", "????" },
		{ "the first one behind them", "\302\240", "\302\240" },
		{ "a byte of Latin-1", "gr\374n", "gr?n" },
		{ "a byte that continues nothing", "\200a", "?a" },
		{ "overlong two bytes", "\300\257", "??" },
		{ "overlong three bytes", "\340\200\257", "???" },
		{ "overlong four bytes", "\360\200\200\257", "????" },
		{ "surrogate", "\355\240\200", "???" },
		{ "behind the last character", "\364\220\200\200", "????" },
		{ "five bytes", "\370\210\200\200\200", "?????" },
		{ "a third byte that is none", "\342\202a", "??a" },
		{ "a character that lacks its end", "\342\202", "??" },
		{ "right-to-left override", "a\342\200\256b", "a?b" },
		{ "left-to-right mark", "a\342\200\216b", "a?b" },
		{ "isolates", "\342\201\246\342\201\251", "??" },
		{ "Arabic letter mark", "\330\234", "?" },
		{ "their neighbours are kept", "\342\200\251\342\200\257\342\201\245\342\201\252\330\235",
		    "\342\200\251\342\200\257\342\201\245\342\201\252\330\235" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *foreign = malloc(strlen(rows[i].foreign)); /* not terminated: a look behind its end is seen */
		char copy[64];

		begin_row(rows[i].label);
		memcpy(foreign, rows[i].foreign, strlen(rows[i].foreign));
		wb_text_copy_utf8(copy, sizeof(copy), foreign, strlen(rows[i].foreign));
		free(foreign);
		assert_string_equal(copy, rows[i].wanted);
	}
}

static void test_utf8_is_cut_at_a_characters_end(void **state)
{
	static const struct {
		size_t size;
		const char *wanted;
	} rows[] = { { 1, "" }, { 2, "a" }, { 3, "a" }, { 4, "a\303\274" }, { 5, "a\303\274" }, { 6, "a\303\274" },
		{ 7, "a\303\274\342\202\254" } };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *copy = malloc(rows[i].size);

		wb_text_copy_utf8(copy, rows[i].size, "a\303\274\342\202\254", 6);
		assert_string_equal(copy, rows[i].wanted);
		free(copy);
	}
	begin_row("a NUL ends it");
	wb_text_copy_utf8(buffer, sizeof(buffer), "a\0b", 3);
	assert_string_equal(buffer, "a");
}

static void test_lines_are_kept_where_they_may_be(void **state)
{
	static const struct {
		const char *label, *foreign, *wanted;
	} rows[] = {
		{ "one line", "a", "a" },
		{ "a Unix line", "a\nb\n", "a\nb\n" },
		{ "lines of a form", "a\r\nb\r\n\r\n", "a\nb\n\n" },
		{ "a carriage return alone, also at the end", "a\rb\r", "a?b?" },
		{ "every other control character", "\t\v\f\033\b\302\205\177", "????????" },
		{ "direction", "a\342\200\256\nb", "a?\nb" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *foreign = malloc(strlen(rows[i].foreign));
		char copy[64];

		begin_row(rows[i].label);
		memcpy(foreign, rows[i].foreign, strlen(rows[i].foreign));
		wb_text_copy_utf8_lines(copy, sizeof(copy), foreign, strlen(rows[i].foreign));
		free(foreign);
		assert_string_equal(copy, rows[i].wanted);
	}
	begin_row("cut like any other");
	wb_text_copy_utf8_lines(buffer, 3, "a\r\nb", 4);
	assert_string_equal(buffer, "a\n");
	wb_text_copy_utf8_lines(buffer, 2, "a\r\nb", 4);
	assert_string_equal(buffer, "a");
}

static void test_a_message_shows_each_byte_that_was_found(void **state)
{
	static const struct {
		const char *label, *found, *wanted;
	} rows[] = {
		{ "nothing", "", "" },
		{ "ASCII, with its own question mark and backslash", "\"a?\\b\"", "\"a?\\b\"" },
		{ "UTF-8", "gr\303\274n \342\202\254 \360\237\230\200", "gr\303\274n \342\202\254 \360\237\230\200" },
		{ "a newline at the end", "\"192.0.2.66\n\" is no IP address", "\"192.0.2.66\\n\" is no IP address" },
		{ "control characters", "a\001\r\n\t\033[31m\177b", "a\\x01\\x0d\\n\\t\\x1b[31m\\x7fb" },
		{ "C1 control characters", "\302\200\302\237", "\\xc2\\x80\\xc2\\x9f" },
		{ "a byte of Latin-1", "gr\374n", "gr\\xfcn" },
		{ "a character that lacks its end", "\342\202", "\\xe2\\x82" },
		{ "right-to-left override", "a\342\200\256b", "a\\xe2\\x80\\xaeb" },
		{ "Arabic letter mark", "\330\234", "\\xd8\\x9c" },
	};
	static const struct {
		size_t size;
		const char *wanted;
	} cut[] = { { 1, "" }, { 2, "a" }, { 3, "a" }, { 4, "a\\n" }, { 5, "a\\n" }, { 6, "a\\n\303\274" },
		{ 9, "a\\n\303\274" }, { 10, "a\\n\303\274\\x1b" } };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char copy[64];

		begin_row(rows[i].label);
		wb_text_copy_message(copy, sizeof(copy), rows[i].found);
		assert_string_equal(copy, rows[i].wanted);
	}
	for (size_t i = 0; i < COUNT(cut); i++) {
		char *copy = malloc(cut[i].size);

		begin_row(cut[i].wanted);
		wb_text_copy_message(copy, cut[i].size, "a\n\303\274\033");
		assert_string_equal(copy, cut[i].wanted);
		free(copy);
	}
}

static void test_copy_tells_when_it_cut(void **state)
{
	char small[4];

	(void)state;
	assert_true(wb_text_copy(small, sizeof(small), "abc"));
	assert_string_equal(small, "abc");
	assert_false(wb_text_copy(small, sizeof(small), "abcd"));
	assert_string_equal(small, "abc");
}

static void test_what_is_printable(void **state)
{
	(void)state;
	assert_true(wb_text_is_printable(""));
	assert_true(wb_text_is_printable(" ~"));
	assert_false(wb_text_is_printable("a\037"));
	assert_false(wb_text_is_printable("a\177"));
	assert_false(wb_text_is_printable("\200"));
}

static void test_a_byte_in_a_url(void **state)
{
	static const struct {
		char c;
		const char *encoded;
	} rows[] = { { 'a', "a" }, { 'Z', "Z" }, { '0', "0" }, { '-', "-" }, { '.', "." }, { '_', "_" }, { '~', "~" },
		{ '/', "%2F" }, { '&', "%26" }, { '%', "%25" }, { ' ', "%20" }, { '[', "%5B" }, { '`', "%60" }, { '{', "%7B" },
		{ '\xc3', "%C3" }, { '\n', "%0A" }, { '\0', "%00" } };
	char encoded[WB_TEXT_PERCENT_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].encoded);
		wb_text_percent_encode(rows[i].c, encoded);
		assert_string_equal(encoded, rows[i].encoded);
	}
}

static void test_a_character_as_utf8(void **state)
{
	static const struct {
		uint32_t code;
		const char *encoded;
	} rows[] = {
		{ 'a', "a" },
		{ 0x7f, "\x7f" },
		{ 0x80, "\xc2\x80" },
		{ 0x7ff, "\xdf\xbf" },
		{ 0x800, "\xe0\xa0\x80" },
		{ 0xd7ff, "\xed\x9f\xbf" },
		{ 0xd800, "" },
		{ 0xdfff, "" },
		{ 0xe000, "\xee\x80\x80" },
		{ 0xffff, "\xef\xbf\xbf" },
		{ 0x10000, "\xf0\x90\x80\x80" },
		{ 0x10ffff, "\xf4\x8f\xbf\xbf" },
		{ 0x110000, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char encoded[WB_TEXT_UTF8_SIZE + 1] = "";

		begin_row(rows[i].encoded);
		assert_int_equal(wb_text_encode_utf8(rows[i].code, encoded), strlen(rows[i].encoded));
		assert_string_equal(encoded, rows[i].encoded);
	}
}

static void test_names_as_a_sentence_lists_them(void **state)
{
	static const char *const names[] = { "host", "range", "network" };
	static const char *const wanted[] = { "", "host", "host or range", "host, range or network" };

	(void)state;
	for (size_t count = 0; count < COUNT(wanted); count++) {
		wb_text_open(&text, buffer, sizeof(buffer));
		for (size_t i = 0; i < count; i++)
			wb_text_add_item(&text, i, count, "or", names[i]);
		assert_string_equal(buffer, wanted[count]);
	}
}

static void test_blanks_at_both_ends(void **state)
{
	static const struct {
		const char *text, *trimmed;
	} rows[] = { { "", "" }, { " \t ", "" }, { "a", "a" }, { " a b\t", "a b" }, { "\t\ta\n", "a\n" } };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char copy[20];

		begin_row(rows[i].text);
		snprintf(copy, sizeof(copy), "%s", rows[i].text);
		assert_string_equal(wb_text_trim(copy), rows[i].trimmed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_byte_in_a_url),
		cmocka_unit_test_setup(test_text_is_always_terminated_and_never_too_long, start),
		cmocka_unit_test_setup(test_each_byte_that_is_not_printable_ascii_becomes_a_question_mark, start),
		cmocka_unit_test_setup(test_values_are_quoted_when_they_must_be, start),
		cmocka_unit_test_setup(test_thousandths_have_at_least_one_place, start),
		cmocka_unit_test_setup(test_utf8_is_kept_and_what_is_none_is_not, start),
		cmocka_unit_test_setup(test_utf8_is_cut_at_a_characters_end, start),
		cmocka_unit_test_setup(test_lines_are_kept_where_they_may_be, start),
		cmocka_unit_test(test_a_message_shows_each_byte_that_was_found),
		cmocka_unit_test_setup(test_copy_tells_when_it_cut, start),
		cmocka_unit_test_setup(test_what_is_printable, start),
		cmocka_unit_test_setup(test_names_as_a_sentence_lists_them, start),
		cmocka_unit_test(test_a_character_as_utf8),
		cmocka_unit_test(test_blanks_at_both_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
