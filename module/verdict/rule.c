/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* rule.c - see rule.h */
#include "verdict/rule.h"

#include <stdbool.h>
#include <string.h>

#include "verdict/evidence.h"

static bool asn_matches(const struct wb_asns *asns, uint32_t asn)
{
	return asns->count == 0 || wb_asns_hold(asns, asn);
}

static bool country_matches(const struct wb_texts *countries, const char *country)
{
	for (size_t i = 0; i < countries->count; i++) {
		if (strcmp(countries->items[i], country) == 0)
			return true;
	}
	return countries->count == 0;
}

void wb_rule_match(const struct wb_policy *policy, struct wb_facts *facts)
{
	for (size_t i = 0; i < policy->rule_count; i++) {
		const struct wb_rule *rule = &policy->rules[i];
		struct wb_evidence *evidence;

		if (!asn_matches(&rule->asns, facts->place.asn) || !country_matches(&rule->countries, facts->place.country))
			continue;
		evidence = wb_evidence_add(facts);
		if (evidence != NULL)
			*evidence = (struct wb_evidence){
				.kind = WB_EVIDENCE_RULE,
				.rule = rule,
				.category = rule->category,
				.scope = (enum wb_scope)rule->scope,
				.weight_milli = rule->weight_milli,
			};
	}
}
