/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_refusal.c - the reply to a verdict, from the category's template and what the check found. */
#include "outcome_fixture.h"
#include "verdict/refusal.h"

static void test_the_reply_of_each_action(void **state)
{
	static const struct {
		const char *category, *reply;
		uint32_t weight_milli;
	} rows[] = {
		{ "open-relay",
		    "5.7.1 Server [192.0.2.66] blocked as possible open relay\n"
		    "5.7.1 Client host [192.0.2.66] blocked using Example Internet\n"
		    "5.7.1 https://postmaster.example.net/blocked",
		    1000 },
		{ "virus",
		    "4.7.1 Server [192.0.2.66] blocked for possible virus or trojan activity\n"
		    "4.7.1 Client host [192.0.2.66] blocked using Example Internet\n"
		    "4.7.1 https://postmaster.example.net/blocked",
		    2500 },
		{ "spam", "", 1000 },      /* tag */
		{ "open-relay", "", 999 }, /* accept */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char reply[WB_REPLY_TEXT_SIZE] = "left over";

		begin_row(rows[i].category);
		outcome.facts.evidence[0].weight_milli = rows[i].weight_milli;
		decide(rows[i].category);
		wb_refusal_format(&outcome, reply);
		assert_string_equal(reply, rows[i].reply);
	}
}

static void test_the_reply_when_something_cannot_be_checked(void **state)
{
	char reply[WB_REPLY_TEXT_SIZE];

	(void)state;
	outcome.action = outcome.verdict.action = WB_DEFER;
	outcome.verdict.on_error = true;
	wb_refusal_format(&outcome, reply);
	assert_string_equal(reply, "4.7.1 Server [192.0.2.66] cannot be checked at present\n4.7.1 please try again later");
	begin_row("monitor sends none");
	outcome.action = WB_LOG;
	wb_refusal_format(&outcome, reply);
	assert_string_equal(reply, "");
}

static void test_every_fact_can_stand_in_a_reply(void **state)
{
	char reply[WB_REPLY_TEXT_SIZE];

	(void)state;
	strcpy(outcome.query.helo, "helo\r\n250 ok");
	strcpy(outcome.query.name, "host.example");
	strcpy(outcome.query.sender, "a@b.example");
	strcpy(outcome.query.recipient, "c@d.example");
	decide("mine");
	wb_refusal_format(&outcome, reply);
	assert_string_equal(reply,
	    "5.7.1 helo??250 ok host.example a@b.example c@d.example\n"
	    "5.7.1 mine mine US AS64496 Example Net\n"
	    "5.7.1 Example Internet seen relaying Example Internet noc@example.net");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_the_reply_of_each_action, start, end),
		cmocka_unit_test_setup_teardown(test_the_reply_when_something_cannot_be_checked, start, end),
		cmocka_unit_test_setup_teardown(test_every_fact_can_stand_in_a_reply, start, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
