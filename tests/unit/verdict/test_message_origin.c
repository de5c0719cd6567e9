/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_message_origin.c - who takes mail from strangers, and who has good reasons to. */
#include "message_fixture.h"
#include "verdict/message_origin.h"
#include "verdict/query.h"

/* Of the client, which is 192.0.2.25, mail.example.net. */
#define OURS \
	"Received: from mail.example.net ([192.0.2.25])\n\tby mx.example.org with esmtps (TLS1.3)\n\t(Exim 4.96)\n\tid 1qAbCd-000123-0a\n\tfor bob@example.org; Mon, 05 Jan 2026 10:00:00 +0100\n"
/* It has taken the message from a line of end users. */
#define RELAYED(by, with, recipient) \
	"Received: from hp (p7.dyn.example.com [203.0.113.7])\n\tby " by " with " with " id 4ABC\n\t" recipient \
	"; Mon, 5 Jan 2026 09:59:59 +0100 (CET)\n"
#define FOR_BOB "for <bob@example.org>"
#define FILTERED \
	"Received: from localhost (localhost [127.0.0.1])\n\tby mail.example.net (Postfix) with ESMTP id 4ABD; x\n" \
	"Received: from mail.example.net ([127.0.0.1])\n\tby localhost (mail.example.net [127.0.0.1]) (amavis, port 10024)\n\twith ESMTP id x; x\n"

static const char *names[] = { "unknown", "its own", "doubtful", "forwarded", "stranger" };

static void test_origins(void **state)
{
	static const struct {
		const char *label, *header, *sender, *recipients;
		enum wb_message_origin origin;
	} rows[] = {
		{ "Postfix takes from a stranger", OURS RELAYED("mail.example.net (Postfix)", "SMTP", FOR_BOB),
		    "x@spam.example", "bob@example.org", WB_MESSAGE_ORIGIN_STRANGER },
		{ "Sendmail does", OURS RELAYED("mail.example.net (8.14.4/8.14.4)", "ESMTP", FOR_BOB), "x@spam.example",
		    "ann@example.org, Bob@Example.org", WB_MESSAGE_ORIGIN_STRANGER },
		{ "Exim does",
		    OURS
		    "Received: from p7.dyn.example.com ([203.0.113.7] helo=hp)\n\tby mail.example.net with esmtp (Exim 4.96)\n\tid 1; x\n",
		    "x@spam.example", "bob@example.org", WB_MESSAGE_ORIGIN_STRANGER },
		{ "it has no name",
		    OURS "Received: from hp (unknown [203.0.113.7])\n\tby mail.example.net (Postfix) with SMTP id 4; x\n",
		    "x@spam.example", "bob@example.org", WB_MESSAGE_ORIGIN_STRANGER },
		{ "for more than one, so nobody is named", OURS RELAYED("mail.example.net (Postfix)", "SMTP", ""),
		    "x@spam.example", "bob@example.org", WB_MESSAGE_ORIGIN_STRANGER },
		{ "and filters it", OURS FILTERED RELAYED("mail.example.net (Postfix)", "SMTP", FOR_BOB), "x@spam.example",
		    "bob@example.org", WB_MESSAGE_ORIGIN_STRANGER },
		{ "and passes it to itself",
		    OURS
		    "Received: from mail.example.net (mail.example.net [192.0.2.25])\n\tby mail.example.net (Postfix) with ESMTP id 5; x\n" RELAYED(
			"mail.example.net (Postfix)", "SMTP", FOR_BOB),
		    "x@spam.example", "bob@example.org", WB_MESSAGE_ORIGIN_STRANGER },

		{ "a user has logged in", OURS RELAYED("mail.example.net (Postfix)", "ESMTPSA", FOR_BOB), "ann@example.net",
		    "bob@example.org", WB_MESSAGE_ORIGIN_ITS_OWN },
		{ "a user has logged in, and it is filtered",
		    OURS FILTERED RELAYED("mail.example.net (Postfix)", "ESMTPSA", FOR_BOB), "ann@example.net",
		    "bob@example.org", WB_MESSAGE_ORIGIN_ITS_OWN },
		{ "a user of the host",
		    OURS "Received: by mail.example.net (Postfix, from userid 1000)\n\tid 4; x\n" RELAYED(
			"other.example (Postfix)", "SMTP", ""),
		    "ann@example.net", "bob@example.org", WB_MESSAGE_ORIGIN_ITS_OWN },
		{ "web mail",
		    OURS
		    "Received: from p7.dyn.example.com ([203.0.113.7])\n\tby mail.example.net\n\twith HTTP (HTTP/1.1 POST); x\n",
		    "ann@example.net", "bob@example.org", WB_MESSAGE_ORIGIN_ITS_OWN },
		{ "of a private network",
		    OURS
		    "Received: from ex1.corp.local (unknown [10.1.1.5])\n\tby mail.example.net (Postfix) with ESMTP id 4; x\n" RELAYED(
			"x.example (Postfix)", "SMTP", ""),
		    "ann@example.net", "bob@example.org", WB_MESSAGE_ORIGIN_ITS_OWN },
		{ "of a neighbour",
		    OURS "Received: from a.example (a.example [192.0.2.99])\n\tby b.example (Postfix) with ESMTP id 4; x\n",
		    "ann@example.net", "bob@example.org", WB_MESSAGE_ORIGIN_ITS_OWN },
		{ "a customer of the provider whose relay it is",
		    OURS
		    "Received: from hp (p7.dyn.example.net [203.0.113.7])\n\tby smtp.example.net (Postfix) with ESMTP id 4; x\n",
		    "ann@example.net", "bob@example.org", WB_MESSAGE_ORIGIN_ITS_OWN },
		{ "the same, the relay has another name inside",
		    OURS "Received: from hp (p7.dyn.example.net [203.0.113.7])\n\tby relay7 (Postfix) with ESMTP id 4; x\n",
		    "ann@example.net", "bob@example.org", WB_MESSAGE_ORIGIN_ITS_OWN },
		{ "the same, Exim knows it by another name",
		    OURS
		    "Received: from hp (p7.dyn.isp.example [203.0.113.7])\n\tby smtp.isp.example (Postfix) with ESMTP id 4; x\n",
		    "ann@isp.example", "bob@example.org", WB_MESSAGE_ORIGIN_ITS_OWN },
		{ "a web mail that logs in, whatever a user wrote below",
		    OURS
		    "Received: from localhost (localhost [127.0.0.1])\n\tby mail.example.net (Postfix) with ESMTPSA id 4; x\n" RELAYED(
			"mail.example.net (Postfix)", "SMTP", FOR_BOB),
		    "ann@example.net", "bob@example.org", WB_MESSAGE_ORIGIN_ITS_OWN },
		{ "written there", OURS "From: ann@example.net\n", "ann@example.net", "bob@example.org",
		    WB_MESSAGE_ORIGIN_ITS_OWN },

		{ "a forwarder names another recipient",
		    OURS RELAYED("mail.example.net (Postfix)", "ESMTPS", "for <bob@example.net>"), "ann@example.com",
		    "bob@example.org", WB_MESSAGE_ORIGIN_FORWARDED },
		{ "a forwarder rewrites the sender", OURS RELAYED("mail.example.net (Postfix)", "ESMTPS", ""),
		    "SRS0=a1b2=XY=example.com=ann@example.net", "bob@example.org", WB_MESSAGE_ORIGIN_FORWARDED },
		{ "a forwarder rewrites it once more", OURS RELAYED("mail.example.net (Postfix)", "ESMTPS", ""),
		    "srs1=xx=f.example==a1b2=XY=example.com=ann@example.net", "bob@example.org", WB_MESSAGE_ORIGIN_FORWARDED },
		{ "a forwarder says to whom it was",
		    "Delivered-To: bob@example.net\n" OURS RELAYED("mail.example.net (Postfix)", "ESMTPS", ""),
		    "ann@example.com", "bob@example.org", WB_MESSAGE_ORIGIN_FORWARDED },
		{ "a mailing list",
		    OURS RELAYED("mail.example.net (Postfix)", "ESMTPS", "") "List-Id: <users.lists.example.net>\n",
		    "users-bounces@lists.example.net", "bob@example.org", WB_MESSAGE_ORIGIN_FORWARDED },
		{ "a list server that a private network hands it to",
		    OURS
		    "Received: from lists1 (unknown [10.1.1.5])\n\tby mail.example.net (Postfix) with ESMTP id 4; x\n" RELAYED(
			"lists1.example.net (Postfix)", "SMTP", "") "List-Id: <l.example>\n",
		    "l@l.example", "bob@example.org", WB_MESSAGE_ORIGIN_DOUBTFUL },
		{ "a list's program on the same host",
		    OURS "Received: (from majordomo@localhost) by mail.example.net (8.14.4/8.14.4) id x; x\n" RELAYED(
			"mail.example.net (8.14.4/8.14.4)", "SMTP", "") "X-Mailing-List: l@l.example\n",
		    "owner-l@l.example", "bob@example.org", WB_MESSAGE_ORIGIN_DOUBTFUL },
		{ "a site that writes to a list of its own",
		    OURS "Received: by mail.example.net (Postfix, from userid 33)\n\tid 4; x\nList-Id: <news.example>\n",
		    "www-data@mail.example.net", "bob@example.org", WB_MESSAGE_ORIGIN_ITS_OWN },
		{ "a forwarder, of whom both names stand where anybody may have one",
		    OURS
		    "Delivered-To: bob@charity.org.uk\nReceived: from hp (web.shop.org.uk [203.0.113.7])\n\tby mail.charity.org.uk (Postfix) with ESMTP id 4; x\n",
		    "ann@shop.org.uk", "bob@example.org", WB_MESSAGE_ORIGIN_FORWARDED },
		{ "a customer of a provider there",
		    OURS
		    "Received: from hp (p7.dyn.isp.co.uk [203.0.113.7])\n\tby smtp.isp.co.uk (Postfix) with ESMTP id 4; x\n",
		    "ann@isp.co.uk", "bob@example.org", WB_MESSAGE_ORIGIN_ITS_OWN },
		{ "sent on by hand", OURS RELAYED("mail.example.net (Postfix)", "ESMTPS", "") "Resent-From: bob@example.net\n",
		    "bob@example.net", "bob@example.org", WB_MESSAGE_ORIGIN_FORWARDED },

		{ "qmail does not tell who logs in",
		    OURS
		    "Received: (qmail 2341 invoked from network); 5 Jan 2026 09:00:00 -0000\nReceived: from p7.dyn.example.com (HELO hp) (203.0.113.7)\n  by mail.example.net with SMTP; x\n",
		    "x@spam.example", "bob@example.org", WB_MESSAGE_ORIGIN_DOUBTFUL },
		{ "qmail, logged in",
		    OURS
		    "Received: (qmail 2341 invoked from network); x\nReceived: from p7.dyn.example.com (HELO hp) (ann@203.0.113.7)\n  by mail.example.net with ESMTPA; x\n",
		    "ann@example.net", "bob@example.org", WB_MESSAGE_ORIGIN_ITS_OWN },
		{ "Exchange does not",
		    OURS
		    "Received: from hp (203.0.113.7) by EX1.example.net (10.1.1.5) with Microsoft SMTP Server id 15.1; x\n",
		    "x@spam.example", "bob@example.org", WB_MESSAGE_ORIGIN_DOUBTFUL },
		{ "Gmail, inside", OURS "Received: by 2002:a05:6214:2b0e:b0:6b5:1 with SMTP id 6a; x\n", "ann@gmail.com",
		    "bob@example.org", WB_MESSAGE_ORIGIN_UNKNOWN },
		{ "a step that names nobody", OURS "Received: from a.example by mail.example.net with LMTP id x; x\n",
		    "a@a.example", "bob@example.org", WB_MESSAGE_ORIGIN_UNKNOWN },
		{ "it is not known who has logged in, but it was forwarded",
		    OURS
		    "Delivered-To: bob@example.net\nReceived: from hp (203.0.113.7) by EX1.example.net (10.1.1.5) with Microsoft SMTP Server id 15.1; x\n",
		    "ann@example.com", "bob@example.org", WB_MESSAGE_ORIGIN_FORWARDED },
		{ "a list that names nobody",
		    OURS "Received: by 2002:a05:6214:2b0e:b0:6b5:1 with SMTP id 6a; x\nList-Id: <l.example>\n",
		    "l+bncB@googlegroups.com", "bob@example.org", WB_MESSAGE_ORIGIN_DOUBTFUL },
		{ "a list, and nothing below our own field", OURS "List-Id: <l.example>\n", "l@l.example", "bob@example.org",
		    WB_MESSAGE_ORIGIN_ITS_OWN },
		{ "our recipients are not known", OURS RELAYED("mail.example.net (Postfix)", "SMTP", FOR_BOB), "x@spam.example",
		    "", WB_MESSAGE_ORIGIN_DOUBTFUL },
		{ "our own field is missing", RELAYED("mail.example.net (Postfix)", "SMTP", FOR_BOB), "x@spam.example",
		    "bob@example.org", WB_MESSAGE_ORIGIN_UNKNOWN },
		{ "there is none", "From: x@spam.example\n", "x@spam.example", "bob@example.org", WB_MESSAGE_ORIGIN_UNKNOWN },
		{ "more fields than are looked at", OURS FILTERED FILTERED FILTERED FILTERED FILTERED, "x@spam.example",
		    "bob@example.org", WB_MESSAGE_ORIGIN_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_query query = {
			.client = address_of("192.0.2.25"), .name = "mail.example.net", .recipients = rows[i].recipients
		};
		struct wb_received received;
		enum wb_message_origin origin;

		begin_row(rows[i].label);
		strcpy(query.sender, rows[i].sender);
		origin = wb_message_origin_find(message_of(rows[i].header), &query, &received);
		assert_string_equal(names[origin], names[rows[i].origin]);
		if (origin == WB_MESSAGE_ORIGIN_STRANGER) {
			struct wb_address address = address_of("203.0.113.7");

			assert_memory_equal(&received.address, &address, sizeof(address));
		}
	}
}

/* Our field has the address that Exim sees, and the client's own fields that of the IPv4 host. */
static void test_client_behind_a_translator(void **state)
{
	static const char header[] =
	    "Received: from mail.example.net ([64:ff9b::c000:219])\n\tby mx.example.org with esmtps (Exim 4.96) id 1; x\n" RELAYED(
		"mail.example.net (Postfix)", "ESMTPS", "for <bob@example.net>");
	const struct wb_address seen = address_of("64:ff9b::c000:219");
	struct wb_query query = { .client = address_of("192.0.2.25"), .recipients = "bob@example.org", .came_from = &seen };
	struct wb_received received;

	(void)state;
	assert_int_equal(wb_message_origin_find(message_of(header), &query, &received), WB_MESSAGE_ORIGIN_FORWARDED);
	query.came_from = NULL;
	assert_int_equal(wb_message_origin_find(message_of(header), &query, &received), WB_MESSAGE_ORIGIN_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_origins),
		cmocka_unit_test(test_client_behind_a_translator),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
