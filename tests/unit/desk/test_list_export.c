/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_list_export.c - the formats of list export, by name. */
#include "desk/list_export.h"
#include "unit.h"

static void test_each_format_is_found_by_its_name(void **state)
{
	(void)state;
	for (size_t i = 0; i < wb_list_format_count; i++) {
		begin_row(wb_list_formats[i].name);
		assert_ptr_equal(wb_list_format_find(wb_list_formats[i].name), &wb_list_formats[i]);
		assert_non_null(wb_list_formats[i].help);
		assert_non_null(wb_list_formats[i].export);
	}
	assert_ptr_equal(wb_list_formats[0].export, wb_list_export_import);
	assert_null(wb_list_format_find(""));
	assert_null(wb_list_format_find("IMPORT"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_format_is_found_by_its_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
