/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_clock.c - the system's clock, which everybody uses who is given no other. */
#include <time.h>

#include "base/clock.h"
#include "unit.h"

static void test_the_wall_shows_unix_time(void **state)
{
	const struct wb_clock *clock = &wb_clock_system;
	int64_t before_s = (int64_t)time(NULL);
	int64_t now_s = wb_clock_wall_s(clock);

	(void)state;
	assert_in_range(now_s, before_s, (int64_t)time(NULL));
}

static void test_microseconds_go_on(void **state)
{
	const struct wb_clock *clock = &wb_clock_system;
	const struct timespec nap = { .tv_nsec = 2000000 };
	int64_t before_us = clock->monotonic_us(clock->context);

	(void)state;
	nanosleep(&nap, NULL);
	assert_in_range(clock->monotonic_us(clock->context) - before_us, 2000, 60000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_wall_shows_unix_time),
		cmocka_unit_test(test_microseconds_go_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
