/* rule.c - see rule.h */
#include "verdict/rule.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "verdict/evidence.h"
#include "verdict/policy.h"

static bool asn_matches(const struct wb_asns *asns, uint32_t asn)
{
	for (size_t i = 0; i < asns->count; i++) {
		if (asns->items[i] == asn)
			return true;
	}
	return asns->count == 0;
}

static bool country_matches(const struct wb_texts *countries, const char *country)
{
	for (size_t i = 0; i < countries->count; i++) {
		if (strcmp(countries->items[i], country) == 0)
			return true;
	}
	return countries->count == 0;
}

static void add_evidence(const struct wb_rule *rule, struct wb_facts *facts)
{
	const struct wb_place *place = &facts->place;
	struct wb_evidence *evidence = wb_evidence_add(facts);

	if (evidence == NULL)
		return;
	snprintf(evidence->source, sizeof(evidence->source), "rule:%s", rule->name);
	evidence->category = rule->category;
	evidence->scope = (enum wb_scope)rule->scope;
	evidence->weight_milli = rule->weight_milli;
	if (rule->asns.count > 0)
		snprintf(evidence->detail, sizeof(evidence->detail), "AS%u %s", place->asn, place->as_org);
	if (rule->countries.count > 0)
		snprintf(evidence->detail + strlen(evidence->detail), sizeof(evidence->detail) - strlen(evidence->detail),
		    "%scountry %s", rule->asns.count > 0 ? ", " : "", place->country);
}

void wb_rule_match(const struct wb_policy *policy, struct wb_facts *facts)
{
	for (size_t i = 0; i < policy->rule_count; i++) {
		const struct wb_rule *rule = &policy->rules[i];

		if (asn_matches(&rule->asns, facts->place.asn) && country_matches(&rule->countries, facts->place.country))
			add_evidence(rule, facts);
	}
}
