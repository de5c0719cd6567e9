/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_dnsbl.c - what zones are asked, what counts of their answers, and what is learnt about the zones themselves. */
#include "dns/dnsbl.h"
#include "fake_clock.h"
#include "fake_dns.h"
#include "zone_fixture.h"

#define DEADLINE_MS 10000
#define SHORT_DEADLINE_MS 300 /* of rounds that end by it; c-ares resends after a third of it */
#define LEAP_US (SHORT_DEADLINE_MS * 1000LL)

static const char script[] = "bl.example.net 192.0.2.1 127.0.0.2 \"Open relay\"\n"
			     "bl.example.net 192.0.2.2 127.0.0.4\n"
			     "bl.example.net 192.0.2.3 127.0.77.3\n"
			     "bl.example.net 192.0.2.4 127.0.8.12\n"
			     "bl.example.net 192.0.2.5 127.0.0.99\n"
			     "bl.example.net 192.0.2.6 127.0.0.2 127.0.0.4 127.0.0.99\n"
			     "bl.example.net 192.0.2.7 127.255.255.254\n"
			     "bl.example.net 192.0.2.8 127.255.0.0\n"
			     "bl.example.net 192.0.2.9 203.0.113.9\n"
			     "bl.example.net 192.0.2.10 127.0.0.2 127.255.255.255\n"
			     "bl.example.net 192.0.2.11 127.0.0.2 128.0.0.2\n"
			     "bl.example.net 192.0.2.12 servfail\n"
			     "bl.example.net 192.0.2.13 refused 127.0.0.2\n"
			     "bl.example.net 192.0.2.14 nodata\n"
			     "bl.example.net 192.0.2.15 127.0.0.2 \"no such user here\"\n"
			     "bl.example.net 192.0.2.16 127.0.0.2 \"gr\\195\\188n\"\n"
			     "bl.example.net 192.0.2.17 127.0.0.2 truncate\n"
			     "bl.example.net 192.0.2.18 127.0.0.2 truncate-always\n"
			     "bl.example.net 0123:4567:89ab:cdef:1032:5476:98ba:dcfe 127.0.0.2\n"
			     "v4only.example.net 192.0.2.1 127.0.0.2\n"
			     "v4only.example.net ::/0 127.0.0.2\n"
			     "world.example.net * 127.0.0.2\n"
			     "late.example.net 192.0.2.1 127.0.0.2 delay=0.3\n"
			     "late.example.net 127.0.0.0/8 NXDOMAIN delay=0.1\n"
			     "noprobe.example.net 192.0.2.1 127.0.0.2\n"
			     "noprobe.example.net 127.0.0.0/8 servfail\n"
			     "lostprobe.example.net 192.0.2.1 127.0.0.2\n"
			     "lostprobe.example.net 127.0.0.0/8 silence\n"
			     "parked.example.net * 203.0.113.9\n"
			     "refuses.example.net * 127.255.255.254\n"
			     "emptied.example.net * NXDOMAIN notest\n"
			     "broken.example.net * servfail\n"
			     "silent.example.net * silence\n"
			     "localhost.example.net 127.0.0.1 127.0.0.2\n"
			     "no-v6-test.example.net ::/0 NXDOMAIN\n"
			     "no-v6-test.example.net 127.0.0.2 127.0.0.2\n"
			     "world-v6.example.net ::/0 127.0.0.2\n"
			     "world-v6.example.net 127.0.0.2 127.0.0.2\n"
			     "hostkarma.junkemailfilter.com 127.0.0.1 127.0.0.1\n"
			     "hostkarma.junkemailfilter.com 127.0.0.2 127.0.0.2\n"
			     "list.dnswl.org 192.0.2.1 127.0.5.2\n"
			     "list.dnswl.org 192.0.2.2 127.0.5.1\n"
			     "list.dnswl.org 192.0.2.3 127.0.10.3\n"
			     "list.dnswl.org 192.0.2.4 127.0.0.255\n"
			     "list.dnswl.org 192.0.2.50 127.0.5.2\n"
			     "s3cret.zen.dq.spamhaus.net 192.0.2.1 127.0.0.4 \"see 1.2.0.192.S3CRET.zen.dq.spamhaus.net\"\n"
			     "s3cret.zen.dq.spamhaus.net 192.0.2.2 127.0.0.4 \"https://check.example.net/\"\n"
			     "s3cret.zen.dq.spamhaus.net 192.0.2.3 127.255.255.250\n";

FAKE_DNS_GROUP(script)

enum { RELAY, PROXY, VIRUS, SPAM };

/* One round about one client, and what it found. */
struct round {
	struct fake_clock clock;
	const char *servers[1];
	struct wb_dns_settings dns;
	char names[256];
	struct wb_zone zones[8];
	struct wb_health health[8];
	enum wb_health_finding findings[8];
	struct wb_dnsbl_setup setup;
	const struct wb_clock *used_clock;
	struct wb_resolver *resolver;
	struct wb_dnsbl *dnsbl;
};
static struct round now;

/* A word without a dot is a zone of example.net, with codes of its own, that lists IPv6; any other is as the catalogue has it. */
static struct wb_zone read_zone(char *word, char *room, size_t size)
{
	struct wb_zone zone;

	if (strchr(word, '.') != NULL)
		return zone_of(word);
	snprintf(room, size, "%s.example.net", word);
	zone = zone_of(room);
	zone.asks_ipv6 = true;
	add_code(&zone, "127.0.0.2", WB_CODE_LISTED, RELAY);
	add_code(&zone, "127.0.0.3-127.0.0.5", WB_CODE_LISTED, VIRUS);
	add_code(&zone, "127.0.*.3", WB_CODE_LISTED, SPAM);
	add_code(&zone, "127.0.8.&8", WB_CODE_LISTED, PROXY);
	return zone;
}

/* zones: "silent bl"; leap_us: by which the clock has gone on after each look. */
static void open_zones(const char *zones, int64_t leap_us)
{
	static char rooms[COUNT(now.zones)][80];
	char *rest = now.names;

	memset(&now, 0, sizeof(now));
	fixture_code_count = 0;
	now.clock = (struct fake_clock)FAKE_CLOCK(now.clock, leap_us);
	now.servers[0] = dns.address;
	now.dns = (struct wb_dns_settings){ { now.servers, 1 }, leap_us > 0 ? SHORT_DEADLINE_MS : DEADLINE_MS, false };
	now.setup = (struct wb_dnsbl_setup){ .zones = now.zones, .health = now.health, .now_s = NOW_S, .wants_text = true };
	now.used_clock = &now.clock.clock;
	snprintf(now.names, sizeof(now.names), "%s", zones);
	for (char *word = strtok_r(now.names, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest)) {
		size_t i = now.setup.zone_count++;

		assert_in_range(now.setup.zone_count, 1, COUNT(now.zones));
		now.zones[i] = read_zone(word, rooms[i], sizeof(rooms[i]));
	}
}

static void open_round(const char *client)
{
	struct wb_error error = { "" };

	now.setup.client = address_of(client);
	if (wb_resolver_open(&now.dns, NULL, now.used_clock, &now.resolver, &error) != WB_OK)
		fail_msg("%s", error.text);
	now.setup.resolver = now.resolver;
	now.dnsbl = wb_dnsbl_open(&now.setup);
	assert_non_null(now.dnsbl);
}

/* False when nothing is open any more, or the deadline is over. */
static bool wait_round(void)
{
	return (wb_dnsbl_has_open(now.dnsbl) || wb_resolver_is_in_doubt(now.resolver)) && wb_resolver_wait(now.resolver);
}

static void learn(void)
{
	char room[256];
	struct wb_text why;

	wb_text_open(&why, room, sizeof(room));
	wb_dnsbl_learn(
	    now.dnsbl, now.health, wb_resolver_is_over(now.resolver), wb_resolver_is_faulty(now.resolver, &why), now.findings);
}

static void run_round(const char *client)
{
	open_round(client);
	while (wait_round())
		;
	learn();
}

static void close_round(void)
{
	wb_resolver_close(&now.resolver);
	wb_dnsbl_close(&now.dnsbl);
	assert_null(now.dnsbl);
	memset(now.health, 0, sizeof(now.health));
}

static int close_zones(void **state)
{
	(void)state;
	wb_resolver_close(&now.resolver);
	wb_dnsbl_close(&now.dnsbl);
	return 0;
}

#define test_of_zones(test) cmocka_unit_test_teardown(test, close_zones)

static void test_query_names(void **state)
{
	static const struct {
		const char *address;
		bool as_ipv6;
		const char *name;
	} rows[] = {
		{ "127.0.0.2", false, "2.0.0.127.bl.example.net" },
		{ "192.0.2.66", false, "66.2.0.192.bl.example.net" },
		{ "255.254.253.252", false, "252.253.254.255.bl.example.net" },
		{ "::ffff:192.0.2.66", false, "66.2.0.192.bl.example.net" },
		{ "127.0.0.2", true, "2.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.bl.example.net" },
		/* RFC 5782 section 2.4 */
		{ "2001:db8:1:2:3:4:567:89ab", true,
		    "b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.8.b.d.0.1.0.0.2.bl.example.net" },
		{ "0123:4567:89ab:cdef:1032:5476:98ba:dcfe", true,
		    "e.f.c.d.a.b.8.9.6.7.4.5.2.3.0.1.f.e.d.c.b.a.9.8.7.6.5.4.3.2.1.0.bl.example.net" },
	};
	char longest[WB_ZONE_NAME_MAX + 1], name[WB_DNSBL_NAME_SIZE];
	struct wb_address address = address_of("::1");

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].address);
		address = address_of(rows[i].address);
		wb_dnsbl_query_name(&address, rows[i].as_ipv6, "bl.example.net", name);
		assert_string_equal(name, rows[i].name);
	}
	begin_row("the longest zone is not cut");
	memset(longest, 'z', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	wb_dnsbl_query_name(&address, true, longest, name);
	assert_int_equal(strlen(name), 64 + WB_ZONE_NAME_MAX);
}

static bool names_users(const char *text)
{
	return strstr(text, "user") != NULL;
}

/* "127.0.0.2 127.0.0.4" */
static const char *codes_of(const struct wb_dnsbl_result *result)
{
	static char buffer[WB_RESOLVER_ADDRESSES_MAX * WB_CODE_TEXT_SIZE];
	struct wb_text text;

	wb_text_open(&text, buffer, sizeof(buffer));
	for (size_t i = 0; i < result->code_count; i++) {
		char code[WB_CODE_TEXT_SIZE];

		wb_code_format(result->codes[i], code);
		wb_text_addf(&text, "%s%s", i > 0 ? " " : "", code);
	}
	return buffer;
}

static void test_what_an_answer_is(void **state)
{
	static const struct {
		const char *label, *client;
		enum wb_dnsbl_answer answer;
		const char *why, *codes;
		uint32_t unnamed;
	} rows[] = {
		{ "the test entry", "127.0.0.2", WB_DNSBL_LISTED, "", "127.0.0.2", 0 },
		{ "its opposite", "127.0.0.1", WB_DNSBL_NOT_LISTED, "", "", 0 },
		{ "single code", "192.0.2.1", WB_DNSBL_LISTED, "", "127.0.0.2", 0 },
		{ "v4-mapped is asked as IPv4", "::ffff:192.0.2.1", WB_DNSBL_LISTED, "", "127.0.0.2", 0 },
		{ "IPv6", "0123:4567:89ab:cdef:1032:5476:98ba:dcfe", WB_DNSBL_LISTED, "", "127.0.0.2", 0 },
		{ "its nibbles the other way round", "efcd:ab89:6745:2301:fedc:ba98:7654:3210", WB_DNSBL_NOT_LISTED, "", "",
		    0 },
		{ "range", "192.0.2.2", WB_DNSBL_LISTED, "", "127.0.0.4", 0 },
		{ "any octet", "192.0.2.3", WB_DNSBL_LISTED, "", "127.0.77.3", 0 },
		{ "bit", "192.0.2.4", WB_DNSBL_LISTED, "", "127.0.8.12", 0 },
		{ "a code that is not named", "192.0.2.5", WB_DNSBL_LISTED, "", "127.0.0.99", 0x7f000063 },
		{ "one of several", "192.0.2.6", WB_DNSBL_LISTED, "", "127.0.0.2 127.0.0.4 127.0.0.99", 0x7f000063 },
		{ "error net", "192.0.2.7", WB_DNSBL_ERROR, "answered 127.255.255.254: the zone refuses", "127.255.255.254",
		    0 },
		{ "its first address", "192.0.2.8", WB_DNSBL_ERROR, "answered 127.255.0.0: ", "127.255.0.0", 0 },
		{ "outside of 127/8", "192.0.2.9", WB_DNSBL_ERROR, "answered 203.0.113.9: outside", "203.0.113.9", 0 },
		{ "an error spoils a listing", "192.0.2.10", WB_DNSBL_ERROR,
		    "answered 127.255.255.255: ", "127.0.0.2 127.255.255.255", 0 },
		{ "so does what is outside", "192.0.2.11", WB_DNSBL_ERROR, "answered 128.0.0.2: ", "127.0.0.2 128.0.0.2", 0 },
		{ "SERVFAIL", "192.0.2.12", WB_DNSBL_UNKNOWN, "", "", 0 },
		{ "REFUSED with records", "192.0.2.13", WB_DNSBL_UNKNOWN, "", "", 0 },
		{ "no record of this type", "192.0.2.14", WB_DNSBL_NOT_LISTED, "", "", 0 },
		{ "over TCP", "192.0.2.17", WB_DNSBL_LISTED, "", "127.0.0.2", 0 },
		{ "truncated over TCP", "192.0.2.18", WB_DNSBL_UNKNOWN, "truncated", "", 0 },
		{ "nobody has heard of it", "192.0.2.99", WB_DNSBL_NOT_LISTED, "", "", 0 },
	};

	(void)state;
	open_zones("bl", 0);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct wb_dnsbl_result *result;

		begin_row(rows[i].label);
		run_round(rows[i].client);
		result = wb_dnsbl_result(now.dnsbl, 0);
		assert_string_equal(wb_dnsbl_answer_name(result->answer), wb_dnsbl_answer_name(rows[i].answer));
		assert_contains(result->why, rows[i].why);
		assert_int_equal(
		    result->why[0] != '\0', rows[i].answer == WB_DNSBL_UNKNOWN || rows[i].answer == WB_DNSBL_ERROR);
		assert_string_equal(codes_of(result), rows[i].codes);
		assert_int_equal(result->unnamed_code, rows[i].unnamed);
		close_round();
	}
}

static void test_a_hit_needs_a_probe(void **state)
{
	static const struct {
		const char *label, *zones;
		int64_t leap_us;
		enum wb_dnsbl_answer answer;
		const char *why;
		bool timed_out;
	} rows[] = {
		{ "a clean one", "bl", 0, WB_DNSBL_LISTED, "", false },
		{ "a zone that lists the world", "world", 0, WB_DNSBL_ERROR, "it lists the world", false },
		{ "one that fails", "noprobe", 0, WB_DNSBL_UNKNOWN, "its probe got no answer", true },
		{ "one that gets no answer", "lostprobe", LEAP_US, WB_DNSBL_UNKNOWN, "its probe got no answer", true },
	};

	(void)state;
	for (size_t i = 0; i < 2 * COUNT(rows); i++) {
		const struct wb_dnsbl_result *result;

		begin_row(rows[i / 2].label);
		open_zones(rows[i / 2].zones, rows[i / 2].leap_us);
		now.zones[0].probe = i % 2 == 0 ? WB_ZONE_PROBE_AFTER : WB_ZONE_PROBE_WITH;
		run_round("192.0.2.1");
		result = wb_dnsbl_result(now.dnsbl, 0);
		assert_string_equal(wb_dnsbl_answer_name(result->answer), wb_dnsbl_answer_name(rows[i / 2].answer));
		assert_contains(result->why, rows[i / 2].why);
		assert_int_equal(result->timed_out, rows[i / 2].timed_out);
		close_round();
	}
}

/* While the probe is on its way the answer is still to come. */
static void test_a_hit_waits_for_its_probe(void **state)
{
	(void)state;
	open_zones("lostprobe", 0);
	open_round("192.0.2.1");
	assert_true(wb_dnsbl_is_open(now.dnsbl, 0));
	assert_int_equal(wb_dnsbl_result(now.dnsbl, 0)->answer, WB_DNSBL_PENDING);
	assert_true(wait_round());
	assert_int_equal(wb_dnsbl_result(now.dnsbl, 0)->code_count, 1);
	assert_int_equal(wb_dnsbl_result(now.dnsbl, 0)->answer, WB_DNSBL_PENDING);
	assert_true(wb_dnsbl_is_open(now.dnsbl, 0));
}

/* Sent beside the question it is back before it, so that the hit waits for nothing more. */
static void test_a_probe_beside_the_question(void **state)
{
	static const struct {
		const char *label;
		int probe;
		bool is_dnswl;
		enum wb_dnsbl_answer answer;
	} rows[] = {
		{ "after the hit", WB_ZONE_PROBE_AFTER, false, WB_DNSBL_PENDING },
		{ "beside the question", WB_ZONE_PROBE_WITH, false, WB_DNSBL_LISTED },
		{ "an allow list, of which no probe is needed", WB_ZONE_PROBE_AFTER, true, WB_DNSBL_LISTED },
		{ "one that was probed for nothing", WB_ZONE_PROBE_WITH, true, WB_DNSBL_LISTED },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct wb_dnsbl_result *result;

		begin_row(rows[i].label);
		open_zones("late", 0);
		now.zones[0].probe = rows[i].probe;
		now.zones[0].is_dnswl = rows[i].is_dnswl;
		for (size_t c = 0; rows[i].is_dnswl && c < now.zones[0].code_count; c++)
			now.zones[0].codes[c].kind = WB_CODE_ALLOW;
		open_round("192.0.2.1");
		result = wb_dnsbl_result(now.dnsbl, 0);
		while (result->code_count == 0)
			assert_true(wait_round());
		assert_string_equal(wb_dnsbl_answer_name(result->answer), wb_dnsbl_answer_name(rows[i].answer));
		assert_int_equal(result->is_unproven, rows[i].is_dnswl && rows[i].probe == WB_ZONE_PROBE_AFTER);
		close_round();
	}
}

static void test_a_clean_client_waits_for_no_probe(void **state)
{
	(void)state;
	open_zones("lostprobe", 0);
	now.zones[0].probe = WB_ZONE_PROBE_WITH;
	open_round("192.0.2.99");
	while (wb_dnsbl_is_open(now.dnsbl, 0))
		assert_true(wait_round());
	assert_int_equal(wb_dnsbl_result(now.dnsbl, 0)->answer, WB_DNSBL_NOT_LISTED);
	assert_false(wait_round());
	learn();
	assert_int_equal(now.findings[0], WB_HEALTH_NOTHING_NEW);
}

static void test_allow_lists(void **state)
{
	static const struct {
		const char *label, *client;
		enum wb_dnsbl_answer answer;
	} rows[] = {
		{ "trust", "192.0.2.1", WB_DNSBL_LISTED },
		{ "little trust", "192.0.2.2", WB_DNSBL_LISTED },
		{ "the false high trust", "192.0.2.3", WB_DNSBL_ERROR },
		{ "the quota", "192.0.2.4", WB_DNSBL_ERROR },
		{ "nobody's", "192.0.2.99", WB_DNSBL_NOT_LISTED },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		open_zones("list.dnswl.org", 0);
		now.zones[0].is_dnswl = true;
		run_round(rows[i].client);
		assert_int_equal(wb_dnsbl_result(now.dnsbl, 0)->answer, rows[i].answer);
		close_round();
	}
}

/* The second zone vouches for the client. */
static void open_allow_list(const char *zones)
{
	open_zones(zones, 0);
	now.zones[1].is_dnswl = true;
	for (size_t i = 0; i < now.zones[1].code_count; i++) {
		now.zones[1].codes[i].kind = WB_CODE_ALLOW;
		now.zones[1].codes[i].trust = 2;
	}
	now.zones[1].min_trust = 1;
}

static void test_an_allow_list_is_believed_no_more_than_a_block_list(void **state)
{
	static const struct {
		const char *label, *zones, *client;
		bool probes_all;
		enum wb_dnsbl_answer answer;
		bool is_unproven;
		const char *why;
	} rows[] = {
		{ "a clean probe", "bl list.dnswl.org", "192.0.2.1", false, WB_DNSBL_LISTED, false, "" },
		{ "nothing to weigh: no probe", "bl list.dnswl.org", "192.0.2.50", false, WB_DNSBL_LISTED, true, "" },
		{ "a code that counts for nothing", "bl world", "192.0.2.5", false, WB_DNSBL_LISTED, true, "" },
		{ "another allow list is nothing to weigh", "bl world world", "192.0.2.50", false, WB_DNSBL_LISTED, true, "" },
		{ "somebody wants to see all", "bl list.dnswl.org", "192.0.2.50", true, WB_DNSBL_LISTED, false, "" },
		{ "it vouches for the world", "bl world", "192.0.2.1", false, WB_DNSBL_ERROR, false, "it lists the world" },
		{ "the probe fails", "bl noprobe", "192.0.2.1", false, WB_DNSBL_UNKNOWN, false, "its probe got no answer" },
		{ "no answer to the probe", "bl lostprobe", "192.0.2.1", false, WB_DNSBL_UNKNOWN, false,
		    "its probe got no answer" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct wb_dnsbl_result *result;

		begin_row(rows[i].label);
		open_allow_list(rows[i].zones);
		/* Long enough for the answers, and no longer than a test should wait for the probe. */
		if (strstr(rows[i].zones, "lostprobe") != NULL)
			now.dns.deadline_ms = SHORT_DEADLINE_MS;
		now.zones[2].is_dnswl = true;
		now.setup.probes_all = rows[i].probes_all;
		run_round(rows[i].client);
		result = wb_dnsbl_result(now.dnsbl, 1);
		assert_string_equal(wb_dnsbl_answer_name(result->answer), wb_dnsbl_answer_name(rows[i].answer));
		assert_int_equal(result->is_unproven, rows[i].is_unproven);
		assert_contains(result->why, rows[i].why);
		assert_int_equal(now.findings[1],
		    rows[i].answer == WB_DNSBL_ERROR ? WB_HEALTH_REFUSED
			: result->timed_out          ? WB_HEALTH_TIMED_OUT
						     : WB_HEALTH_NOTHING_NEW);
		close_round();
	}
}

/* The second zone vouches for the world, and is found out at once; that is no reason to ask more about the third. */
static void test_what_another_allow_list_says_is_nothing_to_weigh(void **state)
{
	(void)state;
	open_allow_list("bl world list.dnswl.org");
	now.zones[1].probe = WB_ZONE_PROBE_WITH;
	now.zones[2].is_dnswl = true;
	run_round("192.0.2.50");
	assert_int_equal(wb_dnsbl_result(now.dnsbl, 1)->answer, WB_DNSBL_ERROR);
	assert_true(wb_dnsbl_result(now.dnsbl, 2)->is_unproven);
}

/* Too little trust changes nothing, so nobody asks about it. */
static void test_who_is_not_trusted_far_enough_gets_no_probe(void **state)
{
	(void)state;
	open_allow_list("bl world");
	now.zones[1].min_trust = 3;
	run_round("192.0.2.1");
	assert_int_equal(wb_dnsbl_result(now.dnsbl, 1)->answer, WB_DNSBL_LISTED);
	assert_false(wb_dnsbl_result(now.dnsbl, 1)->is_unproven);
}

static void test_the_text_of_a_hit(void **state)
{
	static const struct {
		const char *label, *zones, *client, *text;
	} rows[] = {
		{ "as it is", "bl", "192.0.2.1", "Open relay" },
		{ "none", "bl", "192.0.2.2", "" },
		{ "words that mislead", "bl", "192.0.2.15", "" },
		{ "bytes that are not printable", "bl", "192.0.2.16", "" },
		{ "the account's key", "s3cret.zen.dq.spamhaus.net", "192.0.2.1", "" },
		{ "without it", "s3cret.zen.dq.spamhaus.net", "192.0.2.2", "https://check.example.net/" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		open_zones(rows[i].zones, 0);
		now.setup.misleads = names_users;
		run_round(rows[i].client);
		assert_int_equal(wb_dnsbl_result(now.dnsbl, 0)->answer, WB_DNSBL_LISTED);
		assert_string_equal(wb_dnsbl_result(now.dnsbl, 0)->text, rows[i].text);
		close_round();
	}
	begin_row("no word misleads");
	open_zones("bl", 0);
	run_round("192.0.2.15");
	assert_string_equal(wb_dnsbl_result(now.dnsbl, 0)->text, "no such user here");
	close_round();
	begin_row("nobody wants it");
	now.setup.wants_text = false;
	run_round("192.0.2.1");
	assert_string_equal(wb_dnsbl_result(now.dnsbl, 0)->text, "");
}

static void test_the_key_of_an_account_shows_nowhere(void **state)
{
	static const char *const clients[] = { "192.0.2.1", "192.0.2.3" };

	(void)state;
	open_zones("s3cret.zen.dq.spamhaus.net", 0);
	for (size_t i = 0; i < COUNT(clients); i++) {
		const struct wb_dnsbl_result *result;

		run_round(clients[i]);
		result = wb_dnsbl_result(now.dnsbl, 0);
		assert_null(strcasestr(result->why, "s3cret"));
		assert_null(strcasestr(result->text, "s3cret"));
		assert_int_equal(now.findings[0], i == 0 ? WB_HEALTH_NOTHING_NEW : WB_HEALTH_REFUSED);
		close_round();
	}
}

static void test_who_is_not_asked(void **state)
{
	static const struct {
		const char *label, *zones, *client;
		struct wb_health health;
		const char *why; /* NULL: asked */
	} rows[] = {
		{ "nothing is known of it", "bl", "192.0.2.1", { .state = WB_HEALTH_GOOD }, NULL },
		{ "it rests", "bl", "192.0.2.1", { WB_HEALTH_SUSPENDED, 0, NOW_S - 1, NOW_S + 1, 0, "" }, "suspended" },
		{ "it has rested", "bl", "192.0.2.1", { WB_HEALTH_SUSPENDED, 0, NOW_S - 1, NOW_S, 0, "" }, NULL },
		{ "it failed its test", "bl", "192.0.2.1", { .state = WB_HEALTH_FAILED }, "failed its last test" },
		{ "it was empty", "bl", "192.0.2.1", { .state = WB_HEALTH_EMPTY }, "failed its last test" },
		{ "IPv6, which it lists", "bl", "2001:db8::1", { .state = WB_HEALTH_GOOD }, NULL },
		{ "IPv6, which it does not list", "v4only.example.net", "2001:db8::1", { .state = WB_HEALTH_GOOD },
		    "lists no IPv6 addresses" },
		{ "v4-mapped is IPv4", "v4only.example.net", "::ffff:192.0.2.1", { .state = WB_HEALTH_GOOD }, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct wb_dnsbl_result *result;

		begin_row(rows[i].label);
		open_zones(rows[i].zones, 0);
		now.health[0] = rows[i].health;
		run_round(rows[i].client);
		result = wb_dnsbl_result(now.dnsbl, 0);
		assert_int_equal(result->answer == WB_DNSBL_UNASKED, rows[i].why != NULL);
		assert_string_equal(result->why, rows[i].why != NULL ? rows[i].why : "");
		if (rows[i].why != NULL) {
			assert_int_equal(now.findings[0], WB_HEALTH_NOTHING_NEW);
			assert_int_equal(now.health[0].state, rows[i].health.state);
		}
		close_round();
	}
}

static void test_what_is_learnt_about_a_zone(void **state)
{
	static const struct {
		const char *label, *zones, *client;
		int64_t leap_us;
		struct wb_health before;
		enum wb_health_finding finding;
		const char *why;
	} rows[] = {
		{ "a hit", "bl", "192.0.2.1", 0, { .state = WB_HEALTH_GOOD }, WB_HEALTH_NOTHING_NEW, "" },
		{ "an error", "bl", "192.0.2.7", 0, { .state = WB_HEALTH_GOOD }, WB_HEALTH_REFUSED,
		    "answered 127.255.255.254" },
		{ "the world", "world", "192.0.2.7", 0, { .state = WB_HEALTH_GOOD }, WB_HEALTH_REFUSED, "the world" },
		{ "SERVFAIL, as silence", "broken", "192.0.2.1", 0, { .timeouts = 1 }, WB_HEALTH_TIMED_OUT, "SERVFAIL" },
		{ "silence", "silent bl", "192.0.2.99", LEAP_US, { .state = WB_HEALTH_GOOD }, WB_HEALTH_TIMED_OUT,
		    "no answer" },
		{ "a probe without an answer", "lostprobe", "192.0.2.1", LEAP_US, { .timeouts = 1 }, WB_HEALTH_TIMED_OUT,
		    "no answer" },
		{ "an answer after timeouts", "bl", "192.0.2.99", 0, { .timeouts = 1 }, WB_HEALTH_ANSWERED, "" },
		{ "or after a rest", "bl", "192.0.2.99", 0, { WB_HEALTH_SUSPENDED, 0, NOW_S - 300, NOW_S, 5, "x" },
		    WB_HEALTH_ANSWERED, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		open_zones(rows[i].zones, rows[i].leap_us);
		now.health[0] = rows[i].before;
		run_round(rows[i].client);
		assert_int_equal(now.findings[0], rows[i].finding);
		assert_contains(wb_dnsbl_result(now.dnsbl, 0)->why, rows[i].why);
		close_round();
	}
}

static void test_who_hangs_up_early_learns_nothing(void **state)
{
	(void)state;
	open_zones("silent bl", 0);
	open_round("192.0.2.1");
	while (wb_dnsbl_is_open(now.dnsbl, 1) && wait_round())
		;
	learn();
	wb_resolver_close(&now.resolver);
	assert_int_equal(now.findings[0], WB_HEALTH_NOTHING_NEW);
	assert_int_equal(wb_dnsbl_result(now.dnsbl, 0)->answer, WB_DNSBL_PENDING);
	begin_row("what came before stays");
	assert_int_equal(wb_dnsbl_result(now.dnsbl, 1)->answer, WB_DNSBL_LISTED);
}

static void test_a_silent_zone_does_not_spoil_the_others(void **state)
{
	(void)state;
	open_zones("silent bl broken", 0);
	now.dns.deadline_ms = SHORT_DEADLINE_MS;
	now.used_clock = &wb_clock_system;
	run_round("192.0.2.1");
	assert_int_equal(wb_dnsbl_result(now.dnsbl, 0)->answer, WB_DNSBL_UNKNOWN);
	assert_true(wb_dnsbl_result(now.dnsbl, 0)->timed_out);
	assert_int_equal(wb_dnsbl_result(now.dnsbl, 1)->answer, WB_DNSBL_LISTED);
	assert_int_equal(wb_dnsbl_result(now.dnsbl, 2)->answer, WB_DNSBL_UNKNOWN);
	assert_true(wb_dnsbl_result(now.dnsbl, 2)->timed_out);
}

static void test_prefetched_answers_are_pumped_in(void **state)
{
	(void)state;
	open_zones("bl", 0);
	open_round("192.0.2.1");
	while (wb_dnsbl_is_open(now.dnsbl, 0))
		wb_resolver_pump(now.resolver); /* the alarm ends a pump that takes nothing in */
	assert_int_equal(wb_dnsbl_result(now.dnsbl, 0)->answer, WB_DNSBL_LISTED);
	assert_false(wait_round());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_query_names),
		test_of_zones(test_what_an_answer_is),
		test_of_zones(test_a_hit_needs_a_probe),
		test_of_zones(test_a_hit_waits_for_its_probe),
		test_of_zones(test_a_probe_beside_the_question),
		test_of_zones(test_a_clean_client_waits_for_no_probe),
		test_of_zones(test_allow_lists),
		test_of_zones(test_an_allow_list_is_believed_no_more_than_a_block_list),
		test_of_zones(test_what_another_allow_list_says_is_nothing_to_weigh),
		test_of_zones(test_who_is_not_trusted_far_enough_gets_no_probe),
		test_of_zones(test_the_text_of_a_hit),
		test_of_zones(test_the_key_of_an_account_shows_nowhere),
		test_of_zones(test_who_is_not_asked),
		test_of_zones(test_what_is_learnt_about_a_zone),
		test_of_zones(test_who_hangs_up_early_learns_nothing),
		test_of_zones(test_a_silent_zone_does_not_spoil_the_others),
		test_of_zones(test_prefetched_answers_are_pumped_in),
	};

	return cmocka_run_group_tests(tests, start_dns, stop_dns);
}
