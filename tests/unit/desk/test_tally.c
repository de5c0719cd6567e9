/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_tally.c - names are counted once for a line, in an order, and not without bounds. */
#include "desk/tally.h"
#include "unit.h"

static void add(struct wb_tally *tally, const char *name, uint64_t line)
{
	wb_tally_add(tally, name, strlen(name), NULL, WB_TALLY_ENFORCED, line);
}

static void assert_order(const struct wb_tally *tally, const char *wanted)
{
	char found[200] = "";

	for (size_t i = 0; i < tally->row_count; i++)
		snprintf(found + strlen(found), sizeof(found) - strlen(found), "%s %d|", tally->rows[i]->name,
		    (int)wb_tally_sum(tally->rows[i]->count));
	assert_string_equal(found, wanted);
}

static void test_counts_and_orders(void **state)
{
	struct wb_tally tally;

	(void)state;
	wb_tally_open(&tally, 10);
	add(&tally, "b", 1);
	add(&tally, "b", 1); /* twice in one line */
	add(&tally, "c", 1);
	add(&tally, "c", 2);
	wb_tally_add(&tally, "c", 1, NULL, WB_TALLY_MONITORED, 3);
	add(&tally, "a", 4);
	wb_tally_sort(&tally, WB_TALLY_BY_COUNT);
	assert_order(&tally, "c 3|a 1|b 1|");
	assert_int_equal(tally.rows[0]->count[WB_TALLY_MONITORED], 1);
	wb_tally_sort(&tally, WB_TALLY_BY_NAME);
	assert_order(&tally, "a 1|b 1|c 3|");
	wb_tally_close(&tally);
	wb_tally_close(&tally);
	wb_tally_sort(&tally, WB_TALLY_BY_NAME);
}

static void test_a_full_table_counts_the_others_together(void **state)
{
	struct wb_tally tally;
	char name[20];

	(void)state;
	wb_tally_open(&tally, 1000);
	for (unsigned i = 0; i < 3000; i++) {
		snprintf(name, sizeof(name), "%u", i * 7919 % 1500);
		add(&tally, name, i + 1);
	}
	assert_int_equal(tally.row_count, 1000);
	assert_int_equal(tally.other[WB_TALLY_ENFORCED], 1000);
	wb_tally_sort(&tally, WB_TALLY_BY_COUNT);
	assert_int_equal(tally.rows[999]->count[WB_TALLY_ENFORCED], 2);
	wb_tally_close(&tally);
}

static void test_names_and_notes_are_made_harmless(void **state)
{
	char name[300];
	struct wb_tally tally;

	(void)state;
	wb_tally_open(&tally, 10);
	memset(name, 'x', sizeof(name));
	wb_tally_add(&tally, name, sizeof(name), "a\x1b[31m", WB_TALLY_ENFORCED, 1);
	wb_tally_add(&tally, name, 200, "another note", WB_TALLY_ENFORCED, 2);
	wb_tally_add(&tally, "a\tbc", 3, NULL, WB_TALLY_ENFORCED, 3);
	assert_int_equal(tally.row_count, 2);
	assert_int_equal(strlen(tally.rows[0]->name), WB_TALLY_NAME_SIZE - 1);
	assert_string_equal(tally.rows[0]->note, "a?[31m");
	assert_int_equal(tally.rows[0]->count[WB_TALLY_ENFORCED], 2);
	assert_string_equal(tally.rows[1]->name, "a?b");
	wb_tally_close(&tally);
}

/* Many at once, whatever the line; a full table counts them with the others. */
static void test_many_at_once(void **state)
{
	struct wb_tally tally;

	(void)state;
	wb_tally_open(&tally, 2);
	wb_tally_add_many(&tally, "a", "a note", UINT32_MAX);
	wb_tally_add_many(&tally, "b", NULL, 0);
	wb_tally_add_many(&tally, "a", "another", 5);
	wb_tally_add_many(&tally, "c", NULL, 7);
	add(&tally, "b", 1);
	assert_int_equal(tally.row_count, 2);
	assert_int_equal(tally.rows[0]->count[WB_TALLY_ENFORCED], UINT64_C(0x100000004));
	assert_string_equal(tally.rows[0]->note, "a note");
	assert_int_equal(tally.rows[1]->count[WB_TALLY_ENFORCED], 1);
	assert_int_equal(wb_tally_sum(tally.other), 7);
	wb_tally_close(&tally);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts_and_orders),
		cmocka_unit_test(test_a_full_table_counts_the_others_together),
		cmocka_unit_test(test_names_and_notes_are_made_harmless),
		cmocka_unit_test(test_many_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
