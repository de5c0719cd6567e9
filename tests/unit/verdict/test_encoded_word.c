/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_encoded_word.c - what encoded words stand for, and how many characters that is. */
#include "unit.h"
#include "verdict/encoded_word.h"

static void test_words(void **state)
{
	static const size_t uncounted = WB_ENCODED_WORD_UNCOUNTED;
	static const struct {
		const char *text, *wanted;
		size_t characters;
	} rows[] = {
		{ "", "", 0 },
		{ "hello", "hello", 5 },
		{ "J\xc3\xbcrgen", "J\xc3\xbcrgen", 6 },
		{ "=?UTF-8?Q?J=C3=BCrgen?=", "J\xc3\xbcrgen", 6 },
		{ "=?utf-8?q?J=c3=bcrgen_M?=", "J\xc3\xbcrgen M", 8 },
		{ "=?UTF-8?B?SsO8cmdlbg==?=", "J\xc3\xbcrgen", 6 },
		{ "=?UTF-8?B?SsO8cmdlbg?=", "J\xc3\xbcrgen", 6 },
		{ "=?UTF-8*DE?B?SsO8cmdlbg==?=", "J\xc3\xbcrgen", 6 },
		{ "=?ISO-8859-1?Q?J=FCrgen?=", "J\xfcrgen", 6 },
		{ "=?windows-1252?Q?J=FCrgen?=", "J\xfcrgen", 6 },
		{ "=?ISO-2022-JP?B?GyRCMz8bKEI=?=", " $B3? (B", uncounted },
		{ "=?GB2312?B?1tA=?= a", "\xd6\xd0 a", uncounted },
		{ "=?UTF-8?Q?a?= =?UTF-8?Q?b?=", "ab", 2 },
		{ "=?UTF-8?Q?a?=  \t=?UTF-8?B?Yg==?= c", "ab c", 4 },
		{ "=?UTF-8?Q?a?= b =?UTF-8?Q?c?=", "a b c", 5 },
		{ "x =?UTF-8?Q?a?=", "x a", 3 },
		{ "=?UTF-8?Q?http://example.com/?=", "http://example.com/", 19 },
		{ "=?UTF-8?Q?a=0D=0AB=00c=7F?=", "a  B c ", 7 },
		{ "=?UTF-8?Q?a=?=", "a=", 2 },
		{ "=?UTF-8?Q?a=4?=", "a=4", 3 },
		{ "=?UTF-8?Q?a=XY?=", "a=XY", 4 },
		{ "=?UTF-8?B?S*s-O8?=", "J\xc3\xbc", 2 },
		{ "=?UTF-8?B?\?=", "", 0 },
		{ "=?UTF-8?Q?\?=", "", 0 },
		{ "=?UTF-8?X?abc?=", "=?UTF-8?X?abc?=", 15 },
		{ "=?UTF-8?QQ?abc?=", "=?UTF-8?QQ?abc?=", 16 },
		{ "=?UTF-8?Q?abc", "=?UTF-8?Q?abc", 13 },
		{ "=?UTF-8?Q?a c?=", "=?UTF-8?Q?a c?=", 15 },
		{ "=?", "=?", 2 },
		{ "=?\?\?=", "=?\?\?=", 5 },
		{ "=?\?\?\?=", "=?\?\?\?=", 6 },
		{ "=??Q?a?=", "a", uncounted },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char buffer[64];
		size_t characters;

		begin_row(rows[i].text);
		characters = wb_encoded_word_decode(rows[i].text, buffer, sizeof(buffer));
		assert_string_equal(buffer, rows[i].wanted);
		assert_int_equal(characters, rows[i].characters);
		characters = wb_encoded_word_decode(rows[i].text, buffer, 3);
		assert_true(strlen(buffer) <= 2);
		assert_int_equal(characters, rows[i].characters);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
