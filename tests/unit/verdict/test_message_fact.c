/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_message_fact.c - facts of a header: yes, no, unknown. */
#include "message_fixture.h"
#include "verdict/message_fact.h"
#include "verdict/query.h"

#define RELAYED(from) \
	"Received: from mail.example.net ([192.0.2.25])\n\tby mx.example.org with esmtps (Exim 4.96)\n\tid 1; x\n" \
	"Received: from hp (" from ")\n\tby mail.example.net (Postfix) with SMTP id 4ABC; x\n"

static bool is_listed(void *context, const struct wb_address *address)
{
	struct wb_address listed = address_of("203.0.113.7");

	(*(size_t *)context)++;
	return memcmp(address, &listed, sizeof(listed)) == 0;
}

static bool name_holds_address(const char *name, const struct wb_address *address)
{
	(void)address;
	return strstr(name, "-113-") != NULL;
}

static enum wb_status says; /* what is known of the client's senders */

static enum wb_status sender_changes(void *context)
{
	(*(size_t *)context)++;
	return says;
}

static char truth_of(struct wb_truths truths, enum wb_message_fact fact)
{
	assert_int_equal(truths.yes & truths.unknown, 0);
	return (truths.yes & 1u << fact) != 0 ? 'y' : (truths.unknown & 1u << fact) != 0 ? '?' : 'n';
}

static void test_facts(void **state)
{
	/* Of the mailboxes in To and From, and Reply-To. */
#define MAIL(to, reply_to, from) "From: " from "\nTo: " to "\nReply-To: " reply_to "\n"
	static const struct {
		const char *label, *text;
		enum wb_message_fact fact;
		char wanted;
	} rows[] = {
		{ "one of each", "To: a@x.example\nSubject: one\n", WB_MESSAGE_REPEATED_HEADER, 'n' },
		{ "none", "From: a@x.example\n", WB_MESSAGE_REPEATED_HEADER, 'n' },
		{ "two subjects", "Subject: one\nTo: a@x.example\nsubject: two\n", WB_MESSAGE_REPEATED_HEADER, 'y' },
		{ "the same subject twice", "Subject: one\nSubject: one\n", WB_MESSAGE_REPEATED_HEADER, 'n' },
		{ "three subjects, the last differs", "Subject: one\nSubject: one\nSubject: two\n", WB_MESSAGE_REPEATED_HEADER,
		    'y' },
		{ "two To", "To: a@x.example\nTo: b@y.example, c@z.example\n", WB_MESSAGE_REPEATED_HEADER, 'y' },
		{ "the same To twice, as scripts do", "To: a@x.example\nTo: Ann <A@x.example>\n", WB_MESSAGE_REPEATED_HEADER,
		    'n' },
		{ "a To without a mailbox", "To: undisclosed-recipients:;\nTo: a@x.example\n", WB_MESSAGE_REPEATED_HEADER,
		    'n' },
		{ "X-To is another field", "To: a@x.example\nX-To: b@x.example\n", WB_MESSAGE_REPEATED_HEADER, 'n' },

		{ "a form confirms", MAIL("bob@example.org", "bob@example.org", "wordpress@shop.example"),
		    WB_MESSAGE_REPLY_TO_IS_TO, 'y' },
		{ "... with names", MAIL("Win <bob@example.org>", "\"x\" <BOB@example.org>", "Shop <info@shop.example>"),
		    WB_MESSAGE_REPLY_TO_IS_TO, 'y' },
		{ "... but it comes from a list",
		    MAIL("users@l.example", "users@l.example", "ann@x.example") "List-Id: <users.l.example>\n",
		    WB_MESSAGE_REPLY_TO_IS_TO, 'n' },
		{ "the owner gets what a visitor wrote", MAIL("info@shop.example", "ann@x.example", "wordpress@shop.example"),
		    WB_MESSAGE_REPLY_TO_IS_TO, 'n' },
		{ "the owner tries his form", MAIL("info@shop.example", "info@shop.example", "wordpress@shop.example"),
		    WB_MESSAGE_REPLY_TO_IS_TO, 'n' },
		{ "to oneself", MAIL("ann@x.example", "ann@x.example", "ann@x.example"), WB_MESSAGE_REPLY_TO_IS_TO, 'n' },
		{ "no Reply-To", "From: a@x.example\nTo: b@y.example\n", WB_MESSAGE_REPLY_TO_IS_TO, 'n' },
		{ "two recipients", MAIL("bob@example.org, ann@example.org", "bob@example.org", "w@shop.example"),
		    WB_MESSAGE_REPLY_TO_IS_TO, 'n' },
		{ "two to reply to", MAIL("bob@example.org", "bob@example.org, a@b.example", "w@shop.example"),
		    WB_MESSAGE_REPLY_TO_IS_TO, 'n' },
		{ "two To fields", MAIL("bob@example.org", "bob@example.org", "w@shop.example") "To: a@x.example\n",
		    WB_MESSAGE_REPLY_TO_IS_TO, 'n' },
		{ "no From", "To: b@y.example\nReply-To: b@y.example\n", WB_MESSAGE_REPLY_TO_IS_TO, 'n' },

		{ "a link as a name", MAIL("\"http://win.example/x\" <bob@example.org>", "a@b.example", "w@shop.example"),
		    WB_MESSAGE_LINK_IN_NAME, 'y' },
		{ "... without quotes", MAIL("Win https://win.example/x <bob@example.org>", "a@b.example", "w@shop.example"),
		    WB_MESSAGE_LINK_IN_NAME, 'y' },
		{ "... without a scheme", MAIL("Go to www.win.example now <bob@example.org>", "a@b.example", "w@shop.example"),
		    WB_MESSAGE_LINK_IN_NAME, 'y' },
		{ "... encoded",
		    MAIL("=?UTF-8?Q?Go_=F0=9F=92=B0_http://win.example/?= <bob@example.org>", "a@b.example", "w@shop.example"),
		    WB_MESSAGE_LINK_IN_NAME, 'y' },
		{ "... in Base64",
		    MAIL("=?utf-8?B?aHR0cHM6Ly93aW4uZXhhbXBsZS8=?= <bob@example.org>", "a@b.example", "w@shop.example"),
		    WB_MESSAGE_LINK_IN_NAME, 'y' },
		{ "... in Reply-To", MAIL("info@shop.example", "http://win.example <bob@x.example>", "w@shop.example"),
		    WB_MESSAGE_LINK_IN_NAME, 'y' },
		{ "the shop's own link", MAIL("bob@example.org", "www.shop.example <info@shop.example>", "w@mail.example"),
		    WB_MESSAGE_LINK_IN_NAME, 'n' },
		{ "a member of www.forum.example",
		    MAIL("\"Member of http://forum.example\" <bob@example.org>", "a@b.example", "w@forum.example"),
		    WB_MESSAGE_LINK_IN_NAME, 'n' },
		{ "the shop's name is its address",
		    MAIL("bob@example.org", "www.shop.example <a@gmail.example>", "w@mail.shop.example"),
		    WB_MESSAGE_LINK_IN_NAME, 'n' },
		{ "another that ends alike", MAIL("\"www.notshop.example\" <bob@example.org>", "a@b.example", "w@shop.example"),
		    WB_MESSAGE_LINK_IN_NAME, 'y' },
		{ "a link in From is the sender's own",
		    MAIL("bob@example.org", "a@b.example", "\"http://win.example\" <w@shop.example>"), WB_MESSAGE_LINK_IN_NAME,
		    'n' },
		{ "a name", MAIL("Bob Miller <bob@example.org>", "Ann <a@b.example>", "w@shop.example"),
		    WB_MESSAGE_LINK_IN_NAME, 'n' },
		{ "60 characters",
		    MAIL("\"123456789012345678901234567890123456789012345678901234567890\" <bob@example.org>", "a@b.example",
			"w@shop.example"),
		    WB_MESSAGE_LINK_IN_NAME, 'n' },
		{ "61 characters",
		    MAIL("\"123456789012345678901234567890123456789012345678901234567890!\" <bob@example.org>", "a@b.example",
			"w@shop.example"),
		    WB_MESSAGE_LINK_IN_NAME, 'y' },
		{ "60 characters of UTF-8 are more bytes",
		    MAIL(
			"=?UTF-8?B?w6TDpMOkw6TDpMOkw6TDpMOkw6TDpMOkw6TDpMOkw6TDpMOkw6TDpMOkw6TDpMOkw6TDpMOkw6TDpMOk?= =?UTF-8?B?w6TDpMOkw6TDpMOkw6TDpMOkw6TDpMOkw6TDpMOkw6TDpMOkw6TDpMOkw6TDpMOkw6TDpMOkw6TDpMOk?= <bob@example.org>",
			"a@b.example", "w@shop.example"),
		    WB_MESSAGE_LINK_IN_NAME, 'n' },
		{ "a charset that nobody counts",
		    MAIL("=?ISO-2022-JP?B?GyRCMz8bKEI=?= <bob@example.org>", "a@b.example", "w@shop.example"),
		    WB_MESSAGE_LINK_IN_NAME, '?' },
		{ "a firm with a long name writes from its own domain",
		    MAIL("bob@example.org",
			"\"Mustermann Heating, Plumbing, Roofing and Air Conditioning Limited\" <info@shop.example>",
			"w@shop.example"),
		    WB_MESSAGE_LINK_IN_NAME, 'n' },
		{ "the address once more",
		    MAIL(
			"\"a.very.long.address.that.somebody.has.chosen.for.himself@some.long.domain.example\" <a.very.long.address.that.somebody.has.chosen.for.himself@some.long.domain.example>",
			"a@b.example", "w@shop.example"),
		    WB_MESSAGE_LINK_IN_NAME, 'n' },

		{ "plain text without MIME", "From: a@x.example\n", WB_MESSAGE_NO_TEXT_PART, 'n' },
		{ "text", "Content-Type: text/plain; charset=UTF-8\n", WB_MESSAGE_NO_TEXT_PART, 'n' },
		{ "HTML", "content-type: TEXT/html\n", WB_MESSAGE_NO_TEXT_PART, 'n' },
		{ "parts", "Content-Type: multipart/mixed; boundary=x\n", WB_MESSAGE_NO_TEXT_PART, 'n' },
		{ "a forwarded message", "Content-Type: message/rfc822\n", WB_MESSAGE_NO_TEXT_PART, 'n' },
		{ "a picture", "Content-Type: image/gif; name=a.gif\n", WB_MESSAGE_NO_TEXT_PART, 'y' },
		{ "an archive", "Content-Type:\n application/zip\n", WB_MESSAGE_NO_TEXT_PART, 'y' },
		{ "a word", "Content-Type: html\n", WB_MESSAGE_NO_TEXT_PART, '?' },
		{ "nothing", "Content-Type:\n", WB_MESSAGE_NO_TEXT_PART, '?' },
		{ "two", "Content-Type: text/plain\nContent-Type: image/gif\n", WB_MESSAGE_NO_TEXT_PART, '?' },

		{ "a script", "X-PHP-Originating-Script: 33:a.php\n", WB_MESSAGE_FROM_SCRIPT, 'y' },
		{ "a person", "X-Mailer: Microsoft Outlook 16.0\n", WB_MESSAGE_FROM_SCRIPT, 'n' },

		{ "a listed stranger", RELAYED("n.example.com [203.0.113.7]"), WB_MESSAGE_RECEIVED_LISTED, 'y' },
		{ "another stranger", RELAYED("n.example.com [203.0.113.8]"), WB_MESSAGE_RECEIVED_LISTED, 'n' },
		{ "none", RELAYED("n.example.com [10.0.0.1]"), WB_MESSAGE_RECEIVED_LISTED, 'n' },
		{ "nobody knows", "From: a@x.example\n", WB_MESSAGE_RECEIVED_LISTED, '?' },
		{ "an end user", RELAYED("p-203-0-113-7.example.com [203.0.113.7]"), WB_MESSAGE_RECEIVED_END_USER, 'y' },
		{ "a server", RELAYED("mail.example.com [203.0.113.7]"), WB_MESSAGE_RECEIVED_END_USER, 'n' },
		{ "no name", RELAYED("unknown [203.0.113.7]"), WB_MESSAGE_RECEIVED_END_USER, 'n' },
		{ "an end user of its own", RELAYED("p-203-0-113-7.example.net [203.0.113.7]"), WB_MESSAGE_RECEIVED_END_USER,
		    'n' },
		{ "nobody knows", "From: a@x.example\n", WB_MESSAGE_RECEIVED_END_USER, '?' },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_query query = { .client = address_of("192.0.2.25"), .name = "mail.example.net" };
		size_t asked = 0;
		struct wb_message_asks asks = { is_listed, sender_changes, &asked, name_holds_address };
		const struct wb_message *message = message_of(rows[i].text);
		struct wb_truths truths;

		begin_row(rows[i].label);
		truths = wb_message_facts_find(message, &query, &asks, UINT32_MAX >> (32 - WB_MESSAGE_FACTS));
		assert_int_equal(truth_of(truths, rows[i].fact), rows[i].wanted);
		/* Alone it is the same, and unwanted nothing. */
		truths = wb_message_facts_find(message, &query, &asks, 1u << rows[i].fact);
		assert_int_equal(truth_of(truths, rows[i].fact), rows[i].wanted);
		truths = wb_message_facts_find(message, &query, &asks, ~(1u << rows[i].fact));
		assert_int_equal(truth_of(truths, rows[i].fact), 'n');
	}
}

static void test_nobody_is_asked_for_nothing(void **state)
{
	struct wb_query query = { .client = address_of("192.0.2.25") };
	size_t asked = 0;
	struct wb_message_asks asks = { is_listed, sender_changes, &asked, name_holds_address },
			       none = { NULL, NULL, NULL, NULL };
	const struct wb_message *message = message_of(RELAYED("p-203-0-113-7.example.com [203.0.113.7]"));
	struct wb_truths truths;

	(void)state;
	wb_message_facts_find(message, &query, &asks, ~(1u << WB_MESSAGE_RECEIVED_LISTED | 1u << WB_MESSAGE_SENDER_CHANGES));
	assert_int_equal(asked, 0);
	wb_message_facts_find(message, &query, &asks, 1u << WB_MESSAGE_RECEIVED_LISTED);
	assert_int_equal(asked, 1);
	truths = wb_message_facts_find(message, &query, &none, UINT32_MAX);
	assert_int_equal(truths.yes, 0);
	assert_int_equal(truths.unknown,
	    1u << WB_MESSAGE_RECEIVED_LISTED | 1u << WB_MESSAGE_RECEIVED_END_USER | 1u << WB_MESSAGE_SENDER_CHANGES);
}

static void test_what_is_known_of_the_client_is_a_fact_of_its_mail(void **state)
{
	static const struct {
		enum wb_status says;
		char wanted;
	} rows[] = { { WB_OK, 'y' }, { WB_NOT_FOUND, 'n' }, { WB_UNAVAILABLE, '?' } };
	struct wb_query query = { .client = address_of("192.0.2.25") };
	size_t asked = 0;
	struct wb_message_asks asks = { is_listed, sender_changes, &asked, name_holds_address };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		says = rows[i].says;
		assert_int_equal(
		    truth_of(wb_message_facts_find(message_of("Subject: x\n"), &query, &asks, 1u << WB_MESSAGE_SENDER_CHANGES),
			WB_MESSAGE_SENDER_CHANGES),
		    rows[i].wanted);
	}
	assert_int_equal(asked, COUNT(rows));
}

/* What stands behind 400 fields may be anything: a no becomes unknown; a yes that rests on there being no more, too. */
static void test_what_was_not_looked_at(void **state)
{
	static const struct {
		const char *label, *begin;
		enum wb_message_fact fact;
		char wanted;
	} rows[] = {
		{ "two subjects", "Subject: one\nSubject: two\n", WB_MESSAGE_REPEATED_HEADER, 'y' },
		{ "one subject", "Subject: one\n", WB_MESSAGE_REPEATED_HEADER, '?' },
		{ "a form confirms", "From: w@shop.example\nTo: b@x.example\nReply-To: b@x.example\n",
		    WB_MESSAGE_REPLY_TO_IS_TO, '?' },
		{ "a link", "To: http://win.example/ <b@x.example>\n", WB_MESSAGE_LINK_IN_NAME, 'y' },
		{ "no link", "To: b@x.example\n", WB_MESSAGE_LINK_IN_NAME, '?' },
		{ "no type", "To: b@x.example\n", WB_MESSAGE_NO_TEXT_PART, '?' },
		{ "a script", "X-PHP-Script: a.php\n", WB_MESSAGE_FROM_SCRIPT, 'y' },
		{ "no script", "To: b@x.example\n", WB_MESSAGE_FROM_SCRIPT, '?' },
		{ "a stranger", RELAYED("p-203-0-113-7.example.com [203.0.113.7]"), WB_MESSAGE_RECEIVED_END_USER, '?' },
		{ "its own", "Received: from mail.example.net ([192.0.2.25])\n\tby mx with esmtps (Exim 4.96)\n",
		    WB_MESSAGE_RECEIVED_LISTED, '?' },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_query query = { .client = address_of("192.0.2.25") };
		size_t asked = 0;
		struct wb_message_asks asks = { is_listed, sender_changes, &asked, name_holds_address };
		char header[8192];

		begin_row(rows[i].label);
		strcpy(header, rows[i].begin);
		for (int n = 0; n < 401; n++)
			strcat(header, "X: y\n");
		assert_int_equal(truth_of(wb_message_facts_find(message_of(header), &query, &asks, UINT32_MAX), rows[i].fact),
		    rows[i].wanted);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_facts),
		cmocka_unit_test(test_nobody_is_asked_for_nothing),
		cmocka_unit_test(test_what_is_known_of_the_client_is_a_fact_of_its_mail),
		cmocka_unit_test(test_what_was_not_looked_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
