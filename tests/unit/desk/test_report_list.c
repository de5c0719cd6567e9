/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_report_list.c - listings that reports make: how long they last, what speaks against them, and what ends with them. */
#include <sys/wait.h>

#include "desk/report_list.h"
#include "desk_fixture.h"
#include "store/turn.h"
#include "verdict/published_listings.h"

#define DAY_S 86400

static struct wb_report_listing report_of(const struct wb_config *config, const char *prefix, const char *kind)
{
	return (struct wb_report_listing){
		.prefix = prefix_of(prefix), .settings = wb_report_find(config, kind), .reason = "seen"
	};
}

static struct wb_change at(int64_t now_s)
{
	return (struct wb_change){ .at_s = now_s, .login = "agent" };
}

static enum wb_status list(struct wb_config *config, int64_t now_s, struct wb_report_listing *rows, size_t count)
{
	const struct wb_change change = at(now_s);
	struct wb_error error = { "" };
	enum wb_status status = wb_report_list(config, &change, rows, count, &error);

	if (status != WB_OK && status != WB_NOT_FOUND)
		print_message("      %s\n", error.text);
	return status;
}

static struct wb_report_listing list_one(struct wb_config *config, int64_t now_s, const char *prefix)
{
	struct wb_report_listing row = report_of(config, prefix, "trap");

	assert_int_equal(list(config, now_s, &row, 1), WB_OK);
	return row;
}

static bool note_source(void *context, const struct wb_listing *listing)
{
	snprintf(context, WB_LISTING_SOURCE_SIZE, "%s", listing->source);
	return false;
}

static void test_many_are_one_change_and_are_published(void **state)
{
	struct wb_config *config = open_desk(*state, "");
	struct wb_report_listing rows[] = { report_of(config, "192.0.2.66/32", "trap"),
		report_of(config, "2001:db8::/64", "malware"), report_of(config, "192.0.2.66/32", "trap") };
	char source[WB_LISTING_SOURCE_SIZE] = "";
	const struct wb_prefix host = prefix_of("192.0.2.66");
	struct wb_error error;
	size_t unreadable;

	assert_int_equal(list(config, NOW_S, rows, COUNT(rows)), WB_OK);
	assert_int_equal(rows[0].result, WB_REPORT_LISTED);
	assert_int_equal(rows[0].expires_at_s, NOW_S + DAY_S);
	assert_int_equal(rows[1].result, WB_REPORT_LISTED);
	assert_int_equal(rows[2].result, WB_REPORT_STANDS);
	assert_string_equal(
	    all_listed(config).text, "192.0.2.66/32 spam-source report:trap seen|2001:db8::/64 virus report:malware seen|");
	assert_string_equal(all_recorded(config).text, "agent add seen|agent add seen|");
	assert_int_equal(
	    wb_published_find(config->policy.store, &host.address, note_source, source, &unreadable, &error), WB_OK);
	assert_string_equal(source, "report:trap");
	wb_config_close(&config);
}

static void test_repeats_last_longer(void **state)
{
	static const struct {
		const char *label;
		int64_t after_s; /* the end of the one before */
		int64_t lasts_s;
		enum wb_report_result result;
	} rows[] = {
		{ "the first one", 0, DAY_S, WB_REPORT_LISTED },
		{ "while it counts", -1, DAY_S, WB_REPORT_STANDS },
		{ "when it has ended", 0, 2 * DAY_S, WB_REPORT_REPEATED },
		{ "once more, weeks later", WB_LISTING_REPEAT_S - 1, 4 * DAY_S, WB_REPORT_REPEATED },
		{ "up to ttl_max", 5, 5 * DAY_S, WB_REPORT_REPEATED },
		{ "and no longer", 5, 5 * DAY_S, WB_REPORT_REPEATED },
		{ "a month later it begins anew", WB_LISTING_REPEAT_S, DAY_S, WB_REPORT_LISTED },
	};
	struct wb_config *config = open_desk(*state, "report \"trap\" { ttl_max = \"5d\" }");
	int64_t end_s = NOW_S;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_report_listing row;
		int64_t now_s = end_s + rows[i].after_s;
		const struct wb_change change = at(now_s);
		struct wb_listing_writer *writer = open_writer(config->policy.store);
		size_t removed;

		begin_row(rows[i].label);
		/* As the timer does each day: what the next repeat needs stays. */
		assert_int_equal(wb_change_expire(writer, &change, now_s, WB_AGE_FORCED, &removed, NULL), WB_OK);
		assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
		wb_listing_writer_close(&writer);
		row = list_one(config, now_s, "192.0.2.66/32");
		assert_int_equal(row.result, rows[i].result);
		if (row.result != WB_REPORT_STANDS) {
			assert_int_equal(row.expires_at_s, now_s + rows[i].lasts_s);
			end_s = row.expires_at_s;
		}
	}
	wb_config_close(&config);
}

static void test_what_speaks_against_it(void **state)
{
	static const struct {
		const char *prefix;
		enum wb_report_result result;
	} rows[] = {
		{ "192.0.2.66/32", WB_REPORT_LISTED }, { "10.1.2.3/32", WB_REPORT_GUARDED },
		{ "127.0.0.1/32", WB_REPORT_GUARDED }, { "198.51.100.7/32", WB_REPORT_GUARDED }, /* exempt */
		{ "203.0.113.9/32", WB_REPORT_ALLOWED }, { "2001:db8:0:1::/64", WB_REPORT_ALLOWED },
		{ "203.0.114.9/32", WB_REPORT_LISTED }, /* what allowed it is over */
	};
	struct wb_config *config = open_desk(*state, "exempt { hosts = {\"198.51.100.0/24\"} }");
	struct wb_listing over = listing_of("203.0.114.0/24", "allow");
	struct wb_report_listing reports[COUNT(rows)];

	over.expires_at_s = NOW_S;
	add_listing(config->policy.store, &over);
	list_prefix(config->policy.store, "203.0.113.0/24", "allow");
	list_prefix(config->policy.store, "2001:db8::/32", "allow");
	for (size_t i = 0; i < COUNT(rows); i++)
		reports[i] = report_of(config, rows[i].prefix, "trap");
	assert_int_equal(list(config, NOW_S, reports, COUNT(rows)), WB_OK);
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].prefix);
		assert_int_equal(reports[i].result, rows[i].result);
	}
	wb_config_close(&config);
}

static void test_an_approval_ends(void **state)
{
	struct wb_config *config = open_desk(*state, "");
	struct wb_listing allow = listing_of("192.0.2.66", "allow");

	snprintf(allow.reason, sizeof(allow.reason), "removal request 7");
	add_listing(config->policy.store, &allow);
	assert_int_equal(list_one(config, NOW_S, "192.0.2.66/32").result, WB_REPORT_LISTED);
	assert_string_equal(all_listed(config).text, "192.0.2.66/32 spam-source report:trap seen|");
	assert_contains(all_recorded(config).text, "agent remove 192.0.2.66/32 is listed again as spam-source by report:trap|");
	wb_config_close(&config);
}

static void test_an_approval_of_a_listed_host_ends(void **state)
{
	struct wb_config *config = open_desk(*state, "");
	struct wb_listing allow = listing_of("192.0.2.66", "allow");

	assert_int_equal(list_one(config, NOW_S, "192.0.2.66/32").result, WB_REPORT_LISTED);
	snprintf(allow.reason, sizeof(allow.reason), "removal request 7");
	add_listing(config->policy.store, &allow);
	assert_int_equal(list_one(config, NOW_S + 9, "192.0.2.66/32").result, WB_REPORT_LISTED);
	assert_string_equal(all_listed(config).text, "192.0.2.66/32 spam-source report:trap seen|");
	assert_int_equal(list_one(config, NOW_S + 9, "192.0.2.66/32").result, WB_REPORT_STANDS);
	wb_config_close(&config);
}

static void test_nobody_waits_for_who_writes(void **state)
{
	struct wb_config *config = open_desk(*state, "");
	struct wb_report_listing row = report_of(config, "192.0.2.66/32", "trap");
	int told[2], end[2], status;
	char byte;
	pid_t child;

	assert_int_equal(pipe(told), 0);
	assert_int_equal(pipe(end), 0);
	child = fork();
	if (child == 0) {
		struct wb_listing_writer *writer = open_writer(config->policy.store);

		if (write(told[1], "x", 1) != 1 || read(end[0], &byte, 1) < 0)
			_exit(1);
		wb_listing_writer_close(&writer);
		_exit(0);
	}
	assert_int_equal(read(told[0], &byte, 1), 1);
	assert_int_equal(list(config, NOW_S, &row, 1), WB_NOT_FOUND);
	assert_int_equal(write(end[1], "x", 1), 1);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(list(config, NOW_S, &row, 1), WB_OK);
	assert_int_equal(row.result, WB_REPORT_LISTED);
	wb_config_close(&config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_many_are_one_change_and_are_published),
		test_in_folder(test_repeats_last_longer),
		test_in_folder(test_what_speaks_against_it),
		test_in_folder(test_an_approval_ends),
		test_in_folder(test_an_approval_of_a_listed_host_ends),
		test_in_folder(test_nobody_waits_for_who_writes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
