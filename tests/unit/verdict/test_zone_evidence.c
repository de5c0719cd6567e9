/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_zone_evidence.c - what the answers of zones become: evidence, and the word of an allow list. */
#include "dns/dnsbl.h"
#include "fake_dns.h"
#include "fixture.h"
#include "verdict/evidence_text.h"
#include "verdict/reply.h"
#include "verdict/zone_evidence.h"

static const char script[] = "bl.example.net 192.0.2.1 127.0.0.2 \"Open relay\"\n"
			     "bl.example.net 192.0.2.2 127.0.0.4\n"
			     "bl.example.net 192.0.2.3 127.0.77.3\n"
			     "bl.example.net 192.0.2.4 127.0.8.12\n"
			     "bl.example.net 192.0.2.5 127.0.0.99\n"
			     "bl.example.net 192.0.2.6 127.0.0.2 127.0.0.4 127.0.0.99\n"
			     "bl.example.net 192.0.2.7 127.255.255.254\n"
			     "bl.example.net 192.0.2.9 203.0.113.9\n"
			     "bl.example.net 192.0.2.10 127.0.0.2 127.255.255.255\n"
			     "bl.example.net 192.0.2.11 127.0.0.2 128.0.0.2\n"
			     "bl.example.net 192.0.2.12 servfail\n"
			     "bl.example.net 192.0.2.13 refused 127.0.0.2\n"
			     "bl.example.net 192.0.2.15 127.0.0.2 \"no such user here\"\n"
			     "bl.example.net 0123:4567:89ab:cdef:1032:5476:98ba:dcfe 127.0.0.2\n"
			     "world.example.net * 127.0.0.2\n"
			     "noprobe.example.net 192.0.2.1 127.0.0.2\n"
			     "noprobe.example.net 127.0.0.0/8 servfail\n"
			     "lostprobe.example.net 192.0.2.1 127.0.0.2\n"
			     "lostprobe.example.net 127.0.0.0/8 silence\n"
			     "list.dnswl.org 192.0.2.1 127.0.5.2\n"
			     "list.dnswl.org 192.0.2.2 127.0.5.1\n"
			     "list.dnswl.org 192.0.2.3 127.0.10.3\n"
			     "list.dnswl.org 192.0.2.4 127.0.0.255\n"
			     "s3cret.zen.dq.spamhaus.net 192.0.2.1 127.0.0.4 \"see 1.2.0.192.S3CRET.zen.dq.spamhaus.net\"\n";

#define CODES \
	"{ ipv6 = \"yes\" code \"127.0.0.2\" { category = \"open-relay\" } code \"127.0.0.3-127.0.0.5\" { category = \"virus\" }" \
	" code \"127.0.*.3\" { category = \"spam\" scope = \"range\" } code \"127.0.8.&8\" { category = \"open-proxy\" } }\n"
#define ZONE(name) "dnsbl \"" name ".example.net\" " CODES

FAKE_DNS_GROUP(script)

static struct {
	struct wb_config *config;
	struct wb_resolver *resolver;
	struct wb_dnsbl *dnsbl;
	bool probes_all;
	struct wb_health health[WB_ZONES_MAX];
	struct wb_facts facts; /* large */
} now;

static void open_zones(const char *folder, const char *zones)
{
	char text[4096];

	memset(&now, 0, sizeof(now));
	snprintf(text, sizeof(text), "dns { servers = {\"%s\"} deadline = 10 }\n%s", dns.address, zones);
	now.config = open_config(folder, text);
}

static void open_round(const char *client)
{
	const struct wb_policy *policy = &now.config->policy;
	struct wb_dnsbl_setup setup = { .zones = policy->zones,
		.zone_count = policy->zone_count,
		.health = now.health,
		.client = address_of(client),
		.now_s = NOW_S,
		.probes_all = now.probes_all,
		.wants_text = true,
		.misleads = wb_reply_misleads };
	struct wb_error error = { "" };

	if (wb_resolver_open(&policy->dns, NULL, &wb_clock_system, &now.resolver, &error) != WB_OK)
		fail_msg("%s", error.text);
	setup.resolver = now.resolver;
	now.dnsbl = wb_dnsbl_open(&setup);
	assert_non_null(now.dnsbl);
}

/* False when nothing is open any more, or the deadline is over. */
static bool wait_round(void)
{
	return (wb_dnsbl_has_open(now.dnsbl) || wb_resolver_is_in_doubt(now.resolver)) && wb_resolver_wait(now.resolver);
}

static void take_evidence(void)
{
	wb_zone_evidence_take(now.dnsbl, now.config->policy.zones, now.config->policy.zone_count, &now.facts);
}

static void run_round(const char *client)
{
	open_round(client);
	while (wait_round())
		;
	take_evidence();
}

static void close_round(void)
{
	wb_resolver_close(&now.resolver);
	wb_dnsbl_close(&now.dnsbl);
	memset(&now.facts, 0, sizeof(now.facts));
}

static int close_zones(void **state)
{
	wb_resolver_close(&now.resolver);
	wb_dnsbl_close(&now.dnsbl);
	wb_config_close(&now.config);
	return close_folder(state);
}

#define test_of_zones(test) cmocka_unit_test_setup_teardown(test, open_folder, close_zones)

static const char *source_of(const struct wb_evidence *evidence)
{
	static char buffer[WB_EVIDENCE_SOURCE_SIZE];
	struct wb_text text;

	wb_text_open(&text, buffer, sizeof(buffer));
	wb_evidence_add_source(evidence, &text);
	return buffer;
}

static const char *voucher_of(const struct wb_facts *facts)
{
	static char buffer[128];
	struct wb_text text;

	wb_text_open(&text, buffer, sizeof(buffer));
	wb_evidence_add_voucher(facts, &text);
	return buffer;
}

static void test_what_counts_of_an_answer(void **state)
{
	static const struct {
		const char *label, *client;
		const char *code, *category; /* of the first row; NULL: nothing counts */
		size_t evidence;
	} rows[] = {
		{ "the test entry", "127.0.0.2", "127.0.0.2", "open-relay", 1 },
		{ "its opposite", "127.0.0.1", NULL, NULL, 0 },
		{ "single code", "192.0.2.1", "127.0.0.2", "open-relay", 1 },
		{ "v4-mapped is asked as IPv4", "::ffff:192.0.2.1", "127.0.0.2", "open-relay", 1 },
		{ "IPv6", "0123:4567:89ab:cdef:1032:5476:98ba:dcfe", "127.0.0.2", "open-relay", 1 },
		{ "range", "192.0.2.2", "127.0.0.4", "virus", 1 },
		{ "any octet", "192.0.2.3", "127.0.77.3", "spam", 1 },
		{ "bit", "192.0.2.4", "127.0.8.12", "open-proxy", 1 },
		{ "a code that is not named", "192.0.2.5", NULL, NULL, 0 },
		{ "one of several", "192.0.2.6", "127.0.0.2", "open-relay", 2 },
		{ "error net", "192.0.2.7", NULL, NULL, 0 },
		{ "outside of 127/8", "192.0.2.9", NULL, NULL, 0 },
		{ "an error spoils a listing", "192.0.2.10", NULL, NULL, 0 },
		{ "so does what is outside", "192.0.2.11", NULL, NULL, 0 },
		{ "SERVFAIL", "192.0.2.12", NULL, NULL, 0 },
		{ "REFUSED with records", "192.0.2.13", NULL, NULL, 0 },
		{ "nobody has heard of it", "192.0.2.99", NULL, NULL, 0 },
	};

	open_zones(*state, ZONE("bl"));
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		run_round(rows[i].client);
		assert_int_equal(now.facts.evidence_count, rows[i].evidence);
		if (rows[i].code != NULL) {
			const struct wb_evidence *evidence = &now.facts.evidence[0];
			char source[64];

			snprintf(source, sizeof(source), "dnsbl:bl.example.net:%s", rows[i].code);
			assert_string_equal(source_of(evidence), source);
			assert_int_equal(evidence->kind, WB_EVIDENCE_ZONE);
			assert_string_equal(now.config->policy.categories[evidence->category].id, rows[i].category);
			assert_string_equal(wb_evidence_zone(evidence)->shown, "bl.example.net");
			assert_string_equal(wb_evidence_zone(evidence)->run_by, "bl.example.net");
			assert_int_equal(
			    evidence->scope, strcmp(rows[i].category, "spam") == 0 ? WB_SCOPE_RANGE : WB_SCOPE_HOST);
			assert_int_equal(evidence->weight_milli, evidence->scope == WB_SCOPE_RANGE ? 500 : 1000);
			assert_int_equal(wb_evidence_expires_at_s(evidence), 0);
		}
		close_round();
	}
}

static void test_a_hit_counts_with_a_clean_probe(void **state)
{
	static const struct {
		const char *label, *zones;
		size_t evidence;
	} rows[] = {
		{ "a clean one", ZONE("bl"), 1 },
		{ "a zone that lists the world", ZONE("world"), 0 },
		{ "one that fails", ZONE("noprobe"), 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		open_zones(*state, rows[i].zones);
		run_round("192.0.2.1");
		assert_int_equal(now.facts.evidence_count, rows[i].evidence);
		close_round();
		wb_config_close(&now.config);
	}
}

/* While the probe is on its way nothing counts yet. */
static void test_nothing_counts_before_the_probe(void **state)
{
	open_zones(*state, ZONE("lostprobe"));
	open_round("192.0.2.1");
	assert_true(wait_round());
	assert_int_equal(wb_dnsbl_result(now.dnsbl, 0)->code_count, 1);
	take_evidence();
	assert_int_equal(now.facts.evidence_count, 0);
}

static void test_allow_lists(void **state)
{
	static const struct {
		const char *label, *client, *settings, *vouches;
	} rows[] = {
		{ "enough trust", "192.0.2.1", "", "list.dnswl.org, trust 2" },
		{ "just enough", "192.0.2.2", "", "list.dnswl.org, trust 1" },
		{ "not enough", "192.0.2.2", "min_trust = \"2\"", "" },
		{ "the false high trust", "192.0.2.3", "", "" },
		{ "the quota", "192.0.2.4", "", "" },
		{ "nobody's", "192.0.2.99", "", "" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char zones[100];

		begin_row(rows[i].label);
		snprintf(zones, sizeof(zones), "dnswl \"list.dnswl.org\" { %s }", rows[i].settings);
		open_zones(*state, zones);
		now.probes_all = true;
		run_round(rows[i].client);
		assert_string_equal(voucher_of(&now.facts), rows[i].vouches);
		assert_int_equal(now.facts.evidence_count, 0);
		close_round();
		wb_config_close(&now.config);
	}
}

/* Until its probe is back, or while nobody has sent one, an allow list vouches for nobody. */
static void test_an_allow_list_needs_a_probe(void **state)
{
	open_zones(*state, "dnswl \"list.dnswl.org\" {}");
	run_round("192.0.2.1");
	assert_int_equal(wb_dnsbl_result(now.dnsbl, 0)->answer, WB_DNSBL_LISTED);
	assert_string_equal(voucher_of(&now.facts), "");
}

static void test_an_allow_list_that_weighs(void **state)
{
	open_zones(*state, "dnsbl \"noprobe.example.net\" {}\ndnswl \"list.dnswl.org\" { min_trust = 2 weight = -2 }");
	now.probes_all = true;
	run_round("192.0.2.1");
	assert_int_equal(now.facts.relieving_zones, 2);
	assert_string_equal(voucher_of(&now.facts), "");
	close_round();
	begin_row("not enough trust");
	run_round("192.0.2.2");
	assert_int_equal(now.facts.relieving_zones, 0);
	begin_row("without a probe");
	close_round();
	now.probes_all = false;
	run_round("192.0.2.1");
	assert_int_equal(now.facts.relieving_zones, 0);
}

static void test_which_allow_lists_said_nothing(void **state)
{
	static const struct {
		const char *label, *client, *zone;
		enum wb_health_state state;
		uint64_t unheard, absent; /* the second zone is 2 */
	} rows[] = {
		{ "a hit", "192.0.2.1", "list.dnswl.org", WB_HEALTH_GOOD, 0, 0 },
		{ "no hit", "192.0.2.99", "list.dnswl.org", WB_HEALTH_GOOD, 0, 0 },
		{ "an error", "192.0.2.3", "list.dnswl.org", WB_HEALTH_GOOD, 2, 0 },
		{ "SERVFAIL", "192.0.2.12", "bl.example.net", WB_HEALTH_GOOD, 2, 0 },
		{ "outside 127/8", "192.0.2.9", "bl.example.net", WB_HEALTH_GOOD, 2, 0 },
		{ "suspended", "192.0.2.1", "list.dnswl.org", WB_HEALTH_SUSPENDED, 0, 2 },
		{ "failed", "192.0.2.1", "list.dnswl.org", WB_HEALTH_FAILED, 0, 2 },
		{ "suspended, and lists such", "2001:db8::1", "list.dnswl.org", WB_HEALTH_SUSPENDED, 0, 2 },
		{ "lists none of the kind", "2001:db8::1", "bl.example.net", WB_HEALTH_SUSPENDED, 0, 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char zones[200];

		begin_row(rows[i].label);
		snprintf(zones, sizeof(zones), "dnsbl \"noprobe.example.net\" {}\ndnswl \"%s\" {}", rows[i].zone);
		open_zones(*state, zones);
		now.health[1] = (struct wb_health){ .state = rows[i].state, .since_s = NOW_S, .until_s = NOW_S + 60 };
		now.facts.client = address_of(rows[i].client);
		open_round(rows[i].client);
		take_evidence();
		begin_row("at first all that were asked");
		assert_int_equal(now.facts.unheard_zones, rows[i].state == WB_HEALTH_GOOD ? 2 : 0);
		begin_row(rows[i].label);
		while (wait_round())
			;
		take_evidence();
		assert_int_equal(now.facts.unheard_zones, rows[i].unheard);
		assert_int_equal(now.facts.absent_zones, rows[i].absent);
		close_round();
		wb_config_close(&now.config);
	}
}

static void test_the_text_of_a_hit(void **state)
{
	static const struct {
		const char *label, *client, *text;
	} rows[] = {
		{ "as it is", "192.0.2.1", "Open relay" },
		{ "none", "192.0.2.2", "" },
		{ "words that mislead bounce parsers", "192.0.2.15", "" },
	};

	open_zones(*state, ZONE("bl"));
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		run_round(rows[i].client);
		assert_int_equal(now.facts.evidence_count, 1);
		assert_string_equal(wb_evidence_reason(&now.facts.evidence[0]), rows[i].text);
		close_round();
	}
}

static void test_the_key_of_an_account_shows_nowhere(void **state)
{
	const struct wb_evidence *evidence = &now.facts.evidence[0];
	char buffer[WB_EVIDENCE_DETAIL_SIZE];
	struct wb_text detail;

	open_zones(*state, "dnsbl \"s3cret.zen.dq.spamhaus.net\" {}");
	run_round("192.0.2.1");
	assert_int_equal(now.facts.evidence_count, 1);
	assert_string_equal(source_of(evidence), "dnsbl:zen.dq.spamhaus.net:127.0.0.4");
	assert_string_equal(wb_evidence_zone(evidence)->shown, "zen.dq.spamhaus.net");
	assert_string_equal(wb_evidence_reason(evidence), "");
	wb_text_open(&detail, buffer, sizeof(buffer));
	wb_evidence_add_detail(evidence, &now.facts.place, &detail);
	assert_null(strcasestr(buffer, "s3cret"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_of_zones(test_what_counts_of_an_answer),
		test_of_zones(test_a_hit_counts_with_a_clean_probe),
		test_of_zones(test_nothing_counts_before_the_probe),
		test_of_zones(test_allow_lists),
		test_of_zones(test_an_allow_list_needs_a_probe),
		test_of_zones(test_an_allow_list_that_weighs),
		test_of_zones(test_which_allow_lists_said_nothing),
		test_of_zones(test_the_text_of_a_hit),
		test_of_zones(test_the_key_of_an_account_shows_nowhere),
	};

	return cmocka_run_group_tests(tests, start_dns, stop_dns);
}
