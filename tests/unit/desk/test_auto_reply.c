/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_auto_reply.c - mails that nobody wrote, or nobody waits for an answer to. */
#include "fixture.h"

#include "desk/auto_reply.h"

#define OWN "removal@example.net"
#define PERSON "ann@example.com"

static void test_reasons(void **state)
{
	static const struct {
		const char *label;
		struct wb_request_mail mail;
		const char *wanted; /* in the reason; NULL: a person's */
	} rows[] = {
		{ "a person", { .sender = PERSON, .subject = "Blocked" }, NULL },
		{ "no sender", { .sender = "" }, "a bounce" },
		{ "an empty path", { .sender = "<>" }, "a bounce" },
		{ "the address for requests", { .sender = "Removal@Example.NET" }, "a loop" },
		{ "one of our own", { .sender = PERSON, .message_id = "<whyblock.ABC@example.net>" }, "a loop" },
		{ "another site's", { .sender = PERSON, .message_id = "<whyblock.ABC@example.com>" }, NULL },
		{ "an identifier that ends too early", { .sender = PERSON, .message_id = "<whyblock." }, NULL },
		{ "Auto-Submitted", { .sender = PERSON, .auto_submitted = "auto-replied (vacation)" }, "Auto-Submitted" },
		{ "by hand", { .sender = PERSON, .auto_submitted = "No; x=y" }, NULL },
		{ "bulk", { .sender = PERSON, .precedence = "BULK" }, "Precedence" },
		{ "a longer word", { .sender = PERSON, .precedence = "bulky" }, NULL },
		{ "a list's", { .sender = PERSON, .is_of_list = true }, "List" },
		{ "suppressed", { .sender = PERSON, .suppress = "DR, OOF" }, "X-Auto-Response-Suppress" },
		{ "nothing is suppressed", { .sender = PERSON, .suppress = "none" }, NULL },
		{ "a program", { .sender = "MAILER-DAEMON@example.com" }, "a program's" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *reason = wb_auto_reply_reason(&rows[i].mail, OWN);

		begin_row(rows[i].label);
		assert_int_equal(reason == NULL, rows[i].wanted == NULL);
		if (reason != NULL)
			assert_contains(reason, rows[i].wanted);
	}
}

static void test_without_an_address_of_ones_own(void **state)
{
	const struct wb_request_mail mail = { .sender = PERSON, .message_id = "<whyblock.ABC@example.net>" };

	(void)state;
	assert_null(wb_auto_reply_reason(&mail, ""));
}

static void test_programs(void **state)
{
	static const struct {
		const char *address;
		bool wanted;
	} rows[] = {
		{ "mailer-daemon@example.com", true },
		{ "Owner-List@example.com", true },
		{ "list-request@example.com", true },
		{ "-request@example.com", true },
		{ "request@example.com", false },
		{ "quest@example.com", false },
		{ "no-reply-17@example.com", true },
		{ "noreply", true },
		{ "noreplys@example.com", false },
		{ "postmaster@example.com", false },
		{ "prvs=0123456789=ann@example.com", false },
		{ "SRS0=HHH=TT=example.com=ann@example.org", false },
		{ "", false },
		{ "@example.com", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].address);
		assert_int_equal(wb_auto_reply_is_program(rows[i].address), rows[i].wanted);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reasons),
		cmocka_unit_test(test_without_an_address_of_ones_own),
		cmocka_unit_test(test_programs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
