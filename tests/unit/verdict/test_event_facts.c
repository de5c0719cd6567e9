/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * test_event_facts.c - what an event says of the facts, at its longest, and with a stranger's words in it: none of them may pass for another
 * fact. How it is read back is tested in desk/test_recorded_facts.c.
 */
#include "outcome_fixture.h"
#include "round_fixture.h"
#include "verdict/event.h"

static struct wb_event_packet packet;
static struct wb_event event;
static struct wb_dnsbl answers;
static struct wb_host_names names;
static struct wb_host host;
static struct wb_zone zones[WB_ZONES_MAX];
static char zone_names[WB_ZONES_MAX][WB_ZONE_NAME_MAX + 1];

static const char *fact(const char *key, const char *recipients)
{
	const struct wb_event_about about = { .at_s = NOW_S, .recipients = recipients };

	wb_event_make(&outcome, &about, false, &packet);
	assert_int_equal(wb_event_read((struct wb_blob){ packet.bytes, packet.size }, &event, NULL), WB_OK);
	return wb_event_field(&event, key);
}

/* So many zones, of names of this length. */
static void make_zones(size_t count, size_t length)
{
	memset(&answers, 0, sizeof(answers));
	for (size_t i = 0; i < count; i++) {
		snprintf(zone_names[i], sizeof(zone_names[i]), "z%zu.", i);
		while (strlen(zone_names[i]) < length)
			strcat(zone_names[i], "x");
		zones[i] =
		    (struct wb_zone){ .name = zone_names[i], .shown = zone_names[i], .run_by = zone_names[i], .removal = "" };
		answers.rows[i].answer = WB_DNSBL_NOT_LISTED;
	}
	policy.zones = zones;
	policy.zone_count = count;
	outcome.dnsbl = &answers;
	decide("open-relay");
}

static void test_every_fact_has_a_name_of_its_own(void **state)
{
	static const char *const dialogue[] = { "name", "helo", "sender", "recipient", "since" };

	(void)state;
	for (size_t i = 0; i < wb_event_fact_count; i++) {
		begin_row(wb_event_facts[i].key);
		assert_null(wb_log_field_find(wb_event_facts[i].key));
		for (size_t k = 0; k < COUNT(dialogue); k++)
			assert_string_not_equal(wb_event_facts[i].key, dialogue[k]);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(wb_event_facts[i].key, wb_event_facts[k].key);
	}
}

static void test_where_in_the_dialogue_it_was(void **state)
{
	(void)state;
	decide("open-relay");
	strcpy(outcome.query.recipient, "bob@example.org");
	assert_string_equal(fact("stage", NULL), "");
	assert_string_equal(fact("recipients", NULL), "");
	assert_string_equal(fact("rules", NULL), "");
	begin_row("one recipient alone is a field of its own");
	assert_string_equal(fact("stage", "bob@example.org"), "data");
	assert_string_equal(fact("recipients", "bob@example.org"), "");
	outcome.query.recipient[0] = '\0';
	assert_string_equal(fact("recipients", "bob@example.org, carl@example.org"), "bob@example.org, carl@example.org");
	assert_string_equal(fact("rules", ""), "cbf29ce484222325");
	assert_string_equal(fact("stage", ""), "data");
	begin_row("a login");
	assert_string_equal(fact("login", NULL), "");
	outcome.query.authenticated = true;
	assert_string_equal(fact("login", NULL), "yes");
	begin_row("listings that could not be read");
	assert_string_equal(fact("unread", NULL), "");
	outcome.facts.listings_unknown = true;
	assert_string_equal(fact("unread", NULL), "listings");
	begin_row("nothing was looked at");
	outcome.is_gathered = false;
	assert_string_equal(fact("unread", NULL), "");
	assert_string_equal(fact("host", NULL), "");
	assert_string_equal(fact("grace", NULL), "");
}

static void test_many_recipients_are_cut(void **state)
{
	static char list[3000];

	(void)state;
	decide("open-relay");
	memset(list, 'a', 1024);
	assert_int_equal(strlen(fact("recipients", list)), 1024);
	list[1024] = 'b';
	assert_int_equal(strlen(fact("recipients", list)), 1024 + 3);
	assert_string_equal(fact("recipients", list) + 1023, "a...");
	memset(list, 'a', sizeof(list) - 1);
	assert_int_equal(strlen(fact("recipients", list)), 1024 + 3);
}

static void test_what_zones_have_answered(void **state)
{
	static const struct {
		const char *label;
		enum wb_dnsbl_answer answer;
		size_t codes;
		bool is_unproven;
		const char *wanted;
	} rows[] = {
		{ "not listed", WB_DNSBL_NOT_LISTED, 0, false, "z0.=no" },
		{ "listed", WB_DNSBL_LISTED, 1, false, "z0.=127.0.0.2" },
		{ "by two codes", WB_DNSBL_LISTED, 2, false, "z0.=127.0.0.2/127.0.0.3" },
		{ "by an allow list without a probe", WB_DNSBL_LISTED, 1, true, "z0.=unproven:127.0.0.2" },
		{ "an error", WB_DNSBL_ERROR, 0, false, "z0.=error" },
		{ "no usable answer", WB_DNSBL_UNKNOWN, 1, false, "z0.=unknown" },
		{ "suspended", WB_DNSBL_UNASKED, 0, false, "z0.=unasked" },
		{ "given up", WB_DNSBL_PENDING, 1, false, "" },
	};

	(void)state;
	make_zones(1, 1);
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		answers.rows[0].answer = rows[i].answer;
		answers.rows[0].code_count = rows[i].codes;
		answers.rows[0].is_unproven = rows[i].is_unproven;
		for (size_t c = 0; c < rows[i].codes; c++)
			answers.rows[0].codes[c] = 0x7f000002 + (uint32_t)c;
		assert_string_equal(fact("answers", NULL), rows[i].wanted);
	}
	begin_row("several, one given up");
	make_zones(3, 1);
	answers.rows[1].answer = WB_DNSBL_PENDING;
	assert_string_equal(fact("answers", NULL), "z0.=no z2.=no");
	begin_row("none was asked");
	outcome.dnsbl = NULL;
	assert_string_equal(fact("answers", NULL), "");
}

/* All zones that there can be, at their longest: what finds no room is left out whole. */
static void test_answers_that_find_no_room(void **state)
{
	const char *value, *last;

	(void)state;
	make_zones(WB_ZONES_MAX, 60);
	begin_row("all of usual names");
	assert_non_null(strstr(fact("answers", NULL), "z47."));
	for (size_t length = WB_ZONE_NAME_MAX - 60; length <= WB_ZONE_NAME_MAX; length++) {
		make_zones(WB_ZONES_MAX, length);
		for (size_t i = 0; i < WB_ZONES_MAX; i++) {
			answers.rows[i].answer = WB_DNSBL_LISTED;
			answers.rows[i].code_count = 3;
			for (size_t c = 0; c < 3; c++)
				answers.rows[i].codes[c] = 0x7fc86464;
		}
		value = fact("answers", NULL);
		assert_in_range(strlen(value), WB_EVENT_FACT_SIZE - 300, WB_EVENT_FACT_SIZE - 1);
		last = strrchr(value, ' ') + 1;
		assert_string_equal(strchr(last, '='), "=127.200.100.100/127.200.100.100/127.200.100.100");
	}
}

static void test_what_is_known_of_the_host(void **state)
{
	(void)state;
	decide("open-relay");
	assert_string_equal(fact("host", NULL), "");
	outcome.host = &host;
	host = (struct wb_host){ .helo = "h", .name = "", .helo_truths = { 0x11, 0x20 }, .name_truths = { 0, 7 } };
	assert_string_equal(fact("host", NULL), "11/20 0/7 ");
	begin_row("a name of a stranger's is the last word");
	host.name = "a b=c 1/2 \"\n\377.example";
	assert_string_equal(fact("host", NULL), "11/20 0/7 a b=c 1/2 \"??.example");
}

static void test_what_the_dns_says_of_its_names(void **state)
{
	static const struct {
		const char *label;
		bool is_unknown;
		size_t count;
		enum wb_host_name_state states[2];
		const char *wanted;
	} rows[] = {
		{ "none", false, 0, { WB_HOST_NAME_OPEN }, "senders denied" },
		{ "the DNS did not say", true, 0, { WB_HOST_NAME_OPEN }, "senders unknown" },
		{ "one that leads back", false, 1, { WB_HOST_NAME_CONFIRMED }, "senders confirmed mx.example.com+" },
		{ "one that does not", false, 1, { WB_HOST_NAME_DENIED }, "senders denied mx.example.com-" },
		{ "one of which it is unknown", false, 1, { WB_HOST_NAME_UNKNOWN }, "senders unknown mx.example.com?" },
		{ "one leads back, the other is unknown", false, 2, { WB_HOST_NAME_CONFIRMED, WB_HOST_NAME_UNKNOWN },
		    "senders unknown mx.example.com+ other.example.com?" },
		{ "one does, the other does not", false, 2, { WB_HOST_NAME_DENIED, WB_HOST_NAME_CONFIRMED },
		    "senders confirmed mx.example.com- other.example.com+" },
	};
	static struct wb_rule rule;

	(void)state;
	decide("open-relay");
	assert_string_equal(fact("names", NULL), "");
	outcome.names = &names;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		names = (struct wb_host_names){ .is_unknown = rows[i].is_unknown,
			.count = rows[i].count,
			.rows = { { "mx.example.com", rows[i].states[0] }, { "other.example.com", rows[i].states[1] } } };
		assert_string_equal(fact("names", NULL), rows[i].wanted);
	}
	begin_row("a rule asks for each name");
	rule = (struct wb_rule){ .host_name_facts = 1,
		.name = "r",
		.helo_pattern = "",
		.host_name_pattern = "",
		.header_pattern = "",
		.sender_pattern = "",
		.body_pattern = "" };
	policy.rules = &rule;
	policy.rule_count = 1;
	assert_string_equal(fact("names", NULL), "all confirmed mx.example.com- other.example.com+");
}

static void test_the_longest_names_find_room(void **state)
{
	static char longest[WB_HOST_NAMES_MAX][WB_HOST_NAME_SIZE];
	const char *value;

	(void)state;
	decide("open-relay");
	names = (struct wb_host_names){ .count = WB_HOST_NAMES_MAX };
	for (size_t i = 0; i < WB_HOST_NAMES_MAX; i++) {
		memset(longest[i], 'a' + (int)i, WB_HOST_NAME_SIZE - 1);
		names.rows[i].name = longest[i];
		names.rows[i].state = WB_HOST_NAME_DENIED;
	}
	outcome.names = &names;
	value = fact("names", NULL);
	assert_int_equal(strlen(value), strlen("senders denied") + WB_HOST_NAMES_MAX * (WB_HOST_NAME_SIZE + 1));
	assert_string_equal(value + strlen(value) - 2, "d-");
}

static void test_categories_within_their_grace(void **state)
{
	(void)state;
	decide("open-relay");
	assert_string_equal(fact("grace", NULL), "");
	config->policy.categories[0].grace_s = config->policy.categories[2].grace_s = 3600;
	outcome.facts.evidence[0].since_s = NOW_S;
	decide(policy.categories[0].id);
	assert_int_equal(outcome.verdict.action, WB_DEFER);
	assert_string_equal(fact("grace", NULL), policy.categories[0].id);
	begin_row("two of them");
	outcome.verdict.scores[2].is_in_grace = true;
	assert_non_null(strchr(fact("grace", NULL), ' '));
	begin_row("it is as old as the grace");
	outcome.facts.evidence[0].since_s = NOW_S - 3600;
	decide(policy.categories[0].id);
	assert_string_equal(fact("grace", NULL), "");
	begin_row("each category that there can be");
	for (size_t i = 0; i < policy.category_count; i++)
		outcome.verdict.scores[i].is_in_grace = true;
	assert_true(strlen(fact("grace", NULL)) > 0);
	assert_true(WB_POLICY_CATEGORIES_MAX * WB_CATEGORY_ID_SIZE < WB_EVENT_FACT_SIZE);
}

/* What a stranger may choose: HELO, names in Exim's look-up, sender, recipient. */
static void test_a_stranger_adds_no_fact(void **state)
{
	static const char forged[] = "x\" login=yes\nstage=data\tanswers=bl=127.0.0.2|grace=spam\\";

	(void)state;
	decide("open-relay");
	strcpy(outcome.query.helo, forged);
	strcpy(outcome.query.name, forged);
	strcpy(outcome.query.sender, forged);
	strcpy(outcome.query.recipient, forged);
	for (size_t i = 0; i < wb_event_fact_count; i++) {
		begin_row(wb_event_facts[i].key);
		assert_string_equal(fact(wb_event_facts[i].key, NULL), "");
	}
	assert_string_equal(wb_event_field(&event, "helo"), "x\" login=yes?stage=data?answers=bl=127.0.0.2|grace=spam\\");
	outcome.query.recipient[0] = '\0';
	assert_string_equal(fact("recipients", forged), "x\" login=yes?stage=data?answers=bl=127.0.0.2|grace=spam\\");
	assert_string_equal(wb_event_field(&event, "login"), "");
	assert_string_equal(wb_event_field(&event, "answers"), "");
}

#define test_of_facts(test) cmocka_unit_test_setup_teardown(test, start, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_of_facts(test_every_fact_has_a_name_of_its_own),
		test_of_facts(test_where_in_the_dialogue_it_was),
		test_of_facts(test_many_recipients_are_cut),
		test_of_facts(test_what_zones_have_answered),
		test_of_facts(test_answers_that_find_no_room),
		test_of_facts(test_what_is_known_of_the_host),
		test_of_facts(test_what_the_dns_says_of_its_names),
		test_of_facts(test_the_longest_names_find_room),
		test_of_facts(test_categories_within_their_grace),
		test_of_facts(test_a_stranger_adds_no_fact),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
