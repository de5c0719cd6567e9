/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_library.c - libraries that are loaded when they are needed. */
#include "base/library.h"

#include <math.h>

#include "unit.h"

#define MATHS(F) F(cos) F(hypot)
#define NO_SUCH_FUNCTION "cos\0no_such_function\0"

static struct maths {
	MATHS(WB_LIBRARY_FIELD)
} maths;

static void test_functions_by_their_names(void **state)
{
	struct wb_library library = WB_LIBRARY("libm.so.6", MATHS, maths);
	struct wb_error error;

	(void)state;
	assert_int_equal(wb_library_load(&library, &error), WB_OK);
	assert_true(maths.cos(0) == 1.0);
	assert_true(maths.hypot(3, 4) == 5.0);
	assert_int_equal(wb_library_load(&library, &error), WB_OK);
}

static void test_what_is_missing_is_named_and_tried_again(void **state)
{
	struct maths none = { 0 };
	struct wb_library library = WB_LIBRARY("libno-such-library.so.9", MATHS, none);
	struct wb_error error;

	(void)state;
	assert_int_equal(wb_library_load(&library, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "cannot load libno-such-library.so.9: ");
	library.soname = "libm.so.6";
	library.names = NO_SUCH_FUNCTION;
	assert_int_equal(wb_library_load(&library, &error), WB_UNAVAILABLE);
	assert_string_equal(error.text, "libm.so.6 has no function no_such_function");
	library.names = MATHS(WB_LIBRARY_NAME);
	assert_int_equal(wb_library_load(&library, &error), WB_OK);
	assert_true(none.hypot(3, 4) == 5.0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_functions_by_their_names),
		cmocka_unit_test(test_what_is_missing_is_named_and_tried_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
