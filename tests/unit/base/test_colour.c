/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_colour.c - which colours can be read on which. */
#include "base/colour.h"
#include "unit.h"

static void test_text_needs_a_contrast_of_four_and_a_half(void **state)
{
	static const struct {
		const char *label, *text, *page;
		bool readable;
	} rows[] = {
		{ "black on white", "#000000", "#ffffff", true },
		{ "white on black", "#FFFFFF", "#000000", true },
		{ "the darkest grey that is too light on white (4.48)", "#777777", "#ffffff", false },
		{ "the lightest grey that is dark enough (4.54)", "#767676", "#ffffff", true },
		{ "yellow on white", "#ffff00", "#ffffff", false },
		{ "the same on the dark page", "#ffff00", WB_COLOUR_PAGE_DARK, true },
		{ "the page itself", WB_COLOUR_PAGE_LIGHT, WB_COLOUR_PAGE_LIGHT, false },
		{ "a name", "black", "#ffffff", false },
		{ "three digits", "#000", "#ffffff", false },
		{ "a sign", "#+1+1+1", "#ffffff", false },
		{ "more behind it", "#000000;}", "#ffffff", false },
		{ "nothing", "", "#ffffff", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		assert_int_equal(wb_colour_is_readable(rows[i].text, rows[i].page), rows[i].readable);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text_needs_a_contrast_of_four_and_a_half),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
