/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_standing.c - accepted mail against reports, day by day; and buckets that leak. */
#include "agent/bucket.h"
#include "agent/standing.h"
#include "unit.h"

#define DAY_S 86400
#define HOUR_S 3600

static void test_accepted_mail_forgives(void **state)
{
	static const struct {
		const char *label;
		uint32_t accepted;
		int forgiven; /* reports in a row */
	} rows[] = {
		{ "none", 0, 0 },
		{ "little", 9, 0 },
		{ "ten recipients", 10, 1 },
		{ "ten for each report", 29, 2 },
		{ "more than is counted", 1U << 31, 255 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct standing standing = { 0 };
		int forgiven = 0;

		begin_row(rows[i].label);
		standing_accept(&standing, rows[i].accepted, true, NOW_S);
		while (forgiven < rows[i].forgiven && standing_forgives(&standing, NOW_S))
			forgiven++;
		assert_int_equal(forgiven, rows[i].forgiven);
		if (rows[i].accepted < 1000)
			assert_false(standing_forgives(&standing, NOW_S));
		assert_int_equal(standing.recipients, rows[i].accepted);
	}
}

static void test_days_pass(void **state)
{
	static const struct {
		const char *label;
		int64_t later_s;
		bool forgives;
	} rows[] = {
		{ "the same day", 0, true },
		{ "six days later", 6 * DAY_S, true },
		{ "seven days later", 7 * DAY_S, false },
		{ "years later", 4000LL * DAY_S, false },
		{ "a clock set back", -3 * DAY_S, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct standing standing = { 0 };

		begin_row(rows[i].label);
		standing_accept(&standing, 5, true, NOW_S);
		standing_accept(&standing, 5, true, NOW_S + 1);
		assert_int_equal(standing_forgives(&standing, NOW_S + rows[i].later_s), rows[i].forgives);
	}
}

static void test_reports_are_forgotten_too(void **state)
{
	struct standing standing = { 0 };

	(void)state;
	standing_accept(&standing, 10, true, NOW_S);
	assert_true(standing_forgives(&standing, NOW_S));
	assert_false(standing_forgives(&standing, NOW_S));
	standing_accept(&standing, 10, true, NOW_S + 7 * DAY_S);
	assert_true(standing_forgives(&standing, NOW_S + 7 * DAY_S));
}

static void test_who_tries_addresses_earns_nothing(void **state)
{
	struct standing standing = { 0 };

	(void)state;
	standing_accept(&standing, 100, false, NOW_S);
	assert_false(standing_forgives(&standing, NOW_S));
	assert_int_equal(standing.recipients, 100);
}

static void test_buckets_leak(void **state)
{
	static const struct {
		const char *label;
		uint32_t hits;
		int64_t leak_s;
		int64_t after_s[6]; /* the first; -1: no more */
		int full_at;        /* which of them fills it; 0: none */
	} rows[] = {
		{ "one is enough", 1, 6 * HOUR_S, { 0, -1 }, 1 },
		{ "three at once", 3, 6 * HOUR_S, { 0, 0, 0, -1 }, 3 },
		{ "three within six hours", 3, 6 * HOUR_S, { 0, 3 * HOUR_S, 6 * HOUR_S - 1, -1 }, 3 },
		{ "the third too late", 3, 6 * HOUR_S, { 0, 3 * HOUR_S, 6 * HOUR_S, -1 }, 0 },
		{ "and a fourth", 3, 6 * HOUR_S, { 0, 3 * HOUR_S, 6 * HOUR_S, 6 * HOUR_S, -1 }, 4 },
		{ "one each six hours", 3, 6 * HOUR_S, { 0, 6 * HOUR_S, 12 * HOUR_S, 18 * HOUR_S, 24 * HOUR_S, -1 }, 0 },
		{ "none leaks", 3, 0, { 0, 4000LL * DAY_S, 9000LL * DAY_S, -1 }, 3 },
		{ "a clock that was ahead", 3, 6 * HOUR_S, { 0, -3 * DAY_S, -3 * DAY_S + 6 * HOUR_S, -2 * DAY_S, -1 }, 0 },
		{ "a clock set back", 2, 6 * HOUR_S, { 0, -3 * DAY_S, -1 }, 2 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct bucket bucket = { 0 };
		int full_at = 0;

		begin_row(rows[i].label);
		for (int k = 0; k < 6 && (k == 0 || rows[i].after_s[k] != -1) && full_at == 0; k++) {
			if (bucket_add(&bucket, rows[i].hits, rows[i].leak_s, NOW_S + rows[i].after_s[k]))
				full_at = k + 1;
		}
		assert_int_equal(full_at, rows[i].full_at);
		assert_true(bucket.level <= rows[i].hits);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_accepted_mail_forgives),
		cmocka_unit_test(test_days_pass),
		cmocka_unit_test(test_reports_are_forgotten_too),
		cmocka_unit_test(test_who_tries_addresses_earns_nothing),
		cmocka_unit_test(test_buckets_leak),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
