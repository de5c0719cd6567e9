/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_recorded_facts.c - what a real round of questions leaves in an event is read back, and hostile texts are survived. */
#include "check_fixture.h"
#include "desk/recorded_facts.h"
#include "event_fixture.h"
#include "fake_dns.h"

static const char script[] = "bl.example.net 192.0.2.66 127.0.0.2 127.0.0.10\n"
			     "clean.example.net * NXDOMAIN\n"
			     "broken.example.net * servfail\n"
			     "gone.example.net 192.0.2.66 203.0.113.9\n"
			     "wl.example.net 192.0.2.66 127.0.2.3\n"
			     "wl.example.net * NXDOMAIN\n"
			     "in-addr.arpa 192.0.2.66 ptr=mx.example.com\n"
			     "mx.example.com @ 192.0.2.66\n";

FAKE_DNS_GROUP(script)

static struct wb_recorded_facts facts;
static struct wb_event_packet packet;

static void read_facts(const char *fields)
{
	set_event("192.0.2.66", fields, "");
	wb_recorded_facts_read(&event, &facts);
}

/* The words of the answer, and its codes: "listed 127.0.0.2 127.0.0.10". */
static const char *answer_of(const char *shown)
{
	static char text[200];
	const struct wb_recorded_zone *zone = wb_recorded_facts_zone(&facts, shown);
	static const char *const words[WB_DNSBL_ANSWER_COUNT] = { "unasked", "pending", "unknown", "no", "listed", "error" };

	if (zone == NULL)
		return "-";
	snprintf(text, sizeof(text), "%s", words[zone->answer]);
	for (size_t i = 0; i < zone->code_count; i++) {
		char code[WB_CODE_TEXT_SIZE];

		wb_code_format(zone->codes[i], code);
		snprintf(text + strlen(text), sizeof(text) - strlen(text), " %s", code);
	}
	return text;
}

static const char *all_names(void)
{
	static char text[2000];
	const char *list = facts.names;
	char name[WB_HOST_NAME_SIZE], mark;

	text[0] = '\0';
	while (wb_recorded_facts_next_name(&list, name, &mark))
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%c ", name, mark);
	return text;
}

/* A check that asks zones and names for real, the event of it, and what is read of that. */
static void test_a_real_round_there_and_back(void **state)
{
	struct wb_query query = { .client = address_of("192.0.2.66"), .authenticated = false };
	const struct wb_event_about about = { .at_s = NOW_S, .recipients = "bob@example.org, carl@example.org" };
	struct wb_config *config;
	struct wb_check *check;
	char text[2000];

	snprintf(text, sizeof(text),
	    "dns { servers = {\"%s\"} deadline = 10 }\nexempt { authenticated = false }\n"
	    "dnsbl \"bl.example.net\" { code \"127.0.0.2\" { category = \"spam\" } }\n"
	    "dnsbl \"clean.example.net\" { code \"127.0.0.2\" { category = \"spam\" } }\n"
	    "dnsbl \"broken.example.net\" { code \"127.0.0.2\" { category = \"spam\" } }\n"
	    "dnsbl \"gone.example.net\" { code \"127.0.0.2\" { category = \"spam\" } }\n"
	    "dnswl \"wl.example.net\" { weight = -0.5 code \"127.0.2.3\" { trust = 2 } }\n"
	    "rule \"named\" { category = \"virus\" host_name = {\"generic\"} }\n"
	    "rule \"mail\" { category = \"virus\" header = {\"X-A\"} }\n",
	    dns.address);
	config = open_check_config(*state, text);
	check = open_check_of(&config->policy, (struct wb_check_options){ .wait_for_all = true });
	strcpy(query.helo, "localhost");
	wb_event_make(wb_check_run(check, &query), &about, false, &packet);
	assert_int_equal(wb_event_read((struct wb_blob){ packet.bytes, packet.size }, &event, NULL), WB_OK);
	wb_recorded_facts_read(&event, &facts);
	assert_true(facts.is_at_data && facts.has_answers && facts.has_host && facts.has_names && facts.has_rules);
	assert_false(facts.is_authenticated || facts.listings_unknown);
	assert_string_equal(answer_of("bl.example.net"), "listed 127.0.0.2 127.0.0.10");
	assert_string_equal(answer_of("clean.example.net"), "no");
	assert_string_equal(answer_of("broken.example.net"), "unknown");
	assert_string_equal(answer_of("gone.example.net"), "error");
	assert_string_equal(answer_of("wl.example.net"), "listed 127.0.2.3");
	assert_string_equal(answer_of("example.net"), "-");
	assert_true(facts.names_are_all);
	assert_false(facts.names_are_unknown || facts.names_are_denied);
	assert_string_equal(all_names(), "mx.example.com+ ");
	assert_string_equal(facts.host.name, "mx.example.com");
	assert_string_equal(facts.host.helo, "localhost");
	assert_true((facts.host.helo_truths.yes >> WB_HELO_LOCALHOST & 1) != 0);
	assert_int_equal(facts.host.name_truths.unknown, 0);
	wb_check_close(&check);
	wb_config_close(&config);
}

static void test_what_was_not_asked(void **state)
{
	(void)state;
	read_facts("");
	assert_false(facts.is_at_data || facts.is_authenticated || facts.listings_unknown || facts.has_host ||
	    facts.has_names || facts.has_answers || facts.has_rules);
	assert_string_equal(all_names(), "");
	assert_int_equal(facts.zone_count, 0);
	read_facts("stage=data|login=yes|unread=listings|rules=ff");
	assert_true(facts.is_at_data && facts.is_authenticated && facts.listings_unknown && facts.has_rules);
	assert_int_equal(facts.rules, 0xff);
}

static void test_answers(void **state)
{
	static const struct {
		const char *label, *answers, *wanted;
		size_t zones;
	} rows[] = {
		{ "one", "bl=127.0.0.2", "listed 127.0.0.2", 1 },
		{ "unproven", "bl=unproven:127.0.0.2/127.0.0.3", "listed 127.0.0.2 127.0.0.3", 1 },
		{ "not the first", "a=no bl=error", "error", 2 },
		{ "the first of two", "bl=no bl=error", "no", 2 },
		{ "no word that is known", "bl=maybe", "-", 0 },
		{ "the beginning of one", "bl=n", "-", 0 },
		{ "more than one", "bl=nono", "-", 0 },
		{ "nothing", "bl=", "-", 0 },
		{ "unproven, and nothing", "bl=unproven:", "-", 0 },
		{ "no answer", "bl", "-", 0 },
		{ "no zone", "=no", "-", 1 },
		{ "half a code", "bl=127.0.0.", "-", 0 },
		{ "a number too large", "bl=127.0.0.256", "-", 0 },
		{ "a huge number", "bl=127.0.0.99999999999999999999", "-", 0 },
		{ "a code, and none", "bl=127.0.0.2/x", "-", 0 },
		{ "nothing between", "bl=127.0.0.2//127.0.0.3", "-", 0 },
		{ "a slash at the end", "bl=127.0.0.2/", "listed 127.0.0.2", 1 },
		{ "signs before it", "bl=+127.0.0.2", "-", 0 },
		{ "blanks", "   bl=no   ", "no", 1 },
		{ "two signs", "bl=x=no", "-", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char fields[200];

		begin_row(rows[i].label);
		snprintf(fields, sizeof(fields), "answers=%s", rows[i].answers);
		read_facts(fields);
		assert_string_equal(answer_of("bl"), rows[i].wanted);
		assert_int_equal(facts.zone_count, rows[i].zones);
	}
}

static void test_more_answers_than_can_be(void **state)
{
	static char fields[20000];

	(void)state;
	strcpy(fields, "answers=");
	for (int i = 0; i < 10 * WB_ZONES_MAX; i++)
		snprintf(fields + strlen(fields), sizeof(fields) - strlen(fields), "z%d=no ", i);
	read_facts(fields);
	assert_int_equal(facts.zone_count, WB_ZONES_MAX);
	assert_string_equal(answer_of("z47"), "no");
	assert_string_equal(answer_of("z48"), "-");
	begin_row("codes");
	strcpy(fields, "answers=bl=127.0.0.2");
	for (int i = 0; i < 10 * WB_RESOLVER_ADDRESSES_MAX; i++)
		strcat(fields, "/127.0.0.3");
	read_facts(fields);
	assert_int_equal(facts.zone_count, 1);
	assert_int_equal(facts.zones[0].code_count, WB_RESOLVER_ADDRESSES_MAX);
}

static void test_hosts(void **state)
{
	static const struct {
		const char *label, *host, *name;
		bool has_host;
		uint32_t yes, unknown;
	} rows[] = {
		{ "all", "1f/20 3/4 mx.example.com", "mx.example.com", true, 0x1f, 4 },
		{ "no name", "1f/20 3/4 ", "", true, 0x1f, 4 },
		{ "a name with blanks", "1f/20 3/4 a b 7/7", "a b 7/7", true, 0x1f, 4 },
		{ "nothing behind", "1f/20 3/4", "", false, 0, 0 },
		{ "one pair", "1f/20 ", "", false, 0, 0 },
		{ "no number", "x/20 3/4 n", "", false, 0, 0 },
		{ "half a pair", "1f 3/4 n", "", false, 0, 0 },
		{ "more digits than there are bits", "11111111f/20 3/100000004 n", "n", true, 0x1111111f, 4 },
	};
	static char fields[2000];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		snprintf(fields, sizeof(fields), "helo=h|host=%s", rows[i].host);
		read_facts(fields);
		assert_int_equal(facts.has_host, rows[i].has_host);
		if (!rows[i].has_host)
			continue;
		assert_string_equal(facts.host.name, rows[i].name);
		assert_string_equal(facts.host.helo, "h");
		assert_int_equal(facts.host.helo_truths.yes, rows[i].yes);
		assert_int_equal(facts.host.name_truths.unknown, rows[i].unknown);
	}
	begin_row("a longer name than can be");
	snprintf(fields, sizeof(fields), "host=1/0 0/7 %1500s", "x");
	read_facts(fields);
	assert_int_equal(strlen(facts.host.name), WB_QUERY_NAME_SIZE - 1);
}

static void test_names(void **state)
{
	static const struct {
		const char *label, *names, *wanted;
		bool is_all, is_unknown, is_denied;
	} rows[] = {
		{ "all, confirmed", "all confirmed a.b+ c.d-", "a.b+ c.d- ", true, false, false },
		{ "of senders, denied", "senders denied", "", false, false, true },
		{ "unknown", "all unknown a.b?", "a.b? ", true, true, false },
		{ "a word that is unknown, too", "all perhaps a.b+", "a.b+ ", true, true, false },
		{ "only a scope", "all", "", true, true, false },
		{ "a scope and a blank", "all ", "", true, true, false },
		{ "another scope", "alles denied", "", false, false, true },
		{ "no name, only a mark", "all confirmed + a.b+", "", true, false, false },
		{ "two blanks", "all confirmed a.b+  c.d+", "a.b+ ", true, false, false },
	};
	static char fields[2000];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		snprintf(fields, sizeof(fields), "names=%s", rows[i].names);
		read_facts(fields);
		assert_true(facts.has_names);
		assert_int_equal(facts.names_are_all, rows[i].is_all);
		assert_int_equal(facts.names_are_unknown, rows[i].is_unknown);
		assert_int_equal(facts.names_are_denied, rows[i].is_denied);
		assert_string_equal(all_names(), rows[i].wanted);
	}
	for (int length = WB_HOST_NAME_SIZE - 1; length <= WB_HOST_NAME_SIZE + 1; length++) {
		begin_row("long names");
		snprintf(fields, sizeof(fields), "names=all confirmed %*s+", length, "x");
		for (char *at = strstr(fields, "confirmed ") + 10; *at == ' '; at++)
			*at = 'a';
		read_facts(fields);
		assert_int_equal(strlen(all_names()), length < WB_HOST_NAME_SIZE ? length + 2 : 0);
	}
}

/* Each text is cut at each place, in memory of just that length (sanitizers look). */
static void test_what_is_cut(void **state)
{
	static const char *const texts[] = { "answers=bl=127.0.0.2/127.0.0.3 wl=unproven:127.0.2.3 x=no y=unknown",
		"host=1f/20 3/4 mx.example.com", "names=all confirmed mx.example.com+ other.example.com-",
		"rules=1234567890abcdef", "grace=spam virus" };

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		const char *value = strchr(texts[i], '=') + 1;
		size_t length = strlen(value);

		begin_row(texts[i]);
		for (size_t cut = 0; cut <= length; cut++) {
			char *copy = malloc(cut + 1);

			memcpy(copy, value, cut);
			copy[cut] = '\0';
			set_event("192.0.2.66", texts[i], "");
			event.fields[0].value = copy;
			wb_recorded_facts_read(&event, &facts);
			all_names();
			answer_of("wl");
			free(copy);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_a_real_round_there_and_back),
		test_in_folder(test_what_was_not_asked),
		test_in_folder(test_answers),
		test_in_folder(test_more_answers_than_can_be),
		test_in_folder(test_hosts),
		test_in_folder(test_names),
		test_in_folder(test_what_is_cut),
	};

	return cmocka_run_group_tests(tests, start_dns, stop_dns);
}
