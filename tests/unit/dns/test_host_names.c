/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_host_names.c - which names of an address lead back to it. That hostile ones are not asked is in desk/test_proof.c. */
#include "dns/host_names.h"

#include "fake_dns.h"

static const char script[] =
    "in-addr.arpa 192.0.2.1 ptr=good.example.net\n"
    "good.example.net @ 203.0.113.9 192.0.2.1\n"
    "in-addr.arpa 192.0.2.2 ptr=forged.example.net\n"
    "forged.example.net @ 203.0.113.9\n"
    "in-addr.arpa 192.0.2.3 NXDOMAIN\n"
    "in-addr.arpa 192.0.2.4 servfail\n"
    "in-addr.arpa 192.0.2.5 ptr=broken.example.net\n"
    "broken.example.net @ servfail\n"
    "in-addr.arpa 192.0.2.6 ptr=forged.example.net ptr=broken.example.net ptr=good6.example.net\n"
    "good6.example.net @ 192.0.2.6\n"
    "in-addr.arpa 192.0.2.7 ptr=forged.example.net ptr=broken.example.net\n"
    "in-addr.arpa 192.0.2.8 ptr=nowhere.example.net ptr=nobody.example.net\n"
    "in-addr.arpa 192.0.2.9 ptr=a.other.example ptr=b.other.example ptr=c.other.example ptr=d.other.example"
    " ptr=e.other.example ptr=good9.example.net\n"
    "good9.example.net @ 192.0.2.9\n"
    "other.example * 192.0.2.9\n"
    "ip6.arpa 2001:db8::1 ptr=six.example.net\n"
    "six.example.net @ 192.0.2.1 aaaa=2001:db8::1\n"
    "ip6.arpa 2001:db8::2 ptr=good.example.net\n"
    "in-addr.arpa 192.0.2.20 ptr=f1.example.net ptr=f2.example.net ptr=f3.example.net ptr=f4.example.net ptr=f5.example.net\n"
    "f1.example.net @ NXDOMAIN\nf2.example.net @ NXDOMAIN\nf3.example.net @ NXDOMAIN\nf4.example.net @ NXDOMAIN\n"
    "nowhere.example.net @ NXDOMAIN\n"
    "nobody.example.net @ nodata\n";

FAKE_DNS_GROUP(script)

static struct wb_resolver *resolver;
static struct wb_host_names *names;
static char taken[512];

static bool ends_with_net(const void *context, const char *name)
{
	return strcmp(name + strlen(name) - strlen(context), context) == 0;
}

static void take(void *context, size_t place, const char *name)
{
	(void)context;
	snprintf(taken + strlen(taken), sizeof(taken) - strlen(taken), "%zu:%s ", place, name);
}

static int close_names(void **state)
{
	(void)state;
	wb_resolver_close(&resolver);
	wb_host_names_close(&names);
	assert_null(names);
	return 0;
}

static void ask(const char *client, const char *suffix)
{
	const char *servers[] = { dns.address };
	const struct wb_dns_settings settings = { { servers, 1 }, 10000, false };
	struct wb_host_names_setup setup = { .client = address_of(client), .take = take, .context = (void *)suffix };
	struct wb_error error = { "" };

	close_names(NULL);
	taken[0] = '\0';
	if (wb_resolver_open(&settings, NULL, &wb_clock_system, &resolver, &error) != WB_OK)
		fail_msg("%s", error.text);
	setup.resolver = resolver;
	setup.is_wanted = suffix != NULL ? ends_with_net : NULL;
	names = wb_host_names_open(&setup);
	assert_non_null(names);
	assert_int_equal(wb_host_names_state(names), WB_HOST_NAME_OPEN);
	assert_true(wb_host_names_is_unknown(names));
	while (wb_resolver_wait(resolver))
		;
}

static void test_which_names_lead_back(void **state)
{
	static const struct {
		const char *label, *client;
		enum wb_host_name_state state;
		const char *confirmed, *why;
		bool is_unknown;
	} rows[] = {
		{ "there and back", "192.0.2.1", WB_HOST_NAME_CONFIRMED, "good.example.net", NULL, false },
		{ "a name that leads elsewhere", "192.0.2.2", WB_HOST_NAME_DENIED, NULL, NULL, false },
		{ "no name", "192.0.2.3", WB_HOST_NAME_DENIED, NULL, NULL, false },
		{ "names without address", "192.0.2.8", WB_HOST_NAME_DENIED, NULL, NULL, false },
		{ "a failure of the first question", "192.0.2.4", WB_HOST_NAME_UNKNOWN, NULL, "SERVFAIL", true },
		{ "a failure of the second one", "192.0.2.5", WB_HOST_NAME_UNKNOWN, NULL, "SERVFAIL", true },
		{ "one of several is enough", "192.0.2.6", WB_HOST_NAME_CONFIRMED, "good6.example.net", NULL, true },
		{ "one that failed may have been it", "192.0.2.7", WB_HOST_NAME_UNKNOWN, NULL, "SERVFAIL", true },
		{ "IPv6", "2001:db8::1", WB_HOST_NAME_CONFIRMED, "six.example.net", NULL, false },
		{ "its name has IPv4 addresses alone", "2001:db8::2", WB_HOST_NAME_DENIED, NULL, NULL, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		ask(rows[i].client, NULL);
		assert_int_equal(wb_host_names_state(names), rows[i].state);
		assert_int_equal(wb_host_names_is_unknown(names), rows[i].is_unknown);
		if (rows[i].confirmed == NULL)
			assert_null(wb_host_names_confirmed(names));
		else
			assert_string_equal(wb_host_names_confirmed(names), rows[i].confirmed);
		if (rows[i].why != NULL)
			assert_string_equal(wb_host_names_why(names), rows[i].why);
	}
}

/* The sixth name is the first that is wanted: those before it take no place, and are asked of nobody. */
static void test_only_what_is_wanted_is_asked(void **state)
{
	(void)state;
	ask("192.0.2.9", ".example.net");
	assert_string_equal(wb_host_names_confirmed(names), "good9.example.net");
	assert_string_equal(taken, "0:good9.example.net ");
	ask("192.0.2.9", NULL);
	assert_null(strstr(taken, "good9"));
	assert_non_null(strstr(taken, "3:d.other.example"));
	assert_null(strstr(taken, "e.other.example"));
}

/* Of five that are wanted the fifth may be the one. */
static void test_more_names_than_are_looked_at(void **state)
{
	(void)state;
	ask("192.0.2.20", NULL);
	assert_int_equal(wb_host_names_state(names), WB_HOST_NAME_UNKNOWN);
	assert_string_equal(wb_host_names_why(names), "more names than are looked at");
	ask("192.0.2.20", "4.example.net");
	assert_int_equal(wb_host_names_state(names), WB_HOST_NAME_DENIED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_which_names_lead_back, close_names),
		cmocka_unit_test_teardown(test_only_what_is_wanted_is_asked, close_names),
		cmocka_unit_test_teardown(test_more_names_than_are_looked_at, close_names),
	};

	return cmocka_run_group_tests(tests, start_dns, stop_dns);
}
