/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * test_classify_properties.c - what holds of every verdict, over policies and evidence that are made up by chance. CASES=1000000 tries so many
 * of them (`make check-properties`), SEED=n repeats a run; a failure prints the seed of its own case.
 */
#include <stdlib.h>
#include <time.h>

#include "fixture.h"
#include "rule_fixture.h"
#include "verdict/classify.h"
#include "verdict/guard.h"

#define CASES 20000

enum { CATEGORIES = 4, ZONES = 6, ROWS_MAX = 8 };

/* Everything that a verdict follows from. */
static struct world {
	struct wb_policy policy;
	struct wb_category categories[CATEGORIES];
	struct wb_zone zones[ZONES];
	struct wb_facts facts;
	struct wb_limits limits;
	bool has_limits;
	int64_t ages[ZONES][CATEGORIES]; /* since when an operator's zones list the client: one for a category */
} world;

static const struct wb_sender known = { .name = "Example Mail" };
static const struct wb_rule rules[] = {
	{ .name = "cloud", NO_TEXTS },
	{ .name = "helo", .helo_facts = 1, NO_TEXTS },
	{ .name = "name", .host_name_facts = 1, NO_TEXTS },
};
static const struct wb_rule weak_sign = { .name = "weak", .message_facts = 1, .group = WB_RULE_WEAK, NO_TEXTS };
static uint64_t random_state;

/* xorshift64*: the same everywhere. */
static uint32_t below(uint32_t limit)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return (uint32_t)((random_state * UINT64_C(2685821657736338717)) >> 33) % limit;
}

static bool once_in(uint32_t times)
{
	return below(times) == 0;
}

/* Now, a second beside it, or far from it. */
static int64_t some_time(void)
{
	static const int64_t offsets[] = { 0, -1, 1, -3600, 3600, -86400, 86400 };

	return NOW_S + offsets[below(COUNT(offsets))];
}

static uint32_t some_weight(void)
{
	static const uint32_t weights[] = { 1, 250, 499, 500, 501, 999, 1000, 1001, 2000 };

	return weights[below(COUNT(weights))];
}

static void make_category(struct wb_category *category, size_t number)
{
	snprintf(category->id, sizeof(category->id), "c%zu", number);
	category->action = once_in(2) ? WB_REJECT : (int)below(WB_REJECT + 1);
	category->threshold_milli = once_in(2) ? 1000 : some_weight();
	category->grace_s = once_in(2) ? 0 : 3600;
	category->defer_at_milli = once_in(3) ? below(category->threshold_milli) : 0;
	category->tag_at_milli =
	    once_in(3) ? below(category->defer_at_milli > 0 ? category->defer_at_milli : category->threshold_milli) : 0;
}

static void make_zone(struct wb_zone *zone, size_t number)
{
	static const char *const names[ZONES] = { "a", "b", "c", "d", "e", "f" };

	zone->name = zone->shown = names[number];
	zone->run_by = names[number - number % 2 * below(2)]; /* some are of one operator */
	zone->is_dnswl = number >= ZONES / 2;
	zone->relief_milli = zone->is_dnswl && !once_in(3) ? some_weight() : 0;
}

/* Fills in a row for the next place. */
static void make_row(struct wb_evidence *row)
{
	static const char *const sources[] = { "staff:ann", "feed:drop", "report:trap" };
	struct wb_listing *listing;

	row->category = below(CATEGORIES);
	row->scope = once_in(2) ? WB_SCOPE_HOST : (enum wb_scope)below(WB_SCOPE_COUNT);
	row->weight_milli = some_weight();
	row->since_s = once_in(3) ? 0 : some_time();
	switch (below(4)) {
	case 0:
		listing = &world.facts.listings[world.facts.listing_count++];
		snprintf(listing->source, sizeof(listing->source), "%s", sources[below(COUNT(sources))]);
		listing->expires_at_s = once_in(3) ? some_time() : 0;
		row->kind = WB_EVIDENCE_LISTING;
		row->listing = listing;
		break;
	case 1:
		row->kind = WB_EVIDENCE_ZONE;
		row->hit.zone = &world.zones[below(ZONES / 2)];
		row->since_s = world.ages[row->hit.zone->run_by[0] - 'a'][row->category];
		break;
	case 2:
		row->kind = WB_EVIDENCE_MESSAGE;
		row->rule = &weak_sign;
		break;
	default:
		row->kind = WB_EVIDENCE_RULE;
		row->rule = &rules[below(COUNT(rules))];
		break;
	}
}

static void make_limits(void)
{
	world.has_limits = once_in(3);
	for (size_t i = 0; i < CATEGORIES; i++)
		world.limits.of[i] =
		    (struct wb_limit){ (enum wb_action)below(WB_REJECT + 1), once_in(2) ? "example.org" : NULL };
}

static void make_world(uint64_t seed)
{
	struct wb_facts *facts = &world.facts;
	size_t rows;

	random_state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
	facts->listing_count = facts->evidence_count = 0;
	memset(world.categories, 0, sizeof(world.categories));
	memset(world.zones, 0, sizeof(world.zones));
	for (size_t i = 0; i < CATEGORIES; i++)
		make_category(&world.categories[i], i);
	for (size_t i = 0; i < ZONES; i++)
		make_zone(&world.zones[i], i);
	for (size_t i = 0; i < ZONES * CATEGORIES; i++)
		world.ages[i / CATEGORIES][i % CATEGORIES] = once_in(3) ? 0 : some_time();
	make_limits();
	world.policy = (struct wb_policy){ .categories = world.categories,
		.category_count = CATEGORIES,
		.zones = world.zones,
		.zone_count = ZONES,
		.sender_action = (int)below(WB_SENDER_ACTIONS) };
	rows = below(ROWS_MAX);
	while (rows-- > 0)
		make_row(wb_evidence_add(facts));
	facts->is_allowed = once_in(8);
	facts->allow.expires_at_s = once_in(2) ? some_time() : 0;
	facts->vouching_zone = once_in(8) ? &world.zones[ZONES - 1] : NULL;
	facts->relieving_zones = (uint64_t)(once_in(3) ? below(8) : 0) << (ZONES / 2);
	facts->unheard_zones = (uint64_t)(once_in(3) ? below(8) : 0) << (ZONES / 2) & ~facts->relieving_zones;
	facts->absent_zones = 0;
	facts->listings_unknown = once_in(16);
	facts->sender_state = once_in(2) ? WB_SENDER_UNASKED : (enum wb_sender_state)below(WB_SENDER_UNKNOWN + 1);
	facts->sender = facts->sender_state == WB_SENDER_KNOWN ? &known : NULL;
}

static struct wb_verdict verdict_now(void)
{
	struct wb_verdict verdict;

	wb_classify(&world.policy, &world.facts, world.has_limits ? &world.limits : NULL, NOW_S, &verdict);
	return verdict;
}

/* ---- What always holds. Each gets the world's verdict, changes the world, and asks again. -------------------------------- */

static bool more_evidence_lowers_no_score(const struct wb_verdict *before)
{
	struct wb_verdict after;

	make_row(wb_evidence_add(&world.facts));
	after = verdict_now();
	for (size_t i = 0; i < CATEGORIES; i++) {
		if (after.scores[i].score_milli < before->scores[i].score_milli)
			return false;
	}
	return true;
}

static bool less_evidence_hardens_nothing(const struct wb_verdict *before)
{
	struct wb_facts *facts = &world.facts;
	size_t gone;

	if (facts->evidence_count == 0)
		return true;
	gone = below((uint32_t)facts->evidence_count);
	facts->evidence[gone] = facts->evidence[--facts->evidence_count];
	return verdict_now().action <= before->action;
}

static bool what_is_not_known_hardens_nothing(const struct wb_verdict *before)
{
	world.facts.unheard_zones |= (UINT64_C(1) << (ZONES / 2) << below(ZONES / 2)) & ~world.facts.relieving_zones;
	if (verdict_now().action > before->action)
		return false;
	if (world.facts.sender_state == WB_SENDER_NONE || world.facts.sender_state == WB_SENDER_UNASKED) {
		world.facts.sender_state = WB_SENDER_UNKNOWN;
		if (verdict_now().action > before->action)
			return false;
	}
	world.facts.listings_unknown = true;
	return verdict_now().action == WB_OFF;
}

static bool an_allow_listing_always_wins(const struct wb_verdict *before)
{
	(void)before;
	world.facts.is_allowed = true;
	world.facts.allow.expires_at_s = once_in(2) ? 0 : NOW_S + 1;
	return verdict_now().action == WB_OFF && verdict_now().category == NULL;
}

static bool what_is_not_about_the_host_never_rejects(const struct wb_verdict *before)
{
	(void)before;
	for (size_t i = 0; i < world.facts.evidence_count; i++) {
		if (world.facts.evidence[i].scope == WB_SCOPE_HOST)
			world.facts.evidence[i].scope = once_in(2) ? WB_SCOPE_RANGE : WB_SCOPE_NETWORK;
	}
	return verdict_now().action < WB_REJECT;
}

static bool the_order_of_evidence_never_matters(const struct wb_verdict *before)
{
	struct wb_facts *facts = &world.facts;
	uint32_t heaviest_milli = before->heaviest != NULL ? before->heaviest->weight_milli : 0;
	struct wb_verdict after;

	for (size_t i = facts->evidence_count; i > 1; i--) {
		size_t other = below((uint32_t)i);
		struct wb_evidence row = facts->evidence[i - 1];

		facts->evidence[i - 1] = facts->evidence[other];
		facts->evidence[other] = row;
	}
	after = verdict_now();
	for (size_t i = 0; i < CATEGORIES; i++) {
		if (after.scores[i].score_milli != before->scores[i].score_milli ||
		    after.scores[i].action != before->scores[i].action)
			return false;
	}
	if (after.heaviest != NULL && before->heaviest != NULL && after.heaviest->weight_milli != heaviest_milli)
		return false;
	return after.action == before->action && after.category == before->category && after.score_milli == before->score_milli;
}

static bool a_known_sender_gets_no_more(const struct wb_verdict *before)
{
	enum wb_action guarded = before->action;

	if (world.facts.sender_state == WB_SENDER_UNKNOWN)
		guarded = before->action < WB_DEFER ? before->action : WB_DEFER;
	world.facts.sender_state = WB_SENDER_KNOWN;
	world.facts.sender = &known;
	if (verdict_now().action > before->action && before->action == guarded && world.policy.sender_action != WB_SENDER_OFF)
		return false;
	world.facts.sender_state = WB_SENDER_NONE;
	return verdict_now().action >= before->action;
}

/* Where staff have listed nothing. Exactly so much less, whatever the operator does to known senders. */
static bool who_may_be_a_known_sender_is_put_off(const struct wb_verdict *before)
{
	struct wb_facts *facts = &world.facts;
	enum wb_action action;

	(void)before;
	world.has_limits = false;
	for (size_t i = 0; i < facts->listing_count; i++)
		snprintf(facts->listings[i].source, sizeof(facts->listings[i].source), "feed:drop");
	facts->sender_state = WB_SENDER_NONE;
	action = verdict_now().action;
	facts->sender_state = WB_SENDER_UNKNOWN;
	if (verdict_now().action != (action == WB_REJECT ? WB_DEFER : action))
		return false;
	facts->sender_state = WB_SENDER_KNOWN;
	facts->sender = &known;
	return verdict_now().action <= wb_guard_action(&world.policy);
}

/* No reject that an answer which is still missing would have prevented. */
static bool what_a_missing_answer_might_prevent_is_no_reject(const struct wb_verdict *before)
{
	if (before->action != WB_REJECT)
		return true;
	for (size_t i = 0; i < ZONES; i++) {
		if ((world.facts.unheard_zones >> i & 1) == 0)
			continue;
		if (world.zones[i].relief_milli == 0)
			world.facts.vouching_zone = &world.zones[i];
		else
			world.facts.relieving_zones |= UINT64_C(1) << i;
	}
	world.facts.unheard_zones = 0;
	return verdict_now().action == WB_REJECT;
}

static bool a_choice_raises_nothing(const struct wb_verdict *before)
{
	world.has_limits = false;
	return verdict_now().action >= before->action;
}

static bool grace_raises_nothing(const struct wb_verdict *before)
{
	for (size_t i = 0; i < CATEGORIES; i++)
		world.categories[i].grace_s = 0;
	return verdict_now().action >= before->action;
}

static bool an_age_that_is_not_known_hardens_nothing(const struct wb_verdict *before)
{
	for (size_t i = 0; i < world.facts.evidence_count; i++)
		world.facts.evidence[i].since_s = 0;
	return verdict_now().action <= before->action;
}

/* A category that has grace refuses by nothing younger. */
static bool within_its_grace_nobody_is_rejected(const struct wb_verdict *before)
{
	(void)before;
	for (size_t i = 0; i < CATEGORIES; i++)
		world.categories[i].grace_s = 3600;
	for (size_t i = 0; i < world.facts.evidence_count; i++)
		world.facts.evidence[i].since_s = NOW_S - 3599;
	return verdict_now().action < WB_REJECT;
}

static bool no_action_is_more_than_the_categorys(const struct wb_verdict *before)
{
	for (size_t i = 0; i < CATEGORIES; i++) {
		if (before->scores[i].action > (enum wb_action)world.categories[i].action)
			return false;
	}
	return before->category == NULL || before->action <= (enum wb_action)before->category->action;
}

static const struct {
	const char *name;
	bool (*holds)(const struct wb_verdict *before);
} properties[] = {
	{ "more evidence lowers no score", more_evidence_lowers_no_score },
	{ "less evidence hardens nothing", less_evidence_hardens_nothing },
	{ "what is not known hardens nothing", what_is_not_known_hardens_nothing },
	{ "an allow listing always wins", an_allow_listing_always_wins },
	{ "what is not about the host never rejects", what_is_not_about_the_host_never_rejects },
	{ "the order of evidence never matters", the_order_of_evidence_never_matters },
	{ "a known sender gets no more", a_known_sender_gets_no_more },
	{ "who may be a known sender is put off", who_may_be_a_known_sender_is_put_off },
	{ "what a missing answer might prevent is no reject", what_a_missing_answer_might_prevent_is_no_reject },
	{ "a choice raises nothing", a_choice_raises_nothing },
	{ "grace raises nothing", grace_raises_nothing },
	{ "an age that is not known hardens nothing", an_age_that_is_not_known_hardens_nothing },
	{ "within its grace nobody is rejected", within_its_grace_nobody_is_rejected },
	{ "no action is more than the category's", no_action_is_more_than_the_categorys },
};

static uint64_t number_of(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);

	return text != NULL ? strtoull(text, NULL, 10) : otherwise;
}

static void test_properties(void **state)
{
	uint64_t seed = number_of("SEED", (uint64_t)time(NULL)), cases = number_of("CASES", CASES);
	size_t refused = 0;

	(void)state;
	print_message("%llu cases from SEED=%llu on\n", (unsigned long long)cases, (unsigned long long)seed);
	for (uint64_t i = 0; i < cases; i++) {
		for (size_t p = 0; p < COUNT(properties); p++) {
			struct wb_verdict before;

			make_world(seed + i);
			before = verdict_now();
			refused += before.action >= WB_DEFER;
			if (!properties[p].holds(&before))
				fail_msg("%s: SEED=%llu CASES=1", properties[p].name, (unsigned long long)(seed + i));
		}
	}
	/* A world in which nobody is refused would hold everything. */
	assert_true(cases == 1 || refused > cases * COUNT(properties) / 16);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_properties) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
