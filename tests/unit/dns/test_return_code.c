/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_return_code.c - return codes, what they match, and what they never mean. */
#include "dns/return_code.h"

#include "unit.h"

static void test_which_codes_match(void **state)
{
	static const struct {
		const char *text;
		uint32_t code;
		bool holds;
	} rows[] = {
		{ "127.0.0.2", 0x7f000002, true },
		{ "127.0.0.2", 0x7f000001, false },
		{ "127.0.0.2", 0x7f000003, false },
		{ "127.0.0.2", 0x7f000102, false },
		{ "127.0.0.3-127.0.0.5", 0x7f000002, false },
		{ "127.0.0.3-127.0.0.5", 0x7f000003, true },
		{ "127.0.0.3-127.0.0.5", 0x7f000004, true },
		{ "127.0.0.3-127.0.0.5", 0x7f000005, true },
		{ "127.0.0.3-127.0.0.5", 0x7f000006, false },
		{ "127.0.0.3-127.0.0.5", 0x7f000104, false },
		{ "127.0.0.254-127.0.1.1", 0x7f0000ff, true },
		{ "127.0.0.254-127.0.1.1", 0x7f000102, false },
		{ "127.0.0.2-127.0.0.2", 0x7f000002, true },
		{ "127.0.*.3", 0x7f000003, true },
		{ "127.0.*.3", 0x7f00ff03, true },
		{ "127.0.*.3", 0x7f000502, false },
		{ "127.0.*.3", 0x7f010503, false },
		{ "127.0.1.*", 0x7f000100, true },
		{ "127.0.1.*", 0x7f0001ff, true },
		{ "127.0.1.*", 0x7f000200, false },
		{ "127.*.*.*", 0x7fffffff, true },
		{ "127.*.*.*", 0x80000000, false },
		{ "127.0.0.&8", 0x7f000008, true },
		{ "127.0.0.&8", 0x7f0000ff, true },
		{ "127.0.0.&8", 0x7f000007, false },
		{ "127.0.0.&8", 0x7f0000f7, false },
		{ "127.0.0.&8", 0x7f000108, false },
		{ "127.0.0.&1", 0x7f000081, true },
		{ "127.0.0.&128", 0x7f000081, true },
		{ "127.0.0.&128", 0x7f00007f, false },
		{ "127.0.*.&2", 0x7f000902, true },
		{ "127.0.*.&2", 0x7f000901, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_code_match match;
		char label[80];

		snprintf(label, sizeof(label), "%s and %08x", rows[i].text, rows[i].code);
		begin_row(label);
		assert_int_equal(wb_code_match_parse(rows[i].text, &match, NULL), WB_OK);
		assert_int_equal(wb_code_match_holds(&match, rows[i].code), rows[i].holds);
	}
}

static void test_what_is_no_code_is_refused(void **state)
{
	static const char *const rows[] = { "", "127", "127.0.0", "127.0.0.", "127.0.0.2.", "127.0.0.2.3", "127.0.0.256",
		"127.0.0.0002", "127.0.0.2 ", " 127.0.0.2", "127.0.0.+2", "127.0.0.-2", "127.0.0.x", "127.0.0.**", "127..0.2",
		"126.0.0.2", "128.0.0.2", "*.0.0.2", "203.0.113.9", "127.0.0.&", "127.0.0.&0", "127.0.0.&3", "127.0.0.&256",
		"127.0.&1.2", "127.0.0.5-127.0.0.3", "127.0.0.2-", "127.0.0.2-3", "-127.0.0.2", "127.0.0.2-127.0.0.3-127.0.0.4",
		"127.0.*.3-127.0.1.5", "127.0.0.3-127.0.*.5", "127.0.0.1-127.0.0.&4", "127.0.0.&1-127.0.0.4" };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *text = strdup(rows[i]); /* on the heap, so that the sanitizer sees a look behind its end */
		struct wb_error error = { "" };
		struct wb_code_match match;
		enum wb_status status = wb_code_match_parse(text, &match, &error);

		free(text);
		begin_row(rows[i]);
		assert_int_equal(status, WB_INVALID);
		assert_contains(error.text, "127.0.0.3-127.0.0.5");
	}
}

static void test_codes_as_text_and_what_they_never_mean(void **state)
{
	static const struct {
		uint32_t code;
		const char *text;
		bool is_loopback, is_refusal;
	} rows[] = {
		{ 0x7f000002, "127.0.0.2", true, false },
		{ 0x7f000000, "127.0.0.0", true, false },
		{ 0x7ffeffff, "127.254.255.255", true, false },
		{ 0x7fff0000, "127.255.0.0", true, true },
		{ 0x7fffffff, "127.255.255.255", true, true },
		{ 0x7effffff, "126.255.255.255", false, false },
		{ 0x80000000, "128.0.0.0", false, false },
		{ 0xffffffff, "255.255.255.255", false, false },
		{ 0, "0.0.0.0", false, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[WB_CODE_TEXT_SIZE];

		begin_row(rows[i].text);
		wb_code_format(rows[i].code, text);
		assert_string_equal(text, rows[i].text);
		assert_int_equal(wb_code_is_loopback(rows[i].code), rows[i].is_loopback);
		assert_int_equal(wb_code_is_refusal(rows[i].code), rows[i].is_refusal);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_which_codes_match),
		cmocka_unit_test(test_what_is_no_code_is_refused),
		cmocka_unit_test(test_codes_as_text_and_what_they_never_mean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
