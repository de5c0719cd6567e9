/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_log_shape.c - what stands where in a line of a log. */
#include "desk/log_shape.h"
#include "unit.h"

static struct wb_log_rest rest_of(const char *text)
{
	return (struct wb_log_rest){ text, text + strlen(text) };
}

static void test_what_does_not_fit_is_not_passed(void **state)
{
	static const struct {
		const char *text, *shape, *left; /* left NULL: it does not fit */
	} rows[] = {
		{ "12:a", "00:a", "" },
		{ "12:Zb", "00:a", "b" },
		{ "12:-", "00:a", NULL },
		{ "1", "00", NULL },
		{ "x1", "00", NULL },
		{ "", "0", NULL },
		{ "x", "", "x" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_log_rest rest = rest_of(rows[i].text);

		begin_row(rows[i].text);
		assert_int_equal(wb_log_skip(&rest, rows[i].shape), rows[i].left != NULL);
		assert_string_equal(rest.at, rows[i].left != NULL ? rows[i].left : rows[i].text);
	}
}

static void test_stamps(void **state)
{
	static const struct {
		const char *text, *between, *left;
	} rows[] = {
		{ "2026-11-22 00:54:17 x", " ", " x" },
		{ "2026-11-22T23:59:60", "T", "" },
		{ "2026-11-22T00:54:17", " ", NULL },
		{ "2026-13-22 00:54:17", " ", NULL },
		{ "2026-00-22 00:54:17", " ", NULL },
		{ "2026-11-32 00:54:17", " ", NULL },
		{ "2026-11-00 00:54:17", " ", NULL },
		{ "2026-11-22 24:54:17", " ", NULL },
		{ "2026-11-22 00:60:17", " ", NULL },
		{ "2026-11-22 00:54:61", " ", NULL },
		{ "2026-11-22 00:54:1", " ", NULL },
	};
	char stamp[WB_LOG_STAMP_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_log_rest rest = rest_of(rows[i].text);

		begin_row(rows[i].text);
		assert_int_equal(wb_log_read_stamp(&rest, rows[i].between, stamp), rows[i].left != NULL);
		assert_string_equal(rest.at, rows[i].left != NULL ? rows[i].left : rows[i].text);
	}
	wb_log_read_stamp(&(struct wb_log_rest){ rows[1].text, rows[1].text + 19 }, "T", stamp);
	assert_string_equal(stamp, "2026-11-22 23:59:60");
}

static void test_offsets(void **state)
{
	static const struct {
		const char *text;
		int32_t offset_s;
	} rows[] = { { "Z", 0 }, { "+0100", 3600 }, { "-03:30", -12600 }, { "+00:00", 0 }, { "+1", 1 }, { "0100", 1 },
		{ "CET", 1 } };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_log_rest rest = rest_of(rows[i].text);
		int32_t offset_s = 1; /* stays where there is none */

		begin_row(rows[i].text);
		assert_int_equal(wb_log_read_offset(&rest, &offset_s), rows[i].offset_s != 1);
		assert_int_equal(offset_s, rows[i].offset_s);
		assert_int_equal(rest.at == rest.end, rows[i].offset_s != 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_does_not_fit_is_not_passed),
		cmocka_unit_test(test_stamps),
		cmocka_unit_test(test_offsets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
