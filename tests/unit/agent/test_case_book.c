/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_case_book.c - what the agent remembers of events: in which order, how many, and what becomes of them when the store cannot be written. */
#include <signal.h>
#include <sys/wait.h>

#include "agent/case_book.h"
#include "base/bytes.h"
#include "event_fixture.h"
#include "fixture.h"
#include "store/case_find.h"
#include "store/case_session.h"

#define CLIENT "192.0.2.66"
#define ZONE "zone spam bl.example.net 1000 code=127.0.0.2"
#define REJECT "action=reject|category=spam|recipient=bob@example.org"
#define DAY_S 86400

static const char *store;
static struct case_book *book;
static struct wb_error error;

static void open_book(void)
{
	assert_int_equal(case_book_open(NULL, store, &book, &error), WB_OK);
	case_book_set_max(book, 1000);
}

static int start(void **state)
{
	if (open_folder(state) != 0)
		return -1;
	store = open_store(*state);
	open_book();
	return 0;
}

static int end(void **state)
{
	case_book_close(&book);
	return close_folder(state);
}

#define test_of_book(test) cmocka_unit_test_setup_teardown(test, start, end)

/* A verdict of a connection. */
static void take(uint32_t pid, const char *client, const char *fields, const char *evidence, int64_t at_s)
{
	set_event(client, fields, evidence);
	event.pid = pid;
	event.opened_us = 7;
	case_book_take(book, &event, at_s);
}

/* Its end. */
static void take_done(uint32_t pid, const char *accepted, int64_t at_s)
{
	char fields[64];

	snprintf(fields, sizeof(fields), "accepted=%s", accepted);
	set_event(CLIENT, fields, "");
	event.kind = WB_EVENT_DONE;
	event.pid = pid;
	event.opened_us = 7;
	case_book_take(book, &event, at_s);
}

static void write_all(void)
{
	while (case_book_waiting(book) > 0) {
		if (case_book_write(book, &error) != WB_OK)
			fail_msg("%s", error.text);
	}
}

struct listed {
	size_t count;
	char text[600];
};

static bool note(void *context, const struct wb_case *remembered)
{
	struct listed *listed = context;
	char client[WB_ADDRESS_TEXT_SIZE], accepted[16] = "-";

	wb_address_format(&remembered->event.client, client);
	if (remembered->has_accepted)
		snprintf(accepted, sizeof(accepted), "%u", remembered->accepted);
	if (listed->count++ < 10)
		snprintf(listed->text + strlen(listed->text), sizeof(listed->text) - strlen(listed->text), "%s %s %u %s|",
		    client, wb_event_field(&remembered->event, "category"), remembered->count, accepted);
	return true;
}

/* "192.0.2.66 spam 2 3|", client, category, verdicts and accepted recipients, the oldest first. */
static struct listed all_cases(void)
{
	struct listed listed = { 0, "" };
	size_t unreadable;

	assert_int_equal(wb_case_walk(store, 0, note, &listed, &unreadable, &error), WB_OK);
	assert_int_equal(unreadable, 0);
	return listed;
}

static bool add_day(void *context, const struct wb_case_day *day)
{
	struct wb_case_day *sum = context;

	sum->connections += day->connections;
	sum->without += day->without;
	sum->accepted += day->accepted;
	return true;
}

static struct wb_case_day all_days(void)
{
	struct wb_case_session session;
	struct wb_case_day sum = { 0 };

	assert_int_equal(wb_case_session_open_read(store, &session, &error), WB_OK);
	assert_int_equal(wb_case_session_walk_days(&session, add_day, &sum, &error), WB_OK);
	wb_case_session_close(&session);
	return sum;
}

static void test_what_is_remembered(void **state)
{
	static const struct {
		const char *label, *fields, *evidence;
		uint32_t waiting;
	} rows[] = {
		{ "a refusal", "action=reject|category=spam", "", 1 },
		{ "evidence", "action=accept", ZONE, 1 },
		{ "neither", "action=accept", "", 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		end(state);
		start(state);
		take(1, CLIENT, rows[i].fields, rows[i].evidence, NOW_S);
		assert_int_equal(case_book_waiting(book), rows[i].waiting);
		set_event(CLIENT, "kind=trap", "");
		event.kind = WB_EVENT_REPORT;
		case_book_take(book, &event, NOW_S);
		assert_int_equal(case_book_waiting(book), rows[i].waiting);
	}
	begin_row("no case is kept");
	end(state);
	start(state);
	case_book_set_max(book, 0);
	take(1, CLIENT, REJECT, ZONE, NOW_S);
	take_done(1, "1", NOW_S);
	assert_int_equal(case_book_waiting(book), 0);
	assert_int_equal(case_book_write(book, &error), WB_OK);
}

/* All that waits is written in one transaction, or nothing. */
static void test_they_are_written_together(void **state)
{
	(void)state;
	take(1, CLIENT, REJECT, ZONE, NOW_S);
	take(2, "192.0.2.67", REJECT, ZONE, NOW_S);
	take(1, CLIENT, REJECT, ZONE, NOW_S + 1);
	assert_int_equal(case_book_waiting(book), 3);
	assert_int_equal(all_cases().count, 0);
	write_all();
	assert_string_equal(all_cases().text, "192.0.2.66 spam 2 -|192.0.2.67 spam 1 -|");
	assert_int_equal(case_book_counts(book)->verdicts, 3);
	assert_int_equal(case_book_counts(book)->cases, 2);
	assert_int_equal(case_book_counts(book)->lost, 0);
	assert_int_equal(case_book_counts(book)->unwritten, 0);
}

static void test_many_at_once_are_not_waited_for(void **state)
{
	(void)state;
	for (int i = 0; i < CASE_BOOK_BATCH - 1; i++)
		take(1, CLIENT, REJECT, ZONE, NOW_S);
	assert_int_equal(case_book_waiting(book), CASE_BOOK_BATCH - 1);
	take(1, CLIENT, REJECT, ZONE, NOW_S);
	assert_int_equal(case_book_waiting(book), 0);
	assert_string_equal(all_cases().text, "192.0.2.66 spam 512 -|");
}

static void test_how_a_connection_ends(void **state)
{
	static const struct {
		const char *label;
		bool writes_between; /* the end comes with another transaction */
	} rows[] = { { "at once", false }, { "later", true } };

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		end(state);
		start(state);
		take(1, CLIENT, REJECT, ZONE, NOW_S);
		take(1, CLIENT, "action=tag|category=virus", "listing virus feed:drop 1000", NOW_S);
		take(2, "192.0.2.67", REJECT, ZONE, NOW_S);
		if (rows[i].writes_between)
			write_all();
		take_done(1, "3", NOW_S);
		take_done(2, "0", NOW_S);
		take_done(3, "9", NOW_S);
		write_all();
		/* Of the connection's two cases the last one has its mail. */
		assert_string_equal(all_cases().text, "192.0.2.66 spam 1 -|192.0.2.66 virus 1 3|192.0.2.67 spam 1 0|");
		assert_int_equal(all_days().connections, 3);
		assert_int_equal(all_days().without, 1);
		assert_int_equal(all_days().accepted, 9);
	}
	begin_row("its end comes before its verdict");
	take_done(4, "5", NOW_S);
	take(4, "192.0.2.68", REJECT, ZONE, NOW_S);
	write_all();
	assert_non_null(strstr(all_cases().text, "192.0.2.68 spam 1 -|"));
	assert_int_equal(all_days().without, 2);
	begin_row("numbers that are none");
	take_done(4, "99999999999999999999", NOW_S);
	take_done(4, "-1", NOW_S);
	take_done(4, "x", NOW_S);
	write_all();
	assert_non_null(strstr(all_cases().text, "192.0.2.68 spam 1 4294967295|"));
}

static void test_the_oldest_make_room(void **state)
{
	size_t cases;

	(void)state;
	case_book_set_max(book, 20);
	for (int i = 0; i < 25; i++)
		take(1, CLIENT, REJECT, ZONE, NOW_S + i * WB_CASE_SPAN_S);
	write_all();
	cases = all_cases().count;
	/* As many as must, and a sixteenth of them all. */
	assert_int_equal(cases, 19);
	assert_int_equal(case_book_counts(book)->removed, 6);
	begin_row("none more goes while there is room");
	take(1, CLIENT, REJECT, ZONE, NOW_S + 26 * WB_CASE_SPAN_S);
	write_all();
	assert_int_equal(all_cases().count, 20);
	assert_int_equal(case_book_counts(book)->removed, 6);
	begin_row("the end of a connection whose case is gone");
	case_book_set_max(book, 1);
	take(2, "192.0.2.67", REJECT, ZONE, NOW_S);
	write_all();
	assert_int_equal(all_cases().count, 1);
	take_done(2, "4", NOW_S);
	write_all();
	assert_int_equal(all_cases().count, 1);
	assert_int_equal(all_days().without, 0);
}

/* Nobody can write there: a file stands in the place of the folder. */
static void break_store(void)
{
	assert_int_equal(rename(path_in(store, "cases"), path_in(store, "cases.away")), 0);
	write_text(store, "cases", "");
}

static void mend_store(void)
{
	assert_int_equal(unlink(path_in(store, "cases")), 0);
	assert_int_equal(rename(path_in(store, "cases.away"), path_in(store, "cases")), 0);
}

static void test_a_store_that_cannot_be_written(void **state)
{
	(void)state;
	break_store();
	take(1, CLIENT, REJECT, ZONE, NOW_S);
	take_done(1, "2", NOW_S);
	assert_int_equal(case_book_write(book, &error), WB_UNAVAILABLE);
	assert_contains(error.text, store);
	assert_int_equal(case_book_waiting(book), 2);
	assert_int_equal(case_book_counts(book)->unwritten, 1);
	assert_int_equal(case_book_counts(book)->verdicts, 0);
	mend_store();
	write_all();
	assert_string_equal(all_cases().text, "192.0.2.66 spam 1 2|");
	assert_int_equal(case_book_counts(book)->verdicts, 1);
	assert_int_equal(case_book_counts(book)->lost, 0);
}

static void test_so_many_wait_and_no_more(void **state)
{
	(void)state;
	break_store();
	take(1, "192.0.2.1", REJECT, ZONE, NOW_S);
	take_done(1, "1", NOW_S);
	for (int i = 0; i < CASE_BOOK_WAITING_MAX - 2; i++)
		take(2, CLIENT, REJECT, ZONE, NOW_S);
	assert_int_equal(case_book_waiting(book), CASE_BOOK_WAITING_MAX);
	assert_int_equal(case_book_counts(book)->lost, 0);
	begin_row("the oldest goes, and verdicts are counted");
	take(2, CLIENT, REJECT, ZONE, NOW_S);
	assert_int_equal(case_book_counts(book)->lost, 1);
	take(2, CLIENT, REJECT, ZONE, NOW_S);
	assert_int_equal(case_book_counts(book)->lost, 1);
	for (int i = 0; i < 1000; i++)
		take(3, CLIENT, REJECT, ZONE, NOW_S);
	assert_int_equal(case_book_counts(book)->lost, 1001);
	assert_int_equal(case_book_waiting(book), CASE_BOOK_WAITING_MAX);
	begin_row("it is not tried with each of them");
	assert_int_equal(case_book_counts(book)->unwritten, 1);
	mend_store();
	write_all();
	assert_string_equal(all_cases().text, "192.0.2.66 spam 4096 -|");
}

/* What was not written has no case: its connection's end is nobody else's. */
static void test_a_case_that_was_never_written(void **state)
{
	(void)state;
	take(1, "192.0.2.1", REJECT, ZONE, NOW_S);
	break_store();
	assert_int_equal(case_book_write(book, &error), WB_UNAVAILABLE);
	for (int i = 0; i < CASE_BOOK_WAITING_MAX; i++)
		take(2, CLIENT, REJECT, ZONE, NOW_S);
	assert_int_equal(case_book_counts(book)->lost, 1);
	take_done(1, "7", NOW_S);
	mend_store();
	write_all();
	assert_string_equal(all_cases().text, "192.0.2.66 spam 4095 -|");
	assert_int_equal(all_days().without, 1);
}

static bool damage(void *context, const struct wb_case *remembered)
{
	struct wb_case_session session;
	unsigned char key[8];

	(void)context;
	wb_bytes_put(key, remembered->number, sizeof(key));
	assert_int_equal(wb_case_session_open_write(store, &session, &error), WB_OK);
	assert_int_equal(wb_table_put(&session.tables[WB_CASE_CASES], (struct wb_blob){ key, sizeof(key) },
			     (struct wb_blob){ key, 3 }, &error),
	    WB_OK);
	assert_int_equal(wb_case_session_commit(&session, &error), WB_OK);
	wb_case_session_close(&session);
	return true;
}

/* The end of a connection whose case is damaged: what waits behind it is written. */
static void test_a_case_that_is_damaged(void **state)
{
	size_t unreadable;

	(void)state;
	take(1, CLIENT, REJECT, ZONE, NOW_S);
	write_all();
	assert_int_equal(wb_case_walk(store, 0, damage, NULL, &unreadable, &error), WB_OK);
	take_done(1, "7", NOW_S);
	take(2, "192.0.2.67", REJECT, ZONE, NOW_S);
	write_all();
	assert_int_equal(case_book_counts(book)->verdicts, 2);
	assert_int_equal(all_days().connections, 1);
}

/* In the middle of a batch: the first verdict was put, the second one cannot be, as it is no event. */
static void test_half_a_batch_is_none(void **state)
{
	struct wb_case_session session;
	pid_t pid;
	int status;

	(void)state;
	take(1, CLIENT, REJECT, ZONE, NOW_S);
	write_all();
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		/* Another process that writes, and is killed before its commit. */
		set_event("192.0.2.99", REJECT, ZONE);
		if (wb_case_session_open_write(store, &session, &error) == WB_OK) {
			uint64_t number;
			bool is_new;

			wb_case_session_add(&session, &event, NOW_S, WB_CASE_OF_AGENT, &number, &is_new, &error);
		}
		kill(getpid(), SIGKILL);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	take(1, CLIENT, REJECT, ZONE, NOW_S + 1);
	write_all();
	assert_string_equal(all_cases().text, "192.0.2.66 spam 2 -|");
}

/* A book that is killed loses what waits, and nothing else. */
static void test_a_book_that_is_killed(void **state)
{
	pid_t pid;
	int status;

	(void)state;
	case_book_close(&book);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		open_book();
		take(1, CLIENT, REJECT, ZONE, NOW_S);
		if (case_book_write(book, &error) == WB_OK)
			take(2, "192.0.2.67", REJECT, ZONE, NOW_S);
		kill(getpid(), SIGKILL);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	assert_string_equal(all_cases().text, "192.0.2.66 spam 1 -|");
	begin_row("the next one goes on");
	open_book();
	take(1, CLIENT, REJECT, ZONE, NOW_S + 1);
	write_all();
	assert_string_equal(all_cases().text, "192.0.2.66 spam 2 -|");
}

static void test_a_close_writes_what_waits(void **state)
{
	(void)state;
	for (int i = 0; i < 2 * CASE_BOOK_BATCH + 3; i++)
		take(1, CLIENT, REJECT, ZONE, NOW_S);
	case_book_close(&book);
	assert_null(book);
	case_book_close(&book);
	assert_string_equal(all_cases().text, "192.0.2.66 spam 1027 -|");
	begin_row("and gives up where it cannot");
	open_book();
	break_store();
	take(1, CLIENT, REJECT, ZONE, NOW_S);
	case_book_close(&book);
	mend_store();
	assert_string_equal(all_cases().text, "192.0.2.66 spam 1027 -|");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_of_book(test_what_is_remembered),
		test_of_book(test_they_are_written_together),
		test_of_book(test_many_at_once_are_not_waited_for),
		test_of_book(test_how_a_connection_ends),
		test_of_book(test_the_oldest_make_room),
		test_of_book(test_a_store_that_cannot_be_written),
		test_of_book(test_so_many_wait_and_no_more),
		test_of_book(test_a_case_that_was_never_written),
		test_of_book(test_a_case_that_is_damaged),
		test_of_book(test_half_a_batch_is_none),
		test_of_book(test_a_book_that_is_killed),
		test_of_book(test_a_close_writes_what_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
