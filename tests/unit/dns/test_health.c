/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_health.c - when a zone is suspended, and when it is asked again. */
#include "dns/health.h"
#include "dns/self_test.h"
#include "unit.h"

#define RESTED_S WB_HEALTH_SUSPEND_S

static const struct wb_self_test_result passed = { WB_SELF_TEST_PASSED, NULL };
static const struct wb_self_test_result failed = { WB_SELF_TEST_WORLD, "127.0.0.1" };
static const struct wb_self_test_result empty = { WB_SELF_TEST_EMPTY, "127.0.0.2" };

/* One letter for each event: e error, t timeout, a answer, P test passed, F test failed, E the same: the zone looks empty. */
static bool note(struct wb_health *health, char event)
{
	switch (event) {
	case 'e':
		return wb_health_note_error(health, "answered 127.255.255.254", NOW_S);
	case 't':
		return wb_health_note_timeout(health, NOW_S);
	case 'a':
		return wb_health_note_answer(health);
	case 'P':
		wb_health_note_test(health, &passed, NOW_S);
		return true;
	case 'E':
		wb_health_note_test(health, &empty, NOW_S);
		return true;
	default:
		wb_health_note_test(health, &failed, NOW_S);
		return true;
	}
}

static void test_what_events_make_of_a_zone(void **state)
{
	static const struct {
		const char *label, *events;
		enum wb_health_state state;
		uint32_t timeouts;
		bool changed; /* by the last event */
		const char *why;
	} rows[] = {
		{ "an answer changes nothing", "a", WB_HEALTH_GOOD, 0, false, "" },
		{ "an error is enough", "e", WB_HEALTH_SUSPENDED, 0, true, "answered 127.255.255.254" },
		{ "one timeout is not", "t", WB_HEALTH_GOOD, 1, true, "" },
		{ "two are", "tt", WB_HEALTH_SUSPENDED, 2, true, "did not answer, 2 times in a row" },
		{ "an answer between them starts anew", "tat", WB_HEALTH_GOOD, 1, true, "" },
		{ "the first timeout after a rest is enough", "ttt", WB_HEALTH_SUSPENDED, 3, true, "3 times" },
		{ "an answer ends the rest", "ea", WB_HEALTH_GOOD, 0, true, "" },
		{ "and forgets the timeouts", "ttat", WB_HEALTH_GOOD, 1, true, "" },
		{ "an answer does not undo a failed test", "Fa", WB_HEALTH_FAILED, 0, false, "lists 127.0.0.1" },
		{ "one timeout does not", "Ft", WB_HEALTH_FAILED, 1, true, "lists 127.0.0.1" },
		{ "a test that passes does", "FP", WB_HEALTH_GOOD, 0, true, "" },
		{ "it ends a rest too", "eP", WB_HEALTH_GOOD, 0, true, "" },
		{ "and forgets the timeouts", "tP", WB_HEALTH_GOOD, 0, true, "" },
		{ "a test that fails ends a rest", "eF", WB_HEALTH_FAILED, 0, true, "lists 127.0.0.1" },
		{ "one that finds the zone empty", "E", WB_HEALTH_EMPTY, 0, true, "does not list 127.0.0.2" },
		{ "and then something else", "EF", WB_HEALTH_FAILED, 0, true, "lists 127.0.0.1" },
		{ "an answer does not undo that either", "Ea", WB_HEALTH_EMPTY, 0, false, "does not list 127.0.0.2" },
		{ "a test that passes does", "EP", WB_HEALTH_GOOD, 0, true, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_health health = { .state = WB_HEALTH_GOOD };
		bool changed = false;

		begin_row(rows[i].label);
		for (const char *event = rows[i].events; *event != '\0'; event++)
			changed = note(&health, *event);
		assert_int_equal(health.state, rows[i].state);
		assert_int_equal(health.timeouts, rows[i].timeouts);
		assert_int_equal(changed, rows[i].changed);
		assert_contains(health.why, rows[i].why);
		assert_int_equal(health.why[0] == '\0', rows[i].state == WB_HEALTH_GOOD);
	}
}

static void test_when_a_zone_is_asked(void **state)
{
	static const struct {
		const char *label, *events;
		int64_t after_s;
		bool asked;
	} rows[] = {
		{ "never tested", "", 0, true },
		{ "suspended", "e", 0, false },
		{ "one second before the end", "e", RESTED_S - 1, false },
		{ "at the end", "e", RESTED_S, true },
		{ "the clock went back by a second", "e", -1, true },
		{ "by years", "e", -100000000, true },
		{ "silent once", "t", 0, true },
		{ "silent twice", "tt", RESTED_S - 1, false },
		{ "silent twice, then rested", "tt", RESTED_S, true },
		{ "failed", "F", 0, false },
		{ "empty", "E", 0, false },
		{ "failed long ago", "F", 100000000, false },
		{ "failed, and the clock went back", "F", -1, false },
		{ "passed", "FP", 0, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_health health = { .state = WB_HEALTH_GOOD };

		begin_row(rows[i].label);
		for (const char *event = rows[i].events; *event != '\0'; event++)
			note(&health, *event);
		assert_int_equal(wb_health_may_ask(&health, NOW_S + rows[i].after_s), rows[i].asked);
	}
}

static void test_since_when_is_kept(void **state)
{
	struct wb_health health = { .state = WB_HEALTH_GOOD };

	(void)state;
	wb_health_note_test(&health, &passed, NOW_S);
	wb_health_note_test(&health, &passed, NOW_S + 10);
	assert_int_equal(health.since_s, NOW_S);
	assert_int_equal(health.tested_at_s, NOW_S + 10);
	wb_health_note_test(&health, &failed, NOW_S + 20);
	wb_health_note_test(&health, &empty, NOW_S + 30);
	assert_int_equal(health.since_s, NOW_S + 20);
	assert_int_equal(health.tested_at_s, NOW_S + 30);
	assert_contains(health.why, "does not list 127.0.0.2");
	begin_row("a rest is counted from the last error");
	wb_health_note_test(&health, &passed, NOW_S);
	wb_health_note_error(&health, "x", NOW_S);
	wb_health_note_error(&health, "x", NOW_S + 10);
	assert_int_equal(health.since_s, NOW_S + 10);
	assert_int_equal(health.until_s, NOW_S + 10 + WB_HEALTH_SUSPEND_S);
	begin_row("an answer keeps the time of the last test");
	wb_health_note_answer(&health);
	assert_int_equal(health.tested_at_s, NOW_S);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_events_make_of_a_zone),
		cmocka_unit_test(test_when_a_zone_is_asked),
		cmocka_unit_test(test_since_when_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
