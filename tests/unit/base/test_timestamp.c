/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_timestamp.c - points and spans of time as text. */
#include "base/timestamp.h"
#include "unit.h"

static void test_moments_are_read(void **state)
{
	static const struct {
		const char *text;
		int64_t wanted; /* -1: refused */
	} rows[] = {
		{ "2026-11-22T12:00:00Z", 1795348800 },
		{ "2026-11-22T12:00:01Z", 1795348801 },
		{ "2026-11-22", 1795305600 },
		{ "1795348800", 1795348800 },
		{ "1970-01-01T00:00:01Z", 1 },
		{ "2024-02-29", 1709164800 },
		{ "2038-01-19T03:14:08Z", 2147483648 },
		{ "9999-12-31T23:59:59Z", 253402300799 },
		{ "253402300800", -1 },
		{ "99999999999999999999", -1 },
		{ "2026-02-29", -1 },
		{ "2026-02-30T00:00:00Z", -1 },
		{ "2026-13-01", -1 },
		{ "2026-00-01", -1 },
		{ "2026-01-00", -1 },
		{ "2026-04-31", -1 },
		{ "2026-11-22T24:00:00Z", -1 },
		{ "2026-11-22T12:60:00Z", -1 },
		{ "2026-11-22T12:00:60Z", -1 },
		{ "1969-12-31", -1 },
		{ "2026-11-22T12:00:00", -1 },
		{ "2026-11-22T12:00:00z", -1 },
		{ "2026-11-22T13:00:00+01:00", 1795348800 },
		{ "2026-11-22T06:30:00-05:30", 1795348800 },
		{ "2026-11-22T12:00:00+00:00", 1795348800 },
		{ "2026-11-22T12:00:00+1:00", -1 },
		{ "2026-11-22T12:00:00+0100", -1 },
		{ "0", -1 }, /* stands for never */
		{ "1970-01-01", -1 },
		{ "1970-01-01T00:30:00+01:00", -1 },
		{ "2026-11-22 12:00:00Z", -1 },
		{ "26-11-22", -1 },
		{ "-1", -1 },
		{ "+1", -1 },
		{ "1.5", -1 },
		{ " 1", -1 },
		{ "tomorrow", -1 },
		{ "", -1 },
	};

	(void)state;
	setenv("TZ", "America/New_York", 1); /* times are UTC, wherever the host stands */
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_error error = { "" };
		int64_t time_s = -2;

		begin_row(rows[i].text);
		assert_int_equal(wb_timestamp_parse(rows[i].text, &time_s, &error), rows[i].wanted < 0 ? WB_INVALID : WB_OK);
		if (rows[i].wanted >= 0)
			assert_int_equal(time_s, rows[i].wanted);
		else
			assert_contains(error.text, "expected 2026-12-24T18:00:00Z");
	}
}

static void test_an_end_may_be_never(void **state)
{
	int64_t time_s = -2;

	(void)state;
	assert_int_equal(wb_timestamp_parse_end("never", &time_s, NULL), WB_OK);
	assert_int_equal(time_s, 0);
	assert_int_equal(wb_timestamp_parse_end("2026-11-22", &time_s, NULL), WB_OK);
	assert_int_equal(time_s, 1795305600);
	assert_int_equal(wb_timestamp_parse_end("Never", &time_s, NULL), WB_INVALID);
	assert_int_equal(wb_timestamp_parse("never", &time_s, NULL), WB_INVALID);
}

static void test_moments_are_written(void **state)
{
	static const struct {
		int64_t time_s;
		const char *wanted;
	} rows[] = {
		{ 0, "-" },
		{ 1, "1970-01-01T00:00:01Z" },
		{ 1795348800, "2026-11-22T12:00:00Z" },
		{ 253402300799, "9999-12-31T23:59:59Z" },
		{ 253402300800, "-" },
		{ INT64_MAX, "-" },
		{ -1, "-" },
	};

	(void)state;
	setenv("TZ", "America/New_York", 1);
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[WB_TIMESTAMP_TEXT_SIZE];

		begin_row(rows[i].wanted);
		wb_timestamp_format(rows[i].time_s, text);
		assert_string_equal(text, rows[i].wanted);
	}
}

static void test_for_people_to_the_minute(void **state)
{
	char text[WB_TIMESTAMP_TEXT_SIZE];

	(void)state;
	wb_timestamp_format_minute(1795348859, text);
	assert_string_equal(text, "2026-11-22 12:00 UTC");
	wb_timestamp_format_minute(0, text);
	assert_string_equal(text, "");
}

static void test_since_is_a_time_or_a_span_before_now(void **state)
{
	static const struct {
		const char *text;
		int64_t time_s; /* 0: refused */
	} rows[] = {
		{ "1h", 1000000 - 3600 },
		{ "2026-12-24", 1798070400 },
		{ "12345", 12345 },
		{ "100w", 1 }, /* before 1970 */
		{ "yesterday", 0 },
		{ "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_error error = { "" };
		int64_t time_s = 0;

		begin_row(rows[i].text);
		assert_int_equal(
		    wb_timestamp_parse_since(rows[i].text, 1000000, &time_s, &error), rows[i].time_s != 0 ? WB_OK : WB_INVALID);
		assert_int_equal(time_s, rows[i].time_s);
	}
}

static void test_spans_are_read(void **state)
{
	static const struct {
		const char *text;
		int64_t wanted; /* -1: refused */
	} rows[] = {
		{ "45s", 45 },
		{ "90m", 5400 },
		{ "12h", 43200 },
		{ "30d", 2592000 },
		{ "2w", 1209600 },
		{ "1s", 1 },
		{ "36600d", 3162240000 },
		{ "36601d", -1 },
		{ "999999999999999w", -1 },
		{ "0s", -1 },
		{ "-1d", -1 },
		{ "1.5h", -1 },
		{ "30", -1 },
		{ "d", -1 },
		{ "30 d", -1 },
		{ "1d12h", -1 },
		{ "30D", -1 },
		{ "1y", -1 },
		{ "", -1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_error error = { "" };
		int64_t seconds = -2;

		begin_row(rows[i].text);
		assert_int_equal(wb_span_parse(rows[i].text, &seconds, &error), rows[i].wanted < 0 ? WB_INVALID : WB_OK);
		if (rows[i].wanted >= 0)
			assert_int_equal(seconds, rows[i].wanted);
		else
			assert_contains(error.text, "45s, 90m, 12h, 30d or 2w");
	}
}

static void test_spans_are_written(void **state)
{
	static const struct {
		int64_t seconds;
		const char *wanted;
	} rows[] = {
		{ 0, "" },
		{ 1, "1s" },
		{ 45, "45s" },
		{ 90, "90s" },
		{ 5400, "90m" },
		{ 86400, "1d" },
		{ 7 * 86400, "1w" },
		{ 400 * 86400, "400d" },
		{ 100LL * 365 * 86400, "36500d" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[WB_SPAN_TEXT_SIZE];
		int64_t seconds;

		begin_row(rows[i].wanted);
		wb_span_format(rows[i].seconds, text);
		assert_string_equal(text, rows[i].wanted);
		if (rows[i].seconds > 0)
			assert_int_equal(wb_span_parse(text, &seconds, NULL), WB_OK);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_moments_are_read),
		cmocka_unit_test(test_an_end_may_be_never),
		cmocka_unit_test(test_moments_are_written),
		cmocka_unit_test(test_for_people_to_the_minute),
		cmocka_unit_test(test_since_is_a_time_or_a_span_before_now),
		cmocka_unit_test(test_spans_are_read),
		cmocka_unit_test(test_spans_are_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
