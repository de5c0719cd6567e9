/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_rule.c - evidence by ASN and country, and by what is known of a host. */
#include "fixture.h"
#include "verdict/evidence_text.h"
#include "verdict/rule.h"

static struct wb_facts facts;

static void test_which_rules_match(void **state)
{
	static const struct {
		const char *label, *lists, *country;
		uint32_t asn;
		const char *detail; /* NULL: no match */
	} rows[] = {
		{ "one of the numbers", "asn = {64496, 64497}", "US", 64497, "AS64497 Example Net" },
		{ "another number", "asn = {64496}", "US", 64497, NULL },
		{ "one of the countries", "countries = {\"DE\", \"US\"}", "US", 64496, "country US" },
		{ "another country", "countries = {\"DE\"}", "US", 64496, NULL },
		{ "both", "asn = {64496} countries = {\"US\"}", "US", 64496, "AS64496 Example Net, country US" },
		{ "only the number", "asn = {64496} countries = {\"DE\"}", "US", 64496, NULL },
		{ "only the country", "asn = {64497} countries = {\"US\"}", "US", 64496, NULL },
		{ "number unknown", "asn = {64496}", "US", 0, NULL },
		{ "country unknown", "countries = {\"US\"}", "", 64496, NULL },
		{ "country unknown, number right", "asn = {64496} countries = {\"US\"}", "", 64496, NULL },
		{ "all numbers but this", "except_asn = {64496}", "US", 64496, NULL },
		{ "all numbers but another", "except_asn = {64497}", "US", 64496, "AS64496 Example Net" },
		{ "all but one, number unknown", "except_asn = {64497}", "US", 0, NULL },
		{ "all countries but this", "except_countries = {\"US\"}", "US", 64496, NULL },
		{ "all countries but another", "except_countries = {\"DE\"}", "US", 64496, "country US" },
		{ "all but one, country unknown", "except_countries = {\"DE\"}", "", 64496, NULL },
		{ "one number, all countries but this", "asn = {64496} except_countries = {\"US\"}", "US", 64496, NULL },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[256], buffer[WB_EVIDENCE_DETAIL_SIZE];
		struct wb_config *config;
		struct wb_text detail;

		begin_row(rows[i].label);
		snprintf(text, sizeof(text), "rule \"snowshoe\" { %s category = \"spam\" weight = 0.25 scope = \"range\" }",
		    rows[i].lists);
		config = open_config(*state, text);
		memset(&facts, 0, sizeof(facts));
		facts.place.asn = rows[i].asn;
		strcpy(facts.place.country, rows[i].country);
		strcpy(facts.place.as_org, "Example Net");
		wb_rule_match(&config->policy, &facts);
		assert_int_equal(facts.evidence_count, rows[i].detail != NULL);
		if (rows[i].detail != NULL) {
			const struct wb_evidence *evidence = &facts.evidence[0];

			assert_int_equal(evidence->kind, WB_EVIDENCE_RULE);
			assert_ptr_equal(evidence->rule, &config->policy.rules[0]);
			wb_text_open(&detail, buffer, sizeof(buffer));
			wb_evidence_add_detail(evidence, &facts.place, &detail);
			assert_string_equal(config->policy.categories[evidence->category].id, "spam");
			assert_int_equal(evidence->weight_milli, 250);
			assert_int_equal(evidence->scope, WB_SCOPE_RANGE);
			assert_int_equal(wb_evidence_expires_at_s(evidence), 0);
			assert_string_equal(buffer, rows[i].detail);
			assert_string_equal(wb_evidence_reason(evidence), "");
		}
		wb_config_close(&config);
	}
}

static void test_every_rule_that_matches_adds_a_row(void **state)
{
	struct wb_config *config = open_config(*state,
	    "rule \"a\" { asn = {64496} category = \"spam\" }\nrule \"b\" { asn = {64497} category = \"spam\" }\n"
	    "rule \"c\" { countries = {\"US\"} category = \"virus\" }\n");

	memset(&facts, 0, sizeof(facts));
	facts.place.asn = 64496;
	strcpy(facts.place.country, "US");
	wb_evidence_add(&facts);
	wb_rule_match(&config->policy, &facts);
	assert_int_equal(facts.evidence_count, 3);
	assert_string_equal(facts.evidence[1].rule->name, "a");
	assert_string_equal(facts.evidence[2].rule->name, "c");
	begin_row("unless there is no room");
	while (wb_evidence_add(&facts) != NULL)
		;
	wb_rule_match(&config->policy, &facts);
	assert_int_equal(facts.evidence_count, WB_EVIDENCE_MAX);
	assert_int_equal(facts.left_out_count, 3); /* one here, and two rules */
	wb_config_close(&config);
}

static void test_which_rules_about_hosts_hold(void **state)
{
	const uint32_t localhost = 1 << WB_HELO_LOCALHOST, bare_ip = 1 << WB_HELO_BARE_IP, none = 1 << WB_HOST_NAME_IS_NONE;
	const struct {
		const char *label, *conditions;
		struct wb_host host;
		const char *detail; /* NULL: it does not hold */
	} rows[] = {
		{ "a fact", "helo = {\"localhost\"}", { .helo = "localhost", .name = "", .helo_truths = { localhost, 0 } },
		    "HELO localhost" },
		{ "one of two facts", "helo = {\"localhost\", \"bare-ip\"}",
		    { .helo = "192.0.2.1", .name = "", .helo_truths = { bare_ip, 0 } }, "HELO 192.0.2.1" },
		{ "another fact", "helo = {\"localhost\"}", { .helo = "192.0.2.1", .name = "", .helo_truths = { bare_ip, 0 } },
		    NULL },
		{ "a fact that is not known", "helo = {\"localhost\"}",
		    { .helo = "x", .name = "", .helo_truths = { 0, localhost } }, NULL },
		{ "no name", "host_name = {\"none\"}", { .helo = "", .name = "", .name_truths = { none, 0 } }, "" },
		{ "both", "helo = {\"localhost\"} host_name = {\"none\"}",
		    { .helo = "localhost", .name = "", .helo_truths = { localhost, 0 }, .name_truths = { none, 0 } },
		    "HELO localhost" },
		{ "only one of both", "helo = {\"localhost\"} host_name = {\"none\"}",
		    { .helo = "localhost", .name = "", .helo_truths = { localhost, 0 } }, NULL },
		{ "a pattern", "helo_pattern = \"^win-\"", { .helo = "WIN-8A7B6C5D4E3", .name = "" }, "HELO WIN-8A7B6C5D4E3" },
		{ "a pattern of another", "helo_pattern = \"^win-\"", { .helo = "mail.example.org", .name = "" }, NULL },
		{ "a pattern of any, and nothing is known", "helo_pattern = \".*\"", { .helo = "", .name = "" }, NULL },
		{ "a pattern of the name", "host_name_pattern = \"[.]dyn[.]\"", { .helo = "x", .name = "a.dyn.example.org" },
		    "host name a.dyn.example.org" },
		{ "a pattern of a name that there is not", "host_name_pattern = \".*\"", { .helo = "x", .name = "" }, NULL },
		{ "a pattern that never ends", "helo_pattern = \"(a+)+$\"",
		    { .helo = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", .name = "" }, NULL },
		{ "the country, too", "helo = {\"localhost\"} countries = {\"US\"}",
		    { .helo = "localhost", .name = "", .helo_truths = { localhost, 0 } }, "country US, HELO localhost" },
		{ "another country", "helo = {\"localhost\"} countries = {\"DE\"}",
		    { .helo = "localhost", .name = "", .helo_truths = { localhost, 0 } }, NULL },
		{ "what is not printable", "helo = {\"localhost\"}",
		    { .helo = "local\x1bhost", .name = "", .helo_truths = { localhost, 0 } }, "HELO local?host" },
		{ "a rule about mail", "helo = {\"localhost\"} header = {\"X-Source\"}",
		    { .helo = "localhost", .name = "", .helo_truths = { localhost, 0 } }, NULL },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_host host = rows[i].host;
		char text[256], buffer[WB_EVIDENCE_DETAIL_SIZE];
		struct wb_config *config;
		struct wb_text detail;

		begin_row(rows[i].label);
		snprintf(text, sizeof(text), "rule \"host\" { %s category = \"spam\" weight = 0.25 }", rows[i].conditions);
		config = open_config(*state, text);
		memset(&facts, 0, sizeof(facts));
		strcpy(facts.place.country, "US");
		begin_row("it is no rule about the place");
		wb_rule_match(&config->policy, &facts);
		assert_int_equal(facts.evidence_count, 0);
		begin_row(rows[i].label);
		wb_rule_match_host(&config->policy, &host, &facts);
		assert_int_equal(facts.evidence_count, rows[i].detail != NULL);
		if (rows[i].detail != NULL) {
			wb_text_open(&detail, buffer, sizeof(buffer));
			wb_evidence_add_detail(&facts.evidence[0], &facts.place, &detail);
			assert_string_equal(buffer, rows[i].detail);
			assert_int_equal(facts.evidence[0].scope, WB_SCOPE_HOST);
		}
		wb_config_close(&config);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_which_rules_match),
		test_in_folder(test_every_rule_that_matches_adds_a_row),
		test_in_folder(test_which_rules_about_hosts_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
