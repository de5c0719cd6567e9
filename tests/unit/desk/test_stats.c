/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_stats.c - what is counted of which lines. How it is shown is tested with the command. */
#include "desk/stats.h"
#include "unit.h"

static struct wb_stats stats;

static void add(const char *line)
{
	wb_stats_add(&stats, line, strlen(line), WB_LOG_WHOLE);
}

static uint64_t total(const char *key)
{
	for (size_t i = 0; i < wb_stats_total_count; i++) {
		if (strcmp(wb_stats_totals[i].key, key) == 0)
			return wb_stats_total_value(&stats, &wb_stats_totals[i]);
	}
	fail_msg("no total %s", key);
	return 0;
}

/* "spam 2|virus 1|" */
static void assert_table(const char *key, const char *wanted)
{
	char found[400] = "";

	begin_row(key);
	for (size_t t = 0; t < WB_STATS_TABLES; t++) {
		if (strcmp(wb_stats_tables[t].key, key) != 0)
			continue;
		for (size_t i = 0; i < stats.tallies[t].row_count; i++)
			snprintf(found + strlen(found), sizeof(found) - strlen(found), "%s %d|", stats.tallies[t].rows[i]->name,
			    (int)wb_tally_sum(stats.tallies[t].rows[i]->count));
	}
	assert_string_equal(found, wanted);
}

static void test_what_lines_count_for(void **state)
{
	(void)state;
	wb_stats_open(&stats, 0, 0, 1795600000);
	add("2026-11-22 00:54:17 +0000 whyblock: action=reject category=spam country=DE asn=64496 as_org=\"Example Net\" "
	    "evidence=dnsbl:zen.example.org:127.0.0.2,listing:staff:ann");
	add("2026-11-22 00:54:18 +0000 whyblock: action=reject category=spam mode=monitor evidence=rule:x,dnsbl:zen.example.org:127.0.0.4 event=lost");
	add("2026-11-23 13:00:00 +0000 whyblock: action=accept event=lost:3 fault=\"no resolver\"");
	add("2026-11-23 13:00:00 +0000 1xUvo5-0002q8-0B <= ann@example.net");
	add("2026-11-23 13:00:01 +0000 whyblock: action=shout");
	wb_stats_add(&stats, "2026-11-23 13:00:02 +0000 whyblock: action=reject", 50, WB_LOG_CUT);
	wb_stats_sort(&stats);
	assert_int_equal(total("lines"), 6);
	assert_int_equal(total("verdicts"), 1);
	assert_int_equal(total("monitored"), 1);
	assert_int_equal(total("accepted"), 1);
	assert_int_equal(total("faults"), 1);
	assert_int_equal(total("notices"), 0);
	assert_int_equal(total("events_lost"), 4);
	assert_int_equal(total("unreadable"), 2);
	assert_table("category", "spam 2|");
	assert_table("action", "reject 2|accept 1|");
	assert_table("verdict", "reject spam 2|accept  1|");
	assert_table("zone", "zen.example.org 2|");
	assert_table("source", "listing:staff:ann 1|rule:x 1|");
	assert_table("country", "(unknown) 1|DE 1|");
	assert_table("asn", "(unknown) 1|64496 1|");
	assert_table("day", "2026-11-22 2|");
	assert_table("hour", "00 2|");
	assert_table("fault", "no resolver 1|");
	wb_stats_close(&stats);
}

static void test_what_is_of_another_time(void **state)
{
	static const struct {
		const char *label;
		int64_t since_s, until_s;
		uint64_t counted;
	} rows[] = {
		{ "all", 0, 0, 2 },
		{ "from the second of the first on", 1795308857, 0, 2 },
		{ "from a second later on", 1795308858, 0, 1 },
		{ "before the second of the last", 0, 1795308917, 1 },
		{ "before a second later", 0, 1795308918, 2 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		wb_stats_open(&stats, rows[i].since_s, rows[i].until_s, 1795600000);
		add("2026-11-22 01:54:17 +0100 whyblock: action=reject category=spam");
		add("2026-11-22 00:55:17 +0000 whyblock: action=reject category=spam");
		assert_int_equal(total("verdicts"), rows[i].counted);
		assert_int_equal(total("outside"), 2 - rows[i].counted);
		wb_stats_close(&stats);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_lines_count_for),
		cmocka_unit_test(test_what_is_of_another_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
