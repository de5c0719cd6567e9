/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_auto_reply.c - mails that nobody wrote, or nobody waits for an answer to. */
#include "fixture.h"

#include "desk/auto_reply.h"

#define OWN "removal@example.net"
#define PERSON "ann@example.com"

static void test_kinds(void **state)
{
	static const struct {
		const char *label;
		struct wb_request_mail mail;
		enum wb_auto_reply wanted;
		const char *why; /* in the reason; NULL: a person's */
	} rows[] = {
		{ "a person", { .sender = PERSON, .subject = "Blocked" }, WB_AUTO_REPLY_PERSON, NULL },
		{ "no sender", { .sender = "" }, WB_AUTO_REPLY_RETURNED, "a bounce" },
		{ "an empty path", { .sender = "<>" }, WB_AUTO_REPLY_RETURNED, "a bounce" },
		{ "a mail system", { .sender = "MAILER-DAEMON@example.com" }, WB_AUTO_REPLY_RETURNED, "a bounce" },
		{ "a report of one",
		    { .sender = "postmaster@example.com", .auto_submitted = "auto-generated", .report = "delivery-status" },
		    WB_AUTO_REPLY_RETURNED, "a bounce" },
		{ "a report that a person sends on", { .sender = PERSON, .report = "delivery-status" }, WB_AUTO_REPLY_PERSON,
		    NULL },
		{ "a mail was read", { .sender = "", .auto_submitted = "auto-replied", .report = "disposition-notification" },
		    WB_AUTO_REPLY_PROGRAM, "a bounce" },
		{ "the address for requests", { .sender = "Removal@Example.NET" }, WB_AUTO_REPLY_LOOP, "a loop" },
		{ "one of our own", { .sender = PERSON, .message_id = "<whyblock.17.ABC@example.net>" }, WB_AUTO_REPLY_LOOP,
		    "a loop" },
		{ "another site's", { .sender = PERSON, .message_id = "<whyblock.ABC@example.com>" }, WB_AUTO_REPLY_PERSON,
		    NULL },
		{ "an identifier that ends too early", { .sender = PERSON, .message_id = "<whyblock." }, WB_AUTO_REPLY_PERSON,
		    NULL },
		{ "holidays", { .sender = PERSON, .auto_submitted = "auto-replied (vacation)" }, WB_AUTO_REPLY_PROGRAM,
		    "Auto-Submitted" },
		{ "holidays of another kind", { .sender = PERSON, .precedence = "auto_reply" }, WB_AUTO_REPLY_PROGRAM,
		    "Precedence" },
		{ "and of a third", { .sender = PERSON, .is_responder = true }, WB_AUTO_REPLY_PROGRAM, "programs" },
		{ "a helpdesk", { .sender = PERSON, .auto_submitted = "auto-generated" }, WB_AUTO_REPLY_UNASKED,
		    "Auto-Submitted" },
		{ "by hand", { .sender = PERSON, .auto_submitted = "No; x=y" }, WB_AUTO_REPLY_PERSON, NULL },
		{ "bulk", { .sender = PERSON, .precedence = "BULK" }, WB_AUTO_REPLY_UNASKED, "Precedence" },
		{ "a longer word", { .sender = PERSON, .precedence = "bulky" }, WB_AUTO_REPLY_PERSON, NULL },
		{ "a list's", { .sender = PERSON, .is_of_list = true }, WB_AUTO_REPLY_UNASKED, "List" },
		{ "suppressed", { .sender = PERSON, .suppress = "DR, OOF" }, WB_AUTO_REPLY_UNASKED,
		    "X-Auto-Response-Suppress" },
		{ "nothing is suppressed", { .sender = PERSON, .suppress = "none" }, WB_AUTO_REPLY_PERSON, NULL },
		{ "a program", { .sender = "noreply@example.com" }, WB_AUTO_REPLY_UNASKED, "a program's" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *why;

		begin_row(rows[i].label);
		assert_int_equal(wb_auto_reply_kind(&rows[i].mail, OWN, &why), rows[i].wanted);
		assert_int_equal(why == NULL, rows[i].why == NULL);
		if (why != NULL)
			assert_contains(why, rows[i].why);
	}
}

static void test_without_an_address_of_ones_own(void **state)
{
	const struct wb_request_mail mail = { .sender = PERSON, .message_id = "<whyblock.ABC@example.net>" };
	const char *why;

	(void)state;
	assert_int_equal(wb_auto_reply_kind(&mail, "", &why), WB_AUTO_REPLY_PERSON);
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
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_without_an_address_of_ones_own),
		cmocka_unit_test(test_programs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
