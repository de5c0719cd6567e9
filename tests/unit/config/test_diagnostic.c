/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_diagnostic.c - what is wrong with a file: in the order of its lines, and not without end. */
#include "fixture.h"

static struct wb_diagnostics diagnostics;

static void test_mistakes_have_an_upper_bound_and_stay_in_order(void **state)
{
	(void)state;
	diagnostics.count = 0;
	for (int i = 0; i < 2 * WB_DIAGNOSTICS_MAX; i++)
		wb_diagnostics_add(&diagnostics, (i * 7) % 10, "%d %0400d", i, 0);
	assert_int_equal(diagnostics.count, WB_DIAGNOSTICS_MAX);
	for (size_t i = 1; i < diagnostics.count; i++)
		assert_true(diagnostics.rows[i - 1].line <= diagnostics.rows[i].line);
	begin_row("mistakes of one line stay in the order they were found in");
	assert_contains(diagnostics.rows[0].text, "0 ");
	assert_contains(diagnostics.rows[1].text, "10 ");
}

static void test_a_line_names_its_place(void **state)
{
	const struct wb_diagnostic rows[] = { { 7, "wrong" }, { 0, "no file" } };
	char line[WB_DIAGNOSTIC_LINE_SIZE];

	(void)state;
	wb_diagnostic_format(&rows[0], "/etc/whyblock.conf", line);
	assert_string_equal(line, "/etc/whyblock.conf:7: wrong");
	wb_diagnostic_format(&rows[1], "/etc/whyblock.conf", line);
	assert_string_equal(line, "/etc/whyblock.conf: no file");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_line_names_its_place),
		cmocka_unit_test(test_mistakes_have_an_upper_bound_and_stay_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
