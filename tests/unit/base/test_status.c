/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_status.c - a failure is one statement with a reason that fits. */
#include "base/status.h"
#include "unit.h"

static void test_fail_returns_the_status_and_writes_the_reason(void **state)
{
	struct wb_error error = { "old" };

	(void)state;
	assert_int_equal(wb_fail(&error, WB_INVALID, "store %s: %d", "/x", 5), WB_INVALID);
	assert_string_equal(error.text, "store /x: 5");
	assert_int_equal(wb_fail(&error, WB_UNAVAILABLE, "%s", "%s"), WB_UNAVAILABLE);
	assert_string_equal(error.text, "%s");
}

static void test_fail_takes_null(void **state)
{
	(void)state;
	assert_int_equal(wb_fail(NULL, WB_NO_MEMORY, "%d", 5), WB_NO_MEMORY);
}

static void test_a_long_reason_is_cut(void **state)
{
	struct wb_error error;
	char reason[2 * WB_ERROR_SIZE];

	(void)state;
	memset(reason, 'x', sizeof(reason) - 1);
	reason[sizeof(reason) - 1] = '\0';
	wb_fail(&error, WB_INVALID, "%s", reason);
	assert_int_equal(strlen(error.text), WB_ERROR_SIZE - 1);
}

/* Code that says "if (status)" must not take an answer for a success. */
static void test_ok_is_zero_and_the_others_are_not(void **state)
{
	(void)state;
	assert_int_equal(WB_OK, 0);
	assert_int_not_equal(WB_NOT_FOUND, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fail_returns_the_status_and_writes_the_reason),
		cmocka_unit_test(test_fail_takes_null),
		cmocka_unit_test(test_a_long_reason_is_cut),
		cmocka_unit_test(test_ok_is_zero_and_the_others_are_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
