/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_classify_grace.c - evidence that is younger than its category's grace: what it does, and until when. */
#include "fixture.h"
#include "verdict/classify.h"
#include "verdict/settled.h"

#define GRACE_S (4 * 3600)
#define OLD (NOW_S - GRACE_S)

enum { RELAY, PROXY, CATEGORIES };

static struct wb_category categories[CATEGORIES];
static struct wb_policy policy;
static struct wb_facts facts;
static struct wb_zone zones[] = {
	{ .shown = "zen.example", .run_by = "zen" },
	{ .shown = "xbl.example", .run_by = "zen" },
	{ .shown = "other.example", .run_by = "other" },
	{ .shown = "allow.example", .run_by = "allow", .is_dnswl = true, .relief_milli = 1000 },
};
#define ALLOW (UINT64_C(1) << 3)

static int start(void **state)
{
	static const char *const ids[] = { "open-relay", "open-proxy" };

	(void)state;
	memset(&facts, 0, sizeof(facts));
	memset(&policy, 0, sizeof(policy));
	memset(categories, 0, sizeof(categories));
	policy.categories = categories;
	policy.category_count = CATEGORIES;
	policy.zones = zones;
	policy.zone_count = COUNT(zones);
	for (size_t i = 0; i < CATEGORIES; i++) {
		strcpy(categories[i].id, ids[i]);
		categories[i].action = WB_REJECT;
		categories[i].threshold_milli = 1000;
		categories[i].grace_s = GRACE_S;
	}
	return 0;
}

/* A row that counts; zone 0: a listing, else zones[zone - 1]. */
struct row {
	int64_t since_s, expires_at_s;
	uint32_t weight;
	enum wb_scope scope;
	int zone;
};

static void add(size_t category, const struct row *row)
{
	struct wb_evidence *evidence;

	if (row->weight == 0)
		return;
	evidence = wb_evidence_add(&facts);
	if (row->zone == 0) {
		struct wb_listing *listing = &facts.listings[facts.listing_count++];

		listing->created_at_s = row->since_s;
		listing->expires_at_s = row->expires_at_s;
		*evidence = wb_evidence_of_listing(listing);
	} else {
		evidence->kind = WB_EVIDENCE_ZONE;
		evidence->hit.zone = &zones[row->zone - 1];
		evidence->since_s = row->since_s;
	}
	evidence->category = category;
	evidence->scope = row->scope;
	evidence->weight_milli = row->weight;
}

static struct wb_verdict classify_at(int64_t now_s)
{
	struct wb_verdict verdict;

	wb_classify(&policy, &facts, NULL, now_s, &verdict);
	return verdict;
}

static void test_when_it_rejects(void **state)
{
	static const struct {
		const char *label;
		struct row of[3];
		uint64_t relieving;
		enum wb_action action;
		bool is_in_grace;
		int64_t from_s;
	} rows[] = {
		{ "as old as the grace", { { OLD, 0, 1000, WB_SCOPE_HOST, 0 } }, 0, WB_REJECT, false, 0 },
		{ "one second younger", { { OLD + 1, 0, 1000, WB_SCOPE_HOST, 0 } }, 0, WB_DEFER, true, NOW_S + 1 },
		{ "of now", { { NOW_S, 0, 1000, WB_SCOPE_HOST, 0 } }, 0, WB_DEFER, true, NOW_S + GRACE_S },
		{ "a zone whose first sight is not known", { { 0, 0, 1000, WB_SCOPE_HOST, 1 } }, 0, WB_DEFER, true,
		    NOW_S + GRACE_S },
		{ "a clock that was wrong: of what is to come", { { NOW_S + 999999, 0, 1000, WB_SCOPE_HOST, 0 } }, 0, WB_DEFER,
		    true, NOW_S + GRACE_S },
		{ "the largest time there is", { { INT64_MAX, 0, 1000, WB_SCOPE_HOST, 0 } }, 0, WB_DEFER, true,
		    NOW_S + GRACE_S },
		{ "under the threshold", { { NOW_S, 0, 999, WB_SCOPE_HOST, 0 } }, 0, WB_OFF, false, 0 },
		{ "an old one suffices beside a young one",
		    { { OLD, 0, 1000, WB_SCOPE_HOST, 0 }, { NOW_S, 0, 9000, WB_SCOPE_HOST, 1 } }, 0, WB_REJECT, false, 0 },
		{ "both are needed: the younger one decides",
		    { { OLD, 0, 600, WB_SCOPE_HOST, 0 }, { OLD + 60, 0, 600, WB_SCOPE_HOST, 1 } }, 0, WB_DEFER, true,
		    NOW_S + 60 },
		{ "two of three are needed: the second of them decides",
		    { { OLD + 60, 0, 500, WB_SCOPE_HOST, 0 }, { OLD + 90, 0, 500, WB_SCOPE_HOST, 1 },
			{ OLD + 30, 0, 500, WB_SCOPE_HOST, 3 } },
		    0, WB_DEFER, true, NOW_S + 60 },
		{ "it ends before it is old enough", { { NOW_S, NOW_S + GRACE_S, 1000, WB_SCOPE_HOST, 0 } }, 0, WB_DEFER, true,
		    0 },
		{ "one second longer", { { NOW_S, NOW_S + GRACE_S + 1, 1000, WB_SCOPE_HOST, 0 } }, 0, WB_DEFER, true,
		    NOW_S + GRACE_S },
		{ "one that ends meanwhile does not help the other",
		    { { OLD, NOW_S + 60, 600, WB_SCOPE_HOST, 0 }, { OLD + 60, 0, 600, WB_SCOPE_HOST, 1 } }, 0, WB_DEFER, true,
		    0 },
		{ "an old network, a young host: about the host there is nothing yet",
		    { { OLD, 0, 1000, WB_SCOPE_NETWORK, 0 }, { OLD + 5, 0, 100, WB_SCOPE_HOST, 1 } }, 0, WB_DEFER, true,
		    NOW_S + 5 },
		{ "a network alone never rejects", { { OLD + 5, 0, 1000, WB_SCOPE_NETWORK, 0 } }, 0, WB_DEFER, false, 0 },
		{ "of one operator the heaviest counts, of one age",
		    { { OLD + 7, 0, 600, WB_SCOPE_HOST, 1 }, { OLD + 7, 0, 500, WB_SCOPE_HOST, 2 },
			{ OLD, 0, 400, WB_SCOPE_HOST, 3 } },
		    0, WB_DEFER, true, NOW_S + 7 },
		{ "an allow list takes its weight from old zones, too",
		    { { OLD, 0, 1500, WB_SCOPE_HOST, 1 }, { OLD + 9, 0, 600, WB_SCOPE_HOST, 3 } }, ALLOW, WB_DEFER, true,
		    NOW_S + 9 },
		{ "and nothing more than they say",
		    { { OLD, 0, 500, WB_SCOPE_HOST, 1 }, { NOW_S - 5, 0, 1600, WB_SCOPE_HOST, 3 } }, ALLOW, WB_DEFER, true,
		    NOW_S + GRACE_S - 5 },
		{ "and leaves enough", { { OLD, 0, 2000, WB_SCOPE_HOST, 1 }, { NOW_S, 0, 600, WB_SCOPE_HOST, 3 } }, ALLOW,
		    WB_REJECT, false, 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_verdict verdict;

		begin_row(rows[i].label);
		start(state);
		facts.relieving_zones = rows[i].relieving;
		for (size_t k = 0; k < COUNT(rows[i].of); k++)
			add(RELAY, &rows[i].of[k]);
		verdict = classify_at(NOW_S);
		assert_int_equal(verdict.action, rows[i].action);
		assert_int_equal(verdict.is_in_grace, rows[i].is_in_grace);
		assert_int_equal(verdict.refused_from_s, rows[i].from_s);
		if (rows[i].from_s == 0)
			continue;
		/* What it says is so: not a second before, and then. What is not known now will be, of now. */
		for (size_t k = 0; k < facts.evidence_count; k++) {
			if (facts.evidence[k].since_s == 0 || facts.evidence[k].since_s > NOW_S)
				facts.evidence[k].since_s = NOW_S;
		}
		assert_int_equal(classify_at(rows[i].from_s - 1).action, WB_DEFER);
		assert_int_equal(classify_at(rows[i].from_s).action, WB_REJECT);
	}
}

static void test_without_grace_nothing_has_an_age(void **state)
{
	const struct row row = { 0, 0, 1000, WB_SCOPE_HOST, 1 };

	(void)state;
	categories[RELAY].grace_s = 0;
	add(RELAY, &row);
	assert_int_equal(classify_at(NOW_S).action, WB_REJECT);
	assert_false(classify_at(NOW_S).is_in_grace);
}

static void test_a_milder_action_has_no_grace(void **state)
{
	static const int actions[] = { WB_LOG, WB_TAG, WB_DEFER };
	const struct row row = { NOW_S, 0, 1000, WB_SCOPE_HOST, 0 };

	add(RELAY, &row);
	for (size_t i = 0; i < COUNT(actions); i++) {
		categories[RELAY].action = actions[i];
		assert_int_equal(classify_at(NOW_S).action, actions[i]);
		assert_false(classify_at(NOW_S).is_in_grace);
	}
	(void)state;
}

/* It says more than a plain 451, so its words stand before that one's. */
static void test_it_stands_before_other_defers_and_behind_a_reject(void **state)
{
	const struct row young = { NOW_S, 0, 1000, WB_SCOPE_HOST, 0 }, heavy = { OLD, 0, 9000, WB_SCOPE_HOST, 0 };
	struct wb_verdict verdict;

	(void)state;
	add(PROXY, &young);
	add(RELAY, &heavy);
	categories[RELAY].action = WB_DEFER;
	verdict = classify_at(NOW_S);
	assert_ptr_equal(verdict.category, &categories[PROXY]);
	assert_int_equal(verdict.refused_from_s, NOW_S + GRACE_S);
	categories[RELAY].action = WB_REJECT;
	verdict = classify_at(NOW_S);
	assert_ptr_equal(verdict.category, &categories[RELAY]);
	assert_int_equal(verdict.action, WB_REJECT);
	assert_int_equal(verdict.refused_from_s, 0);
	assert_int_equal(verdict.scores[PROXY].refused_from_s, NOW_S + GRACE_S);
}

static void test_an_allow_list_without_an_answer_defers_what_is_old(void **state)
{
	const struct row old = { OLD, 0, 1000, WB_SCOPE_HOST, 1 };
	struct wb_verdict verdict;

	(void)state;
	add(RELAY, &old);
	facts.unheard_zones = ALLOW;
	verdict = classify_at(NOW_S);
	assert_true(verdict.action == WB_DEFER && verdict.lowered && !verdict.is_in_grace);
}

/* Less is done to a known sender than grace asks for, if the operator wants it so: then nothing is said of a refusal to come. */
static void test_a_milder_guard_stands_before_grace(void **state)
{
	const struct row young = { NOW_S, 0, 1000, WB_SCOPE_HOST, 1 };
	static const struct wb_sender sender = { .name = "Example Mail" };
	struct wb_verdict verdict;

	(void)state;
	add(RELAY, &young);
	facts.sender = &sender;
	facts.sender_state = WB_SENDER_KNOWN;
	policy.sender_action = WB_SENDER_TAG;
	verdict = classify_at(NOW_S);
	assert_int_equal(verdict.action, WB_TAG);
	assert_string_equal(verdict.guard, "Example Mail");
	assert_true(!verdict.is_in_grace && verdict.refused_from_s == 0);
}

/* The reply promises that nothing is refused before, whichever category would be the first. */
static void test_the_first_of_several_graces_to_end_is_announced(void **state)
{
	static const struct {
		struct row relay, proxy;
		int64_t refused_from_s;
	} rows[] = {
		{ { NOW_S, 0, 1000, WB_SCOPE_HOST, 0 }, { NOW_S - 60, 0, 1000, WB_SCOPE_HOST, 0 }, NOW_S - 60 + GRACE_S },
		{ { NOW_S - 60, 0, 1000, WB_SCOPE_HOST, 0 }, { NOW_S, 0, 1000, WB_SCOPE_HOST, 0 }, NOW_S - 60 + GRACE_S },
		{ { NOW_S, NOW_S + 60, 1000, WB_SCOPE_HOST, 0 }, { NOW_S, 0, 1000, WB_SCOPE_HOST, 0 }, NOW_S + GRACE_S },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_verdict verdict;

		start(state);
		add(RELAY, &rows[i].relay);
		add(PROXY, &rows[i].proxy);
		verdict = classify_at(NOW_S);
		assert_true(verdict.is_in_grace && verdict.category == &categories[RELAY]);
		assert_int_equal(verdict.refused_from_s, rows[i].refused_from_s);
		assert_int_equal(classify_at(rows[i].refused_from_s - 1).action, WB_DEFER);
		assert_int_equal(classify_at(rows[i].refused_from_s).action, WB_REJECT);
	}
}

/* To a recipient who wants no refusal none is announced. */
static void test_a_recipients_choice_stands_before_grace(void **state)
{
	const struct row young = { NOW_S, 0, 1000, WB_SCOPE_HOST, 0 };
	static const enum wb_action wants[] = { WB_OFF, WB_TAG, WB_DEFER, WB_REJECT };
	struct wb_limits limits;

	(void)state;
	add(RELAY, &young);
	memset(&limits, 0, sizeof(limits));
	for (size_t i = 0; i < COUNT(wants); i++) {
		struct wb_verdict verdict;

		limits.of[RELAY] = (struct wb_limit){ .action = wants[i], .chooser = "example.org" };
		wb_classify(&policy, &facts, &limits, NOW_S, &verdict);
		assert_int_equal(verdict.action, wants[i] < WB_DEFER ? wants[i] : WB_DEFER);
		assert_int_equal(verdict.is_in_grace, wants[i] == WB_REJECT);
		assert_int_equal(verdict.refused_from_s, wants[i] == WB_REJECT ? NOW_S + GRACE_S : 0);
	}
}

/* Somebody may still reject by evidence that is old. */
static void test_a_zone_that_is_to_come_can_still_change_it(void **state)
{
	const struct row young = { NOW_S, 0, 1000, WB_SCOPE_HOST, 0 };
	struct wb_code code = { .kind = WB_CODE_LISTED, .category = RELAY, .weight_milli = 1000 };
	bool is_open[COUNT(zones)] = { true };
	struct wb_verdict verdict;

	(void)state;
	zones[0].codes = &code;
	zones[0].code_count = 1;
	add(RELAY, &young);
	facts.local_count = 1;
	verdict = classify_at(NOW_S);
	assert_false(wb_settled(&policy, &facts, &verdict, is_open));
	categories[RELAY].grace_s = 0;
	verdict = classify_at(NOW_S);
	assert_true(wb_settled(&policy, &facts, &verdict, is_open));
	zones[0].codes = NULL;
	zones[0].code_count = 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_when_it_rejects, start),
		cmocka_unit_test_setup(test_without_grace_nothing_has_an_age, start),
		cmocka_unit_test_setup(test_a_milder_action_has_no_grace, start),
		cmocka_unit_test_setup(test_it_stands_before_other_defers_and_behind_a_reject, start),
		cmocka_unit_test_setup(test_an_allow_list_without_an_answer_defers_what_is_old, start),
		cmocka_unit_test_setup(test_the_first_of_several_graces_to_end_is_announced, start),
		cmocka_unit_test_setup(test_a_recipients_choice_stands_before_grace, start),
		cmocka_unit_test_setup(test_a_milder_guard_stands_before_grace, start),
		cmocka_unit_test_setup(test_a_zone_that_is_to_come_can_still_change_it, start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
