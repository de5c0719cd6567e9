/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_report_result.c - the names of what becomes of reports: no two are alike, and each is a label of metrics as it stands. */
#include "desk/report_result.h"
#include "unit.h"

static void test_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < WB_REPORT_RESULTS; i++) {
		const char *name = wb_report_results[i].name;

		begin_row(name);
		assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz-"), strlen(name));
		assert_true(strlen(wb_report_results[i].text) > 0);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(wb_report_results[k].name, name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_names) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
