/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_suspensions.c - what events make of the agent's file of zones: rows, room, and a file that cannot be written. */
#include "fixture.h"

#include "agent/suspensions.h"
#include "verdict/published.h"

static struct wb_event event;

/* An event that says so of one zone. */
static const struct wb_event *finding(const char *zone, enum wb_health_finding finding)
{
	event.zone_count = 1;
	event.zones[0] = (struct wb_event_zone){ .zone = zone, .finding = finding, .why = "answered 127.255.255.254" };
	return &event;
}

/* How many rows the file has; -1: there is none. */
static int count_in_file(const char *folder)
{
	static struct wb_zone_row rows[WB_ZONES_FILE_ROWS_MAX];
	size_t count;

	return wb_zones_file_read(path_in(folder, WB_PUBLISHED_ZONES), rows, &count, NULL) == WB_OK ? (int)count : -1;
}

static void test_what_was_seen_is_in_the_file_and_outlives_the_agent(void **state)
{
	struct suspensions known;

	assert_int_equal(suspensions_open(&known, *state, NULL), WB_OK);
	assert_int_equal(suspensions_take(&known, finding("one.example", WB_HEALTH_TIMED_OUT), NOW_S, NULL), WB_OK);
	assert_int_equal(suspensions_take(&known, finding("two.example", WB_HEALTH_REFUSED), NOW_S, NULL), WB_OK);
	assert_int_equal(count_in_file(*state), 2);
	assert_int_equal(suspensions_open(&known, *state, NULL), WB_OK);
	assert_int_equal(suspensions_count(&known, NOW_S + 1).zones, 2);
	assert_int_equal(suspensions_count(&known, NOW_S + WB_HEALTH_SILENT_S).zones, 1);
	assert_int_equal(suspensions_take(&known, finding("two.example", WB_HEALTH_ANSWERED), NOW_S + 2, NULL), WB_OK);
	assert_int_equal(suspensions_count(&known, NOW_S + 3).zones, 1);
	begin_row("a name server is none");
	suspensions_take(&known, finding("@192.0.2.53", WB_HEALTH_TIMED_OUT), NOW_S + 3, NULL);
	assert_int_equal(suspensions_count(&known, NOW_S + 4).zones, 1);
	assert_int_equal(suspensions_count(&known, NOW_S + 4).name_servers, 1);
}

/* Whoever is Exim may invent names: they must not keep a real zone out for longer than they are suspended. */
static void test_who_was_not_suspended_for_longest_makes_room(void **state)
{
	struct suspensions known;
	char zone[32];

	assert_int_equal(suspensions_open(&known, *state, NULL), WB_OK);
	for (int i = 0; i < WB_ZONES_FILE_ROWS_MAX; i++) {
		snprintf(zone, sizeof(zone), "z%d.example", i);
		suspensions_take(&known, finding(zone, WB_HEALTH_TIMED_OUT), NOW_S + i / 50, NULL);
	}
	begin_row("all are suspended");
	suspensions_take(&known, finding("real.example", WB_HEALTH_TIMED_OUT), NOW_S + 2, NULL);
	assert_int_equal(known.no_room, 1);
	begin_row("some were");
	suspensions_take(&known, finding("real.example", WB_HEALTH_TIMED_OUT), NOW_S + WB_HEALTH_SILENT_S, NULL);
	assert_int_equal(known.no_room, 1);
	assert_string_equal(known.rows[0].zone, "real.example");
	assert_string_equal(known.rows[95].zone, "z95.example");
}

static void test_what_could_not_be_written_is_tried_again(void **state)
{
	struct suspensions known;
	struct wb_error error;

	assert_int_equal(suspensions_open(&known, *state, NULL), WB_OK);
	assert_int_equal(mkdir(path_in(*state, WB_PUBLISHED_ZONES), 0700), 0);
	assert_int_equal(suspensions_take(&known, finding("one.example", WB_HEALTH_TIMED_OUT), NOW_S, &error), WB_UNAVAILABLE);
	assert_contains(error.text, WB_PUBLISHED_ZONES);
	assert_int_equal(rmdir(path_in(*state, WB_PUBLISHED_ZONES)), 0);
	begin_row("not in the same second: a full disk would be written to at each event");
	assert_int_equal(suspensions_take(&known, finding("one.example", WB_HEALTH_TIMED_OUT), NOW_S, &error), WB_OK);
	assert_int_equal(count_in_file(*state), -1);
	begin_row("in the next one, though nothing has changed");
	assert_int_equal(suspensions_take(&known, finding("one.example", WB_HEALTH_TIMED_OUT), NOW_S + 1, &error), WB_OK);
	assert_int_equal(count_in_file(*state), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_what_was_seen_is_in_the_file_and_outlives_the_agent),
		test_in_folder(test_who_was_not_suspended_for_longest_makes_room),
		test_in_folder(test_what_could_not_be_written_is_tried_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
