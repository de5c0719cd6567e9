/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_crockford.c - Crockford's base32, as it is written and as people send it. */
#include "base/crockford.h"
#include "unit.h"

static void test_symbols_and_what_people_type_for_them(void **state)
{
	static const struct {
		const char *typed;
		int value;
	} rows[] = {
		{ "0oO", 0 },
		{ "1iIlL", 1 },
		{ "9", 9 },
		{ "aA", 10 },
		{ "hH", 17 },
		{ "jJ", 18 },
		{ "kK", 19 },
		{ "mM", 20 },
		{ "nN", 21 },
		{ "pP", 22 },
		{ "tT", 26 },
		{ "vV", 27 },
		{ "zZ", 31 },
		{ "uU-*~$= \n\x80\xff", -1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].typed);
		for (const char *c = rows[i].typed; *c != '\0'; c++)
			assert_int_equal(wb_crockford_value(*c), rows[i].value);
	}
	assert_int_equal(wb_crockford_value('\0'), -1);
	for (unsigned value = 0; value < 32; value++)
		assert_int_equal(wb_crockford_value(wb_crockford_symbol(value)), value);
}

static void test_separators(void **state)
{
	static const struct {
		const char *text;
		size_t length;
	} rows[] = {
		{ "-A", 1 },
		{ "  ", 1 },
		{ "%20A", 3 },
		{ "%2dA", 3 },
		{ "%2DA", 3 },
		{ "\xc2\xa0", 2 },
		{ "\xe2\x80\x93-", 3 },
		{ "", 0 },
		{ "A-", 0 },
		{ "%2", 0 },
		{ "\xe2\x80", 0 },
		{ "\xc2", 0 },
		{ ".", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].text);
		assert_int_equal(wb_crockford_separator(rows[i].text), rows[i].length);
	}
}

/* Reckoned by hand: 8 bits are two symbols with two spare bits, 40 bits are eight with none. */
static void test_vectors(void **state)
{
	static const struct {
		const char *bytes;
		size_t count;
		const char *text;
	} rows[] = {
		{ "", 0, "" },
		{ "\xff", 1, "ZW" },
		{ "\x00", 1, "00" },
		{ "\x01\x02\x03\x04\x05", 5, "04106105" },
		{ "\xff\xff\xff\xff\xff", 5, "ZZZZZZZZ" },
	};
	char buffer[16];
	unsigned char bytes[8];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].text);
		wb_crockford_encode((const unsigned char *)rows[i].bytes, rows[i].count, buffer);
		assert_string_equal(buffer, rows[i].text);
		assert_true(wb_crockford_decode(buffer, bytes, rows[i].count));
		assert_memory_equal(bytes, rows[i].bytes, rows[i].count);
	}
}

static void test_what_is_read_and_what_is_not(void **state)
{
	static const struct {
		const char *label, *text;
		bool is_read;
	} rows[] = {
		{ "as it is written", "F0F1F2F3", true },
		{ "lower case, O for 0, I for 1", "foflf2f3", true },
		{ "hyphens and spaces anywhere", " -F0-F1 F2%20F3\xc2\xa0\n", true },
		{ "one symbol less", "F0F1F2F", false },
		{ "one symbol more", "F0F1F2F30", false },
		{ "a letter that is none", "F0F1F2FU", false },
		{ "something else behind it", "F0F1F2F3.", false },
		{ "nothing", "", false },
		{ "separators alone", "----", false },
	};
	unsigned char bytes[5], wanted[5];

	(void)state;
	assert_true(wb_crockford_decode("F0F1F2F3", wanted, sizeof(wanted)));
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		assert_int_equal(wb_crockford_decode(rows[i].text, bytes, sizeof(bytes)), rows[i].is_read);
		if (rows[i].is_read)
			assert_memory_equal(bytes, wanted, sizeof(bytes));
	}
	begin_row("no bit is spare");
	assert_true(wb_crockford_decode("ZW", bytes, 1));
	assert_false(wb_crockford_decode("ZX", bytes, 1));
	assert_false(wb_crockford_decode("ZY", bytes, 1));
	assert_false(wb_crockford_decode("ZZ", bytes, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_symbols_and_what_people_type_for_them),
		cmocka_unit_test(test_separators),
		cmocka_unit_test(test_vectors),
		cmocka_unit_test(test_what_is_read_and_what_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
