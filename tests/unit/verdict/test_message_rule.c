/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_message_rule.c - which rules hold for a mail, and what is shown of it. */
#include <time.h>

#include "fixture.h"
#include "message_fixture.h"
#include "verdict/evidence.h"
#include "verdict/message_rule.h"
#include "verdict/query.h"
#include "verdict/rule.h"

#define OURS "Received: from mail.example.net ([192.0.2.25])\n\tby mx.example.org with esmtps (Exim 4.96)\n\tid 1; x\n"
#define LOCAL OURS "Received: by mail.example.net (Postfix, from userid 33)\n\tid 4; x\n"
#define PHP "X-PHP-Originating-Script: 33:mailer.php\n"
#define STRANGER \
	OURS "Received: from hp (p7.dyn.example.com [203.0.113.7])\n\tby mail.example.net (Postfix) with SMTP id 4; x\n"

static struct wb_facts facts;
static struct wb_message_details details;

static bool is_listed(void *context, const struct wb_address *address)
{
	(void)context, (void)address;
	return true;
}

static bool name_holds_address(const char *name, const struct wb_address *address)
{
	(void)address;
	return strstr(name, ".dyn.") != NULL;
}

/* The names of the rules that hold, in the order of their evidence, each with a space behind it. */
static const char *match(const struct wb_policy *policy, const struct wb_message *message, const char *sender)
{
	static const struct wb_message_asks asks = { is_listed, NULL, NULL, name_holds_address };
	static char names[1024];
	struct wb_host host = { .helo = "localhost", .name = "", .helo_truths = { 1u << WB_HELO_LOCALHOST, 0 } };
	struct wb_query query = { .client = address_of("192.0.2.25") };
	struct wb_text text;

	strcpy(query.sender, sender);
	memset(&facts, 0, sizeof(facts));
	memset(&details, 0xa5, sizeof(details));
	strcpy(facts.place.country, "US");
	wb_message_rule_match(policy, message, &query, &host, &asks, &facts, &details);
	wb_text_open(&text, names, sizeof(names));
	for (size_t i = 0; i < facts.evidence_count; i++) {
		const struct wb_evidence *evidence = &facts.evidence[i];

		assert_int_equal(evidence->kind, WB_EVIDENCE_MESSAGE);
		assert_int_equal(evidence->weight_milli, evidence->rule->weight_milli);
		assert_int_equal(evidence->category, evidence->rule->category);
		assert_int_equal(evidence->scope, WB_SCOPE_HOST);
		if (evidence->detail != NULL)
			assert_true(wb_text_is_printable(evidence->detail));
		wb_text_addf(&text, "%s ", evidence->rule->name);
	}
	return names;
}

static void test_conditions(void **state)
{
	static const struct {
		const char *label, *conditions, *mail, *sender;
		bool holds;
	} rows[] = {
		{ "a header", "header = {\"X-Source\"}", OURS "x-source: /usr/bin/php\n", "", true },
		{ "another one of two", "header = {\"X-Source\", \"X-Mailer\"}", OURS "X-Mailer: x\n", "", true },
		{ "none", "header = {\"X-Source\"}", OURS "X-Sources: x\n", "", false },
		{ "a header that matches", "header = {\"X-Mailer\"} header_pattern = \"^php$\"", "X-Mailer: PHP\n", "", true },
		{ "... folded", "header = {\"X-Mailer\"} header_pattern = \"^php 7$\"", "X-Mailer:\n PHP\n\t7\n", "", true },
		{ "... the second of its name", "header = {\"X-Mailer\"} header_pattern = \"^php$\"",
		    "X-Mailer: a\nX-Mailer: PHP\n", "", true },
		{ "... the second name", "header = {\"X-A\", \"X-B\"} header_pattern = \"^php$\"", "X-A: a\nX-B: PHP\n", "",
		    true },
		{ "one that does not", "header = {\"X-Mailer\"} header_pattern = \"^php$\"", "X-Mailer: PHP/7\n", "", false },
		{ "one that never ends", "header = {\"X-Mailer\"} header_pattern = \"(a+)+$\"",
		    "X-Mailer: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\n", "",
		    false },
		{ "a sender", "sender_pattern = \"^www-data@\"", OURS, "WWW-Data@example.net", true },
		{ "another sender", "sender_pattern = \"^www-data@\"", OURS, "ann@example.net", false },
		{ "no sender", "sender_pattern = \"^\"", OURS, "", false },
		{ "a body", "body_pattern = \"^bcc:\"", OURS "\nHello\nBcc: a@x.example\n", "", true },
		{ "a body, not where a line begins", "body_pattern = \"^bcc:\"", OURS "\nHello bcc:\n", "", false },
		{ "a body whose line ends are missing", "body_pattern = \"bcc:\"", OURS "\nbcc: a@x.example", "", false },
		{ "no body", "body_pattern = \"^\"", OURS, "", false },
		{ "a fact", "message = {\"repeated-header\"}", OURS "Subject: a\nSubject: b\n", "", true },
		{ "one of two facts", "message = {\"repeated-header\", \"no-text-part\"}", OURS "Content-Type: image/gif\n", "",
		    true },
		{ "another fact", "message = {\"repeated-header\"}", OURS "Content-Type: image/gif\n", "", false },
		{ "a stranger", "message = {\"received-end-user\"}", STRANGER, "", true },
		{ "a listed one", "message = {\"received-listed\"}", STRANGER, "", true },
		{ "both conditions", "header = {\"X-Mailer\"} sender_pattern = \"@example[.]net$\"", "X-Mailer: a\n",
		    "b@example.net", true },
		{ "one of both", "header = {\"X-Mailer\"} sender_pattern = \"@example[.]net$\"", "X-Mailer: a\n",
		    "b@example.com", false },
		{ "the other", "header = {\"X-Mailer\"} sender_pattern = \"@example[.]net$\"", "X-Mail: a\n", "b@example.net",
		    false },
		{ "the client's country, too", "header = {\"X-Mailer\"} countries = {\"US\"}", "X-Mailer: a\n", "", true },
		{ "another country", "header = {\"X-Mailer\"} countries = {\"DE\"}", "X-Mailer: a\n", "", false },
		{ "the client's HELO, too", "header = {\"X-Mailer\"} helo = {\"localhost\"}", "X-Mailer: a\n", "", true },
		{ "another HELO", "header = {\"X-Mailer\"} helo = {\"bare-ip\"}", "X-Mailer: a\n", "", false },
		{ "not about mail", "countries = {\"US\"}", OURS, "", false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[256];
		struct wb_config *config;

		begin_row(rows[i].label);
		snprintf(text, sizeof(text), "rule \"r\" { %s category = \"spam\" weight = 0.25 }", rows[i].conditions);
		config = open_config(*state, text);
		assert_string_equal(
		    match(&config->policy, message_of(rows[i].mail), rows[i].sender), rows[i].holds ? "r " : "");
		wb_config_close(&config);
	}
}

static const char groups[] =
    "rule \"alone\" { header = {\"X-Alone\"} category = \"spam\" weight = 0.1 }"
    "rule \"php\" { message = {\"from-script\"} group = \"script\" category = \"formmail\" weight = 0 }"
    "rule \"mine\" { header = {\"X-Mine\"} group = \"script\" category = \"formmail\" weight = 0 }"
    "rule \"odd1\" { header = {\"X-Odd\"} group = \"odd\" category = \"formmail\" weight = 0.5 }"
    "rule \"odd2\" { header = {\"X-Odd\"} group = \"odd\" category = \"formmail\" weight = 0.6 }"
    "rule \"form\" { header = {\"X-Form\"} group = \"form\" category = \"formmail\" weight = 0.6 }"
    "rule \"weak1\" { header = {\"X-Weak\"} group = \"weak\" category = \"formmail\" weight = 0.1 }"
    "rule \"weak2\" { header = {\"X-Weak\"} group = \"weak\" category = \"formmail\" weight = 0.2 }"
    "rule \"weak3\" { header = {\"X-Weak\"} group = \"weak\" category = \"formmail\" weight = 0.15 }"
    "rule \"weak4\" { header = {\"X-Weak\"} group = \"weak\" category = \"spam\" weight = 0.1 }";

static void test_groups(void **state)
{
	static const struct {
		const char *label, *mail, *wanted;
	} rows[] = {
		{ "nothing", LOCAL, "" },
		{ "a script alone", LOCAL PHP, "" },
		{ "a rule that needs no script", OURS "X-Alone: a\n", "alone " },
		{ "an odd script", LOCAL PHP "X-Odd: a\n", "odd1 odd2 php " },
		{ "odd, and no script", OURS "X-Odd: a\n", "" },
		{ "a form", LOCAL PHP "X-Form: a\n", "form php " },
		{ "a form, and no script", OURS "X-Form: a\n", "" },
		{ "weak signs: the heaviest of each category", LOCAL PHP "X-Weak: a\n", "weak2 weak4 php " },
		{ "weak signs, and no script", OURS "X-Weak: a\n", "" },
		{ "all", LOCAL PHP "X-Mine: a\nX-Odd: a\nX-Form: a\nX-Weak: a\nX-Alone: a\n",
		    "alone odd1 odd2 form weak2 weak4 php mine " },
		{ "a script that staff know", OURS "X-Mine: a\nX-Form: a\n", "form mine " },
		{ "it was taken from elsewhere", STRANGER PHP "X-Odd: a\nX-Alone: a\n", "alone " },
		{ "a list kept it", STRANGER PHP "X-Odd: a\nList-Id: <l.example>\n", "" },
		{ "the fields do not say where from", PHP "X-Odd: a\n", "odd1 odd2 php " },
	};
	struct wb_config *config = open_config(*state, groups);

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		assert_string_equal(match(&config->policy, message_of(rows[i].mail), ""), rows[i].wanted);
	}
	wb_config_close(&config);
}

static void test_details(void **state)
{
	static const struct {
		const char *label, *mail, *wanted; /* of the first row; NULL: none */
	} rows[] = {
		{ "the script", LOCAL PHP "X-Form: a\n", "file mailer.php, uid 33" },
		{ "a script without a name", OURS "X-Mailer: PHP\nX-Form: a\n", "a script that the header does not name" },
		{ "the stranger", STRANGER, "taken from 203.0.113.7 (p7.dyn.example.com)" },
		{ "a stranger without a name",
		    OURS "Received: from hp (unknown [203.0.113.7])\n\tby m (Postfix) with SMTP id 4; x\n",
		    "taken from 203.0.113.7" },
		{ "the header", OURS "X-Alone: one\n two\x1b\n", "X-Alone: one two" },
		{ "nothing but a fact", OURS "Subject: a\nSubject: b\n", NULL },
	};
	struct wb_config *config;
	char text[2048];

	snprintf(text, sizeof(text),
	    "%s rule \"relay\" { message = {\"received-listed\"} category = \"open-relay\" weight = 0.5 }"
	    "rule \"two\" { message = {\"repeated-header\"} category = \"spam\" weight = 0.1 }",
	    groups);
	config = open_config(*state, text);
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		assert_string_not_equal(match(&config->policy, message_of(rows[i].mail), ""), "");
		if (rows[i].wanted == NULL)
			assert_null(facts.evidence[0].detail);
		else
			assert_string_equal(facts.evidence[0].detail, rows[i].wanted);
	}
	wb_config_close(&config);
}

static void test_more_details_than_there_is_room(void **state)
{
	char text[4096] = "";
	struct wb_config *config;

	for (int i = 0; i < 20; i++)
		sprintf(text + strlen(text), "rule \"r%d\" { header = {\"X-Alone\"} category = \"spam\" weight = 0.1 }\n", i);
	config = open_config(*state, text);
	match(&config->policy, message_of("X-Alone: a\n"), "");
	assert_int_equal(facts.evidence_count, 20);
	assert_string_equal(facts.evidence[15].detail, "X-Alone: a");
	assert_null(facts.evidence[16].detail);
	wb_config_close(&config);
}

static void test_what_a_policy_wants(void **state)
{
	static const struct {
		const char *rule;
		bool message, lines;
	} rows[] = {
		{ "", false, false },
		{ "rule \"a\" { countries = {\"US\"} category = \"spam\" }", false, false },
		{ "rule \"a\" { helo = {\"localhost\"} category = \"spam\" }", false, false },
		{ "rule \"a\" { header = {\"X-A\"} category = \"spam\" }", true, false },
		{ "rule \"a\" { body_pattern = \"^a\" category = \"spam\" }", true, true },
		{ "rule \"a\" { enabled = false body_pattern = \"^a\" category = \"spam\" }", false, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_config *config = open_config(*state, rows[i].rule);

		begin_row(rows[i].rule);
		assert_int_equal(wb_message_rule_wants_message(&config->policy), rows[i].message);
		assert_int_equal(wb_message_rule_wants_lines(&config->policy), rows[i].lines);
		wb_config_close(&config);
	}
}

/* Of what a stranger chooses: no more than milliseconds, whatever stands in it. */
static void test_hostile_mail(void **state)
{
	static const struct {
		const char *label, *line;
		size_t count, nuls; /* nuls: how many stand at the line's end */
	} rows[] = {
		{ "10,000 headers", "X-Odd: a\n", 10000, 0 },
		{ "1 MB of one header", "X-PHP-Script: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n ",
		    14000, 0 },
		{ "200 Received lines",
		    "Received: from h (p7.dyn.example.com [203.0.113.7])\n\tby m (Postfix) with SMTP id 4; x\n", 200, 0 },
		{ "NULs", "X-PHP-Script: \0\0", 60000, 3 },
		{ "8-bit", "X-PHP-Script:\xff\xfe\n", 5000, 0 },
		{ "nothing but line ends", "\n", 100000, 0 },
		{ "To fields", "To: a@x.example, (((((((((((((\"<\n", 2000, 0 },
	};
	struct wb_config *config = open_config(*state, groups);

	for (size_t i = 0; i < COUNT(rows); i++) {
		static struct wb_message message;
		size_t length = strlen(rows[i].line) + rows[i].nuls;
		char *mail = malloc(length * rows[i].count);
		clock_t begin;

		begin_row(rows[i].label);
		assert_non_null(mail);
		for (size_t k = 0; k < rows[i].count; k++)
			memcpy(mail + k * length, rows[i].line, length);
		begin = clock();
		wb_message_read(mail, length * rows[i].count, mail, length * rows[i].count, &message);
		match(&config->policy, &message, "a@x.example");
		assert_true(clock() - begin < CLOCKS_PER_SEC / 10); /* a few ms where nobody else works, and no sanitizer */
		free(mail);
	}
	wb_config_close(&config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_conditions),
		test_in_folder(test_groups),
		test_in_folder(test_details),
		test_in_folder(test_more_details_than_there_is_room),
		test_in_folder(test_what_a_policy_wants),
		test_in_folder(test_hostile_mail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
