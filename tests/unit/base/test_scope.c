/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_scope.c - names of scopes. */
#include "unit.h"

#include "base/scope.h"

static void test_scopes_by_name(void **state)
{
	static const char *const names[] = { "host", "range", "network" };
	enum wb_scope scope = WB_SCOPE_HOST;

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		begin_row(names[i]);
		assert_true(wb_scope_parse(names[i], &scope));
		assert_int_equal(scope, i);
		assert_string_equal(wb_scope_name((enum wb_scope)i), names[i]);
	}
	assert_false(wb_scope_parse("net", &scope));
	assert_int_equal(scope, WB_SCOPE_NETWORK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scopes_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
