/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_answer_limit.c - answers by mail are limited for each address and in all, over 24 hours that move with the clock. */
#include "fixture.h"

#include "store/answer_limit.h"

#define DAY_S 86400

static bool take(const char *store, const char *address, int64_t now_s)
{
	bool granted;
	struct wb_error error;

	if (wb_answer_limit_take(store, address, 2, 5, now_s, &granted, &error) != WB_OK)
		fail_msg("%s", error.text);
	return granted;
}

static void test_limits(void **state)
{
	static const struct {
		const char *label, *address;
		int64_t after_s;
		bool granted;
	} rows[] = {
		{ "the first", "ann@example.com", 0, true },
		{ "the second, in the same second", "ann@example.com", 0, true },
		{ "the third is one too many", "ann@example.com", 0, false },
		{ "in any case of the letters", "ANN@Example.COM", 1, false },
		{ "another address", "bob@example.com", 1, true },
		{ "a refusal does not count", "ann@example.com", DAY_S - 1, false },
		{ "24 hours after the first", "ann@example.com", DAY_S, true },
		{ "and after the second", "ann@example.com", DAY_S, true },
		{ "not a third time", "ann@example.com", DAY_S, false },
		{ "the fourth in all", "c@example.com", DAY_S, true },
		{ "bob's has just left", "d@example.com", DAY_S + 1, true },
		{ "the fifth in all", "e@example.com", DAY_S + 1, true },
		{ "the sixth is one too many", "g@example.com", DAY_S + 1, false },
		{ "all have left", "e@example.com", 3 * DAY_S, true },
		{ "a clock that was wrong by a year", "f@example.com", 365 * DAY_S, true },
		{ "is right again", "f@example.com", 3 * DAY_S, true },
		{ "it does not count for a year", "f@example.com", 3 * DAY_S, true },
		{ "but as usual", "f@example.com", 3 * DAY_S, false },
	};
	const char *store = open_store(*state);

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		assert_int_equal(take(store, rows[i].address, NOW_S + rows[i].after_s), rows[i].granted);
	}
}

/* NTP sets a clock back by an hour, or a month: what it said meanwhile holds back nobody, until it is as late as that. */
static void test_what_is_dated_later_does_not_count(void **state)
{
	static const struct {
		const char *label;
		int64_t after_s;
		bool granted;
	} rows[] = {
		{ "an hour ahead", 3600, true },
		{ "and once more", 3600, true },
		{ "which is all, by that clock", 3600, false },
		{ "set back", 0, true },
		{ "its second", 1, true },
		{ "and no more", 2, false },
		{ "a month ahead", 30 * DAY_S, true },
		{ "set back: what the clock of then has removed does not come back", 3, true },
	};
	const char *store = open_store(*state);

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		assert_int_equal(take(store, "ann@example.com", NOW_S + rows[i].after_s), rows[i].granted);
	}
}

static void test_no_store(void **state)
{
	struct wb_error error;
	bool granted = true;

	assert_int_equal(
	    wb_answer_limit_take(path_in(*state, "none"), "ann@example.com", 2, 5, NOW_S, &granted, &error), WB_UNAVAILABLE);
	assert_false(granted);
	assert_contains(error.text, "none");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_limits),
		test_in_folder(test_what_is_dated_later_does_not_count),
		test_in_folder(test_no_store),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
