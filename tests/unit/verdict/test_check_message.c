/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_check_message.c - a mail's evidence in a check. Which rules hold for which mail is in test_rule_tables.c. */
#include "verdict/check_message.h"

#include "check_fixture.h"
#include "verdict/message_view.h"
#include "verdict/published.h"
#include "verdict/senders_file.h"

#define FORM \
	"rule \"script\" { message = {\"from-script\"} group = \"script\" category = \"formmail\" weight = 0 }\n" \
	"rule \"form\" { message = {\"repeated-header\"} group = \"form\" category = \"formmail\" weight = 1.0 }\n"
#define RELAY "rule \"relay\" { message = {\"received-listed\"} category = \"open-relay\" weight = 0.5 }\n"

static const char form_mail[] = "X-PHP-Originating-Script: 33:mail.php\nTo: a@example.org\nTo: b@example.org\n";
static const char relayed[] =
    "Received: from relay.example.net ([192.0.2.1]) by mx.example.org with esmtps (Exim 4.96) for user@example.org;\n"
    " Sun, 29 Nov 2026 12:00:02 +0000\n"
    "Received: from [203.0.113.9] (helo=User) by relay.example.net with esmtp (Exim 4.92) for user@example.org;\n"
    " Sun, 29 Nov 2026 12:00:01 +0000\n"
    "From: <a@spam.example>\nTo: user@example.org\n";

static struct wb_config *config;
static struct wb_check *check;
static struct wb_message message;

static int end(void **state)
{
	wb_check_close(&check);
	wb_config_close(&config);
	return close_folder(state);
}

#define test_of_check(test) cmocka_unit_test_setup_teardown(test, open_folder, end)

static const struct wb_outcome *run(const char *header)
{
	struct wb_query query = {
		.client = address_of("192.0.2.1"), .sender = "a@spam.example", .recipients = "user@example.org"
	};

	if (header != NULL) {
		wb_message_read(header, strlen(header), "", 0, &message);
		query.message = &message;
	}
	return wb_check_run(check, &query);
}

static void test_a_mail_is_evidence_for_itself_alone(void **state)
{
	const struct wb_outcome *outcome;

	config = open_check_config(*state, FORM);
	check = open_check_of(&config->policy, (struct wb_check_options){ .skip_dns = true });
	outcome = run(NULL);
	assert_int_equal(outcome->action, WB_OFF);
	outcome = run(form_mail);
	assert_int_equal(outcome->action, WB_REJECT);
	assert_string_equal(outcome->verdict.category->id, "formmail");
	assert_int_equal(outcome->facts.evidence_count, 2);
	assert_int_equal(outcome->facts.evidence[0].kind, WB_EVIDENCE_MESSAGE);
	assert_string_equal(outcome->facts.evidence[0].detail, "file mail.php, uid 33");
	assert_null(outcome->query.message);
	begin_row("the next mail of the connection");
	assert_int_equal(run("To: a@example.org\n")->action, WB_OFF);
	assert_int_equal(run(form_mail)->action, WB_REJECT);
	begin_row("and a recipient of one whose headers are not known yet");
	assert_int_equal(run(NULL)->facts.evidence_count, 0);
}

static void test_who_lists_the_host_that_the_mail_came_from(void **state)
{
	static const struct {
		const char *label, *prefix, *category;
		bool is_allowed;
		size_t evidence_count;
	} rows[] = {
		{ "another host is listed", "203.0.113.10", "spam", false, 0 },
		{ "it is listed", "203.0.113.9", "spam", false, 1 },
		{ "its network is listed", "203.0.113.0/24", "virus", false, 1 },
		{ "it is listed and allowed", "203.0.113.9", "spam", true, 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		end(state);
		open_folder(state);
		config = open_check_config(*state, RELAY);
		list_prefix(path_in(*state, "store"), rows[i].prefix, rows[i].category);
		if (rows[i].is_allowed)
			list_prefix(path_in(*state, "store"), "203.0.113.9", "allow");
		check = open_check_of(&config->policy, (struct wb_check_options){ .skip_dns = true });
		assert_int_equal(run(relayed)->facts.evidence_count, rows[i].evidence_count);
	}
}

static void test_whose_senders_change(void **state)
{
#define SENDERS "message = {\"sender-changes\"} category = \"open-relay\" weight = 0.2"
	static const struct {
		const char *label, *client, *rules;
		size_t evidence_count;
		bool is_noted; /* when the file is damaged */
	} rows[] = {
		{ "the client's", "192.0.2.1", "rule \"s\" { " SENDERS " }", 1, true },
		{ "somebody else's", "192.0.2.2", "rule \"s\" { " SENDERS " }", 0, true },
		{ "nobody wants to know", "192.0.2.1", "rule \"s\" { enabled = false " SENDERS " }" FORM, 0, false },
	};
	const char *run_folder = path_in(*state, "store/run");
	unsigned char bytes[2 * WB_SENDERS_ROW_BYTES];

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_address client = address_of(rows[i].client);
		const struct wb_outcome *outcome;

		begin_row(rows[i].label);
		config = open_check_config(*state, rows[i].rules);
		mkdir(run_folder, 0700);
		unlink(path_in(run_folder, WB_RUN_SENDERS));
		check = open_check_of(&config->policy, (struct wb_check_options){ .skip_dns = true });
		outcome = run("Subject: x\n");
		assert_int_equal(outcome->facts.evidence_count, 0);
		assert_string_equal(outcome->facts.notice, "");

		wb_senders_file_write_head(1, bytes);
		wb_senders_file_write_row(&client, NOW_S + 1, bytes + WB_SENDERS_ROW_BYTES);
		write_file(run_folder, WB_RUN_SENDERS, bytes, sizeof(bytes));
		outcome = run("Subject: x\n");
		assert_int_equal(outcome->facts.evidence_count, rows[i].evidence_count);
		assert_int_equal(outcome->action, WB_OFF);
		assert_string_equal(outcome->facts.notice, "");

		bytes[sizeof(bytes) - 1] ^= 1;
		write_file(run_folder, WB_RUN_SENDERS, bytes, sizeof(bytes));
		for (int mails = 0; mails < 2; mails++) {
			const char *note;

			outcome = run("Subject: x\n");
			assert_int_equal(outcome->facts.evidence_count, 0);
			note = strstr(outcome->facts.notice, WB_RUN_SENDERS);
			assert_int_equal(note != NULL, rows[i].is_noted);
			assert_null(note != NULL ? strstr(note + 1, WB_RUN_SENDERS) : NULL);
		}
		wb_check_close(&check);
		wb_config_close(&config);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_of_check(test_a_mail_is_evidence_for_itself_alone),
		test_of_check(test_who_lists_the_host_that_the_mail_came_from),
		test_of_check(test_whose_senders_change),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
