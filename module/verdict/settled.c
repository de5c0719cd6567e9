/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* settled.c - see settled.h */
#include "verdict/settled.h"

#include "verdict/rule.h"

/* What rules could still add that wait for the DNS: the heaviest of them, as they are about one subject. */
static uint32_t max_of_host_rules(const struct wb_policy *policy, const struct wb_facts *facts, size_t category)
{
	uint32_t most = 0;

	for (size_t i = 0; facts->awaits_host && i < policy->rule_count; i++) {
		const struct wb_rule *rule = &policy->rules[i];

		if (rule->category == category && rule->weight_milli > most &&
		    (wb_rule_asks_name(rule) || wb_rule_asks_helo(rule)))
			most = rule->weight_milli;
	}
	return most;
}

/* Could an open zone be named in the reply instead of the heaviest evidence so far? Of equals the first of the file is. */
static bool could_be_named(const struct wb_policy *policy, const struct wb_facts *facts, const struct wb_evidence *heaviest,
    const bool *is_open, size_t category)
{
	bool is_before = heaviest->kind == WB_EVIDENCE_ZONE;
	uint32_t most_of_rules = max_of_host_rules(policy, facts, category);

	/* A rule about the host stands before all zones. */
	if (most_of_rules > heaviest->weight_milli || (is_before && most_of_rules == heaviest->weight_milli))
		return true;

	for (size_t i = 0; i < policy->zone_count; i++) {
		const struct wb_zone *zone = &policy->zones[i];
		uint32_t most = is_open[i] && !zone->is_dnswl ? wb_zone_max_weight(zone, category) : 0;

		if (zone == wb_evidence_zone(heaviest))
			is_before = false;
		if (most > heaviest->weight_milli || (is_before && most == heaviest->weight_milli))
			return true;
	}
	return false;
}

/* Recipients choose less for a category than it would do now. */
static bool is_chosen_about(const struct wb_policy *policy, const struct wb_verdict *verdict)
{
	for (size_t i = 0; i < policy->category_count; i++) {
		if (verdict->scores[i].chooser != NULL)
			return true;
	}
	return false;
}

/* Could this category, with all that is open, win or change the words of the one that wins? */
static bool could_matter(const struct wb_policy *policy, const struct wb_facts *facts, const struct wb_verdict *verdict,
    const bool *is_open, size_t index)
{
	const struct wb_category *category = &policy->categories[index];
	enum wb_action action;
	uint64_t weight = max_of_host_rules(policy, facts, index);
	uint64_t score, left, right;

	/* What the open zones could add at most; zones of one operator are counted each, which errs to the safe side. */
	for (size_t i = 0; i < policy->zone_count; i++)
		weight += is_open[i] && !policy->zones[i].is_dnswl ? wb_zone_max_weight(&policy->zones[i], index) : 0;
	score = verdict->scores[index].score_milli + weight;
	action = wb_category_action_at(category, score);
	if (weight == 0 || action == WB_OFF)
		return false;
	if (verdict->category == NULL || action > verdict->action)
		return true;
	/* The tag says the score, which grows by whatever answers. And who chooses otherwise may have another winner, which this one could beat. */
	if (category == verdict->category)
		return verdict->action == WB_TAG || is_chosen_about(policy, verdict) ||
		    could_be_named(policy, facts, verdict->heaviest, is_open, index);
	if (action < verdict->action)
		return false;
	left = score * verdict->category->threshold_milli;
	right = verdict->score_milli * category->threshold_milli;
	return left > right || (left == right && category < verdict->category);
}

bool wb_settled(
    const struct wb_policy *policy, const struct wb_facts *facts, const struct wb_verdict *verdict, const bool *is_open)
{
	bool dnswl_is_open = false;

	if (verdict->exempt[0] != '\0' || facts->listings_unknown || facts->vouching_zone != NULL)
		return true;
	for (size_t i = 0; i < policy->zone_count; i++)
		dnswl_is_open = dnswl_is_open || (is_open[i] && policy->zones[i].is_dnswl);
	/* An allow list can still take away what the blocklists have said. */
	if (dnswl_is_open && facts->evidence_count > facts->local_count)
		return false;
	for (size_t i = 0; i < policy->category_count; i++) {
		if (could_matter(policy, facts, verdict, is_open, i))
			return false;
	}
	return true;
}
