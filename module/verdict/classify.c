/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* classify.c - see classify.h */
#include "verdict/classify.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "verdict/guard.h"
#include "verdict/rule.h"

static bool is_over(int64_t expires_at_s, int64_t now_s)
{
	return expires_at_s != 0 && now_s >= expires_at_s;
}

/* Both say the same in other words: zones of one operator, rules about a host's names, weak signs in one mail. */
static bool are_of_one_subject(const struct wb_evidence *one, const struct wb_evidence *other)
{
	if (one->kind != other->kind || one->category != other->category)
		return false;
	switch (one->kind) {
	case WB_EVIDENCE_ZONE:
		return strcmp(one->hit.zone->run_by, other->hit.zone->run_by) == 0;
	case WB_EVIDENCE_RULE:
		return wb_rule_is_about_host(one->rule) && wb_rule_is_about_host(other->rule);
	case WB_EVIDENCE_MESSAGE:
		return one->rule->group == WB_RULE_WEAK && other->rule->group == WB_RULE_WEAK;
	case WB_EVIDENCE_LISTING:
	case WB_EVIDENCE_NEIGHBOURS:
	case WB_EVIDENCE_KIND_COUNT:
		break;
	}
	return false;
}

/* Why a row says nothing at all at this time. That it has expired is said first: whatever the category, it says nothing any more. */
static enum wb_discount pass_over(
    const struct wb_policy *policy, const struct wb_facts *facts, const struct wb_evidence *evidence, int64_t now_s)
{
	if (is_over(wb_evidence_expires_at_s(evidence), now_s))
		return WB_DISCOUNT_EXPIRED;
	if (policy->categories[evidence->category].action == WB_OFF)
		return WB_DISCOUNT_CATEGORY_OFF;
	if (evidence->kind == WB_EVIDENCE_ZONE && facts->vouching_zone != NULL)
		return WB_DISCOUNT_VOUCHED_FOR;
	return WB_DISCOUNT_NONE;
}

/* Which rows of a category are summed. */
struct selection {
	uint64_t relief_milli; /* what allow lists take from the zones' part */
	bool by_staff;         /* only what staff have listed, as a decision about each host of it */
	/* 0: of any age; else only those that are as old as the grace, and whose age is not known is new at this time. */
	int64_t aged_from_s;
};

/* When a row is as old as its category's grace. What is said to be of later than now has a clock that was wrong, and is new. */
static int64_t aged_at_s(const struct wb_policy *policy, const struct wb_evidence *evidence, int64_t now_s)
{
	int64_t since_s = evidence->since_s != 0 && evidence->since_s < now_s ? evidence->since_s : now_s;

	return since_s + policy->categories[evidence->category].grace_s;
}

static bool is_by_staff(const struct wb_evidence *evidence)
{
	return evidence->kind == WB_EVIDENCE_LISTING && evidence->scope == WB_SCOPE_HOST &&
	    strncmp(evidence->listing->source, WB_LISTING_SOURCE_STAFF, strlen(WB_LISTING_SOURCE_STAFF)) == 0;
}

static bool is_selected(
    const struct wb_policy *policy, const struct wb_evidence *evidence, int64_t now_s, struct selection selection)
{
	if (selection.by_staff && !is_by_staff(evidence))
		return false;
	return selection.aged_from_s == 0 || aged_at_s(policy, evidence, selection.aged_from_s) <= now_s;
}

/* Another row about the same in the same category counts instead of this one: of those that are selected the heaviest, and the first of equals. */
static bool is_shadowed(
    const struct wb_policy *policy, const struct wb_facts *facts, size_t index, int64_t now_s, struct selection selection)
{
	const struct wb_evidence *evidence = &facts->evidence[index];

	for (size_t i = 0; i < facts->evidence_count; i++) {
		const struct wb_evidence *other = &facts->evidence[i];
		bool is_heavier =
		    other->weight_milli != evidence->weight_milli ? other->weight_milli > evidence->weight_milli : i < index;

		if (is_heavier && are_of_one_subject(evidence, other) && is_selected(policy, other, now_s, selection))
			return true;
	}
	return false;
}

/*
 * What the zones say in a category, before an allow list takes anything of it. All rows of one operator in a category are of one age, so
 * that none of them is shadowed by one that is not selected.
 */
static uint64_t sum_zones(
    const struct wb_policy *policy, const struct wb_facts *facts, size_t category, int64_t now_s, struct selection selection)
{
	uint64_t sum_milli = 0;

	for (size_t i = 0; i < facts->evidence_count; i++) {
		const struct wb_evidence *evidence = &facts->evidence[i];

		if (evidence->kind == WB_EVIDENCE_ZONE && evidence->category == category &&
		    pass_over(policy, facts, evidence, now_s) == WB_DISCOUNT_NONE &&
		    !is_shadowed(policy, facts, i, now_s, selection) && is_selected(policy, evidence, now_s, selection))
			sum_milli += evidence->weight_milli;
	}
	return sum_milli;
}

/*
 * What hits of these allow lists take from it, those of one operator, on the same data, once: the heaviest. UINT64_MAX: all, since one
 * exempts.
 */
static uint64_t relief_of(const struct wb_policy *policy, uint64_t zones)
{
	uint64_t relief_milli = 0;

	for (size_t i = 0; zones >> i != 0; i++) {
		const struct wb_zone *zone = &policy->zones[i];
		bool is_shadowed_by_other = false;

		if ((zones >> i & 1) == 0)
			continue;
		if (zone->relief_milli == 0)
			return UINT64_MAX;
		for (size_t k = 0; zones >> k != 0; k++) {
			const struct wb_zone *other = &policy->zones[k];

			if (k != i && (zones >> k & 1) != 0 && strcmp(other->run_by, zone->run_by) == 0 &&
			    (other->relief_milli != zone->relief_milli ? other->relief_milli > zone->relief_milli : k < i))
				is_shadowed_by_other = true;
		}
		relief_milli += is_shadowed_by_other ? 0 : zone->relief_milli;
	}
	return relief_milli;
}

enum wb_discount wb_classify_discount(const struct wb_policy *policy, const struct wb_facts *facts, size_t index, int64_t now_s)
{
	const struct wb_evidence *evidence = &facts->evidence[index];
	enum wb_discount discount = pass_over(policy, facts, evidence, now_s);

	if (discount == WB_DISCOUNT_NONE && evidence->kind == WB_EVIDENCE_ZONE && facts->relieving_zones != 0 &&
	    sum_zones(policy, facts, evidence->category, now_s, (struct selection){ 0 }) <=
		relief_of(policy, facts->relieving_zones))
		return WB_DISCOUNT_OUTWEIGHED;
	if (discount != WB_DISCOUNT_NONE || !is_shadowed(policy, facts, index, now_s, (struct selection){ 0 }))
		return discount;
	return evidence->kind == WB_EVIDENCE_ZONE ? WB_DISCOUNT_SAME_OPERATOR : WB_DISCOUNT_SAME_SUBJECT;
}

const char *wb_discount_text(enum wb_discount discount)
{
	switch (discount) {
	case WB_DISCOUNT_NONE:
	case WB_DISCOUNT_COUNT:
		return "";
	case WB_DISCOUNT_CATEGORY_OFF:
		return "the category is off";
	case WB_DISCOUNT_EXPIRED:
		return "expired";
	case WB_DISCOUNT_VOUCHED_FOR:
		return "an allow list in the DNS vouches for the host";
	case WB_DISCOUNT_OUTWEIGHED:
		return "an allow list in the DNS weighs as much";
	case WB_DISCOUNT_SAME_OPERATOR:
		return "another entry of the same operator counts";
	case WB_DISCOUNT_SAME_SUBJECT:
		return "another rule about the same counts";
	}
	return "";
}

/* Sums one category's evidence and finds what would be done if it won. */
static struct wb_category_score score_rows(
    const struct wb_policy *policy, const struct wb_facts *facts, size_t index, int64_t now_s, struct selection selection)
{
	const struct wb_category *category = &policy->categories[index];
	struct wb_category_score score = { .action = WB_OFF };
	uint64_t zones_milli = sum_zones(policy, facts, index, now_s, selection);
	bool about_host = false;

	for (size_t i = 0; i < facts->evidence_count; i++) {
		const struct wb_evidence *evidence = &facts->evidence[i];

		if (evidence->category != index || pass_over(policy, facts, evidence, now_s) != WB_DISCOUNT_NONE ||
		    !is_selected(policy, evidence, now_s, selection) ||
		    (evidence->kind == WB_EVIDENCE_ZONE && zones_milli <= selection.relief_milli))
			continue;
		/* A row about the host says so, even when a heavier one of the same operator counts instead. */
		about_host = about_host || evidence->scope == WB_SCOPE_HOST;
		if (is_shadowed(policy, facts, i, now_s, selection))
			continue;
		score.score_milli += evidence->weight_milli;
		if (score.heaviest == NULL || evidence->weight_milli > score.heaviest->weight_milli)
			score.heaviest = evidence;
	}
	score.score_milli -= zones_milli > selection.relief_milli ? selection.relief_milli : 0;
	if (score.heaviest == NULL)
		return score;
	score.action = wb_category_action_at(category, score.score_milli);
	score.capped = score.action == WB_REJECT && !about_host;
	if (score.capped)
		score.action = WB_DEFER;
	return score;
}

/* The most that is done to the client, by whose host it is. */
static enum wb_action guarded_action(const struct wb_policy *policy, const struct wb_facts *facts)
{
	switch (facts->sender_state) {
	case WB_SENDER_UNASKED:
	case WB_SENDER_NONE:
		return WB_REJECT;
	case WB_SENDER_KNOWN:
		return wb_guard_action(policy);
	case WB_SENDER_UNKNOWN:
		return WB_DEFER;
	}
	return WB_REJECT;
}

/*
 * The first time at which what is known would reject by rows that are as old as the grace: one of them becomes so then, and those that
 * have ended do not help. 0: it never does.
 */
static int64_t find_refused_from(
    const struct wb_policy *policy, const struct wb_facts *facts, size_t index, int64_t now_s, struct selection aged)
{
	int64_t first_s = 0;

	for (size_t i = 0; i < facts->evidence_count; i++) {
		int64_t at_s = facts->evidence[i].category == index ? aged_at_s(policy, &facts->evidence[i], now_s) : 0;

		if (at_s > now_s && (first_s == 0 || at_s < first_s) &&
		    score_rows(policy, facts, index, at_s, aged).action == WB_REJECT)
			first_s = at_s;
	}
	return first_s;
}

/* What staff's own listings would do alone, as a decision about each host of theirs: so much is done whoever's host it is. */
static enum wb_action staff_action(const struct wb_policy *policy, const struct wb_facts *facts, size_t index, int64_t now_s)
{
	struct selection by_staff = { .by_staff = true };
	enum wb_action action = score_rows(policy, facts, index, now_s, by_staff).action;

	by_staff.aged_from_s = policy->categories[index].grace_s > 0 ? now_s : 0;
	if (action == WB_REJECT && score_rows(policy, facts, index, now_s, by_staff).action != WB_REJECT)
		return WB_DEFER;
	return action;
}

static enum wb_action stricter(enum wb_action one, enum wb_action other)
{
	return one > other ? one : other;
}

/* Each rule here lowers an action, or leaves it. */
static struct wb_category_score score_category(
    const struct wb_policy *policy, const struct wb_facts *facts, size_t index, int64_t now_s)
{
	uint64_t known = facts->relieving_zones, possible = known | facts->unheard_zones;
	struct selection all = { .relief_milli = relief_of(policy, known) };
	struct selection relieved = { .relief_milli = relief_of(policy, possible) };
	struct selection aged = { .relief_milli = all.relief_milli,
		.aged_from_s = policy->categories[index].grace_s > 0 ? now_s : 0 };
	struct wb_category_score score = score_rows(policy, facts, index, now_s, all);
	enum wb_action floor;

	score.is_in_grace = score.action == WB_REJECT && score_rows(policy, facts, index, now_s, aged).action != WB_REJECT;
	if (score.is_in_grace)
		score.refused_from_s = find_refused_from(policy, facts, index, now_s, aged);
	else
		relieved.aged_from_s = aged.aged_from_s;
	/* An allow list that was asked and did not answer might have vouched: the sender may try again when it does. */
	score.lowered = score.action == WB_REJECT && possible != known &&
	    score_rows(policy, facts, index, now_s, relieved).action != WB_REJECT;
	if (score.lowered || score.is_in_grace)
		score.action = WB_DEFER;
	floor = guarded_action(policy, facts);
	if (score.action > floor)
		floor = stricter(floor, staff_action(policy, facts, index, now_s));
	score.guarded = score.action > floor;
	if (score.guarded) {
		/* Less is done than grace asks for: that has no part in it then. */
		score.is_in_grace = false;
		score.refused_from_s = 0;
		score.action = floor;
	}
	return score;
}

bool wb_classify_could_be_guarded(const struct wb_policy *policy, const struct wb_facts *facts, int64_t now_s)
{
	if (facts->listings_unknown || (facts->is_allowed && !is_over(facts->allow.expires_at_s, now_s)))
		return false;
	for (size_t i = 0; i < policy->category_count; i++) {
		struct wb_category_score score = score_category(policy, facts, i, now_s);

		if (score.action > stricter(wb_guard_action(policy), staff_action(policy, facts, i, now_s)))
			return true;
	}
	return false;
}

/* A reject that was lowered is a defer that stands before all others: it keeps its words. */
static unsigned strictness(const struct wb_category_score *score)
{
	return 2 * (unsigned)score->action + (score->lowered || score->is_in_grace || score->guarded);
}

/* Score divided by threshold is compared by cross-multiplication: no rounding decides who is blocked. */
static bool beats(const struct wb_policy *policy, const struct wb_category_score *scores, size_t index, size_t best)
{
	uint64_t left = scores[index].score_milli * policy->categories[best].threshold_milli;
	uint64_t right = scores[best].score_milli * policy->categories[index].threshold_milli;

	if (strictness(&scores[index]) != strictness(&scores[best]))
		return strictness(&scores[index]) > strictness(&scores[best]);
	return left > right;
}

/* The category that wins. */
static size_t find_best(const struct wb_policy *policy, const struct wb_category_score *scores)
{
	size_t best = 0;

	for (size_t i = 1; i < policy->category_count; i++) {
		if (beats(policy, scores, i, best))
			best = i;
	}
	return best;
}

static void apply_limit(const struct wb_limit *limit, struct wb_category_score *score)
{
	if (limit->chooser == NULL)
		return;
	if (limit->action < WB_REJECT) {
		/* No refusal is to come. */
		score->is_in_grace = false;
		score->refused_from_s = 0;
	}
	if (score->action <= limit->action)
		return;
	score->action = limit->action;
	score->lowered = score->guarded = false; /* there is nothing stricter that it stands for */
	score->chooser = limit->chooser;
}

/*
 * Until when nothing is rejected, where the one that wins is within its grace: another one may be the first to reject. 0: none does by what
 * is known.
 */
static int64_t first_refused_from(const struct wb_policy *policy, const struct wb_category_score *scores)
{
	int64_t first_s = 0;

	for (size_t i = 0; i < policy->category_count; i++) {
		if (scores[i].refused_from_s != 0 && (first_s == 0 || scores[i].refused_from_s < first_s))
			first_s = scores[i].refused_from_s;
	}
	return first_s;
}

void wb_verdict_clear(const struct wb_policy *policy, struct wb_verdict *verdict_r)
{
	memset(verdict_r, 0, offsetof(struct wb_verdict, scores) + policy->category_count * sizeof(verdict_r->scores[0]));
}

void wb_classify(const struct wb_policy *policy, const struct wb_facts *facts, const struct wb_limits *limits, int64_t now_s,
    struct wb_verdict *verdict_r)
{
	uint64_t possible = facts->relieving_zones | facts->unheard_zones | facts->absent_zones;
	char prefix[WB_PREFIX_TEXT_SIZE];
	size_t best, wanted;

	wb_verdict_clear(policy, verdict_r);
	verdict_r->decided_at_s = now_s;
	for (size_t i = 0; i < policy->category_count; i++) {
		verdict_r->scores[i] = score_category(policy, facts, i, now_s);
		verdict_r->scores[i].wanted = verdict_r->scores[i].action;
	}
	best = wanted = find_best(policy, verdict_r->scores);
	for (size_t i = 0; limits != NULL && i < policy->category_count; i++)
		apply_limit(&limits->of[i], &verdict_r->scores[i]);
	if (limits != NULL)
		best = find_best(policy, verdict_r->scores);
	/* An allow listing always wins. */
	if (facts->is_allowed && !is_over(facts->allow.expires_at_s, now_s)) {
		wb_prefix_format(&facts->allow.prefix, prefix);
		snprintf(verdict_r->exempt, sizeof(verdict_r->exempt), "allow listing:%.52s %s", facts->allow.source, prefix);
		return;
	}
	if (facts->listings_unknown)
		return;
	/* Who lowered the one that wins, else who kept another from winning. */
	verdict_r->chooser = verdict_r->scores[best].chooser;
	if (verdict_r->chooser == NULL)
		verdict_r->chooser = verdict_r->scores[wanted].chooser;
	if (verdict_r->scores[best].action == WB_OFF)
		return;
	verdict_r->action = verdict_r->scores[best].action;
	verdict_r->lowered = verdict_r->scores[best].lowered;
	verdict_r->is_in_grace = verdict_r->scores[best].is_in_grace;
	verdict_r->refused_from_s = verdict_r->is_in_grace ? first_refused_from(policy, verdict_r->scores) : 0;
	verdict_r->misses_allow_list = verdict_r->action >= WB_DEFER && facts->absent_zones != 0 &&
	    score_rows(policy, facts, best, now_s, (struct selection){ .relief_milli = relief_of(policy, possible) }).action <
		verdict_r->action;
	if (verdict_r->scores[best].guarded)
		verdict_r->guard = facts->sender_state == WB_SENDER_KNOWN ? facts->sender->name : WB_GUARD_UNKNOWN;
	verdict_r->category = &policy->categories[best];
	verdict_r->score_milli = verdict_r->scores[best].score_milli;
	verdict_r->heaviest = verdict_r->scores[best].heaviest;
}
