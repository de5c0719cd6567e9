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

static const struct wb_self_test_result silent = { WB_SELF_TEST_NO_ANSWER, NULL };

/*
 * One letter for each event: e error, t timeout, a answer, P test passed, F test failed, E the same: the zone looks empty, S the test got
 * no answer; w: the time passes until it may be asked, l: until five minutes more have passed, and a second.
 */
static void note(struct wb_health *health, char event, int64_t *now_s)
{
	switch (event) {
	case 'e':
		wb_health_note(health, WB_HEALTH_REFUSED, "answered 127.255.255.254", *now_s);
		break;
	case 't':
		wb_health_note(health, WB_HEALTH_TIMED_OUT, "", *now_s);
		break;
	case 'a':
		wb_health_note(health, WB_HEALTH_ANSWERED, "", *now_s);
		break;
	case 'l':
		*now_s = health->until_s + RESTED_S + 1;
		break;
	case 'w':
		*now_s = health->until_s;
		break;
	default:
		wb_health_note_test(health,
		    event == 'P'       ? &passed
			: event == 'E' ? &empty
			: event == 'S' ? &silent
				       : &failed,
		    *now_s);
	}
}

static void test_what_events_make_of_a_zone(void **state)
{
	static const struct {
		const char *label, *events;
		enum wb_health_state state;
		uint32_t timeouts;
		int64_t rest_s; /* of a zone that rests */
		const char *why;
	} rows[] = {
		{ "an answer changes nothing", "a", WB_HEALTH_GOOD, 0, 0, "" },
		{ "an error is enough", "e", WB_HEALTH_SUSPENDED, 0, 300, "answered 127.255.255.254" },
		{ "so is one timeout, for less", "t", WB_HEALTH_SUSPENDED, 1, 30, "did not answer" },
		{ "what others saw of the same silence adds nothing", "ttt", WB_HEALTH_SUSPENDED, 1, 30, "did not answer" },
		{ "silent once more", "twt", WB_HEALTH_SUSPENDED, 2, 60, "2 times in a row" },
		{ "and more", "twtwt", WB_HEALTH_SUSPENDED, 3, 120, "3 times" },
		{ "and never longer than after an error", "twtwtwtwtwtwt", WB_HEALTH_SUSPENDED, 7, 300, "7 times" },
		{ "silence long after the last one is another", "twtlt", WB_HEALTH_SUSPENDED, 1, 30, "did not answer" },
		{ "an answer between them starts anew", "twawt", WB_HEALTH_SUSPENDED, 1, 30, "did not answer" },
		{ "an answer ends the rest", "ea", WB_HEALTH_GOOD, 0, 0, "" },
		{ "an error while it rests", "te", WB_HEALTH_SUSPENDED, 1, 300, "answered" },
		{ "a test that passes", "FP", WB_HEALTH_GOOD, 0, 0, "" },
		{ "it ends a rest too", "eP", WB_HEALTH_GOOD, 0, 0, "" },
		{ "and forgets the timeouts", "tP", WB_HEALTH_GOOD, 0, 0, "" },
		{ "a test that fails ends a rest", "eF", WB_HEALTH_FAILED, 0, 0, "lists 127.0.0.1" },
		{ "one that finds the zone empty", "E", WB_HEALTH_EMPTY, 0, 0, "does not list 127.0.0.2" },
		{ "and then something else", "EF", WB_HEALTH_FAILED, 0, 0, "lists 127.0.0.1" },
		{ "a test that got no answer", "PS", WB_HEALTH_SUSPENDED, 0, 3600, "its test" },
		{ "it does not take back that one failed", "FS", WB_HEALTH_FAILED, 0, 0, "lists 127.0.0.1" },
		{ "nor that it was empty", "ES", WB_HEALTH_EMPTY, 0, 0, "does not list" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_health health = { .state = WB_HEALTH_GOOD };
		int64_t now_s = NOW_S;

		begin_row(rows[i].label);
		for (const char *event = rows[i].events; *event != '\0'; event++)
			note(&health, *event, &now_s);
		assert_int_equal(health.state, rows[i].state);
		assert_int_equal(health.timeouts, rows[i].timeouts);
		assert_int_equal(health.state == WB_HEALTH_SUSPENDED ? health.until_s - now_s : 0, rows[i].rest_s);
		assert_contains(health.why, rows[i].why);
		assert_int_equal(health.why[0] == '\0', rows[i].state == WB_HEALTH_GOOD);
	}
}

/* Tests are published by one process, what connections have seen by another: both are known of a zone. */
static void test_the_newer_word_counts_unless_a_test_failed(void **state)
{
	static const struct {
		const char *label, *tested, *seen;
		int64_t later_s; /* what was seen, after the test */
		int64_t now_s;   /* after it */
		enum wb_health_state state;
	} rows[] = {
		{ "nothing is known", "", "", 0, 20, WB_HEALTH_GOOD },
		{ "never tested", "", "t", 0, 20, WB_HEALTH_SUSPENDED },
		{ "silent since the test", "P", "t", 10, 20, WB_HEALTH_SUSPENDED },
		{ "silent before it", "P", "t", -10, 20, WB_HEALTH_GOOD },
		{ "it answers again since a test without an answer", "S", "a", 10, 20, WB_HEALTH_GOOD },
		{ "it answered before", "S", "a", -10, 20, WB_HEALTH_SUSPENDED },
		{ "a failed test stands", "F", "a", 10, 20, WB_HEALTH_FAILED },
		{ "the test is of the future", "P", "t", -10, -5, WB_HEALTH_SUSPENDED },
		{ "and had no answer", "S", "a", -10, -1, WB_HEALTH_GOOD },
		{ "it is of now", "P", "t", -10, 0, WB_HEALTH_GOOD },
		{ "a failed one of the future stands, too", "F", "a", -10, -5, WB_HEALTH_FAILED },
		{ "whatever is seen", "E", "e", 10, 20, WB_HEALTH_EMPTY },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_health tested = { .state = WB_HEALTH_GOOD }, seen = { .state = WB_HEALTH_GOOD };
		int64_t now_s = NOW_S, later_s = NOW_S + rows[i].later_s;

		begin_row(rows[i].label);
		for (const char *event = rows[i].tested; *event != '\0'; event++)
			note(&tested, *event, &now_s);
		for (const char *event = rows[i].seen; *event != '\0'; event++)
			note(&seen, *event, &later_s);
		wb_health_join(&tested, &seen, NOW_S + rows[i].now_s);
		assert_int_equal(tested.state, rows[i].state);
		assert_int_equal(tested.tested_at_s, rows[i].tested[0] == '\0' ? 0 : NOW_S);
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
		{ "silent once", "t", WB_HEALTH_SILENT_S - 1, false },
		{ "silent once, then rested", "t", WB_HEALTH_SILENT_S, true },
		{ "its test got no answer", "S", WB_HEALTH_UNTESTED_S - 1, false },
		{ "and long ago", "S", WB_HEALTH_UNTESTED_S, true },
		{ "failed", "F", 0, false },
		{ "empty", "E", 0, false },
		{ "failed long ago", "F", 100000000, false },
		{ "failed, and the clock went back", "F", -1, false },
		{ "passed", "FP", 0, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_health health = { .state = WB_HEALTH_GOOD };
		int64_t now_s = NOW_S;

		begin_row(rows[i].label);
		for (const char *event = rows[i].events; *event != '\0'; event++)
			note(&health, *event, &now_s);
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
	wb_health_note(&health, WB_HEALTH_REFUSED, "x", NOW_S);
	wb_health_note(&health, WB_HEALTH_REFUSED, "x", NOW_S + 10);
	assert_int_equal(health.since_s, NOW_S + 10);
	assert_int_equal(health.until_s, NOW_S + 10 + WB_HEALTH_SUSPEND_S);
	begin_row("an answer keeps the time of the last test");
	wb_health_note(&health, WB_HEALTH_ANSWERED, "", NOW_S + 20);
	assert_int_equal(health.tested_at_s, NOW_S);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_events_make_of_a_zone),
		cmocka_unit_test(test_the_newer_word_counts_unless_a_test_failed),
		cmocka_unit_test(test_when_a_zone_is_asked),
		cmocka_unit_test(test_since_when_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
