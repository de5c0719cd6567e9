/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_rule.c - evidence by ASN and country. */
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_which_rules_match),
		test_in_folder(test_every_rule_that_matches_adds_a_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
