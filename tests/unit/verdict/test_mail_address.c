/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_mail_address.c - who is named in From, To and Reply-To. */
#include "unit.h"
#include "verdict/mail_address.h"

static void test_first_mailbox(void **state)
{
	static const struct {
		const char *value;
		size_t count;
		const char *name, *address;
	} rows[] = {
		{ "", 0, "", "" },
		{ "   ", 0, "", "" },
		{ "ann@example.net", 1, "", "ann@example.net" },
		{ "<ann@example.net>", 1, "", "ann@example.net" },
		{ "Ann <ann@example.net>", 1, "Ann", "ann@example.net" },
		{ "Ann<ann@example.net>", 1, "Ann", "ann@example.net" },
		{ "Ann B. Miller <ann@example.net>", 1, "Ann B. Miller", "ann@example.net" },
		{ "\"Miller, Ann\" <ann@example.net>", 1, "Miller, Ann", "ann@example.net" },
		{ "\"Ann \\\"B\\\" \\\\ Miller\" <ann@example.net>", 1, "Ann \"B\" \\ Miller", "ann@example.net" },
		{ "\"<other@example.org>\" <ann@example.net>", 1, "<other@example.org>", "ann@example.net" },
		{ "'ann@example.net' <ann@example.net>", 1, "'ann@example.net'", "ann@example.net" },
		{ "ann@example.net (Ann Miller)", 1, "Ann Miller", "ann@example.net" },
		{ "ann@example.net (Ann (B) Miller)", 1, "Ann (B) Miller", "ann@example.net" },
		{ "ann@example.net (Ann \\) Miller)", 1, "Ann ) Miller", "ann@example.net" },
		{ "(comment) ann(c)@(c)example.net", 1,
		    "comment"
		    "cc",
		    "ann@example.net" },
		{ "Ann (at work) <ann@example.net>", 1, "Ann", "ann@example.net" },
		{ "Ann (<bob@example.net>) <ann@example.net>", 1, "Ann", "ann@example.net" },
		{ "\"ann b\"@example.net", 1, "", "\"ann b\"@example.net" },
		{ "<\"ann@home\"@example.net>", 1, "", "\"ann@home\"@example.net" },
		{ "ann @ example . net", 1, "", "ann@example.net" },
		{ "<@relay.example,@other.example:ann@example.net>", 1, "", "ann@example.net" },
		{ "=?UTF-8?B?SsO8cmdlbg==?= <j@example.net>", 1, "=?UTF-8?B?SsO8cmdlbg==?=", "j@example.net" },
		{ "=?utf-8?q?Shop:_(a),<b>?= <j@example.net>", 1, "=?utf-8?q?Shop:_(a),<b>?=", "j@example.net" },
		{ "=?UTF-8?Q?a?= =?UTF-8?Q?b?= <j@example.net>", 1, "=?UTF-8?Q?a?= =?UTF-8?Q?b?=", "j@example.net" },
		{ "a@example.net, b@example.net", 2, "", "a@example.net" },
		{ "A <a@example.net>,B <b@example.net>,c@example.net", 3, "A", "a@example.net" },
		{ "\"a@x, b\" <a@example.net>", 1, "a@x, b", "a@example.net" },
		{ ",, a@example.net ,,", 1, "", "a@example.net" },
		{ "undisclosed-recipients:;", 0, "", "" },
		{ "Undisclosed recipients: ;", 0, "", "" },
		{ "staff: ann@example.net, Bob <bob@example.net>;", 2, "", "ann@example.net" },
		{ "staff: Ann <ann@example.net>; bob@example.org", 2, "Ann", "ann@example.net" },
		{ "<>", 0, "", "" },
		{ "root", 0, "", "" },
		{ "root (Cron Daemon)", 0, "", "" },
		{ "Miller, Ann <ann@example.net>", 1, "Ann", "ann@example.net" },
		{ "Look: http://example.com/x <ann@example.net>", 1, "http://example.com/x", "ann@example.net" },
		{ "http://example.com/x <ann@example.net>", 1, "http://example.com/x", "ann@example.net" },
		{ "\"unclosed <ann@example.net>", 1, "", "\"unclosed <ann@example.net>" },
		{ "(unclosed <ann@example.net>", 0, "", "" },
		{ "Ann <ann@example.net", 1, "Ann", "ann@example.net" },
		{ "Ann ann@example.net>", 1, "", "Annann@example.net>" },
		{ "<ann@example.net> behind", 1, "", "ann@example.net" },
		{ "<ann@example.net> \"behind\" <b@example.org>", 1, "", "ann@example.net" },
		{ "\\", 0, "", "" },
		{ "\"\\", 0, "", "" },
		{ "(\\", 0, "", "" },
		{ "=?", 0, "", "" },
		{ "=?a?b?c", 0, "", "" },
		{ "J\xfcrgen <j@example.net>", 1, "J\xfcrgen", "j@example.net" },
		{ "ann@[192.0.2.1]", 1, "", "ann@[192.0.2.1]" },
		{ "Ann <ann@[IPv6:2001:db8::1]>", 1, "Ann", "ann@[IPv6:2001:db8::1]" },
		{ "@", 1, "", "@" },
		{ "<@>", 1, "", "@" },
		{ "<:@", 1, "", ":@" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_mail_address address;
		size_t count;

		begin_row(rows[i].value);
		memset(&address, 0xa5, sizeof(address));
		count = wb_mail_address_read(rows[i].value, &address);
		assert_int_equal(count, rows[i].count);
		assert_string_equal(address.name, rows[i].name);
		assert_string_equal(address.address, rows[i].address);
	}
}

static void test_what_is_too_long(void **state)
{
	char value[999];
	struct wb_mail_address address;

	(void)state;
	/* A name is cut. */
	memset(value, 'n', sizeof(value));
	strcpy(value + 900, " <ann@example.net>");
	assert_int_equal(wb_mail_address_read(value, &address), 1);
	assert_int_equal(strlen(address.name), WB_MAIL_ADDRESS_NAME_SIZE - 1);
	assert_string_equal(address.address, "ann@example.net");
	/* An address that is cut would be another one. */
	memset(value, 'n', sizeof(value));
	value[0] = '<';
	value[300] = '@';
	strcpy(value + 900, ".example>");
	assert_int_equal(wb_mail_address_read(value, &address), 1);
	assert_string_equal(address.address, "");
	/* Deep, and many. */
	memset(value, '(', sizeof(value));
	value[sizeof(value) - 1] = '\0';
	assert_int_equal(wb_mail_address_read(value, &address), 0);
	memset(value, ',', sizeof(value) - 1);
	assert_int_equal(wb_mail_address_read(value, &address), 0);
	memset(value, '@', sizeof(value) - 1);
	assert_int_equal(wb_mail_address_read(value, &address), 1);
	for (size_t i = 0; i < sizeof(value) - 1; i += 2)
		memcpy(value + i, "@,", 2);
	assert_int_equal(wb_mail_address_read(value, &address), 499);
	assert_string_equal(address.address, "@");
}

static void test_domains(void **state)
{
	(void)state;
	assert_string_equal(wb_mail_address_domain("ann@example.net"), "example.net");
	assert_string_equal(wb_mail_address_domain("\"a@b\"@example.net"), "example.net");
	assert_string_equal(wb_mail_address_domain("ann@"), "");
	assert_string_equal(wb_mail_address_domain("ann"), "");
	assert_string_equal(wb_mail_address_domain(""), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_first_mailbox),
		cmocka_unit_test(test_what_is_too_long),
		cmocka_unit_test(test_domains),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
