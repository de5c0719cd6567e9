/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_diagnostic.c - what is wrong with a file: in the order of its lines, and not without end. */
#include "fixture.h"

static struct wb_diagnostics diagnostics;

static void test_mistakes_have_an_upper_bound_and_stay_in_order(void **state)
{
	(void)state;
	diagnostics.count = diagnostics.left_out = 0;
	for (int i = 0; i < 2 * WB_DIAGNOSTICS_MAX; i++)
		wb_diagnostics_add(&diagnostics, (struct wb_position){ (i * 7) % 10, 0 }, "%d %0400d", i, 0);
	assert_int_equal(diagnostics.count, WB_DIAGNOSTICS_MAX);
	for (size_t i = 1; i < diagnostics.count; i++)
		assert_true(diagnostics.rows[i - 1].position.line <= diagnostics.rows[i].position.line);
	begin_row("mistakes of one line stay in the order they were found in");
	assert_contains(diagnostics.rows[0].text, "0 ");
	assert_contains(diagnostics.rows[1].text, "10 ");
	assert_int_equal(diagnostics.left_out, WB_DIAGNOSTICS_MAX);
}

static void test_rows_are_in_the_order_of_the_text_and_other_files_behind(void **state)
{
	const char *const wanted[] = { "whole", "first", "second", "third", "other 1", "other 2" };

	(void)state;
	diagnostics.count = 0;
	wb_diagnostics_add_of(&diagnostics, "/etc/rules.conf", (struct wb_position){ 2, 1 }, "other 2");
	wb_diagnostics_add_of(&diagnostics, "/etc/rules.conf", (struct wb_position){ 1, 1 }, "other 1");
	wb_diagnostics_add(&diagnostics, (struct wb_position){ 2, 9 }, "third");
	wb_diagnostics_add(&diagnostics, (struct wb_position){ 1, 5 }, "first");
	wb_diagnostics_add(&diagnostics, (struct wb_position){ 2, 3 }, "second");
	wb_diagnostics_add(&diagnostics, WB_POSITION_NONE, "whole");
	for (size_t i = 0; i < COUNT(wanted); i++)
		assert_string_equal(diagnostics.rows[i].text, wanted[i]);
	assert_true(wb_diagnostics_have(&diagnostics, (struct wb_position){ 2, 3 }));
	assert_false(wb_diagnostics_have(&diagnostics, (struct wb_position){ 2, 4 }));
	assert_false(wb_diagnostics_have(&diagnostics, (struct wb_position){ 1, 1 }));
}

static void test_who_may_not_read_has_made_no_mistake(void **state)
{
	(void)state;
	memset(&diagnostics, 0, sizeof(diagnostics));
	wb_diagnostics_add(&diagnostics, WB_POSITION_NONE, "no such file");
	assert_false(wb_diagnostics_are_of_access(&diagnostics));
	diagnostics.is_denied = true;
	assert_true(wb_diagnostics_are_of_access(&diagnostics));
	wb_diagnostics_add(&diagnostics, (struct wb_position){ 1, 1 }, "wrong");
	assert_false(wb_diagnostics_are_of_access(&diagnostics));
}

static void test_a_line_names_its_place(void **state)
{
	const struct wb_diagnostic rows[] = {
		{ .position = { 7, 3 }, .text = "wrong" },
		{ .position = { 7, 0 }, .text = "wrong" },
		{ .text = "no file" },
		{ .position = { 2, 1 }, .path = "/etc/rules.conf", .text = "wrong" },
	};
	char line[WB_DIAGNOSTIC_LINE_SIZE];

	(void)state;
	wb_diagnostic_format(&rows[0], "/etc/whyblock.conf", line);
	assert_string_equal(line, "/etc/whyblock.conf:7:3: wrong");
	wb_diagnostic_format(&rows[1], "/etc/whyblock.conf", line);
	assert_string_equal(line, "/etc/whyblock.conf:7: wrong");
	wb_diagnostic_format(&rows[2], "/etc/whyblock.conf", line);
	assert_string_equal(line, "/etc/whyblock.conf: no file");
	wb_diagnostic_format(&rows[3], "/etc/whyblock.conf", line);
	assert_string_equal(line, "/etc/rules.conf:2:1: wrong");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_line_names_its_place),
		cmocka_unit_test(test_who_may_not_read_has_made_no_mistake),
		cmocka_unit_test(test_rows_are_in_the_order_of_the_text_and_other_files_behind),
		cmocka_unit_test(test_mistakes_have_an_upper_bound_and_stay_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
