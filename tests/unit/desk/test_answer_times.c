/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_answer_times.c - how long people waited, and who still does. */
#include "desk/answer_times.h"

#include "request_fixture.h"

#define HOUR_S 3600

static struct wb_answer_times find(const char *store, int64_t since_s, int64_t until_s, int64_t promised_s)
{
	struct wb_answer_times times;

	assert_int_equal(wb_answer_times_find(store, since_s, until_s, promised_s, NOW_S + 100 * HOUR_S, &times, NULL), WB_OK);
	return times;
}

static void decide(const char *store, uint64_t number, int64_t at_s)
{
	struct wb_request decision = { .number = number, .state = WB_REQUEST_DENIED, .decided_at_s = at_s, .answer = "no" };

	assert_int_equal(wb_request_decide(store, &decision, NULL), WB_OK);
}

static void test_times(void **state)
{
	const char *store = open_store(*state);
	struct wb_answer_times times = find(store, 0, 0, HOUR_S);

	assert_true(times.answered == 0 && times.open == 0 && times.median_s == 0);
	for (size_t i = 1; i <= 6; i++) {
		char client[32];

		snprintf(client, sizeof(client), "192.0.2.%zu", i);
		file_request(store, request_of(client));
	}
	decide(store, 1, NOW_S + 1 * HOUR_S);
	decide(store, 2, NOW_S + 1 * HOUR_S + 1);
	decide(store, 3, NOW_S + 9 * HOUR_S);
	times = find(store, 0, 0, HOUR_S);
	assert_int_equal(times.answered, 3);
	assert_int_equal(times.median_s, HOUR_S + 1);
	assert_int_equal(times.longest_s, 9 * HOUR_S);
	begin_row("the very second is within it");
	assert_int_equal(times.within, 1);
	assert_true(times.open == 3 && times.late == 3 && times.oldest_s == 100 * HOUR_S);

	begin_row("a question is an answer, and the reply begins the waiting anew");
	assert_int_equal(wb_request_ask_back(store, 4, "x", "ann", NOW_S + 3 * HOUR_S, NULL), WB_OK);
	times = find(store, 0, 0, HOUR_S);
	assert_true(times.answered == 4 && times.open == 2);
	begin_row("of an even number, between the two");
	assert_int_equal(times.median_s, (HOUR_S + 1 + 3 * HOUR_S) / 2);
	assert_int_equal(wb_request_reply(store, 4, "y", NOW_S + 99 * HOUR_S + HOUR_S / 2, WB_REQUEST_WAITS, NULL), WB_OK);
	times = find(store, 0, 0, HOUR_S);
	assert_true(times.open == 3 && times.late == 2);
	begin_row("decided after it, it counts by the question");
	decide(store, 4, NOW_S + 99 * HOUR_S + HOUR_S / 2);
	assert_int_equal(find(store, 0, 0, HOUR_S).longest_s, 9 * HOUR_S);

	begin_row("of a time");
	assert_int_equal(find(store, NOW_S + HOUR_S + 1, 0, HOUR_S).answered, 3);
	assert_int_equal(find(store, 0, NOW_S + HOUR_S + 1, HOUR_S).answered, 1);
	begin_row("nothing is promised");
	times = find(store, 0, 0, 0);
	assert_true(times.within == 0 && times.late == 0 && times.answered == 4);
	begin_row("a clock that was set back");
	decide(store, 5, NOW_S - HOUR_S);
	assert_int_equal(find(store, 0, 0, HOUR_S).within, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_times),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
