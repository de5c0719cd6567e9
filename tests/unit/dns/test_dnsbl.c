/* test_dnsbl.c - what zones are asked, what counts of their answers, and what is learnt about the zones themselves. */
#include "dns/dnsbl.h"
#include "fake_dns.h"
#include "fixture.h"

#define DEADLINE "10" /* of tests that do not wait for it */
#define SHORT_DEADLINE "0.2"

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
			     "s3cret.zen.dq.spamhaus.net 192.0.2.1 127.0.0.4 \"see 1.2.0.192.S3CRET.zen.dq.spamhaus.net\"\n"
			     "s3cret.zen.dq.spamhaus.net 192.0.2.2 127.0.0.4 \"https://check.example.net/\"\n"
			     "s3cret.zen.dq.spamhaus.net 192.0.2.3 127.255.255.250\n";

#define CODES \
	"{ ipv6 = \"yes\" code \"127.0.0.2\" { category = \"open-relay\" } code \"127.0.0.3-127.0.0.5\" { category = \"virus\" }" \
	" code \"127.0.*.3\" { category = \"spam\" scope = \"range\" } code \"127.0.8.&8\" { category = \"open-proxy\" } }\n"
#define ZONE(name) "dnsbl \"" name ".example.net\" " CODES

FAKE_DNS_GROUP(script)

/* One round about one client, and what it found. */
struct round {
	struct wb_config *config;
	struct wb_dnsbl *dnsbl;
	struct wb_health health[WB_ZONES_MAX];
	bool changed[WB_ZONES_MAX];
	struct wb_facts facts;
};
static struct round now; /* large */

static void open_zones(const char *folder, const char *deadline, const char *zones)
{
	char text[4096];

	memset(&now, 0, sizeof(now));
	snprintf(text, sizeof(text), "dns { servers = {\"%s\"} deadline = %s }\n%s", dns.address, deadline, zones);
	now.config = open_config(folder, text);
}

static void open_round(const char *client)
{
	struct wb_address address = address_of(client);
	struct wb_error error = { "" };

	if (wb_dnsbl_open(now.config, &address, now.health, NOW_S, true, &now.dnsbl, &error) != WB_OK)
		fail_msg("%s", error.text);
}

static void run_round(const char *client)
{
	open_round(client);
	while (wb_dnsbl_wait(now.dnsbl))
		;
	wb_dnsbl_learn(now.dnsbl, NOW_S, now.health, now.changed);
	wb_dnsbl_add_evidence(now.dnsbl, &now.facts);
}

static void close_round(void)
{
	wb_dnsbl_close(&now.dnsbl);
	assert_null(now.dnsbl);
	memset(&now.facts, 0, sizeof(now.facts));
	memset(now.health, 0, sizeof(now.health));
}

static int close_zones(void **state)
{
	wb_dnsbl_close(&now.dnsbl);
	wb_config_close(&now.config);
	return close_folder(state);
}

#define test_of_zones(test) cmocka_unit_test_setup_teardown(test, open_folder, close_zones)

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

static void test_what_an_answer_is(void **state)
{
	static const struct {
		const char *label, *client;
		enum wb_dnsbl_answer answer;
		const char *why, *source, *category; /* source NULL: nothing counts */
		uint32_t unnamed;
		size_t evidence;
	} rows[] = {
		{ "the test entry", "127.0.0.2", WB_DNSBL_LISTED, "", "127.0.0.2", "open-relay", 0, 1 },
		{ "its opposite", "127.0.0.1", WB_DNSBL_NOT_LISTED, "", NULL, NULL, 0, 0 },
		{ "single code", "192.0.2.1", WB_DNSBL_LISTED, "", "127.0.0.2", "open-relay", 0, 1 },
		{ "v4-mapped is asked as IPv4", "::ffff:192.0.2.1", WB_DNSBL_LISTED, "", "127.0.0.2", "open-relay", 0, 1 },
		{ "IPv6", "0123:4567:89ab:cdef:1032:5476:98ba:dcfe", WB_DNSBL_LISTED, "", "127.0.0.2", "open-relay", 0, 1 },
		{ "its nibbles the other way round", "efcd:ab89:6745:2301:fedc:ba98:7654:3210", WB_DNSBL_NOT_LISTED, "", NULL,
		    NULL, 0, 0 },
		{ "range", "192.0.2.2", WB_DNSBL_LISTED, "", "127.0.0.4", "virus", 0, 1 },
		{ "any octet", "192.0.2.3", WB_DNSBL_LISTED, "", "127.0.77.3", "spam", 0, 1 },
		{ "bit", "192.0.2.4", WB_DNSBL_LISTED, "", "127.0.8.12", "open-proxy", 0, 1 },
		{ "a code that is not named", "192.0.2.5", WB_DNSBL_LISTED, "", NULL, NULL, 0x7f000063, 0 },
		{ "one of several", "192.0.2.6", WB_DNSBL_LISTED, "", "127.0.0.2", "open-relay", 0x7f000063, 2 },
		{ "error net", "192.0.2.7", WB_DNSBL_ERROR, "answered 127.255.255.254: the zone refuses", NULL, NULL, 0, 0 },
		{ "its first address", "192.0.2.8", WB_DNSBL_ERROR, "answered 127.255.0.0: ", NULL, NULL, 0, 0 },
		{ "outside of 127/8", "192.0.2.9", WB_DNSBL_ERROR, "answered 203.0.113.9: outside", NULL, NULL, 0, 0 },
		{ "an error spoils a listing", "192.0.2.10", WB_DNSBL_ERROR, "answered 127.255.255.255: ", NULL, NULL, 0, 0 },
		{ "so does what is outside", "192.0.2.11", WB_DNSBL_ERROR, "answered 128.0.0.2: ", NULL, NULL, 0, 0 },
		{ "SERVFAIL", "192.0.2.12", WB_DNSBL_UNKNOWN, "", NULL, NULL, 0, 0 },
		{ "REFUSED with records", "192.0.2.13", WB_DNSBL_UNKNOWN, "", NULL, NULL, 0, 0 },
		{ "no record of this type", "192.0.2.14", WB_DNSBL_NOT_LISTED, "", NULL, NULL, 0, 0 },
		{ "over TCP", "192.0.2.17", WB_DNSBL_LISTED, "", "127.0.0.2", "open-relay", 0, 1 },
		{ "truncated over TCP", "192.0.2.18", WB_DNSBL_UNKNOWN, "truncated", NULL, NULL, 0, 0 },
		{ "nobody has heard of it", "192.0.2.99", WB_DNSBL_NOT_LISTED, "", NULL, NULL, 0, 0 },
	};

	open_zones(*state, DEADLINE, ZONE("bl"));
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct wb_dnsbl_result *result;

		begin_row(rows[i].label);
		run_round(rows[i].client);
		result = wb_dnsbl_result(now.dnsbl, 0);
		assert_string_equal(wb_dnsbl_answer_name(result->answer), wb_dnsbl_answer_name(rows[i].answer));
		assert_contains(result->why, rows[i].why);
		assert_int_equal(
		    result->why[0] != '\0', rows[i].answer == WB_DNSBL_UNKNOWN || rows[i].answer == WB_DNSBL_ERROR);
		assert_int_equal(result->unnamed_code, rows[i].unnamed);
		assert_int_equal(now.facts.evidence_count, rows[i].evidence);
		if (rows[i].source != NULL) {
			const struct wb_evidence *evidence = &now.facts.evidence[0];
			char source[64];

			snprintf(source, sizeof(source), "dnsbl:bl.example.net:%s", rows[i].source);
			assert_string_equal(evidence->source, source);
			assert_string_equal(now.config->policy.categories[evidence->category].id, rows[i].category);
			assert_string_equal(evidence->listed_by, "bl.example.net");
			assert_string_equal(evidence->run_by, "bl.example.net");
			assert_int_equal(
			    evidence->scope, strcmp(rows[i].category, "spam") == 0 ? WB_SCOPE_RANGE : WB_SCOPE_HOST);
			assert_int_equal(evidence->weight_milli, evidence->scope == WB_SCOPE_RANGE ? 500 : 1000);
			assert_int_equal(evidence->expires_at_s, 0);
		}
		close_round();
	}
}

static void test_a_hit_needs_a_control(void **state)
{
	static const struct {
		const char *label, *zones, *deadline;
		enum wb_dnsbl_answer answer;
		const char *why;
		bool timed_out;
	} rows[] = {
		{ "a clean one", ZONE("bl"), DEADLINE, WB_DNSBL_LISTED, "", false },
		{ "a zone that lists the world", ZONE("world"), DEADLINE, WB_DNSBL_ERROR, "it lists the world", false },
		{ "one that fails", ZONE("noprobe"), DEADLINE, WB_DNSBL_UNKNOWN, "its probe got no answer", false },
		{ "one that gets no answer", ZONE("lostprobe"), SHORT_DEADLINE, WB_DNSBL_UNKNOWN, "its probe got no answer",
		    true },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct wb_dnsbl_result *result;

		begin_row(rows[i].label);
		open_zones(*state, rows[i].deadline, rows[i].zones);
		run_round("192.0.2.1");
		result = wb_dnsbl_result(now.dnsbl, 0);
		assert_string_equal(wb_dnsbl_answer_name(result->answer), wb_dnsbl_answer_name(rows[i].answer));
		assert_contains(result->why, rows[i].why);
		assert_int_equal(result->timed_out, rows[i].timed_out);
		assert_int_equal(now.facts.evidence_count, rows[i].answer == WB_DNSBL_LISTED);
		close_round();
		wb_config_close(&now.config);
	}
}

/* While the probe is on its way nothing counts yet. */
static void test_nothing_counts_before_the_control(void **state)
{
	open_zones(*state, SHORT_DEADLINE, ZONE("lostprobe"));
	open_round("192.0.2.1");
	assert_true(wb_dnsbl_is_open(now.dnsbl, 0));
	assert_int_equal(wb_dnsbl_result(now.dnsbl, 0)->answer, WB_DNSBL_PENDING);
	assert_true(wb_dnsbl_wait(now.dnsbl));
	assert_int_equal(wb_dnsbl_result(now.dnsbl, 0)->code_count, 1);
	assert_int_equal(wb_dnsbl_result(now.dnsbl, 0)->answer, WB_DNSBL_PENDING);
	assert_true(wb_dnsbl_is_open(now.dnsbl, 0));
	wb_dnsbl_add_evidence(now.dnsbl, &now.facts);
	assert_int_equal(now.facts.evidence_count, 0);
}

static void test_allow_lists(void **state)
{
	static const struct {
		const char *label, *client, *settings;
		enum wb_dnsbl_answer answer;
		const char *vouches;
	} rows[] = {
		{ "enough trust", "192.0.2.1", "", WB_DNSBL_LISTED, "list.dnswl.org, trust 2" },
		{ "just enough", "192.0.2.2", "", WB_DNSBL_LISTED, "list.dnswl.org, trust 1" },
		{ "not enough", "192.0.2.2", "min_trust = \"2\"", WB_DNSBL_LISTED, "" },
		{ "the false high trust", "192.0.2.3", "", WB_DNSBL_ERROR, "" },
		{ "the quota", "192.0.2.4", "", WB_DNSBL_ERROR, "" },
		{ "nobody's", "192.0.2.99", "", WB_DNSBL_NOT_LISTED, "" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char zones[100];

		begin_row(rows[i].label);
		snprintf(zones, sizeof(zones), "dnswl \"list.dnswl.org\" { %s }", rows[i].settings);
		open_zones(*state, DEADLINE, zones);
		run_round(rows[i].client);
		assert_int_equal(wb_dnsbl_result(now.dnsbl, 0)->answer, rows[i].answer);
		assert_string_equal(now.facts.dnswl, rows[i].vouches);
		assert_int_equal(now.facts.evidence_count, 0);
		close_round();
		wb_config_close(&now.config);
	}
}

static void test_the_text_of_a_hit(void **state)
{
	static const struct {
		const char *label, *zones, *client, *text;
	} rows[] = {
		{ "as it is", ZONE("bl"), "192.0.2.1", "Open relay" },
		{ "none", ZONE("bl"), "192.0.2.2", "" },
		{ "words that mislead bounce parsers", ZONE("bl"), "192.0.2.15", "" },
		{ "bytes that are not printable", ZONE("bl"), "192.0.2.16", "" },
		{ "the account's key", "dnsbl \"s3cret.zen.dq.spamhaus.net\" {}", "192.0.2.1", "" },
		{ "without it", "dnsbl \"s3cret.zen.dq.spamhaus.net\" {}", "192.0.2.2", "https://check.example.net/" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		open_zones(*state, DEADLINE, rows[i].zones);
		run_round(rows[i].client);
		assert_int_equal(now.facts.evidence_count, 1);
		assert_string_equal(now.facts.evidence[0].reason, rows[i].text);
		assert_string_equal(wb_dnsbl_result(now.dnsbl, 0)->text, rows[i].text);
		close_round();
		wb_config_close(&now.config);
	}
}

static void test_the_key_of_an_account_shows_nowhere(void **state)
{
	const struct wb_evidence *evidence = &now.facts.evidence[0];

	open_zones(*state, DEADLINE, "dnsbl \"s3cret.zen.dq.spamhaus.net\" {}");
	run_round("192.0.2.1");
	assert_string_equal(evidence->source, "dnsbl:zen.dq.spamhaus.net:127.0.0.4");
	assert_string_equal(evidence->listed_by, "zen.dq.spamhaus.net");
	assert_null(memmem(&now.facts, sizeof(now.facts), "s3cret", 6));
	assert_null(memmem(&now.facts, sizeof(now.facts), "S3CRET", 6));
	close_round();
	run_round("192.0.2.3");
	assert_int_equal(now.health[0].state, WB_HEALTH_SUSPENDED);
	assert_null(memmem(now.health, sizeof(now.health), "s3cret", 6));
}

static void test_who_is_not_asked(void **state)
{
	static const struct {
		const char *label, *zones, *client;
		struct wb_health health;
		const char *why; /* NULL: asked */
	} rows[] = {
		{ "nothing is known of it", ZONE("bl"), "192.0.2.1", { .state = WB_HEALTH_GOOD }, NULL },
		{ "it rests", ZONE("bl"), "192.0.2.1", { WB_HEALTH_SUSPENDED, 0, NOW_S - 1, NOW_S + 1, 0, "" }, "suspended" },
		{ "it has rested", ZONE("bl"), "192.0.2.1", { WB_HEALTH_SUSPENDED, 0, NOW_S - 1, NOW_S, 0, "" }, NULL },
		{ "it failed its test", ZONE("bl"), "192.0.2.1", { .state = WB_HEALTH_FAILED }, "failed its last test" },
		{ "IPv6, which it lists", ZONE("bl"), "2001:db8::1", { .state = WB_HEALTH_GOOD }, NULL },
		{ "IPv6, which it does not list", "dnsbl \"v4only.example.net\" {}", "2001:db8::1", { .state = WB_HEALTH_GOOD },
		    "lists no IPv6 addresses" },
		{ "v4-mapped is IPv4", "dnsbl \"v4only.example.net\" {}", "::ffff:192.0.2.1", { .state = WB_HEALTH_GOOD },
		    NULL },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct wb_dnsbl_result *result;

		begin_row(rows[i].label);
		open_zones(*state, DEADLINE, rows[i].zones);
		now.health[0] = rows[i].health;
		run_round(rows[i].client);
		result = wb_dnsbl_result(now.dnsbl, 0);
		assert_int_equal(result->answer == WB_DNSBL_UNASKED, rows[i].why != NULL);
		assert_string_equal(result->why, rows[i].why != NULL ? rows[i].why : "");
		if (rows[i].why != NULL) {
			assert_false(now.changed[0]);
			assert_int_equal(now.health[0].state, rows[i].health.state);
		}
		close_round();
		wb_config_close(&now.config);
	}
}

static void test_what_is_learnt_about_a_zone(void **state)
{
	static const struct {
		const char *label, *zones, *client;
		struct wb_health before;
		bool changed;
		enum wb_health_state after;
		uint32_t timeouts;
		const char *why;
	} rows[] = {
		{ "a hit", ZONE("bl"), "192.0.2.1", { .state = WB_HEALTH_GOOD }, false, WB_HEALTH_GOOD, 0, "" },
		{ "an error", ZONE("bl"), "192.0.2.7", { .state = WB_HEALTH_GOOD }, true, WB_HEALTH_SUSPENDED, 0,
		    "answered 127.255.255.254" },
		{ "the world", ZONE("world"), "192.0.2.7", { .state = WB_HEALTH_GOOD }, true, WB_HEALTH_SUSPENDED, 0,
		    "the world" },
		{ "SERVFAIL says nothing", ZONE("broken"), "192.0.2.1", { .timeouts = 1 }, false, WB_HEALTH_GOOD, 1, "" },
		{ "silence", ZONE("silent"), "192.0.2.1", { .state = WB_HEALTH_GOOD }, true, WB_HEALTH_GOOD, 1, "" },
		{ "silence again", ZONE("silent"), "192.0.2.1", { .timeouts = 1 }, true, WB_HEALTH_SUSPENDED, 2,
		    "did not answer" },
		{ "a probe without an answer", ZONE("lostprobe"), "192.0.2.1", { .timeouts = 1 }, true, WB_HEALTH_SUSPENDED, 2,
		    "did not answer" },
		{ "an answer ends the count", ZONE("bl"), "192.0.2.99", { .timeouts = 1 }, true, WB_HEALTH_GOOD, 0, "" },
		{ "it ends a rest that is over", ZONE("bl"), "192.0.2.99",
		    { WB_HEALTH_SUSPENDED, 2, NOW_S - 300, NOW_S, 5, "x" }, true, WB_HEALTH_GOOD, 0, "" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		open_zones(*state, SHORT_DEADLINE, rows[i].zones);
		now.health[0] = rows[i].before;
		run_round(rows[i].client);
		assert_int_equal(now.changed[0], rows[i].changed);
		assert_int_equal(now.health[0].state, rows[i].after);
		assert_int_equal(now.health[0].timeouts, rows[i].timeouts);
		assert_contains(now.health[0].why, rows[i].why);
		close_round();
		wb_config_close(&now.config);
	}
}

static void test_who_hangs_up_early_learns_nothing(void **state)
{
	open_zones(*state, DEADLINE, ZONE("silent") ZONE("bl"));
	open_round("192.0.2.1");
	while (wb_dnsbl_is_open(now.dnsbl, 1) && wb_dnsbl_wait(now.dnsbl))
		;
	wb_dnsbl_learn(now.dnsbl, NOW_S, now.health, now.changed);
	wb_dnsbl_hang_up(now.dnsbl);
	assert_false(now.changed[0]);
	assert_int_equal(now.health[0].timeouts, 0);
	assert_int_equal(wb_dnsbl_result(now.dnsbl, 0)->answer, WB_DNSBL_PENDING);
	begin_row("what came before stays");
	assert_int_equal(wb_dnsbl_result(now.dnsbl, 1)->answer, WB_DNSBL_LISTED);
	wb_dnsbl_hang_up(now.dnsbl);
}

static void test_a_silent_zone_does_not_spoil_the_others(void **state)
{
	open_zones(*state, SHORT_DEADLINE, ZONE("silent") ZONE("bl") ZONE("broken"));
	run_round("192.0.2.1");
	assert_int_equal(wb_dnsbl_result(now.dnsbl, 0)->answer, WB_DNSBL_UNKNOWN);
	assert_true(wb_dnsbl_result(now.dnsbl, 0)->timed_out);
	assert_int_equal(wb_dnsbl_result(now.dnsbl, 1)->answer, WB_DNSBL_LISTED);
	assert_int_equal(wb_dnsbl_result(now.dnsbl, 2)->answer, WB_DNSBL_UNKNOWN);
	assert_false(wb_dnsbl_result(now.dnsbl, 2)->timed_out);
	assert_int_equal(now.facts.evidence_count, 1);
}

static void test_prefetched_answers_are_pumped_in(void **state)
{
	open_zones(*state, DEADLINE, ZONE("bl"));
	open_round("192.0.2.1");
	while (wb_dnsbl_is_open(now.dnsbl, 0))
		wb_dnsbl_pump(now.dnsbl); /* the alarm ends a pump that takes nothing in */
	assert_int_equal(wb_dnsbl_result(now.dnsbl, 0)->answer, WB_DNSBL_LISTED);
	assert_false(wb_dnsbl_wait(now.dnsbl));
}

static void test_close_leaves_no_descriptor(void **state)
{
	unsigned before;

	open_zones(*state, DEADLINE, ZONE("silent") ZONE("bl"));
	before = count_descriptors();
	open_round("192.0.2.1");
	assert_true(count_descriptors() > before);
	wb_dnsbl_close(&now.dnsbl);
	assert_int_equal(count_descriptors(), before);
	open_round("192.0.2.1");
	wb_dnsbl_hang_up(now.dnsbl);
	assert_int_equal(count_descriptors(), before);
	wb_dnsbl_close(&now.dnsbl);
	wb_dnsbl_close(&now.dnsbl);
}

static void test_servers_that_cannot_be_asked(void **state)
{
	struct wb_address client = address_of("192.0.2.1");
	struct wb_error error = { "" };
	const char *none[] = { "nonsense" };

	open_zones(*state, DEADLINE, ZONE("bl"));
	now.config->policy.dns.servers = (struct wb_texts){ none, 1 };
	assert_int_equal(wb_dnsbl_open(now.config, &client, now.health, NOW_S, false, &now.dnsbl, &error), WB_UNAVAILABLE);
	assert_null(now.dnsbl);
	assert_contains(error.text, "dns.servers");
}

/* RFC 5782 section 5: 127.0.0.2 is listed and 127.0.0.1 is not. */
static void test_the_test_of_a_zone(void **state)
{
	static const struct {
		const char *label, *zones;
		bool known;
		const char *why; /* NULL: passed */
	} rows[] = {
		{ "a good zone", ZONE("bl"), true, NULL },
		{ "of IPv4 alone", "dnsbl \"v4only.example.net\" {}", true, NULL },
		{ "an emptied zone", ZONE("emptied"), true, "does not list 127.0.0.2" },
		{ "one that lists the world", ZONE("world"), true, "lists 127.0.0.1: it lists the world" },
		{ "one that lists 127.0.0.1", ZONE("localhost"), true, "lists 127.0.0.1" },
		{ "one that is known to", "dnsbl \"hostkarma.junkemailfilter.com\" {}", true, NULL },
		{ "a parked zone", ZONE("parked"), true, "with an error" },
		{ "one that refuses us", ZONE("refuses"), true, "with an error" },
		{ "no test entry of IPv6", ZONE("no-v6-test"), true, "does not list ::ffff:127.0.0.2" },
		{ "the world of IPv6", ZONE("world-v6"), true, "lists ::ffff:127.0.0.1" },
		{ "SERVFAIL says nothing", ZONE("broken"), false, NULL },
		{ "nor does silence", ZONE("silent"), false, NULL },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char why[WB_ZONES_MAX][WB_DNSBL_WHY_SIZE];
		bool known[WB_ZONES_MAX];

		begin_row(rows[i].label);
		open_zones(*state, SHORT_DEADLINE, rows[i].zones);
		assert_int_equal(wb_dnsbl_test(now.config, why, known, NULL), WB_OK);
		assert_int_equal(known[0], rows[i].known);
		if (rows[i].why == NULL)
			assert_string_equal(why[0], "");
		else
			assert_contains(why[0], rows[i].why);
		wb_config_close(&now.config);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_query_names),
		test_of_zones(test_what_an_answer_is),
		test_of_zones(test_a_hit_needs_a_control),
		test_of_zones(test_nothing_counts_before_the_control),
		test_of_zones(test_allow_lists),
		test_of_zones(test_the_text_of_a_hit),
		test_of_zones(test_the_key_of_an_account_shows_nowhere),
		test_of_zones(test_who_is_not_asked),
		test_of_zones(test_what_is_learnt_about_a_zone),
		test_of_zones(test_who_hangs_up_early_learns_nothing),
		test_of_zones(test_a_silent_zone_does_not_spoil_the_others),
		test_of_zones(test_prefetched_answers_are_pumped_in),
		test_of_zones(test_close_leaves_no_descriptor),
		test_of_zones(test_servers_that_cannot_be_asked),
		test_of_zones(test_the_test_of_a_zone),
	};

	return cmocka_run_group_tests(tests, start_dns, stop_dns);
}
