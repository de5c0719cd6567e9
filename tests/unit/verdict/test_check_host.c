/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_check_host.c - what is known of a host, by the dialogue and by the DNS. Which names are generic is in test_host_name.c. */
#include "verdict/check_host.h"

#include "fake_dns.h"
#include "fixture.h"

static const char script[] = "in-addr.arpa 192.0.2.1 ptr=mail.example.org\n"
			     "mail.example.org @ 192.0.2.1\n"
			     "in-addr.arpa 192.0.2.2 ptr=forged.example.org\n"
			     "forged.example.org @ 203.0.113.9\n"
			     "in-addr.arpa 192.0.2.3 NXDOMAIN\n"
			     "in-addr.arpa 192.0.2.4 servfail\n"
			     "in-addr.arpa 192.0.2.5 ptr=192-0-2-5.dyn.example.org\n"
			     "192-0-2-5.dyn.example.org @ 192.0.2.5\n"
			     "in-addr.arpa 192.0.2.6 ptr=192-0-2-6.dyn.example.org ptr=www.example.org\n"
			     "192-0-2-6.dyn.example.org @ 192.0.2.6\nwww.example.org @ 192.0.2.6\n"
			     "in-addr.arpa 192.0.2.7 ptr=192-0-2-7.dyn.example.org\n"
			     "192-0-2-7.dyn.example.org @ NXDOMAIN\n"
			     "none.example.org @ NXDOMAIN\n";

FAKE_DNS_GROUP(script)

static struct wb_resolver *resolver;
static struct wb_host_names *names;
static struct wb_name_address *address;
static struct wb_query query;
static const struct wb_host_wants all = { true, true, true };

static int close_all(void **state)
{
	(void)state;
	wb_resolver_close(&resolver);
	wb_host_names_close(&names);
	wb_name_address_close(&address);
	return 0;
}

/* What is known of a host after the DNS was asked for its names, and for the name in HELO. */
static struct wb_host read_host(const char *client, const char *helo)
{
	const char *servers[] = { dns.address };
	const struct wb_dns_settings settings = { { servers, 1 }, 10000, false };
	struct wb_host_names_setup setup = { .client = address_of(client) };
	struct wb_error error = { "" };
	struct wb_host host;

	close_all(NULL);
	snprintf(query.helo, sizeof(query.helo), "%s", helo);
	if (wb_resolver_open(&settings, NULL, &wb_clock_system, &resolver, &error) != WB_OK)
		fail_msg("%s", error.text);
	setup.resolver = resolver;
	names = wb_host_names_open(&setup);
	address = helo[0] != '\0' && helo[0] != '[' ? wb_name_address_open(resolver, helo) : NULL;
	wb_check_host_read(&query, &setup.client, all, names, address, &host);
	assert_int_equal(host.name_truths.yes, 0);
	while (wb_resolver_wait(resolver))
		;
	wb_check_host_read(&query, &setup.client, all, names, address, &host);
	return host;
}

/* "none unconfirmed? generic": with a question mark what is not known. */
static void assert_truths(const struct wb_truths *truths, const char *const *words, size_t count, const char *wanted)
{
	char found[200] = "";

	for (size_t i = 0; i < count; i++) {
		bool is_unknown = (truths->unknown >> i & 1) != 0;

		if (is_unknown || (truths->yes >> i & 1) != 0)
			snprintf(found + strlen(found), sizeof(found) - strlen(found), "%s%s%s", found[0] != '\0' ? " " : "",
			    words[i], is_unknown ? "?" : "");
	}
	assert_string_equal(found, wanted);
}

static void test_names(void **state)
{
	static const struct {
		const char *label, *client, *name, *truths;
	} rows[] = {
		{ "one that leads back", "192.0.2.1", "mail.example.org", "" },
		{ "one that does not", "192.0.2.2", "", "unconfirmed" },
		{ "none", "192.0.2.3", "", "none" },
		{ "the DNS does not say", "192.0.2.4", "", "none? unconfirmed? generic?" },
		{ "a generic one", "192.0.2.5", "192-0-2-5.dyn.example.org", "generic" },
		{ "a generic one and another", "192.0.2.6", NULL, "" },
		{ "a generic one that does not lead back", "192.0.2.7", "", "unconfirmed generic" },
	};

	(void)state;
	memset(&query, 0, sizeof(query));
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_host host;

		begin_row(rows[i].label);
		host = read_host(rows[i].client, "");
		assert_truths(&host.name_truths, wb_host_name_fact_names, WB_HOST_NAME_FACTS, rows[i].truths);
		if (rows[i].name != NULL)
			assert_string_equal(host.name, rows[i].name);
	}
}

static void test_a_name_that_exim_has_confirmed_is_taken(void **state)
{
	const struct wb_address client = address_of("192.0.2.5");
	struct wb_host host;

	(void)state;
	memset(&query, 0, sizeof(query));
	wb_check_host_read(&query, &client, all, NULL, NULL, &host);
	assert_truths(&host.name_truths, wb_host_name_fact_names, WB_HOST_NAME_FACTS, "none? unconfirmed? generic?");
	strcpy(query.name, "192-0-2-5.dyn.example.org");
	wb_check_host_read(&query, &client, all, NULL, NULL, &host);
	assert_truths(&host.name_truths, wb_host_name_fact_names, WB_HOST_NAME_FACTS, "generic");
	assert_string_equal(host.name, "192-0-2-5.dyn.example.org");
	begin_row("no rule wants to know");
	wb_check_host_read(&query, &client, (struct wb_host_wants){ true, false, false }, NULL, NULL, &host);
	assert_truths(&host.name_truths, wb_host_name_fact_names, WB_HOST_NAME_FACTS, "none? unconfirmed? generic?");
}

static void test_helo(void **state)
{
	static const struct {
		const char *label, *helo, *truths;
	} rows[] = {
		{ "with an address", "mail.example.org", "" },
		{ "without one", "none.example.org", "unresolved" },
		{ "the DNS does not say", "refused.example.com", "unresolved?" },
		{ "our own", "mx.example.net", "own-name unresolved?" },
		{ "our own address", "[198.51.100.25]", "own-name other-literal unresolved?" },
		{ "nothing yet", "", "own-name? bare-ip? other-literal? unqualified? localhost? client-address? unresolved?" },
	};

	(void)state;
	memset(&query, 0, sizeof(query));
	strcpy(query.own_name, "mx.example.net");
	query.own_address = address_of("198.51.100.25");
	query.has_own_address = true;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_host host;

		begin_row(rows[i].label);
		host = read_host("192.0.2.1", rows[i].helo);
		assert_truths(&host.helo_truths, wb_helo_fact_names, WB_HELO_FACTS, rows[i].truths);
	}
}

static void test_what_rules_want(void **state)
{
	static const struct {
		const char *label, *rules;
		bool any, name, helo;
	} rows[] = {
		{ "no rule", "", false, false, false },
		{ "one about the place", "rule \"a\" { asn = {64496} category = \"spam\" }", false, false, false },
		{ "one about HELO", "rule \"a\" { helo = {\"localhost\"} category = \"spam\" }", true, false, false },
		{ "a pattern of it", "rule \"a\" { helo_pattern = \"x\" category = \"spam\" }", true, false, false },
		{ "one that asks", "rule \"a\" { helo = {\"unresolved\"} category = \"spam\" }", true, false, true },
		{ "one about the name", "rule \"a\" { host_name = {\"none\"} category = \"spam\" }", true, true, false },
		{ "a pattern of it", "rule \"a\" { host_name_pattern = \"x\" category = \"spam\" }", true, true, false },
		{ "one that is off", "rule \"a\" { enabled = false host_name = {\"none\"} category = \"spam\" }", false, false,
		    false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_config *config = open_config(*state, rows[i].rules);
		struct wb_host_wants wants = wb_check_host_wants(&config->policy);

		begin_row(rows[i].label);
		assert_true(wants.any == rows[i].any && wants.name == rows[i].name && wants.helo == rows[i].helo);
		wb_config_close(&config);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_names, close_all),
		cmocka_unit_test_teardown(test_a_name_that_exim_has_confirmed_is_taken, close_all),
		cmocka_unit_test_teardown(test_helo, close_all),
		cmocka_unit_test_setup_teardown(test_what_rules_want, open_folder, close_folder),
	};

	return cmocka_run_group_tests(tests, start_dns, stop_dns);
}
