/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_check_age.c - the way from what the agent has seen to a 451 or a 550. */
#include "check_fixture.h"
#include "fake_dns.h"
#include "mmdb_fixture.h"
#include "verdict/first_seen_file.h"
#include "verdict/log_field.h"
#include "verdict/published.h"
#include "verdict/reference_key.h"
#include "verdict/refusal.h"
#include "verdict/reply.h"

#define GRACE_S (4 * 3600)
#define ZONE(name) "dnsbl \"" name ".example.net\" { code \"127.0.0.2\" { category = \"open-relay\" } }\n"

static const char script[] = "bl.example.net 192.0.2.66 127.0.0.2\n"
			     "bl.example.net 192.0.2.67 127.0.0.2\n"
			     "bl.example.net 198.51.100.66 127.0.0.2\n"
			     "old.example.net 192.0.2.66 127.0.0.2\n";

static struct wb_config *config;
static struct wb_check *check;
static const struct wb_outcome *outcome;
FAKE_DNS_GROUP(script)

static int start(void **state)
{
	check_now_s = NOW_S;
	return open_folder(state);
}

static int end(void **state)
{
	wb_check_close(&check);
	wb_config_close(&config);
	return close_folder(state);
}

#define test_of_grace(test) cmocka_unit_test_setup_teardown(test, start, end)

static const char *open_grace(const char *folder, const char *lines)
{
	char text[1024];

	snprintf(text, sizeof(text), "dns { servers = {\"%s\"} deadline = 10 }\ncategory \"open-relay\" { grace = \"4h\" }\n%s",
	    dns.address, lines);
	config = open_check_config(folder, text);
	return path_in(folder, "store");
}

/* A connection at this time. */
static enum wb_action run_at(const char *client, int64_t now_s)
{
	const struct wb_check_options none = { 0 };

	check_now_s = now_s;
	wb_check_close(&check);
	check = open_check_of(&config->policy, none);
	outcome = check_client(check, client);
	return outcome->verdict.action;
}

/* The agent has seen it first then. */
static void see(const char *store, const char *client, const char *run_by, int64_t first_s)
{
	const struct wb_address address = address_of(client);
	struct wb_first_seen_row row = { wb_first_seen_key(&address, WB_EVIDENCE_ZONE, run_by, "open-relay"), (uint32_t)first_s,
		(uint32_t)NOW_S };
	unsigned char bytes[WB_FIRST_SEEN_ROW_BYTES];

	wb_first_seen_write_row(&row, bytes);
	mkdir(path_in(store, WB_SEEN_FOLDER), 0755);
	write_file(path_in(store, WB_SEEN_FOLDER), WB_SEEN_LOG, bytes, sizeof(bytes));
}

static void test_a_zone_is_as_old_as_the_agent_knows(void **state)
{
	const char *store = open_grace(*state, ZONE("bl"));

	begin_row("the first contact, and every one without an agent");
	assert_int_equal(run_at("192.0.2.66", NOW_S), WB_DEFER);
	assert_int_equal(outcome->verdict.refused_from_s, NOW_S + GRACE_S);
	assert_int_equal(run_at("192.0.2.66", NOW_S + 100 * GRACE_S), WB_DEFER);
	assert_int_equal(outcome->verdict.refused_from_s, NOW_S + 101 * GRACE_S);
	see(store, "192.0.2.66", "bl.example.net", NOW_S);
	begin_row("one second before");
	assert_int_equal(run_at("192.0.2.66", NOW_S + GRACE_S - 1), WB_DEFER);
	assert_int_equal(outcome->verdict.refused_from_s, NOW_S + GRACE_S);
	begin_row("and then");
	assert_int_equal(run_at("192.0.2.66", NOW_S + GRACE_S), WB_REJECT);
	assert_int_equal(outcome->verdict.refused_from_s, 0);
	begin_row("the next recipient of the same connection");
	assert_int_equal(check_client(check, "192.0.2.66")->verdict.action, WB_REJECT);
	begin_row("a neighbour gains nothing");
	assert_int_equal(run_at("192.0.2.67", NOW_S + GRACE_S), WB_REJECT);
	begin_row("another network, in the same connection, too");
	assert_int_equal(check_client(check, "198.51.100.66")->verdict.action, WB_DEFER);
	assert_string_equal(outcome->facts.notice, "");
}

/* Zones of one operator have one age, by its name. */
static void test_an_age_is_the_operators(void **state)
{
	const char *store = open_grace(*state, ZONE("bl"));

	config->policy.zones[0].run_by = "Operator";
	see(store, "192.0.2.66", "Operator", NOW_S - GRACE_S);
	assert_int_equal(run_at("192.0.2.66", NOW_S), WB_REJECT);
	assert_int_equal(outcome->facts.evidence[0].since_s, NOW_S - GRACE_S);
}

/* Its code leads to the page, which says the same. */
static void test_a_reference_is_given(void **state)
{
	const struct wb_check_options options = { .sign = true, .skip_dns = true };
	struct wb_reference reference;
	struct wb_reference_keys keys;
	size_t key;

	list_prefix(open_grace(*state, ""), "192.0.2.66", "open-relay");
	assert_int_equal(wb_reference_keys_make(config->policy.reference_key, getegid(), NOW_S, NULL, NULL), WB_OK);
	assert_int_equal(wb_reference_keys_read(config->policy.reference_key, &keys, NULL), WB_OK);
	check = open_check_of(&config->policy, options);
	outcome = check_client(check, "192.0.2.66");
	assert_int_equal(wb_reference_parse(&keys, outcome->reference_code, &reference, &key, NULL), WB_OK);
	assert_int_equal(reference.action, WB_DEFER);
}

static void test_another_operator_does_not_help(void **state)
{
	const char *store = open_grace(*state, ZONE("bl") ZONE("old"));

	see(store, "192.0.2.66", "old.example.net", NOW_S - GRACE_S);
	assert_int_equal(run_at("198.51.100.66", NOW_S), WB_DEFER);
	begin_row("each zone that suffices alone does");
	assert_int_equal(run_at("192.0.2.66", NOW_S), WB_REJECT);
}

/* Of a rule the agent knows it, too: a country file that has gone wrong rejects nobody at once. */
static void test_a_rule_is_as_old_as_the_agent_knows(void **state)
{
	const struct wb_address client = address_of("192.0.2.66");
	const char *store =
	    open_grace(*state, "rule \"there\" { countries = {\"US\"} category = \"open-relay\" scope = \"host\" }\n");
	struct wb_first_seen_row row = { .first_s = (uint32_t)NOW_S, .last_s = (uint32_t)NOW_S };
	unsigned char bytes[WB_FIRST_SEEN_ROW_BYTES];

	config->policy.geoip.country = "somewhere";
	if (!make_mmdb_files(*state))
		skip();
	rename(path_in(*state, "maxmind-country.mmdb"), path_in(store, "published/country.mmdb"));
	assert_int_equal(run_at("192.0.2.66", NOW_S + GRACE_S), WB_DEFER);
	assert_true(outcome->verdict.is_in_grace);
	row.key = wb_first_seen_key(&client, WB_EVIDENCE_RULE, "there", "open-relay");
	wb_first_seen_write_row(&row, bytes);
	mkdir(path_in(store, WB_SEEN_FOLDER), 0755);
	write_file(path_in(store, WB_SEEN_FOLDER), WB_SEEN_LOG, bytes, sizeof(bytes));
	assert_int_equal(run_at("192.0.2.66", NOW_S + GRACE_S - 1), WB_DEFER);
	assert_int_equal(run_at("192.0.2.66", NOW_S + GRACE_S), WB_REJECT);
	assert_int_equal(check_client(check, "192.0.2.66")->verdict.action, WB_REJECT);
}

static void test_a_listing_has_its_own_age_without_an_agent(void **state)
{
	const char *store = open_grace(*state, "");

	list_prefix(store, "192.0.2.66", "open-relay");
	list_prefix(store, "192.0.2.66", "spam");
	assert_int_equal(run_at("192.0.2.66", NOW_S), WB_REJECT); /* spam has none */
	list_prefix(store, "192.0.2.67", "open-relay");
	assert_int_equal(run_at("192.0.2.67", NOW_S + GRACE_S - 1), WB_DEFER);
	assert_int_equal(run_at("192.0.2.67", NOW_S + GRACE_S), WB_REJECT);
}

/* Whose host it is matters when it would be refused: as soon as what speaks against it is old. */
static void test_a_known_sender_is_guarded_behind_the_grace(void **state)
{
	static const struct {
		const char *label;
		int64_t now_s;
		bool is_in_grace;
		const char *guard;
	} rows[] = {
		{ "within it", NOW_S + GRACE_S - 1, true, "" },
		{ "behind it", NOW_S + GRACE_S, false, "Example Mail" },
	};
	struct wb_query query = { .client = address_of("192.0.2.66"), .name = "a.mail.example.org" };
	const struct wb_check_options none = { 0 };
	const char *store = open_grace(*state,
	    ZONE("bl") "known_senders = \"\"\nsender \"Example Mail\" { suffixes = {\"mail.example.org\"} asn = {64496} }\n");

	see(store, "192.0.2.66", "bl.example.net", NOW_S);
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		check_now_s = rows[i].now_s;
		wb_check_close(&check);
		check = open_check_of(&config->policy, none);
		outcome = wb_check_run(check, &query);
		assert_int_equal(outcome->verdict.action, WB_DEFER);
		assert_int_equal(outcome->verdict.is_in_grace, rows[i].is_in_grace);
		assert_string_equal(outcome->verdict.guard != NULL ? outcome->verdict.guard : "", rows[i].guard);
	}
}

/* Nor is it refused because the grace ends while it is connected, or what somebody has allowed does. */
static void test_a_known_sender_is_guarded_when_the_grace_ends_in_its_connection(void **state)
{
	struct wb_query query = { .client = address_of("192.0.2.66"), .name = "a.mail.example.org" };
	const struct wb_check_options none = { 0 };
	const char *store = open_grace(
	    *state, ZONE("bl") "known_senders = \"\"\nsender \"Example Mail\" { suffixes = {\"mail.example.org\"} }\n");
	struct wb_listing feed = listing_of("192.0.2.68", "spam"), allow = listing_of("192.0.2.68", WB_CATEGORY_ALLOW);

	see(store, "192.0.2.66", "bl.example.net", NOW_S);
	snprintf(feed.source, sizeof(feed.source), "feed:drop");
	add_listing(store, &feed);
	allow.expires_at_s = NOW_S + GRACE_S;
	add_listing(store, &allow);
	for (size_t i = 0; i < 2; i++) {
		begin_row(i == 0 ? "the grace" : "an allow listing");
		query.client = address_of(i == 0 ? "192.0.2.66" : "192.0.2.68");
		check_now_s = NOW_S + GRACE_S - 1;
		wb_check_close(&check);
		check = open_check_of(&config->policy, none);
		outcome = wb_check_run(check, &query);
		assert_int_equal(outcome->verdict.action, i == 0 ? WB_DEFER : WB_OFF);
		assert_null(outcome->verdict.guard);
		check_now_s++;
		for (int recipient = 0; recipient < 2; recipient++) {
			outcome = wb_check_run(check, &query);
			assert_int_equal(outcome->verdict.action, WB_DEFER);
			assert_string_equal(outcome->verdict.guard, "Example Mail");
			assert_int_equal(outcome->gather_count, 2);
		}
	}
}

static void test_what_is_said(void **state)
{
	char buffer[WB_REPLY_TEXT_SIZE], line[WB_LOG_LINE_SIZE], smtp[2 * WB_REPLY_TEXT_SIZE];
	struct wb_text text;

	list_prefix(open_grace(*state, "site { name = \"Example\" }"), "192.0.2.66", "open-relay");
	run_at("192.0.2.66", NOW_S);
	wb_refusal_format(outcome, buffer);
	wb_text_open(&text, smtp, sizeof(smtp));
	wb_reply_format_smtp(buffer, outcome->verdict.action, &text);
	assert_string_equal(smtp,
	    "451-4.7.1 Server [192.0.2.66] blocked as possible open relay\n"
	    "451-4.7.1 Client host [192.0.2.66] blocked using Example\n"
	    "451 4.7.1 not refused before 2026-09-21 18:13 UTC");
	wb_text_open(&text, line, sizeof(line));
	wb_log_format_line(outcome, &text);
	assert_contains(line, " refused_from=2026-09-21T18:13:20Z ");
	run_at("192.0.2.66", NOW_S + GRACE_S);
	wb_refusal_format(outcome, buffer);
	assert_null(strstr(buffer, "not refused"));
}

static void test_damage_is_told_and_defers(void **state)
{
	const char *store = open_grace(*state, ZONE("bl"));

	mkdir(path_in(store, WB_SEEN_FOLDER), 0755);
	write_text(path_in(store, WB_SEEN_FOLDER), WB_SEEN_BASE, "this is none");
	assert_int_equal(run_at("192.0.2.66", NOW_S), WB_DEFER);
	assert_contains(outcome->facts.notice, "first-1: was cut short: run systemctl restart whyblock-agent");
	assert_string_equal(outcome->facts.fault.text, "");
	begin_row("nobody looks without need");
	assert_int_equal(run_at("192.0.2.1", NOW_S), WB_OFF);
	assert_string_equal(outcome->facts.notice, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_of_grace(test_a_zone_is_as_old_as_the_agent_knows),
		test_of_grace(test_an_age_is_the_operators),
		test_of_grace(test_a_reference_is_given),
		test_of_grace(test_another_operator_does_not_help),
		test_of_grace(test_a_rule_is_as_old_as_the_agent_knows),
		test_of_grace(test_a_listing_has_its_own_age_without_an_agent),
		test_of_grace(test_a_known_sender_is_guarded_behind_the_grace),
		test_of_grace(test_a_known_sender_is_guarded_when_the_grace_ends_in_its_connection),
		test_of_grace(test_what_is_said),
		test_of_grace(test_damage_is_told_and_defers),
	};

	return cmocka_run_group_tests(tests, start_dns, stop_dns);
}
