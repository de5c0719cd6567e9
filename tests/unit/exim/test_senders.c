/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_senders.c - which messages of a connection count, and which sender domains are one. */
#include "exim/senders.h"
#include "message_fixture.h"
#include "verdict/query.h"

#define OURS "Received: from mail.example.net ([192.0.2.25])\n\tby mx.example.org with esmtps (Exim 4.96)\n\tid 1; x\n"
#define FROM_ELSEWHERE(with, recipient) \
	OURS "Received: from hp (n.example.com [203.0.113.7])\n\tby mail.example.net (Postfix) with " with \
	     " id 4ABC\n\tfor <" recipient ">; x\n"
#define DIRECT OURS "Subject: x\n"

static struct wb_event_senders senders;

static int begin(void **state)
{
	(void)state;
	memset(&senders, 0, sizeof(senders));
	return 0;
}

static void note_as(const char *sender, bool authenticated, const char *header)
{
	struct wb_query query = {
		.client = address_of("192.0.2.25"),
		.name = "mail.example.net",
		.authenticated = authenticated,
		.recipients = "bob@example.org",
	};

	wb_text_copy(query.sender, sizeof(query.sender), sender);
	senders_note(&senders, &query, message_of(header));
}

static void note(const char *sender)
{
	note_as(sender, false, DIRECT);
}

static void test_which_domains_are_one(void **state)
{
	static const struct {
		const char *label, *one, *other;
		size_t domain_count;
	} rows[] = {
		{ "two", "a@x.example", "a@y.example", 2 },
		{ "the same", "a@x.example", "b@x.example", 1 },
		{ "in upper case", "a@x.example", "a@X.Example", 1 },
		{ "a host of it", "a@x.example", "bounces+7@mail.eu.x.example", 1 },
		{ "with the root's dot", "a@x.example", "a@x.example.", 1 },
		{ "one label", "a@localhost", "b@localhost", 1 },
		{ "another label", "a@localhost", "b@localhosts", 2 },
		{ "one label and more", "a@example", "a@x.example", 2 },
		{ "a list's bounces (VERP)", "list-bounces+ann=x.example@l.example", "list-bounces+bob=y.example@l.example",
		    1 },
		{ "a forwarder (SRS)", "SRS0=a1=TT=x.example=ann@f.example", "SRS0=b2=TT=y.example=bob@f.example", 1 },
		{ "an at sign in the local part", "\"a@x.example\"@z.example", "\"a@y.example\"@z.example", 1 },
		{ "addresses", "a@[192.0.2.1]", "a@[192.0.3.7]", 2 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		begin(state);
		note(rows[i].one);
		note(rows[i].other);
		assert_int_equal(senders.messages, 2);
		assert_int_equal(senders.domain_count, rows[i].domain_count);
	}
}

static void test_what_counts(void **state)
{
	static const struct {
		const char *label, *sender;
		bool authenticated;
		const char *header;
		uint32_t messages;
	} rows[] = {
		{ "a message", "a@x.example", false, DIRECT, 1 },
		{ "a bounce", "", false, DIRECT, 0 },
		{ "no domain", "a", false, DIRECT, 0 },
		{ "an empty domain", "a@", false, DIRECT, 0 },
		{ "nothing but a dot", "a@.", false, DIRECT, 0 },
		{ "of somebody who has logged in here", "a@x.example", true, DIRECT, 0 },
		{ "of somebody who has logged in there", "a@x.example", false, FROM_ELSEWHERE("ESMTPSA", "bob@example.org"),
		    1 },
		{ "of anybody", "a@x.example", false, FROM_ELSEWHERE("ESMTP", "bob@example.org"), 1 },
		{ "forwarded, with its sender", "a@x.example", false, FROM_ELSEWHERE("ESMTP", "bob@example.net"), 0 },
		{ "... and says so", "a@x.example", false,
		    FROM_ELSEWHERE("ESMTP", "bob@example.org") "X-Forwarded-To: bob@example.org\n", 0 },
		{ "of a list, with its author as sender", "a@x.example", false,
		    FROM_ELSEWHERE("ESMTP", "l@example.net") "List-Id: <l.example.net>\n", 0 },
		{ "of a list that does not say from whom it has it", "a@x.example", false, "List-Id: <l.example.net>\n", 0 },
		{ "nobody says from whom it has it", "a@x.example", false, "Subject: x\n", 1 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		begin(state);
		note_as(rows[i].sender, rows[i].authenticated, rows[i].header);
		assert_int_equal(senders.messages, rows[i].messages);
		assert_int_equal(senders.domain_count, rows[i].messages);
	}
}

static void test_what_finds_no_room_ends_it(void **state)
{
	char sender[32];

	begin(state);
	for (int i = 0; i < WB_EVENT_DOMAINS_MAX; i++) {
		snprintf(sender, sizeof(sender), "a@x%d.example", i);
		note(sender);
	}
	note("a@x0.example");
	assert_int_equal(senders.messages, WB_EVENT_DOMAINS_MAX + 1);
	assert_int_equal(senders.domain_count, WB_EVENT_DOMAINS_MAX);
	note("a@y.example");
	note("a@x0.example"); /* those that are known would be all that count */
	assert_int_equal(senders.messages, WB_EVENT_DOMAINS_MAX + 1);
	assert_int_equal(senders.domain_count, WB_EVENT_DOMAINS_MAX);
}

static void test_the_longest_sender(void **state)
{
	char sender[WB_QUERY_MAILBOX_SIZE];

	begin(state);
	memset(sender, 'a', sizeof(sender));
	sender[sizeof(sender) - 1] = '\0';
	sender[0] = '@';
	note(sender);
	assert_int_equal(senders.messages, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_which_domains_are_one),
		cmocka_unit_test(test_what_counts),
		cmocka_unit_test(test_what_finds_no_room_ends_it),
		cmocka_unit_test(test_the_longest_sender),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
