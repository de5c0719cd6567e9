/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_advice.c - module/config/advice.c */
#include "config/advice.h"

#include <stdio.h>
#include <string.h>

#include "unit.h"

struct told {
	enum wb_advice advice;
	struct wb_position position;
	char text[600];
};

static void take(void *context, enum wb_advice advice, struct wb_position position, const char *text)
{
	struct told *told = context;

	told->advice = advice;
	told->position = position;
	snprintf(told->text, sizeof(told->text), "%s", text);
}

static void test_it_is_handed_on_as_one_text(void **state)
{
	struct told told = { .text = "" };
	const struct wb_advice_taker taker = { take, &told };
	char many[700];

	(void)state;
	wb_advise(&taker, WB_ADVICE_WARNING, (struct wb_position){ 3, 7 }, "found %s: expected %d", "x", 5);
	assert_int_equal(told.advice, WB_ADVICE_WARNING);
	assert_int_equal(told.position.line, 3);
	assert_int_equal(told.position.column, 7);
	assert_string_equal(told.text, "found x: expected 5");

	begin_row("a long one is cut");
	memset(many, 'x', sizeof(many) - 1);
	many[sizeof(many) - 1] = '\0';
	wb_advise(&taker, WB_ADVICE_NOTE, WB_POSITION_NONE, "%s", many);
	assert_int_equal(told.advice, WB_ADVICE_NOTE);
	assert_int_equal(strlen(told.text), 499);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_it_is_handed_on_as_one_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
