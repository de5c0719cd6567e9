/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_first_seen.c - what events make of the files of first sights: who is how old, across restarts, kills, bounds and wrong clocks. */
#include <signal.h>
#include <sys/resource.h>

#include "agent/first_seen.h"
#include "fixture.h"
#include "verdict/published.h"

#define ROWS 64
#define LOG 8
#define DAY_S 86400

static struct wb_category categories[] = { { .id = "spam", .action = WB_REJECT, .threshold_milli = 1000, .grace_s = 4 * 3600 },
	{ .id = "policy", .action = WB_REJECT, .threshold_milli = 1000 } };
static struct wb_zone zones[] = { { .name = "secretkey.zen.example", .shown = "zen.example", .run_by = "Zen" },
	{ .name = "xbl.example", .shown = "xbl.example", .run_by = "Zen" },
	{ .name = "cop.example", .shown = "cop.example", .run_by = "Cop" } };
static const struct wb_policy policy = { .categories = categories, .category_count = 2, .zones = zones, .zone_count = 3 };

static struct first_seen seen;
static struct wb_event event;
static struct wb_error error;

static int start(void **state)
{
	if (open_folder(state) != 0 || mkdir(path_in(*state, WB_SEEN_FOLDER), 0750) < 0)
		return -1;
	first_seen_init(&seen, *state, ROWS, LOG);
	return 0;
}

static int end(void **state)
{
	first_seen_close(&seen);
	return close_folder(state);
}

#define test_of_seen(test) cmocka_unit_test_setup_teardown(test, start, end)

static struct wb_event_evidence of_zone(const char *zone)
{
	return (struct wb_event_evidence){ .kind = WB_EVIDENCE_ZONE, .category = "spam", .origin = zone };
}

static void take_row(struct wb_event_evidence evidence, const char *client, int64_t now_s)
{
	event.client = address_of(client);
	event.evidence_count = 1;
	event.evidence[0] = evidence;
	error.text[0] = '\0';
	if (first_seen_take(&seen, &policy, &event, now_s, &error) != WB_OK)
		print_message("    %s\n", error.text);
}

static void take(const char *client, int64_t now_s)
{
	take_row(of_zone("zen.example"), client, now_s);
}

/* What Exim's process finds. */
static int64_t find_of(const char *run_by, const char *client, int64_t now_s)
{
	const struct wb_address address = address_of(client);
	struct wb_first_seen wanted = { wb_first_seen_key(&address, WB_EVIDENCE_ZONE, run_by, "spam"), 0 };

	assert_int_equal(wb_first_seen_find(seen.store, &wanted, 1, now_s, &error), WB_OK);
	return wanted.first_s;
}

static int64_t find(const char *client, int64_t now_s)
{
	return find_of("Zen", client, now_s);
}

/* The agent is killed, and another one started. */
static void be_killed(void)
{
	const char *store = seen.store;

	seen.is_changed = false;
	first_seen_close(&seen);
	first_seen_init(&seen, store, ROWS, LOG);
}

static void test_the_first_sight_stays(void **state)
{
	(void)state;
	assert_int_equal(find("192.0.2.66", NOW_S), 0);
	take("192.0.2.66", NOW_S);
	assert_int_equal(find("192.0.2.66", NOW_S), NOW_S);
	take("192.0.2.66", NOW_S + 100);
	assert_int_equal(find("192.0.2.66", NOW_S + 100), NOW_S);
	begin_row("another zone of the same operator");
	take_row(of_zone("xbl.example"), "192.0.2.66", NOW_S + 100);
	assert_int_equal(first_seen_count(&seen), 1);
	begin_row("another operator");
	take_row(of_zone("cop.example"), "192.0.2.66", NOW_S + 100);
	assert_int_equal(find_of("Cop", "192.0.2.66", NOW_S + 100), NOW_S + 100);
	assert_int_equal(first_seen_count(&seen), 2);
}

/* A pool gains no more time than one address of it. */
static void test_a_pool_of_200_addresses_has_one_first_sight(void **state)
{
	char client[16];

	(void)state;
	for (int i = 0; i < 200; i++) {
		snprintf(client, sizeof(client), "192.0.2.%d", i);
		assert_int_equal(find(client, NOW_S + 60 * i), i == 0 ? 0 : NOW_S);
		take(client, NOW_S + 60 * i);
	}
	assert_int_equal(first_seen_count(&seen), 1);
}

static void test_what_is_taken_in(void **state)
{
	static const struct {
		const char *label;
		struct wb_event_evidence evidence;
		size_t rows;
	} rows[] = {
		{ "a zone", { .kind = WB_EVIDENCE_ZONE, .category = "spam", .origin = "zen.example" }, 1 },
		{ "a rule", { .kind = WB_EVIDENCE_RULE, .category = "spam", .origin = "from there" }, 1 },
		{ "neighbours", { .kind = WB_EVIDENCE_NEIGHBOURS, .category = "spam", .origin = "" }, 1 },
		{ "a listing has its own time", { .kind = WB_EVIDENCE_LISTING, .category = "spam", .origin = "staff:ann" }, 0 },
		{ "a category without grace", { .kind = WB_EVIDENCE_ZONE, .category = "policy", .origin = "zen.example" }, 0 },
		{ "a category that is none", { .kind = WB_EVIDENCE_ZONE, .category = "nonsense", .origin = "zen.example" }, 0 },
		{ "a zone that is none", { .kind = WB_EVIDENCE_ZONE, .category = "spam", .origin = "nonsense.example" }, 0 },
		{ "shadowed, so of an operator whose other row counts",
		    { .kind = WB_EVIDENCE_ZONE,
			.category = "spam",
			.origin = "zen.example",
			.discount = WB_DISCOUNT_SAME_OPERATOR },
		    1 },
		{ "vouched for",
		    { .kind = WB_EVIDENCE_ZONE,
			.category = "spam",
			.origin = "zen.example",
			.discount = WB_DISCOUNT_VOUCHED_FOR },
		    0 },
		{ "outweighed",
		    { .kind = WB_EVIDENCE_ZONE,
			.category = "spam",
			.origin = "zen.example",
			.discount = WB_DISCOUNT_OUTWEIGHED },
		    0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		take_row(rows[i].evidence, "192.0.2.66", NOW_S);
		assert_int_equal(first_seen_count(&seen), rows[i].rows);
		assert_int_equal(seen.is_open, rows[i].rows > 0); /* without grace nothing is touched */
		assert_int_equal(access(path_in(path_in(*state, WB_SEEN_FOLDER), WB_SEEN_LOG), F_OK) == 0, rows[i].rows > 0);
		be_killed();
		unlink(path_in(path_in(*state, WB_SEEN_FOLDER), WB_SEEN_LOG));
		unlink(path_in(path_in(*state, WB_SEEN_FOLDER), WB_SEEN_BASE));
	}
}

static void test_it_outlives_the_agent_however_that_ends(void **state)
{
	(void)state;
	take("192.0.2.1", NOW_S);
	be_killed();
	assert_int_equal(find("192.0.2.1", NOW_S + 50), NOW_S);
	take("198.51.100.1", NOW_S + 50);
	take("192.0.2.1", NOW_S + 51);
	assert_int_equal(find("192.0.2.1", NOW_S + 51), NOW_S);
	first_seen_close(&seen);
	assert_int_equal(find("198.51.100.1", NOW_S + 60), NOW_S + 50);
	take("192.0.2.1", NOW_S + 70);
	assert_int_equal(first_seen_count(&seen), 2);
	assert_int_equal(find("192.0.2.1", NOW_S + 70), NOW_S);
}

/* Killed behind the base's rename and before the log is new; and in the middle of a row. */
static void test_a_kill_between_two_steps_changes_nothing(void **state)
{
	const char *folder = path_in(*state, WB_SEEN_FOLDER);
	unsigned char log[64 * WB_FIRST_SEEN_ROW_BYTES];
	size_t size;
	FILE *file;

	take("192.0.2.1", NOW_S);
	take("198.51.100.1", NOW_S + 1);
	file = fopen(path_in(folder, WB_SEEN_LOG), "r");
	size = fread(log, 1, sizeof(log), file);
	fclose(file);
	assert_int_equal(size, 2 * WB_FIRST_SEEN_ROW_BYTES);
	first_seen_close(&seen);
	write_file(folder, WB_SEEN_LOG, log, size);
	assert_int_equal(find("192.0.2.1", NOW_S + 9), NOW_S);
	take("203.0.113.1", NOW_S + 9);
	assert_int_equal(first_seen_count(&seen), 3);
	begin_row("half a row");
	be_killed();
	file = fopen(path_in(folder, WB_SEEN_LOG), "a");
	fwrite(log, 1, WB_FIRST_SEEN_ROW_BYTES / 2, file);
	fclose(file);
	assert_int_equal(find("203.0.113.1", NOW_S + 10), NOW_S + 9);
	take("203.0.114.1", NOW_S + 11);
	assert_int_equal(first_seen_count(&seen), 4);
	assert_int_equal(find("192.0.2.1", NOW_S + 11), NOW_S);
	assert_int_equal(find("203.0.113.1", NOW_S + 11), NOW_S + 9);
	assert_int_equal(find("203.0.114.1", NOW_S + 11), NOW_S + 11);
}

static void test_who_was_not_seen_for_30_days_is_new(void **state)
{
	(void)state;
	take("192.0.2.1", NOW_S);
	take("198.51.100.1", NOW_S);
	begin_row("seen all the time");
	for (int day = 1; day <= 60; day++)
		take("192.0.2.1", NOW_S + day * DAY_S);
	assert_int_equal(find("192.0.2.1", NOW_S + 60 * DAY_S), NOW_S);
	assert_int_equal(find("198.51.100.1", NOW_S + 60 * DAY_S), 0);
	assert_int_equal(first_seen_count(&seen), 1); /* the other went with a merge */
	begin_row("30 days to the second");
	take("192.0.2.1", NOW_S + 90 * DAY_S);
	assert_int_equal(find("192.0.2.1", NOW_S + 90 * DAY_S), NOW_S);
	begin_row("and one more");
	take("198.51.100.1", NOW_S + 120 * DAY_S);
	take("192.0.2.1", NOW_S + 120 * DAY_S + 1);
	assert_int_equal(find("192.0.2.1", NOW_S + 120 * DAY_S + 1), NOW_S + 120 * DAY_S + 1);
	be_killed();
	assert_int_equal(find("192.0.2.1", NOW_S + 120 * DAY_S + 1), NOW_S + 120 * DAY_S + 1);
	take("198.51.100.1", NOW_S + 120 * DAY_S + 2);
	assert_int_equal(find("192.0.2.1", NOW_S + 120 * DAY_S + 2), NOW_S + 120 * DAY_S + 1);
}

/* The file has when a row was seen last, from the hour on. */
static void test_the_hour(void **state)
{
	(void)state;
	take("192.0.2.1", NOW_S);
	take("192.0.2.1", NOW_S + WB_FIRST_SEEN_MERGE_S - 1);
	assert_int_equal(seen.merged_at_s, NOW_S);
	take("192.0.2.1", NOW_S + WB_FIRST_SEEN_MERGE_S);
	assert_int_equal(seen.merged_at_s, NOW_S + WB_FIRST_SEEN_MERGE_S);
	be_killed();
	take("198.51.100.1", NOW_S + WB_FIRST_SEEN_MERGE_S + 1);
	assert_int_equal(seen.base[0].last_s, NOW_S + WB_FIRST_SEEN_MERGE_S);
}

static void test_bounds(void **state)
{
	struct stat st;
	char client[24];

	for (int i = 0; i < 200; i++) {
		snprintf(client, sizeof(client), "10.%d.0.1", i);
		take(client, NOW_S + i);
		assert_true(first_seen_count(&seen) <= ROWS && seen.log_rows < LOG);
		assert_int_equal(find(client, NOW_S + i), NOW_S + i);
	}
	assert_int_equal(seen.evicted + first_seen_count(&seen), 200);
	begin_row("who was seen longest ago has made room");
	assert_int_equal(find("10.100.0.1", NOW_S + 200), 0);
	assert_int_equal(find("10.160.0.1", NOW_S + 200), NOW_S + 160);
	assert_int_equal(stat(path_in(path_in(*state, WB_SEEN_FOLDER), WB_SEEN_BASE), &st), 0);
	assert_true(st.st_size <= (ROWS + 1) * WB_FIRST_SEEN_ROW_BYTES);
	begin_row("all of one second");
	for (int i = 0; i < 200; i++) {
		snprintf(client, sizeof(client), "10.0.%d.1", i);
		take(client, NOW_S + 300);
		assert_true(first_seen_count(&seen) <= ROWS);
	}
	begin_row("more rows of one event than the log has");
	event.evidence_count = 20;
	for (size_t i = 0; i < 20; i++)
		event.evidence[i] = (struct wb_event_evidence){
			.kind = WB_EVIDENCE_RULE, .category = "spam", .origin = "abcdefghijklmnopqrstuvwxyz" + i
		};
	first_seen_take(&seen, &policy, &event, NOW_S + 301, NULL);
	assert_int_equal(seen.unwritten, 0);
}

static void test_a_clock_that_is_wrong_makes_nothing_older(void **state)
{
	(void)state;
	take("192.0.2.1", NOW_S);
	begin_row("set back by a day");
	take("198.51.100.1", NOW_S - DAY_S);
	assert_int_equal(find("198.51.100.1", NOW_S), NOW_S);
	begin_row("the same, of an agent that has just started");
	be_killed();
	take("203.0.113.1", NOW_S - DAY_S);
	assert_int_equal(find("203.0.113.1", NOW_S), NOW_S);
	begin_row("of years ago: nobody has seen it since");
	take("203.0.114.1", 1000);
	assert_int_equal(find("203.0.114.1", NOW_S), 0);
	take("203.0.114.1", NOW_S + 5);
	assert_int_equal(find("203.0.114.1", NOW_S + 5), NOW_S + 5);
	begin_row("of years to come, and right again");
	take("203.0.115.1", NOW_S + 4000LL * DAY_S);
	be_killed();
	take("203.0.115.1", NOW_S + 6);
	assert_int_equal(find("203.0.115.1", NOW_S + 6), NOW_S + 6);
}

/* A month ahead and back: what was known before is known again. */
static void test_a_clock_that_is_a_month_ahead_forgets_nobody(void **state)
{
	char client[] = "192.0.1.1";

	(void)state;
	for (int i = 0; i < 8; i++) {
		client[6] = (char)('1' + i);
		take(client, NOW_S);
	}
	take("198.51.100.1", NOW_S + 40 * DAY_S);
	take("198.51.101.1", NOW_S + 40 * DAY_S + 2 * 3600);
	assert_int_equal(find("192.0.3.1", NOW_S + 40 * DAY_S + 2 * 3600), 0);
	begin_row("back");
	assert_int_equal(find("192.0.1.1", NOW_S + 3 * 3600), NOW_S);
	assert_int_equal(find("192.0.8.1", NOW_S + 3 * 3600), NOW_S);
}

static void test_damage_loses_what_is_damaged_and_is_mended(void **state)
{
	const char *folder = path_in(*state, WB_SEEN_FOLDER);
	static const char *const names[] = { WB_SEEN_BASE, WB_SEEN_LOG };

	for (size_t i = 0; i < COUNT(names); i++) {
		for (int kind = 0; kind < 2; kind++) {
			begin_row(names[i]);
			be_killed();
			unlink(path_in(folder, WB_SEEN_BASE));
			unlink(path_in(folder, WB_SEEN_LOG));
			take("192.0.2.1", NOW_S);
			be_killed();
			unlink(path_in(folder, names[i]));
			if (kind == 0)
				write_text(folder, names[i], "this is none of the agent's files, but long enough to be one");
			else
				assert_int_equal(mkdir(path_in(folder, names[i]), 0700), 0);
			take("198.51.100.1", NOW_S + 9);
			assert_contains(error.text, "is damaged");
			assert_int_equal(find("198.51.100.1", NOW_S + 9), NOW_S + 9);
			/* The base held nothing yet, and the log all of it. */
			assert_int_equal(find("192.0.2.1", NOW_S + 9), i == 0 ? NOW_S : 0);
		}
	}
}

/* Such a row is new for Exim's process until it is written, and then as old as it is. */
static void test_what_cannot_be_written_is_written_later(void **state)
{
	const char *folder = path_in(*state, WB_SEEN_FOLDER), *away = path_in(*state, "away");

	take("192.0.2.1", NOW_S);
	begin_row("no folder");
	assert_int_equal(rename(folder, away), 0);
	close(seen.log_fd);
	seen.log_fd = -1;
	take("198.51.100.1", NOW_S + 1);
	assert_int_equal(seen.unwritten, 1);
	take("198.51.100.1", NOW_S + 59);
	assert_string_equal(error.text, "");
	take("198.51.100.1", NOW_S + 60);
	assert_contains(error.text, "No such file");
	take("198.51.100.1", NOW_S + 61);
	assert_string_equal(error.text, "");
	assert_int_equal(find("198.51.100.1", NOW_S + 61), 0);
	begin_row("it is back");
	assert_int_equal(rename(away, folder), 0);
	take("203.0.113.1", NOW_S + 62);
	take("203.0.113.1", NOW_S + 120);
	assert_int_equal(find("198.51.100.1", NOW_S + 120), NOW_S + 1);
	assert_int_equal(find("203.0.113.1", NOW_S + 120), NOW_S + 62);
	begin_row("nor is it tried all the time when only the hour has come");
	assert_int_equal(rename(folder, away), 0);
	take("203.0.113.1", NOW_S + 120 + WB_FIRST_SEEN_MERGE_S);
	assert_contains(error.text, "No such file");
	take("203.0.113.1", NOW_S + 121 + WB_FIRST_SEEN_MERGE_S);
	assert_string_equal(error.text, "");
	assert_int_equal(rename(away, folder), 0);
}

/* A disk that is full in the middle of a row. */
static void test_a_part_of_a_row_is_taken_back(void **state)
{
	const char *log = path_in(path_in(*state, WB_SEEN_FOLDER), WB_SEEN_LOG);
	struct rlimit before, limit;
	struct stat st;

	take("192.0.2.1", NOW_S);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	limit = before;
	limit.rlim_cur = WB_FIRST_SEEN_ROW_BYTES + 20;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	take("198.51.100.1", NOW_S + 1);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_int_equal(seen.unwritten, 1);
	assert_int_equal(stat(log, &st), 0);
	assert_int_equal(st.st_size, WB_FIRST_SEEN_ROW_BYTES);
	take("203.0.113.1", NOW_S + 2);
	assert_int_equal(find("203.0.113.1", NOW_S + 2), NOW_S + 2);
	assert_int_equal(find("198.51.100.1", NOW_S + 2), 0);
	take("203.0.113.1", NOW_S + 60);
	assert_int_equal(find("198.51.100.1", NOW_S + 60), NOW_S + 1);
}

static void test_no_account_key_gets_into_the_files(void **state)
{
	char command[600];

	take("192.0.2.1", NOW_S);
	first_seen_close(&seen);
	snprintf(command, sizeof(command), "grep -rq -e secretkey -e zen -e Zen -e spam %s", path_in(*state, WB_SEEN_FOLDER));
	assert_int_not_equal(system(command), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_of_seen(test_the_first_sight_stays),
		test_of_seen(test_a_pool_of_200_addresses_has_one_first_sight),
		test_of_seen(test_what_is_taken_in),
		test_of_seen(test_it_outlives_the_agent_however_that_ends),
		test_of_seen(test_a_kill_between_two_steps_changes_nothing),
		test_of_seen(test_who_was_not_seen_for_30_days_is_new),
		test_of_seen(test_the_hour),
		test_of_seen(test_bounds),
		test_of_seen(test_a_clock_that_is_wrong_makes_nothing_older),
		test_of_seen(test_a_clock_that_is_a_month_ahead_forgets_nobody),
		test_of_seen(test_damage_loses_what_is_damaged_and_is_mended),
		test_of_seen(test_what_cannot_be_written_is_written_later),
		test_of_seen(test_a_part_of_a_row_is_taken_back),
		test_of_seen(test_no_account_key_gets_into_the_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
