/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_guard.c - whose host it is, by a name that leads back and by the network. */
#include "verdict/guard.h"

#include "unit.h"

static const char *const mail_suffixes[] = { "mail.example.net", "example.com" }, *const out_suffixes[] = { "out.example.org" };
static uint32_t mail_asns[] = { 64496, 64497 }, other_asns[] = { 64499 };
static struct wb_sender senders[] = {
	{ .name = "Mail", .suffixes = { (const char **)mail_suffixes, 2 }, .asns = { mail_asns, 2 } },
	{ .name = "Out", .suffixes = { (const char **)out_suffixes, 1 } },
	{ .name = "Mail too", .suffixes = { (const char **)mail_suffixes, 1 }, .asns = { other_asns, 1 } },
};

static void test_whose_host_it_is(void **state)
{
	static const struct {
		const char *name;
		uint32_t asn;
		const char *sender;
		bool has_suffix;
	} rows[] = {
		{ "mx1.mail.example.net", 64496, "Mail", true },
		{ "mail.example.net", 64497, "Mail", true },
		{ "MX1.Mail.Example.NET", 64496, "Mail", true },
		{ "a.b.example.com", 0, "Mail", true }, /* the network is not known */
		{ "a.b.example.com", 64498, NULL, true },
		{ "mx1.mail.example.net", 64499, "Mail too", true },
		{ "x.out.example.org", 1, "Out", true }, /* it may be in any network */
		{ "badmail.example.net", 64496, NULL, false },
		{ "example.net", 64496, NULL, false },
		{ "mail.example.net.example.edu", 64496, NULL, false },
		{ "mail.example.ne", 64496, NULL, false },
		{ "", 64496, NULL, false },
	};
	const struct wb_policy policy = { .senders = senders, .sender_count = 3 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct wb_sender *sender = wb_guard_match(&policy, rows[i].name, rows[i].asn);

		begin_row(rows[i].name);
		assert_int_equal(wb_guard_has_suffix(&policy, rows[i].name), rows[i].has_suffix);
		if (rows[i].sender == NULL) {
			assert_null(sender);
		} else {
			assert_non_null(sender);
			assert_string_equal(sender->name, rows[i].sender);
		}
	}
}

static void test_what_is_done_instead(void **state)
{
	static const struct {
		int setting;
		enum wb_action action;
	} rows[] = { { WB_SENDER_DEFER, WB_DEFER }, { WB_SENDER_TAG, WB_TAG }, { WB_SENDER_LOG, WB_LOG } };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct wb_policy policy = { .sender_action = rows[i].setting };

		assert_int_equal(wb_guard_action(&policy), rows[i].action);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whose_host_it_is),
		cmocka_unit_test(test_what_is_done_instead),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
