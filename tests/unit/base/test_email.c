/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_email.c - to which addresses an answer is sent, and to which it is not. */
#include "base/email.h"
#include "fixture.h"

static void test_addresses(void **state)
{
	static const struct {
		const char *email;
		bool is_valid;
	} rows[] = {
		{ "ann@example.net", true },
		{ "Ann.B+relay@Mail.Example.NET", true },
		{ "a@b.co", true },
		{ "!#$%&'*+-/=?^_`{|}~@example.net", true },
		{ "1@2.example", true },
		{ "postmaster@xn--bcher-kva.example", true },
		{ "a@a-b.example", true },
		{ "", false },
		{ "ann", false },
		{ "@", false },
		{ "@example.net", false },
		{ "ann@", false },
		{ "a@b", false },
		{ "a@b@example.net", false },
		{ "a@example.net@", false },
		{ ".a@example.net", false },
		{ "a.@example.net", false },
		{ "a..b@example.net", false },
		{ "a@.example.net", false },
		{ "a@example.net.", false },
		{ "a@example..net", false },
		{ "-f@example.net", false },
		{ "-oQ/tmp@example.net", false },
		{ "f-@example.net", true },
		{ "a@-example.net", false },
		{ "a@example-.net", false },
		{ "a@example.-net", false },
		{ "a@example.net-", false },
		{ "a@exa_mple.net", false },
		{ "a@[192.0.2.1]", false },
		{ "a@[IPv6:2001:db8::1]", false },
		{ "a@192.0.2.1", false },
		{ "a@example.1", false },
		{ "a@example.net\n", false },
		{ "a@example.net\r\nBcc: b@example.org", false },
		{ "a\nb@example.net", false },
		{ "a b@example.net", false },
		{ " a@example.net", false },
		{ "a@example.net ", false },
		{ "a\t@example.net", false },
		{ "\"a\"@example.net", false },
		{ "a(comment)@example.net", false },
		{ "<a@example.net>", false },
		{ "Ann <a@example.net>", false },
		{ "a,b@example.net", false },
		{ "a@example.net,b@example.net", false },
		{ "a;b@example.net", false },
		{ "a:b@example.net", false },
		{ "a\\b@example.net", false },
		{ "\303\244@example.net", true },
		{ "a@\303\244.example", true },
		{ "\346\204\233@\344\276\213.example", true },
		{ "a\303@example.net", false },
		{ "a\302\205@example.net", false },
		{ "a\342\200\256b@example.net", false },
		{ "a\302\240b@example.net", false },
		{ "a\342\200\213b@example.net", false },
		{ "a@ex\343\200\200ample.net", false },
		{ "a@.\303\244.example", false },
		{ "a\177@example.net", false },
		{ "a@example.net\001", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].email);
		assert_int_equal(wb_email_is_valid(rows[i].email), rows[i].is_valid);
	}
}

/* An address of these lengths: local part, then labels until the whole is as long as wanted. */
static bool is_valid(size_t local, size_t label, size_t whole)
{
	char *email = malloc(whole + 1); /* exactly: a look behind its end is seen */
	bool valid;

	memset(email, 'a', whole);
	email[whole] = '\0';
	email[local] = '@';
	for (size_t i = local + 1 + label; i + 2 < whole; i += label + 1)
		email[i] = '.';
	valid = wb_email_is_valid(email);
	free(email);
	return valid;
}

static void test_lengths(void **state)
{
	static const struct {
		const char *label;
		size_t local_bytes, label_bytes, bytes;
		bool is_valid;
	} rows[] = {
		{ "a local part of 64", 64, 10, 100, true },
		{ "of 65", 65, 10, 101, false },
		{ "labels of 63", 10, 63, 100, true },
		{ "of 64", 10, 64, 100, false },
		{ "254 in all", 64, 40, 254, true },
		{ "255 in all", 64, 40, 255, false },
		{ "far more", 64, 40, 5000, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		assert_int_equal(is_valid(rows[i].local_bytes, rows[i].label_bytes, rows[i].bytes), rows[i].is_valid);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_lengths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
