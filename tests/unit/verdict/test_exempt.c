/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_exempt.c - who is never blocked. */
#include "fixture.h"
#include "verdict/exempt.h"

static struct wb_prefix hosts[3];
static const char *recipients[] = { "postmaster", "abuse", "desk@example.net", "@example.org" };
static struct wb_exempt exempt = { .hosts = { hosts, 3 }, .authenticated = true, .recipients = { recipients, 4 } };

static int start(void **state)
{
	(void)state;
	hosts[0] = prefix_of("127.0.0.0/8");
	hosts[1] = prefix_of("2001:db8:1::/48");
	hosts[2] = prefix_of("::/0");
	exempt.hosts.count = 2;
	exempt.authenticated = true;
	return 0;
}

static struct wb_query query_of(const char *client)
{
	struct wb_query query = { .client = address_of(client) };

	return query;
}

static void test_exempt_hosts(void **state)
{
	static const struct {
		const char *client, *why; /* NULL: not exempt */
	} rows[] = {
		{ "127.0.0.1", "host 127.0.0.0/8" },
		{ "::ffff:127.255.255.255", "host 127.0.0.0/8" },
		{ "128.0.0.1", NULL },
		{ "2001:db8:1:ffff::1", "host 2001:db8:1::/48" },
		{ "2001:db8:2::1", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_query query = query_of(rows[i].client);
		char why[160] = "";

		begin_row(rows[i].client);
		assert_int_equal(wb_exempt_match(&exempt, &query, why, sizeof(why)), rows[i].why != NULL);
		assert_string_equal(why, rows[i].why != NULL ? rows[i].why : "");
	}
	begin_row("::/0 exempts no IPv4 client");
	exempt.hosts.count = 3;
	{
		struct wb_query query = query_of("192.0.2.66");
		char why[160];

		assert_false(wb_exempt_match(&exempt, &query, why, sizeof(why)));
	}
}

static void test_clients_that_logged_in(void **state)
{
	struct wb_query query = query_of("192.0.2.66");
	char why[160];

	(void)state;
	query.authenticated = true;
	assert_true(wb_exempt_match(&exempt, &query, why, sizeof(why)));
	assert_string_equal(why, "authenticated");
	exempt.authenticated = false;
	assert_false(wb_exempt_match(&exempt, &query, why, sizeof(why)));
}

static void test_one_recipient(void **state)
{
	static const struct {
		const char *recipient, *why; /* NULL: not exempt */
	} rows[] = {
		{ "postmaster@example.com", "recipient postmaster" },
		{ "PostMaster@EXAMPLE.com", "recipient postmaster" },
		{ "postmaster", "recipient postmaster" },
		{ "POSTMASTER", "recipient postmaster" },
		{ "abuse@[192.0.2.1]", "recipient abuse" },
		{ "postmaster2@example.com", NULL },
		{ "a.postmaster@example.com", NULL },
		{ "post@example.com", NULL },
		{ "postmaster@a@example.com", NULL }, /* the local part is "postmaster@a" */
		{ "\"postmaster@x\"@example.com", NULL },
		{ "Desk@Example.Net", "recipient desk@example.net" },
		{ "desk@sub.example.net", NULL },
		{ "desk@example.net.evil.example", NULL },
		{ "desk", NULL },
		{ "anybody@EXAMPLE.ORG", "recipient @example.org" },
		{ "anybody@sub.example.org", NULL },
		{ "anybody@notexample.org", NULL },
		{ "anybody@example.org.evil.example", NULL },
		{ "anybody@example.or", NULL },
		{ "@example.org", "recipient @example.org" },
		{ "example.org", NULL },
		{ "\"a@example.org\"@example.com", NULL },
		{ "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_query query = query_of("192.0.2.66");
		char why[160] = "";

		begin_row(rows[i].recipient);
		strcpy(query.recipient, rows[i].recipient);
		assert_int_equal(wb_exempt_match(&exempt, &query, why, sizeof(why)), rows[i].why != NULL);
		assert_string_equal(why, rows[i].why != NULL ? rows[i].why : "");
	}
}

static void test_all_recipients_of_a_message(void **state)
{
	static const struct {
		const char *recipients;
		bool is_exempt;
	} rows[] = {
		{ "postmaster@example.com", true },
		{ "postmaster@example.com, abuse@example.com", true },
		{ "postmaster@example.com, ann@example.com", false },
		{ "ann@example.com, postmaster@example.com", false },
		{ "postmaster@example.com, ABUSE, x@Example.Org", true },
		{ "\"postmaster, abuse\"@example.com", false },
		{ "\"a, postmaster@example.com\"@example.org", true },
		{ "\"a, postmaster@example.com\"@example.net", false },
		{ "\"a\\\", b\"@example.org, abuse@example.com", true },
		{ "\"a\\\\\", postmaster@example.com", false }, /* the quotes are closed: two addresses */
		{ "\"postmaster@example.com, ann@example.com", false },
		{ "postmaster@example.com\\, ann@example.com", false },
		{ "postmaster@example.com,abuse@example.com", true },
		{ "postmaster@example.com,", true },
		{ ",", false },
		{ "", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_query query = query_of("192.0.2.66");
		char why[160] = "";

		begin_row(rows[i].recipients);
		query.recipients = rows[i].recipients;
		assert_int_equal(wb_exempt_match(&exempt, &query, why, sizeof(why)), rows[i].is_exempt);
		assert_string_equal(why, rows[i].is_exempt ? "recipient of every recipient" : "");
	}
}

static void test_the_recipient_of_this_rcpt_alone_counts(void **state)
{
	struct wb_query query = query_of("192.0.2.66");
	char why[160];

	(void)state;
	strcpy(query.recipient, "ann@example.com");
	query.recipients = "postmaster@example.com";
	assert_false(wb_exempt_match(&exempt, &query, why, sizeof(why)));
}

static void test_without_entries_nobody_is_exempt(void **state)
{
	static const struct wb_exempt none = { .authenticated = false };
	struct wb_query query = query_of("127.0.0.1");
	char why[160];

	(void)state;
	query.authenticated = true;
	strcpy(query.recipient, "postmaster@example.com");
	assert_false(wb_exempt_match(&none, &query, why, sizeof(why)));
	query.recipient[0] = '\0';
	query.recipients = "postmaster@example.com";
	assert_false(wb_exempt_match(&none, &query, why, sizeof(why)));
}

static void test_a_long_reason_is_cut(void **state)
{
	struct wb_query query = query_of("127.0.0.1");
	char why[8];

	(void)state;
	assert_true(wb_exempt_match(&exempt, &query, why, sizeof(why)));
	assert_string_equal(why, "host 12");
}

static void test_which_exempt_network_a_prefix_overlaps(void **state)
{
	static const struct {
		const char *prefix;
		int host; /* -1: none */
	} rows[] = {
		{ "127.0.0.1", 0 },
		{ "0.0.0.0/0", 0 },
		{ "192.0.2.0/24", -1 },
		{ "2001:db8::/32", 1 },
		{ "2001:db8:1:2::/64", 1 },
		{ "2001:db8:2::/48", -1 },
	};
	const struct wb_address in = address_of("127.0.0.9"), out = address_of("192.0.2.66");

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_prefix prefix = prefix_of(rows[i].prefix);

		begin_row(rows[i].prefix);
		assert_ptr_equal(wb_exempt_overlap(&exempt, &prefix), rows[i].host < 0 ? NULL : &hosts[rows[i].host]);
	}
	begin_row("a host in one");
	assert_ptr_equal(wb_exempt_host(&exempt, &in), &hosts[0]);
	assert_null(wb_exempt_host(&exempt, &out));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_exempt_hosts, start),
		cmocka_unit_test_setup(test_clients_that_logged_in, start),
		cmocka_unit_test_setup(test_one_recipient, start),
		cmocka_unit_test_setup(test_all_recipients_of_a_message, start),
		cmocka_unit_test_setup(test_the_recipient_of_this_rcpt_alone_counts, start),
		cmocka_unit_test_setup(test_without_entries_nobody_is_exempt, start),
		cmocka_unit_test_setup(test_a_long_reason_is_cut, start),
		cmocka_unit_test_setup(test_which_exempt_network_a_prefix_overlaps, start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
