/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * test_redecide.c - what another policy would have decided: where each thing that nobody has recorded matters, and where it does not. How the
 * facts are made of an event is tested beside this, and that no decision lies outside in test_redecide_properties.c.
 */
#include "redecide_fixture.h"

#define BL \
	"dnsbl \"bl.example.net\" { code \"127.0.0.2\" { category = \"spam\" } code \"127.0.0.3\" { category = \"virus\" weight = 0.4 } }\n"
#define HALF "dnsbl \"bl.example.net\" { code \"127.0.0.2\" { category = \"spam\" weight = 0.5 } }\n"
#define LISTED "zone spam bl.example.net 1000 code=127.0.0.2"
#define REJECTED "action=reject|category=spam|answers=bl.example.net=127.0.0.2"
#define SENDER "sender \"Mailer\" { suffixes = {\"mailer.example\"} }\n"
#define STAFF "listing spam staff:ann 1000 since=1789000000"
#define FEED "listing spam feed:drop 1000 since=1789000000"
#define BOB "bob@example.org"

static void test_what_is_known(void **state)
{
	static const struct redecide_row rows[] = {
		{ .label = "the same policy",
		    .before = BL,
		    .after = BL,
		    .fields = REJECTED,
		    .evidence = LISTED,
		    .recipient = BOB,
		    .least = WB_REJECT,
		    .most = WB_REJECT,
		    .category = "spam",
		    .source = "dnsbl:bl.example.net:127.0.0.2" },
		{ .label = "a milder action",
		    .before = BL,
		    .after = BL "category \"spam\" { action = \"tag\" }\n",
		    .fields = REJECTED,
		    .evidence = LISTED,
		    .recipient = BOB,
		    .least = WB_TAG,
		    .most = WB_TAG,
		    .category = "spam" },
		{ .label = "a category off",
		    .before = BL,
		    .after = BL "category \"spam\" { action = \"off\" }\n",
		    .fields = REJECTED,
		    .evidence = LISTED,
		    .recipient = BOB,
		    .least = WB_OFF,
		    .most = WB_OFF,
		    .category = "",
		    .source = "" },
		{ .label = "a higher threshold",
		    .before = BL,
		    .after = BL "category \"spam\" { threshold = 1.5 }\n",
		    .fields = REJECTED,
		    .evidence = LISTED,
		    .recipient = BOB,
		    .least = WB_OFF,
		    .most = WB_OFF },
		{ .label = "a lower weight",
		    .before = BL,
		    .after = HALF,
		    .fields = REJECTED,
		    .evidence = LISTED,
		    .recipient = BOB,
		    .least = WB_OFF,
		    .most = WB_OFF },
		{ .label = "a lower threshold",
		    .before = HALF,
		    .after = HALF "category \"spam\" { threshold = 0.5 }\n",
		    .fields = "action=accept|answers=bl.example.net=127.0.0.2",
		    .evidence = "zone spam bl.example.net 500 code=127.0.0.2",
		    .recipient = BOB,
		    .least = WB_REJECT,
		    .most = WB_REJECT,
		    .category = "spam" },
		{ .label = "no zone any more",
		    .before = BL,
		    .after = "",
		    .fields = REJECTED,
		    .evidence = LISTED,
		    .recipient = BOB,
		    .least = WB_OFF,
		    .most = WB_OFF },
		{ .label = "monitoring",
		    .before = BL,
		    .after = "mode = \"monitor\"\n" BL,
		    .fields = REJECTED,
		    .evidence = LISTED,
		    .recipient = BOB,
		    .least = WB_LOG,
		    .most = WB_LOG,
		    .category = "spam" },
		{ .label = "monitoring no more",
		    .before = "mode = \"monitor\"\n" BL,
		    .after = BL,
		    .fields = "mode=monitor|" REJECTED,
		    .evidence = LISTED,
		    .recipient = BOB,
		    .least = WB_REJECT,
		    .most = WB_REJECT },
		{ .label = "an exempt host",
		    .before = BL,
		    .after = BL "exempt { hosts = {\"192.0.2.0/24\"} }\n",
		    .fields = REJECTED,
		    .evidence = LISTED,
		    .recipient = BOB,
		    .least = WB_OFF,
		    .most = WB_OFF },
		{ .label = "an exempt recipient",
		    .before = BL,
		    .after = BL "exempt { recipients = {\"bob\"} }\n",
		    .fields = REJECTED,
		    .evidence = LISTED,
		    .recipient = BOB,
		    .least = WB_OFF,
		    .most = WB_OFF },
		{ .label = "another one is exempt",
		    .before = BL,
		    .after = BL "exempt { recipients = {\"carl\"} }\n",
		    .fields = REJECTED,
		    .evidence = LISTED,
		    .recipient = BOB,
		    .least = WB_REJECT,
		    .most = WB_REJECT },
		{ .label = "a client that had logged in",
		    .before = BL "exempt { authenticated = false }\n",
		    .after = BL "exempt { authenticated = true }\n",
		    .fields = "login=yes|" REJECTED,
		    .evidence = LISTED,
		    .recipient = BOB,
		    .least = WB_OFF,
		    .most = WB_OFF },
		{ .label = "a recipient chooses",
		    .before = BL,
		    .after = BL "recipient \"example.org\" { category \"spam\" { action = \"tag\" } }\n",
		    .fields = REJECTED,
		    .evidence = LISTED,
		    .recipient = BOB,
		    .least = WB_TAG,
		    .most = WB_TAG },
		{ .label = "a fault, and on_error",
		    .before = "",
		    .after = "on_error = \"defer\"\n",
		    .fields = "action=accept|fault=broken",
		    .evidence = "rule spam x 100",
		    .recipient = BOB,
		    .least = WB_DEFER,
		    .most = WB_DEFER,
		    .category = "",
		    .source = "" },
		{ .label = "the listings were not known",
		    .before = BL,
		    .after = BL,
		    .fields = "action=accept|fault=broken|unread=listings",
		    .evidence = LISTED,
		    .recipient = BOB,
		    .least = WB_OFF,
		    .most = WB_OFF },
	};

	check_rows(*state, rows, COUNT(rows));
}

static void test_what_is_missing_may_matter(void **state)
{
	static const struct redecide_row rows[] = {
		{ .label = "a zone that was not asked",
		    .before = "",
		    .after = BL,
		    .fields = "action=reject|category=virus",
		    .evidence = "listing virus staff:ann 1000",
		    .recipient = BOB,
		    .least = WB_REJECT,
		    .most = WB_REJECT },
		{ .label = "... and could refuse",
		    .before = "",
		    .after = BL "category \"virus\" { action = \"tag\" }\n",
		    .fields = "action=reject|category=virus",
		    .evidence = "listing virus staff:ann 1000",
		    .recipient = BOB,
		    .least = WB_TAG,
		    .most = WB_REJECT,
		    .missing = MISSING(ZONE),
		    .category = "spam",
		    .source = "dnsbl:bl.example.net:127.0.0.2" },
		{ .label = "a rule that is new",
		    .before = "",
		    .after = "rule \"new\" { category = \"spam\" body_pattern = \"x\" }\n",
		    .fields = "action=accept",
		    .evidence = "rule virus x 100",
		    .recipient = BOB,
		    .least = WB_OFF,
		    .most = WB_REJECT,
		    .missing = MISSING(RULE) },
		{ .label = "... and too light",
		    .before = "",
		    .after = "rule \"new\" { category = \"spam\" body_pattern = \"x\" weight = 0.5 }\n",
		    .fields = "action=accept",
		    .evidence = "rule virus x 100",
		    .recipient = BOB,
		    .least = WB_OFF,
		    .most = WB_OFF },
		{ .label = "whose host it is",
		    .before = "",
		    .after = SENDER,
		    .fields = "action=reject|category=spam",
		    .evidence = FEED,
		    .recipient = BOB,
		    .least = WB_DEFER,
		    .most = WB_REJECT,
		    .missing = MISSING(NAME) },
		{ .label = "... which staff's own listing does not ask",
		    .before = "",
		    .after = SENDER,
		    .fields = "action=reject|category=spam",
		    .evidence = STAFF,
		    .recipient = BOB,
		    .least = WB_REJECT,
		    .most = WB_REJECT },
		{ .label = "since when it is known",
		    .before = BL,
		    .after = BL "category \"spam\" { grace = \"1h\" }\n",
		    .fields = REJECTED,
		    .evidence = LISTED,
		    .recipient = BOB,
		    .least = WB_DEFER,
		    .most = WB_REJECT,
		    .missing = MISSING(AGE) },
		{ .label = "... of what only defers",
		    .before = BL,
		    .after = BL "category \"spam\" { action = \"defer\" grace = \"1h\" }\n",
		    .fields = REJECTED,
		    .evidence = LISTED,
		    .recipient = BOB,
		    .least = WB_DEFER,
		    .most = WB_DEFER },
		{ .label = "neighbours",
		    .before = HALF,
		    .after = HALF "neighbours_weight = 1\n",
		    .fields = "action=accept|answers=bl.example.net=no",
		    .evidence = "rule spam x 100",
		    .recipient = BOB,
		    .least = WB_OFF,
		    .most = WB_DEFER,
		    .missing = MISSING(NEIGHBOURS) },
		{ .label = "... that weigh too little",
		    .before = HALF,
		    .after = HALF "neighbours_weight = 0.5\n",
		    .fields = "action=accept|answers=bl.example.net=no",
		    .evidence = "rule spam x 100",
		    .recipient = BOB,
		    .least = WB_OFF,
		    .most = WB_OFF },
		{ .label = "to whom the mail was",
		    .before = BL,
		    .after = BL "recipient \"carl@example.org\" { category \"spam\" { action = \"tag\" } }\n",
		    .fields = REJECTED,
		    .evidence = LISTED,
		    .least = WB_OFF,
		    .most = WB_REJECT,
		    .missing = MISSING(RECIPIENT) },
		{ .label = "... where nobody chooses",
		    .before = BL,
		    .after = BL "category \"spam\" { action = \"tag\" }\n",
		    .fields = REJECTED,
		    .evidence = LISTED,
		    .least = WB_TAG,
		    .most = WB_TAG },
		{ .label = "evidence that found no room",
		    .before = BL,
		    .after = BL "category \"spam\" { action = \"tag\" }\n",
		    .fields = REJECTED,
		    .evidence = LISTED "|listing   1000",
		    .recipient = BOB,
		    .least = WB_TAG,
		    .most = WB_REJECT,
		    .missing = MISSING(ROOM) },
		{ .label = "... beside what rejects",
		    .before = BL,
		    .after = BL,
		    .fields = REJECTED,
		    .evidence = LISTED "|listing   1000",
		    .recipient = BOB,
		    .least = WB_REJECT,
		    .most = WB_REJECT },
		{ .label = "in mode monitor nothing is more than logged",
		    .before = "",
		    .after = "mode = \"monitor\"\n" BL,
		    .fields = "action=reject|category=virus",
		    .evidence = "rule virus x 100",
		    .recipient = BOB,
		    .least = WB_OFF,
		    .most = WB_LOG,
		    .missing = MISSING(ZONE) },
	};

	check_rows(*state, rows, COUNT(rows));
}

/* A log does not say to whom a mail was. */
static void test_a_recipient_that_nobody_knows(void **state)
{
#define CHOICE "recipient \"bob@example.org\" { category \"spam\" { action = \"tag\" } }\n"
#define LOWER "category \"spam\" { threshold = 0.5 }\n"
	static const struct redecide_row rows[] = {
		{ .label = "who has chosen nothing of the category",
		    .before = BL CHOICE,
		    .after = BL CHOICE LOWER,
		    .fields = REJECTED,
		    .evidence = LISTED,
		    .least = WB_REJECT,
		    .most = WB_REJECT },
		{ .label = "who has",
		    .before = BL CHOICE,
		    .after = BL CHOICE LOWER,
		    .fields = "choice=bob@example.org|" REJECTED,
		    .evidence = LISTED,
		    .least = WB_OFF,
		    .most = WB_REJECT,
		    .missing = MISSING(RECIPIENT) },
		{ .label = "another category wins",
		    .before = BL CHOICE,
		    .after = BL CHOICE,
		    .fields = "action=reject|category=virus|answers=bl.example.net=127.0.0.2",
		    .evidence = LISTED,
		    .least = WB_OFF,
		    .most = WB_REJECT,
		    .missing = MISSING(RECIPIENT) },
		{ .label = "more is done than then",
		    .before = HALF CHOICE,
		    .after = HALF CHOICE LOWER,
		    .fields = "action=accept|answers=bl.example.net=127.0.0.2",
		    .evidence = "zone spam bl.example.net 500 code=127.0.0.2",
		    .least = WB_OFF,
		    .most = WB_REJECT,
		    .missing = MISSING(RECIPIENT) },
		{ .label = "nothing is done",
		    .before = BL CHOICE,
		    .after = BL CHOICE "category \"spam\" { action = \"off\" }\n",
		    .fields = REJECTED,
		    .evidence = LISTED,
		    .least = WB_OFF,
		    .most = WB_OFF },
		{ .label = "a host that is exempt",
		    .before = BL CHOICE,
		    .after = BL CHOICE "exempt { hosts = {\"192.0.2.66\"} }\n",
		    .fields = REJECTED,
		    .evidence = LISTED,
		    .least = WB_OFF,
		    .most = WB_OFF },
	};

	check_rows(*state, rows, COUNT(rows));
}

static void test_each_thing_has_words(void **state)
{
	(void)state;
	for (int i = 0; i < WB_MISSING_COUNT; i++) {
		begin_row(wb_missing_names[i]);
		assert_true(strlen(wb_missing_texts[i]) > strlen(wb_missing_names[i]));
		for (int k = 0; k < i; k++)
			assert_string_not_equal(wb_missing_names[i], wb_missing_names[k]);
	}
}

/* One redecider for many events: nothing of one is left in the next. */
static void test_one_after_the_other(void **state)
{
	struct wb_config *before = open_lines(*state, BL), *after = open_lines(*state, BL "on_error = \"defer\"\n");
	const struct wb_redecide_about about = { .at_s = NOW_S, .recipient = BOB };
	struct wb_redecider *redecider;
	struct wb_redecision decision;

	assert_int_equal(wb_redecider_open(&after->policy, &before->policy, &redecider), WB_OK);
	for (int i = 0; i < 3; i++) {
		set_event("192.0.2.66", REJECTED, LISTED);
		wb_redecide(redecider, &event, &about, &decision);
		assert_int_equal(decision.least, WB_REJECT);
		assert_int_equal(decision.most, WB_REJECT);
		set_event("192.0.2.67", "action=accept", "rule virus x 1");
		wb_redecide(redecider, &event, &about, &decision);
		assert_int_equal(decision.least, WB_OFF);
		assert_int_equal(decision.most, WB_REJECT);
		assert_int_equal(decision.missing, MISSING(ZONE));
		set_event("192.0.2.67", "action=accept|answers=bl.example.net=no", "rule virus x 1");
		wb_redecide(redecider, &event, &about, &decision);
		assert_int_equal(decision.most, WB_OFF);
		assert_int_equal(decision.missing, 0);
		assert_null(decision.category);
		assert_string_equal(decision.source, "");
	}
	wb_redecider_close(&redecider);
	wb_redecider_close(&redecider);
	wb_config_close(&after);
	wb_config_close(&before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_what_is_known),
		test_in_folder(test_what_is_missing_may_matter),
		test_in_folder(test_a_recipient_that_nobody_knows),
		test_in_folder(test_each_thing_has_words),
		test_in_folder(test_one_after_the_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
