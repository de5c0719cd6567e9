/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_self_test.c - what the test of a zone comes to, and how that is said. */
#include "dns/cares.h"
#include "dns/self_test.h"
#include "fake_clock.h"
#include "fake_dns.h"
#include "zone_fixture.h"

#define DEADLINE_MS 10000
#define SHORT_DEADLINE_MS 300 /* of a test that ends by it; c-ares resends after a third of it */
#define LEAP_US (SHORT_DEADLINE_MS * 1000LL)

static const char script[] = "bl.example.net 192.0.2.1 127.0.0.2\n"
			     "v4only.example.net ::/0 127.0.0.2\n"
			     "world.example.net * 127.0.0.2\n"
			     "parked.example.net * 203.0.113.9\n"
			     "refuses.example.net * 127.255.255.254\n"
			     "emptied.example.net * NXDOMAIN notest\n"
			     "broken.example.net * servfail\n"
			     "silent.example.net * silence\n"
			     "localhost.example.net 127.0.0.1 127.0.0.2\n"
			     "half.example.net 127.0.0.2 servfail\n"
			     "half.example.net 127.0.0.1 127.0.0.2\n"
			     "no-v6-test.example.net ::/0 NXDOMAIN\n"
			     "no-v6-test.example.net 127.0.0.2 127.0.0.2\n"
			     "world-v6.example.net ::/0 127.0.0.2\n"
			     "world-v6.example.net 127.0.0.2 127.0.0.2\n"
			     "hostkarma.junkemailfilter.com 127.0.0.1 127.0.0.1\n"
			     "hostkarma.junkemailfilter.com 127.0.0.2 127.0.0.2\n";

FAKE_DNS_GROUP(script)

/* RFC 5782 section 5: 127.0.0.2 is listed and 127.0.0.1 is not. */
static void test_the_test_of_a_zone(void **state)
{
	static const struct {
		const char *label, *zone;
		bool asks_ipv6;
		int64_t leap_us;
		enum wb_self_test_outcome outcome;
		const char *why;
	} rows[] = {
		{ "a good zone", "bl.example.net", true, 0, WB_SELF_TEST_PASSED, "" },
		{ "of IPv4 alone", "v4only.example.net", false, 0, WB_SELF_TEST_PASSED, "" },
		{ "an emptied zone", "emptied.example.net", true, 0, WB_SELF_TEST_EMPTY,
		    "does not list 127.0.0.2: it is empty, or the resolver takes answers in 127.0.0.0/8 away" },
		{ "one that lists the world", "world.example.net", true, 0, WB_SELF_TEST_WORLD,
		    "lists 127.0.0.1: it lists the world" },
		{ "one that lists 127.0.0.1", "localhost.example.net", true, 0, WB_SELF_TEST_WORLD,
		    "lists 127.0.0.1: it lists the world" },
		{ "one that is known to", "hostkarma.junkemailfilter.com", false, 0, WB_SELF_TEST_PASSED, "" },
		{ "a parked zone", "parked.example.net", true, 0, WB_SELF_TEST_ERROR,
		    "answers 127.0.0.2 with an error: the zone is gone, or refuses this resolver" },
		{ "one that refuses us", "refuses.example.net", true, 0, WB_SELF_TEST_ERROR,
		    "answers 127.0.0.2 with an error: the zone is gone, or refuses this resolver" },
		{ "no test entry of IPv6", "no-v6-test.example.net", true, 0, WB_SELF_TEST_EMPTY,
		    "does not list ::ffff:127.0.0.2: it is empty, or the resolver takes answers in 127.0.0.0/8 away" },
		{ "the world of IPv6", "world-v6.example.net", true, 0, WB_SELF_TEST_WORLD,
		    "lists ::ffff:127.0.0.1: it lists the world" },
		{ "SERVFAIL says nothing", "broken.example.net", true, 0, WB_SELF_TEST_NO_ANSWER, "" },
		{ "nor does silence", "silent.example.net", true, LEAP_US, WB_SELF_TEST_NO_ANSWER, "" },
		{ "a point without an answer does not hide one that went wrong", "half.example.net", false, 0,
		    WB_SELF_TEST_WORLD, "lists 127.0.0.1: it lists the world" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *servers[] = { dns.address };
		const struct wb_dns_settings settings = { { servers, 1 }, rows[i].leap_us > 0 ? SHORT_DEADLINE_MS : DEADLINE_MS,
			false };
		struct fake_clock clock = FAKE_CLOCK(clock, rows[i].leap_us);
		/* The other zone answers: then a clock that leaps has gone on. */
		struct wb_zone zones[] = { zone_of(rows[i].zone), zone_of("bl.example.net") };
		struct wb_self_test_result results[COUNT(zones)];
		char why[128];

		begin_row(rows[i].label);
		zones[0].asks_ipv6 = rows[i].asks_ipv6;
		assert_int_equal(
		    wb_self_test_run(zones, COUNT(zones), &settings, NULL, &clock.clock, results, NULL, NULL), WB_OK);
		assert_int_equal(results[0].outcome, rows[i].outcome);
		if (rows[i].leap_us == 0)
			assert_int_equal(results[1].outcome, WB_SELF_TEST_PASSED);
		wb_self_test_explain(&results[0], why, sizeof(why));
		assert_string_equal(why, rows[i].why);
	}
}

static void test_servers_that_cannot_be_asked(void **state)
{
	const char *servers[] = { "nonsense" };
	const struct wb_dns_settings settings = { { servers, 1 }, DEADLINE_MS, false };
	struct wb_zone zone = zone_of("bl.example.net");
	struct wb_self_test_result result;
	struct wb_error error = { "" };

	(void)state;
	assert_int_equal(wb_self_test_run(&zone, 1, &settings, NULL, &wb_clock_system, &result, NULL, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "dns.servers");
}

static struct wb_cares_functions before;
static unsigned opened; /* channels */

/* There is memory for the first server, and none for the second one. */
static int set_once(ares_channel channel, const char *server)
{
	return ++opened > 1 ? ARES_ENOMEM : before.ares_set_servers_ports_csv(channel, server);
}

/* It would be suspended for an hour, and an allow list that is suspended counts as absent. */
static void test_want_of_memory_says_nothing_of_a_zone(void **state)
{
	const char *servers[] = { "127.0.0.1:1", dns.address };
	const struct wb_dns_settings settings = { { servers, 2 }, DEADLINE_MS, false };
	struct wb_zone zone = zone_of("bl.example.net");
	struct wb_self_test_result result;

	(void)state;
	assert_int_equal(wb_cares_load(NULL), WB_OK);
	assert_int_equal(wb_self_test_run(&zone, 1, &settings, NULL, &wb_clock_system, &result, NULL, NULL), WB_OK);
	before = wb_ares;
	wb_ares.ares_set_servers_ports_csv = set_once;
	assert_int_equal(wb_self_test_run(&zone, 1, &settings, NULL, &wb_clock_system, &result, NULL, NULL), WB_NO_MEMORY);
	wb_ares = before;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_test_of_a_zone),
		cmocka_unit_test(test_servers_that_cannot_be_asked),
		cmocka_unit_test(test_want_of_memory_says_nothing_of_a_zone),
	};

	return cmocka_run_group_tests(tests, start_dns, stop_dns);
}
