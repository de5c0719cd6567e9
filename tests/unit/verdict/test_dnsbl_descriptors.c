/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * test_dnsbl_descriptors.c - thousands of checks in one process, with answers over UDP and TCP, silence and hang-ups, leave no
 * descriptor behind. WHYBLOCK_CHECKS: how many (2000). tests/lib/fake_dns.py answers.
 */
#include "check_fixture.h"
#include "fake_dns.h"
#include "policy_fixture.h"

#define LISTED "192.0.2.66"
#define CLEAN "192.0.2.99"
#define ZONE(name) "dnsbl \"" name "\" { code \"127.0.0.2\" { category = \"open-relay\" } }\n"
#define LONG_CHECKS 200 /* for each that waits for the deadline */
#define AFTER_REST_S (2 * WB_HEALTH_SUSPEND_S)

static const char script[] = "udp.example.net * NXDOMAIN\n"
			     "udp.example.net " LISTED " 127.0.0.2\n"
			     "tcp.example.net * NXDOMAIN truncate\n"
			     "tcp.example.net " LISTED " 127.0.0.2 truncate\n"
			     "broken.example.net * servfail\n"
			     "silent.example.net * silence\n";

static unsigned check_count(void)
{
	const char *wanted = getenv("WHYBLOCK_CHECKS");

	return wanted != NULL ? (unsigned)strtoul(wanted, NULL, 10) : 2000;
}

/* A store with a policy of its own in force. */
static const char *make_store(
    const char *folder, const char *name, const struct fake_dns *server, const char *deadline, const char *zones)
{
	const char *store = path_in(folder, name);
	struct wb_config *config;
	char text[1024];

	assert_int_equal(wb_store_init(store, &WB_STORE_RIGHTS_KEPT, NULL), WB_OK);
	assert_int_equal(wb_publish_all(store, NULL), WB_OK);

	snprintf(text, sizeof(text),
	    "store = \"%s\"\ngeoip { country = \"\" asn = \"\" }\ndns { servers = {\"%s\"} deadline = %s }\n%s", store,
	    server->address, deadline, zones);
	config = open_config(folder, text);
	publish_policy(store, &config->policy);
	wb_config_close(&config);
	return store;
}

/* One connection: opens, prefetches if told, decides if told, closes. */
static void connect_once(const char *store, const char *client, bool prefetches, bool decides, int64_t now_s)
{
	struct wb_query query = { .client = address_of(client) };
	bool is_listed = strcmp(client, LISTED) == 0;
	const struct wb_policy *policy;
	const struct wb_outcome *outcome;
	struct wb_check *check;
	struct wb_error fault;

	assert_int_equal(wb_policy_open(store, NULL, &policy, &fault), WB_OK);
	check = open_check_of(policy, (struct wb_check_options){ .sign = true });
	check_now_s = now_s;
	if (prefetches)
		wb_check_prefetch(check, &query);
	if (decides) {
		outcome = wb_check_run(check, &query);
		assert_string_equal(outcome->facts.fault.text, "");
		assert_int_equal(outcome->action, is_listed ? WB_REJECT : WB_OFF);
	}
	wb_check_close(&check);
	wb_policy_close(&policy);
}

/* Every kind of connection there is. */
static void connect_one_of_each(const char *store)
{
	connect_once(store, CLEAN, false, true, NOW_S);
	connect_once(store, LISTED, false, true, NOW_S);
	connect_once(store, CLEAN, true, true, NOW_S);
	connect_once(store, LISTED, true, false, NOW_S);
}

static void test_no_descriptor_stays_open(void **state)
{
	const char *folder = *state;
	unsigned checks = check_count();
	struct fake_dns server;
	const char *store, *silent;
	unsigned before;

	fake_dns_start(script, &server);
	store = make_store(
	    folder, "store", &server, "10", ZONE("udp.example.net") ZONE("tcp.example.net") ZONE("broken.example.net"));
	silent = make_store(folder, "silent", &server, "0.05", ZONE("silent.example.net"));
	connect_one_of_each(store);
	connect_once(silent, CLEAN, false, true, NOW_S);
	before = count_descriptors();
	for (unsigned i = 0; i < checks / 4; i++) {
		connect_one_of_each(store);
		assert_int_equal(count_descriptors(), before);
	}
	/* Each finds that the zone's rest has ended, waits for the deadline and writes down that it rests again. */
	for (unsigned i = 1; i <= checks / LONG_CHECKS; i++) {
		connect_once(silent, CLEAN, false, true, NOW_S + i * AFTER_REST_S);
		assert_int_equal(count_descriptors(), before);
	}
	print_message("    %u checks, %u descriptors\n", checks + checks / LONG_CHECKS, before);
	fake_dns_stop(&server);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_no_descriptor_stays_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
