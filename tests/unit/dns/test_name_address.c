/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_name_address.c - whether a name has an address, has none, or nobody knows; and which names are asked of nobody. */
#include "dns/name_address.h"

#include "fake_dns.h"

#define LABEL_63 "a23456789a123456789a123456789a123456789a123456789a123456789a123"

static const char script[] = "four.example.net @ 192.0.2.1\n"
			     "six.example.net @ aaaa=2001:db8::1\n"
			     "both.example.net @ 192.0.2.1 aaaa=2001:db8::1\n"
			     "none.example.net @ NXDOMAIN\n"
			     "nodata.example.net @ nodata\n"
			     "mail-only.example.net @ mx=mx.example.net\n"
			     "alias.example.net @ cname=target.example.net 192.0.2.1\n"
			     "broken.example.net @ servfail\n"
			     "lies.example.net @ servfail 192.0.2.1\n"
			     "under_score.example.net @ 192.0.2.1\n" LABEL_63 ".example.net @ 192.0.2.1\n";

FAKE_DNS_GROUP(script)

static struct wb_resolver *resolver;
static struct wb_name_address *address;

static int close_address(void **state)
{
	(void)state;
	wb_resolver_close(&resolver);
	wb_name_address_close(&address);
	assert_null(address);
	return 0;
}

static void ask(const char *name)
{
	const char *servers[] = { dns.address };
	const struct wb_dns_settings settings = { { servers, 1 }, 10000, false };
	struct wb_error error = { "" };

	close_address(NULL);
	if (wb_resolver_open(&settings, NULL, &wb_clock_system, &resolver, &error) != WB_OK)
		fail_msg("%s", error.text);
	address = wb_name_address_open(resolver, name);
	assert_non_null(address);
}

static void test_which_names_have_an_address(void **state)
{
	static const struct {
		const char *name;
		enum wb_name_address_state state;
	} rows[] = {
		{ "four.example.net", WB_NAME_ADDRESS_YES },
		{ "four.example.net.", WB_NAME_ADDRESS_YES },
		{ "FOUR.Example.NET", WB_NAME_ADDRESS_YES },
		{ "six.example.net", WB_NAME_ADDRESS_YES },
		{ "both.example.net", WB_NAME_ADDRESS_YES },
		{ "alias.example.net", WB_NAME_ADDRESS_YES },
		{ "under_score.example.net", WB_NAME_ADDRESS_YES },
		{ LABEL_63 ".example.net", WB_NAME_ADDRESS_YES },
		{ "none.example.net", WB_NAME_ADDRESS_NO },
		{ "nodata.example.net", WB_NAME_ADDRESS_NO },
		{ "mail-only.example.net", WB_NAME_ADDRESS_NO },
		{ "broken.example.net", WB_NAME_ADDRESS_UNKNOWN },
		{ "lies.example.net", WB_NAME_ADDRESS_UNKNOWN },
		{ "of-no-zone.example.org", WB_NAME_ADDRESS_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].name);
		ask(rows[i].name);
		assert_int_equal(wb_name_address_state(address), WB_NAME_ADDRESS_OPEN);
		while (wb_resolver_wait(resolver))
			;
		assert_int_equal(wb_name_address_state(address), rows[i].state);
	}
}

/* What is asked is open at first. */
static void test_what_is_asked_of_nobody(void **state)
{
	static char bytes_253[255], bytes_254[256];
	static const struct {
		const char *label, *name;
		bool is_asked;
	} rows[] = {
		{ "253 bytes", bytes_253, true },
		{ "254 bytes", bytes_254, false },
		{ "digits and a letter at the end", "192.0.2.66a", true },
		{ "hyphens", "-a-.-b-", true },
		{ "empty", "", false },
		{ "the root", ".", false },
		{ "one label", "mail", false },
		{ "one label and a dot", "mail.", false },
		{ "an empty label", "mail..example.net", false },
		{ "an empty one at the beginning", ".example.net", false },
		{ "two dots at the end", "example.net..", false },
		{ "a label of 64 bytes", "x" LABEL_63 ".example.net", false },
		{ "an IPv4 address", "192.0.2.66", false },
		{ "an IPv6 address", "2001:db8::1", false },
		{ "a literal", "[192.0.2.66]", false },
		{ "a space", "a b.example.net", false },
		{ "a backslash", "a\\046b.example.net", false },
		{ "8 bit", "m\xc3\xbcller.example.net", false },
		{ "a line's end", "a.example.net\n", false },
	};

	(void)state;
	memset(bytes_253, 'a', 253);
	memset(bytes_254, 'a', 254);
	for (size_t i = 1; i < 250; i += 2)
		bytes_253[i] = bytes_254[i] = '.';
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		ask(rows[i].name);
		assert_int_equal(wb_name_address_state(address), rows[i].is_asked ? WB_NAME_ADDRESS_OPEN : WB_NAME_ADDRESS_NO);
		assert_int_equal(wb_resolver_wait(resolver), rows[i].is_asked);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_which_names_have_an_address, close_address),
		cmocka_unit_test_teardown(test_what_is_asked_of_nobody, close_address),
	};

	return cmocka_run_group_tests(tests, start_dns, stop_dns);
}
