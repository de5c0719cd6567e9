/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_replay.c - what is counted of the verdicts of the past under another policy: each of them once, and accepted mail once. */
#include "desk/replay.h"
#include "past_fixture.h"
#include "redecide_fixture.h"

#define BL "dnsbl \"bl.example.net\" { code \"127.0.0.2\" { category = \"spam\" } }\n"
#define HALF "dnsbl \"bl.example.net\" { code \"127.0.0.2\" { category = \"spam\" weight = 0.5 } }\n"
#define LOWER "category \"spam\" { threshold = 0.5 }\n"
#define LISTED "zone spam bl.example.net 1000 code=127.0.0.2"
#define HALF_LISTED "zone spam bl.example.net 500 code=127.0.0.2"
#define ANSWERS "|answers=bl.example.net=127.0.0.2"
#define REJECTED "action=reject|category=spam" ANSWERS
#define ACCEPTED "action=accept" ANSWERS

static struct wb_config *before, *after;
static struct wb_replay replay;
static struct wb_case remembered;
static char seen[2000];

/* "ann@example.org 1 accept->reject|": recipient, verdicts, and what is done. */
static void note(void *context, const struct wb_replay_row *row)
{
	(void)context;
	snprintf(seen + strlen(seen), sizeof(seen) - strlen(seen), "%s %d %s->%s%s%s|", row->recipient, (int)row->count,
	    wb_replay_action_name(row->before), wb_replay_action_name(row->after->least),
	    row->after->least != row->after->most ? ".." : "",
	    row->after->least != row->after->most ? wb_replay_action_name(row->after->most) : "");
}

static void open_replay(const char *folder, const char *lines_before, const char *lines_after)
{
	struct wb_error error;

	before = open_lines(folder, lines_before);
	after = open_lines(folder, lines_after);
	seen[0] = '\0';
	assert_int_equal(wb_replay_open(&replay, &before->policy, &after->policy, false, &error), WB_OK);
	replay.visit = note;
}

static void close_replay(void)
{
	assert_int_equal(replay.same + replay.changed + replay.unknown, replay.verdicts);
	assert_true(replay.refused_more + replay.refused_less <= replay.changed);
	assert_true(replay.maybe_more <= replay.unknown);
	wb_replay_close(&replay);
	wb_config_close(&after);
	wb_config_close(&before);
}

static void begin_case(const char *fields, const char *evidence)
{
	set_event("192.0.2.66", fields, evidence);
	wb_case_record_begin(&event, NOW_S, &remembered);
}

/* "accept -> reject 2|" */
static void assert_table(enum wb_replay_table table, const char *wanted)
{
	const struct wb_tally *tally = &replay.tallies[table];
	char found[1000] = "";

	begin_row(wb_replay_tables[table].key);
	for (size_t i = 0; i < tally->row_count; i++)
		snprintf(found + strlen(found), sizeof(found) - strlen(found), "%s %d%s%s|", tally->rows[i]->name,
		    (int)wb_tally_sum(tally->rows[i]->count), tally->rows[i]->note[0] != '\0' ? " " : "", tally->rows[i]->note);
	assert_string_equal(found, wanted);
}

static void test_what_is_counted(void **state)
{
	open_replay(*state, HALF, HALF LOWER);
	begin_row("one that is refused now, with its mail");
	begin_case("recipient=bob@example.org|asn=64496|as_org=Example Net|name=mx.example.com|" ACCEPTED, HALF_LISTED);
	remembered.has_accepted = true;
	remembered.accepted = 3;
	wb_replay_add(&replay, &remembered);
	begin_row("one that is as it was");
	begin_case("recipient=bob@example.org|action=accept|answers=bl.example.net=no", "rule virus x 100");
	remembered.last_s = NOW_S + 9;
	wb_replay_add(&replay, &remembered);
	begin_row("one that cannot be known");
	begin_case("recipient=bob@example.org|action=accept", "rule virus x 100");
	remembered.first_s = NOW_S - 9;
	wb_replay_add(&replay, &remembered);
	wb_replay_sort(&replay);
	assert_int_equal(replay.verdicts, 3);
	assert_int_equal(replay.same, 1);
	assert_int_equal(replay.changed, 1);
	assert_int_equal(replay.unknown, 1);
	assert_int_equal(replay.refused_more, 1);
	assert_int_equal(replay.refused_less, 0);
	assert_int_equal(replay.maybe_more, 1);
	assert_int_equal(replay.accepted_refused, 3);
	assert_int_equal(replay.first_s, NOW_S - 9);
	assert_int_equal(replay.last_s, NOW_S + 9);
	for (int i = 0; i < WB_MISSING_COUNT; i++)
		assert_int_equal(replay.missing[i], i == WB_MISSING_ZONE);
	assert_table(WB_REPLAY_BY_ACTION, "accept -> reject 1|");
	assert_table(WB_REPLAY_BY_CATEGORY, "spam 1|");
	assert_table(WB_REPLAY_BY_SOURCE, "dnsbl:bl.example.net:127.0.0.2 1|");
	assert_table(WB_REPLAY_BY_ASN, "AS64496 1 Example Net|");
	assert_table(WB_REPLAY_HOSTS, "192.0.2.66 3 mx.example.com|");
	assert_string_equal(seen, "bob@example.org 1 accept->reject|bob@example.org 1 accept->accept..reject|");
	close_replay();
}

static void test_less_is_refused(void **state)
{
	open_replay(*state, BL, BL "category \"spam\" { action = \"tag\" }\n");
	begin_case("recipient=bob@example.org|" REJECTED, LISTED);
	remembered.count = 4;
	wb_replay_add(&replay, &remembered);
	wb_replay_sort(&replay);
	assert_int_equal(replay.changed, 4);
	assert_int_equal(replay.refused_less, 4);
	assert_int_equal(replay.refused_more, 0);
	assert_table(WB_REPLAY_BY_ACTION, "reject -> tag 4|");
	assert_table(WB_REPLAY_BY_ASN, "- 4|");
	assert_table(WB_REPLAY_HOSTS, "");
	close_replay();
}

/* With the same policy nothing changes, whatever was not recorded. */
static void test_the_policy_is_the_same(void **state)
{
	struct wb_error error;

	before = open_lines(*state, BL);
	after = open_lines(*state, BL);
	assert_int_equal(wb_replay_open(&replay, &before->policy, &after->policy, true, &error), WB_OK);
	replay.visit = note;
	seen[0] = '\0';
	begin_case("action=reject|category=virus", "listing virus feed:drop 1");
	remembered.count = 5;
	wb_replay_add(&replay, &remembered);
	begin_case("action=accept|recipients=a@example.org, b@example.org|stage=data", "rule spam gone 100");
	wb_replay_add(&replay, &remembered);
	assert_int_equal(replay.verdicts, 6);
	assert_int_equal(replay.same, 6);
	assert_string_equal(seen, "");
	close_replay();
}

/* Each of a case's recipients may have another verdict; accepted mail is counted with the first that changes. */
static void test_recipients(void **state)
{
	open_replay(*state, HALF, HALF LOWER "recipient \"carl@example.org\" { category \"spam\" { action = \"tag\" } }\n");
	begin_case("sender=s@example.com|recipient=bob@example.org|" ACCEPTED, HALF_LISTED);
	for (int i = 0; i < 3; i++) {
		set_event("192.0.2.66",
		    i == 0 ? "sender=s@example.com|recipient=carl@example.org|" ACCEPTED
			   : "sender=s@example.com|recipient=dora@example.org|" ACCEPTED,
		    HALF_LISTED);
		wb_case_record_add(&remembered, &event, NOW_S);
	}
	remembered.count += 2; /* of whom nobody knows */
	remembered.has_accepted = true;
	remembered.accepted = 4;
	wb_replay_add(&replay, &remembered);
	assert_string_equal(seen,
	    "bob@example.org 1 accept->reject|carl@example.org 1 accept->tag|dora@example.org 2 accept->reject| 2 accept->accept..reject|");
	assert_int_equal(replay.verdicts, 6);
	assert_int_equal(replay.changed, 4);
	assert_int_equal(replay.unknown, 2);
	assert_int_equal(replay.missing[WB_MISSING_RECIPIENT], 2);
	assert_int_equal(replay.refused_more, 3);
	assert_int_equal(replay.maybe_more, 2);
	assert_int_equal(replay.accepted_refused, 4);
	begin_row("more mails than verdicts");
	remembered.count = 2;
	wb_replay_add(&replay, &remembered);
	assert_int_equal(replay.verdicts, 8);
	close_replay();
}

/* At the end of a message one verdict is about all of them. */
static void test_a_whole_message(void **state)
{
	static const struct {
		const char *label, *recipients, *seen;
		uint32_t left_out;
		unsigned missing;
	} rows[] = {
		{ "all alike", "bob@example.org, dora@example.org", " 1 accept->reject|", 0, 0 },
		{ "one alone", "carl@example.org", " 1 accept->tag|", 0, 0 },
		{ "one who chooses, and one who does not", "bob@example.org, carl@example.org", " 1 accept->reject|", 0, 0 },
		{ "in another order", "carl@example.org, bob@example.org", " 1 accept->reject|", 0, 0 },
		{ "not all are known, and one suffices", "bob@example.org", " 1 accept->reject|", 1, 0 },
		{ "not all are known", "carl@example.org", " 1 accept->tag..reject|", 1, MISSING(RECIPIENT) },
		{ "nobody is known", "", " 1 accept->accept..reject|", 0, MISSING(RECIPIENT) },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char fields[300];

		begin_row(rows[i].label);
		open_replay(
		    *state, HALF, HALF LOWER "recipient \"carl@example.org\" { category \"spam\" { action = \"tag\" } }\n");
		snprintf(
		    fields, sizeof(fields), "stage=data|rules=cbf29ce484222325|recipients=%s|" ACCEPTED, rows[i].recipients);
		begin_case(fields, HALF_LISTED);
		remembered.mails_left_out = rows[i].left_out;
		wb_replay_add(&replay, &remembered);
		assert_string_equal(seen, rows[i].seen);
		assert_int_equal(replay.verdicts, 1);
		assert_int_equal(replay.missing[WB_MISSING_RECIPIENT], rows[i].missing != 0);
		close_replay();
	}
}

/* In a case of several messages it is not known who was together. */
static void test_several_messages(void **state)
{
	open_replay(*state, HALF, HALF LOWER "recipient \"carl@example.org\" { category \"spam\" { action = \"tag\" } }\n");
	begin_case("stage=data|recipients=bob@example.org, carl@example.org|" ACCEPTED, HALF_LISTED);
	remembered.count = 2;
	wb_replay_add(&replay, &remembered);
	assert_string_equal(seen, " 2 accept->tag..reject|");
	assert_int_equal(replay.missing[WB_MISSING_RECIPIENT], 2);
	close_replay();
}

static void test_whose_mail_was_accepted(void **state)
{
	static const struct {
		const char *label, *fields;
		bool has_accepted;
		uint32_t count, accepted;
		uint64_t accepted_refused, unknown_mail;
	} rows[] = {
		{ "told", "recipient=b@example.org|" ACCEPTED, true, 2, 5, 5, 0 },
		{ "none in the end", "recipient=b@example.org|" ACCEPTED, true, 2, 0, 0, 0 },
		{ "not told: what was accepted is taken to be", "recipient=b@example.org|" ACCEPTED, false, 2, 0, 2, 0 },
		{ "not told, and it was tagged", "recipient=b@example.org|action=tag|category=spam" ANSWERS, false, 2, 0, 0,
		    2 },
		{ "it was refused", "recipient=b@example.org|action=defer|category=spam" ANSWERS, false, 2, 0, 0, 0 },
		{ "it was refused only in the log", "recipient=b@example.org|mode=monitor|action=defer|category=spam" ANSWERS,
		    false, 2, 0, 0, 2 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		open_replay(*state, HALF, HALF LOWER);
		begin_case(rows[i].fields, HALF_LISTED);
		remembered.count = rows[i].count;
		remembered.has_accepted = rows[i].has_accepted;
		remembered.accepted = rows[i].accepted;
		wb_replay_add(&replay, &remembered);
		assert_int_equal(replay.accepted_refused, rows[i].accepted_refused);
		assert_int_equal(replay.unknown_mail, rows[i].unknown_mail);
		close_replay();
	}
}

/* What was done then stands for what the policy in force cannot know. */
static void test_what_was_done_then(void **state)
{
	open_replay(*state, BL LOWER, BL "category \"spam\" { action = \"tag\" }\n");
	begin_case("recipient=b@example.org|action=defer|category=spam", "listing spam feed:drop 400|rule gone x 1");
	event.left_out_count = 0;
	remembered.event.left_out_count = 1;
	wb_replay_add(&replay, &remembered);
	assert_string_equal(seen, "b@example.org 1 defer->accept..reject|");
	assert_int_equal(replay.maybe_more, 0);
	close_replay();
}

/* A long name of a network or a host does not spill over. */
static void test_long_words(void **state)
{
	char fields[2000];

	open_replay(*state, HALF, HALF LOWER);
	snprintf(fields, sizeof(fields), "recipient=b@example.org|asn=%064d|as_org=%0500d|name=%0250d|guard=%0300d|" ACCEPTED,
	    1, 1, 1, 1);
	begin_case(fields, HALF_LISTED);
	wb_replay_add(&replay, &remembered);
	wb_replay_sort(&replay);
	assert_int_equal(replay.tallies[WB_REPLAY_BY_ASN].row_count, 1);
	assert_int_equal(strlen(replay.tallies[WB_REPLAY_BY_ASN].rows[0]->name), 2 + 16);
	assert_int_equal(replay.tallies[WB_REPLAY_HOSTS].row_count, 1);
	close_replay();
}

/* ---- By chance ------------------------------------------------------------------------------------------------------- */

static struct past_settings settings, edited;
static struct past_policy then_policy, now_policy;
static struct past_truth truth;
static struct past_run then, now;
static struct wb_event_packet packet;
static enum wb_action least, most;

static void note_range(void *context, const struct wb_replay_row *row)
{
	(void)context;
	least = row->after->least;
	most = row->after->most;
}

/* Of mails to one and to several, at RCPT and at the end: what is done lies within what the one row says, and is the same where there is none. */
static void test_no_message_lies_outside(void **state)
{
	uint64_t rows = 0, known = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= 5000; seed++) {
		struct wb_error error;

		past_seed(seed);
		make_settings(&settings);
		edited = settings;
		for (uint32_t i = 0, edits = 1 + below(2); i < edits; i++)
			edit_settings(&edited);
		build_policy(&settings, &then_policy);
		build_policy(&edited, &now_policy);
		make_truth(&truth);
		past_decide(&truth, &then_policy, NULL, &then);
		past_record(&truth, &then, &packet, &event);
		if (!is_remembered(&event))
			continue;
		past_decide(&truth, &now_policy, NULL, &now);
		wb_case_record_begin(&event, NOW_S, &remembered);
		assert_int_equal(wb_replay_open(&replay, &then_policy.policy, &now_policy.policy, false, &error), WB_OK);
		replay.visit = note_range;
		least = most = then.outcome.action;
		wb_replay_add(&replay, &remembered);
		if (now.outcome.action < least || now.outcome.action > most)
			fail_msg("seed %lu: %d to %d, and it is %d", (unsigned long)seed, least, most, now.outcome.action);
		assert_int_equal(replay.verdicts, 1);
		rows++;
		known += least == most;
		wb_replay_close(&replay);
	}
	assert_true(rows > 2000 && known > rows / 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_what_is_counted),
		test_in_folder(test_less_is_refused),
		test_in_folder(test_the_policy_is_the_same),
		test_in_folder(test_recipients),
		test_in_folder(test_a_whole_message),
		test_in_folder(test_several_messages),
		test_in_folder(test_whose_mail_was_accepted),
		test_in_folder(test_what_was_done_then),
		test_in_folder(test_long_words),
		test_in_folder(test_no_message_lies_outside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
