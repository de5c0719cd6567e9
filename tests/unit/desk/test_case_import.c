/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_case_import.c - verdicts of logs become cases once: not of the same log again, and not of what the agent remembers. */
#include <sys/wait.h>

#include "desk/case_import.h"
#include "desk_fixture.h"
#include "event_fixture.h"
#include "store/case_find.h"
#include "store/turn.h"

#define PRESENT_S 1795600000
#define AT_S 1795308857 /* 2026-11-22 00:54:17 UTC */

static struct wb_config *config;
static struct wb_case_import import, done; /* done: what an import that is closed has counted */
static struct wb_log_reader reader;
static struct wb_error error;

static int start(void **state)
{
	if (open_folder(state) != 0)
		return -1;
	config = open_desk(*state, "known_senders = \"\"\nrules_file = \"\"\n");
	return 0;
}

static int end(void **state)
{
	wb_config_close(&config);
	return close_folder(state);
}

#define test_of_import(test) cmocka_unit_test_setup_teardown(test, start, end)

static void open_import(void)
{
	wb_log_reader_open(&reader, PRESENT_S);
	wb_case_import_open(&import, config->policy.store, &config->policy);
}

/* A line of so many seconds behind the first one. */
static void take(int after_s, const char *pairs)
{
	char line[600];
	int second = 54 * 60 + 17 + after_s;

	snprintf(line, sizeof(line), "2026-11-22 %02d:%02d:%02d +0000 whyblock: %s", second / 3600, second / 60 % 60,
	    second % 60, pairs);
	assert_int_equal(wb_log_reader_take(&reader, line, strlen(line), WB_LOG_WHOLE), WB_LOG_VERDICT);
	assert_int_equal(reader.time_s, AT_S + after_s);
	if (wb_case_import_add(&import, &reader, &error) != WB_OK)
		fail_msg("%s", error.text);
}

static void close_import(void)
{
	assert_int_equal(wb_case_import_finish(&import, &error), WB_OK);
	done = import;
	wb_case_import_close(&import);
}

static bool note(void *context, const struct wb_case *remembered)
{
	struct desk_text *noted = context;
	char client[WB_ADDRESS_TEXT_SIZE];

	wb_address_format(&remembered->event.client, client);
	snprintf(noted->text + strlen(noted->text), sizeof(noted->text) - strlen(noted->text), "%s %s %u %d-%d%s|", client,
	    wb_event_field(&remembered->event, "action"), remembered->count, (int)(remembered->first_s - AT_S),
	    (int)(remembered->last_s - AT_S), remembered->is_from_log ? " log" : "");
	return true;
}

/* "192.0.2.66 reject 2 0-60 log|": client, action, verdicts, seconds, and whether it is of a log. */
static struct desk_text all_cases(void)
{
	struct desk_text noted = { "" };
	size_t unreadable;

	assert_int_equal(wb_case_walk(config->policy.store, 0, note, &noted, &unreadable, &error), WB_OK);
	assert_int_equal(unreadable, 0);
	return noted;
}

/* What the agent remembers. */
static void remember(const char *client, const char *fields, const char *evidence, int after_s)
{
	struct wb_case_session session;
	uint64_t number;
	bool is_new;

	set_event(client, fields, evidence);
	assert_int_equal(wb_case_session_open_write(config->policy.store, &session, &error), WB_OK);
	assert_int_equal(
	    wb_case_session_add(&session, &event, AT_S + after_s, WB_CASE_OF_AGENT, &number, &is_new, &error), WB_OK);
	assert_int_equal(wb_case_session_commit(&session, &error), WB_OK);
	wb_case_session_close(&session);
}

#define REJECT "action=reject category=spam client=192.0.2.66 evidence=dnsbl:bl.example.net:127.0.0.2"
#define VIRUS "action=reject category=virus client=192.0.2.66 evidence=listing:staff:ann"
#define OTHER "action=tag category=spam client=192.0.2.67 evidence=rule:x"

static void take_log(void)
{
	take(0, REJECT);
	take(0, REJECT);
	take(0, VIRUS);
	take(1, OTHER);
	take(60, REJECT);
	take(3599, REJECT);
	take(3600, REJECT);
	take(3601, "action=accept client=192.0.2.67");
}

static const char wanted[] =
    "192.0.2.66 reject 4 0-3599 log|192.0.2.66 reject 1 0-0 log|192.0.2.67 tag 1 1-1 log|192.0.2.66 reject 1 3600-3600 log|";

static void test_a_log_is_taken_in_once(void **state)
{
	(void)state;
	open_import();
	take_log();
	close_import();
	assert_int_equal(done.verdicts, 7);
	assert_int_equal(done.cases, 4);
	assert_int_equal(done.known, 0);
	assert_int_equal(done.bare, 1);
	assert_string_equal(all_cases().text, wanted);
	for (int i = 0; i < 2; i++) {
		begin_row("again");
		open_import();
		take_log();
		close_import();
		assert_int_equal(done.verdicts, 0);
		assert_int_equal(done.cases, 0);
		assert_int_equal(done.known, 7);
		assert_string_equal(all_cases().text, wanted);
	}
}

/* A log that has grown, and one that was rotated: what is new of it is added. */
static void test_a_log_that_has_grown(void **state)
{
	(void)state;
	open_import();
	take(0, REJECT);
	take(60, REJECT);
	close_import();
	open_import();
	take(0, REJECT);
	take(60, REJECT);
	take(61, REJECT);
	take(61, REJECT);
	close_import();
	assert_int_equal(done.verdicts, 2);
	assert_int_equal(done.known, 2);
	assert_string_equal(all_cases().text, "192.0.2.66 reject 4 0-61 log|");
}

static void test_what_the_agent_remembers(void **state)
{
	static const struct {
		const char *label;
		int after_s;
		bool is_known;
	} rows[] = {
		{ "the same second", 0, true },
		{ "Exim wrote before the agent was told", -WB_CASE_IMPORT_SLACK_S, true },
		{ "a second more", -WB_CASE_IMPORT_SLACK_S - 1, false },
		{ "between its verdicts", 30, true },
		{ "behind the last one", 60 + WB_CASE_IMPORT_SLACK_S, true },
		{ "a second more", 60 + WB_CASE_IMPORT_SLACK_S + 1, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		end(state);
		start(state);
		for (int k = 0; k < 2; k++)
			remember("192.0.2.66", "action=reject|category=spam|answers=bl.example.net=127.0.0.2",
			    "zone spam bl.example.net 1000 code=127.0.0.2", 60 * k);
		open_import();
		take(rows[i].after_s, REJECT);
		close_import();
		assert_int_equal(done.known, rows[i].is_known);
		assert_int_equal(done.verdicts, !rows[i].is_known);
		begin_row("another client, action and category are others");
		open_import();
		take(0, OTHER);
		take(0, VIRUS);
		take(0, "action=defer category=spam client=192.0.2.66 evidence=dnsbl:bl.example.net:127.0.0.2");
		close_import();
		assert_int_equal(done.verdicts, 3);
	}
}

static void test_what_is_no_case(void **state)
{
	(void)state;
	open_import();
	take(0, "action=accept client=192.0.2.66");
	take(0, "action=tag category=spam client=192.0.2.66");
	take(0, "action=reject category=spam");
	assert_int_equal(import.bare, 3);
	begin_row("a refusal is, without evidence, too");
	take(0, "action=defer client=192.0.2.66 fault=\"no resolver\"");
	close_import();
	assert_int_equal(done.verdicts, 1);
	assert_string_equal(all_cases().text, "192.0.2.66 defer 1 0-0 log|");
}

/* More than a transaction takes. */
static void test_batches(void **state)
{
	(void)state;
	open_import();
	for (int i = 0; i < WB_CASE_IMPORT_BATCH; i++)
		take(i, REJECT);
	assert_false(import.is_open);
	take(WB_CASE_IMPORT_BATCH, REJECT);
	assert_true(import.is_open);
	assert_int_equal(import.verdicts, WB_CASE_IMPORT_BATCH + 1);
	wb_case_import_close(&import);
	begin_row("what was not finished is not there, and comes with the next import");
	assert_string_equal(all_cases().text, "192.0.2.66 reject 1000 0-999 log|");
	open_import();
	take(WB_CASE_IMPORT_BATCH - 1, REJECT);
	take(WB_CASE_IMPORT_BATCH, REJECT);
	close_import();
	assert_int_equal(done.verdicts, 1);
	assert_string_equal(all_cases().text, "192.0.2.66 reject 1001 0-1000 log|");
}

static void test_a_store_that_cannot_be_written(void **state)
{
	(void)state;
	wb_log_reader_open(&reader, PRESENT_S);
	wb_case_import_open(&import, "/nowhere/at/all", &config->policy);
	wb_log_reader_take(&reader, "2026-11-22 00:54:17 +0000 whyblock: " REJECT,
	    strlen("2026-11-22 00:54:17 +0000 whyblock: " REJECT), WB_LOG_WHOLE);
	assert_int_equal(wb_case_import_add(&import, &reader, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "/nowhere/at/all");
	wb_case_import_close(&import);
	begin_row("nothing was added");
	wb_case_import_open(&import, "/nowhere/at/all", &config->policy);
	assert_int_equal(wb_case_import_finish(&import, &error), WB_OK);
	wb_case_import_close(&import);
}

static bool is_locked_for_others(void)
{
	char path[400];
	pid_t pid;
	int status;

	snprintf(path, sizeof(path), "%s/" WB_CASE_IMPORT_LOCK, config->policy.store);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(wb_turn_is_taken(path) ? 1 : 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status) == 1;
}

/* Between its transactions, too: another one would take what it adds for a verdict of its own. */
static void test_one_at_a_time(void **state)
{
	(void)state;
	open_import();
	take(0, "action=reject category=spam client=192.0.2.66 evidence=listing:staff:ann");
	assert_int_equal(wb_case_import_finish(&import, &error), WB_OK);
	assert_true(is_locked_for_others());
	take(1, "action=reject category=spam client=192.0.2.66 evidence=listing:staff:ann");
	close_import();
	assert_false(is_locked_for_others());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_of_import(test_a_log_is_taken_in_once),
		test_of_import(test_a_log_that_has_grown),
		test_of_import(test_what_the_agent_remembers),
		test_of_import(test_what_is_no_case),
		test_of_import(test_batches),
		test_of_import(test_a_store_that_cannot_be_written),
		test_of_import(test_one_at_a_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
