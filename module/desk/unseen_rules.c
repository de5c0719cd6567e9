/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* unseen_rules.c - see unseen_rules.h */
#include "desk/unseen_rules.h"

#include <string.h>

#include "desk/case_reference.h"
#include "store/case_find.h"

struct search {
	const struct wb_outcome *outcome;
	const struct wb_reference *reference;
	struct wb_unseen_rules *unseen;
};

/* What the DNS says of a name was asked, unless somebody did not want it or it failed: a rule that does not hold for it any more is over. */
static bool is_unseen(const struct wb_outcome *outcome, const struct wb_rule *rule)
{
	if (wb_rule_is_about_message(rule) || rule->helo_facts != 0 || rule->helo_pattern[0] != '\0')
		return true;
	return wb_rule_asks_name(rule) && (outcome->names == NULL || wb_host_names_is_unknown(outcome->names));
}

static void take_rule(const struct search *search, const struct wb_rule *rule)
{
	struct wb_unseen_rules *unseen = search->unseen;

	if (rule->category != unseen->category || !is_unseen(search->outcome, rule))
		return;
	if (unseen->rule == NULL || rule->weight_milli > unseen->rule->weight_milli)
		unseen->rule = rule;
	unseen->weight_milli += rule->weight_milli;
}

static bool take_case(void *context, const struct wb_case *remembered)
{
	const struct search *search = context;
	const struct wb_policy *policy = search->outcome->policy;
	const struct wb_event *event = &remembered->event;

	if (!wb_case_is_of_reference(remembered, search->reference))
		return true;
	search->unseen->is_known = true;
	for (size_t i = 0; i < event->evidence_count; i++) {
		const struct wb_event_evidence *row = &event->evidence[i];

		if ((row->kind != WB_EVIDENCE_RULE && row->kind != WB_EVIDENCE_MESSAGE) || row->discount != WB_DISCOUNT_NONE)
			continue;
		for (size_t r = 0; r < policy->rule_count; r++) {
			if (strcmp(policy->rules[r].name, row->origin) == 0)
				take_rule(search, &policy->rules[r]);
		}
	}
	return false;
}

void wb_unseen_rules_find(
    const struct wb_outcome *outcome, const struct wb_reference *reference, struct wb_unseen_rules *unseen_r)
{
	const struct wb_policy *policy = outcome->policy;
	struct search search = { .outcome = outcome, .reference = reference };
	const struct wb_category *category;
	size_t unreadable;

	memset(unseen_r, 0, sizeof(*unseen_r));
	search.unseen = unseen_r;
	category = reference == NULL ? NULL : wb_reference_find_category(policy, reference->category_hash);
	if (category == NULL)
		return;
	unseen_r->category = (size_t)(category - policy->categories);
	wb_case_find(
	    policy->store, &(struct wb_case_query){ .client = &reference->client }, take_case, &search, &unreadable, NULL);
	for (size_t i = 0; !unseen_r->is_known && i < policy->rule_count; i++)
		take_rule(&search, &policy->rules[i]);
}

bool wb_unseen_rules_block(const struct wb_policy *policy, const struct wb_unseen_rules *unseen, uint64_t score_milli)
{
	return unseen->rule != NULL &&
	    wb_category_action_at(&policy->categories[unseen->category], score_milli + unseen->weight_milli) >= WB_DEFER;
}
