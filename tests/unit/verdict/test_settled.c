/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_settled.c - when nobody need wait for rules about the host. When nobody need wait for zones is in test_classify.c. */
#include "verdict/settled.h"

#include "rule_fixture.h"
#include "unit.h"

static const struct wb_rule named = { .name = "named", .host_name_facts = 1, .weight_milli = 400, .category = 0, NO_TEXTS };

static void test_when_nobody_need_wait_for_the_host(void **state)
{
	static const struct {
		const char *label;
		bool awaits_host;
		uint32_t rule_milli;  /* that may still come, in the first category */
		size_t category;      /* of what is known */
		uint32_t known_milli; /* of a rule that holds already; 0: nothing is known */
		bool is_allowed, is_settled;
	} rows[] = {
		{ "nothing is awaited", false, 1000, 0, 0, false, true },
		{ "what may come reaches nothing", true, 400, 0, 0, false, true },
		{ "it reaches the threshold", true, 1000, 0, 0, false, false },
		{ "with what is known it does", true, 400, 0, 600, false, false },
		{ "the host is allowed", true, 1000, 0, 0, true, true },
		{ "it is refused already by what weighs more", true, 400, 0, 1500, false, true },
		{ "what may come would be named in its place", true, 1600, 0, 1500, false, false },
		{ "of equals the first is named", true, 1500, 0, 1500, false, true },
		{ "another category is refused, and would still win", true, 400, 1, 1000, false, true },
		{ "another category is refused, and would lose", true, 1600, 1, 1000, false, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		static struct wb_facts facts;
		struct wb_category categories[2] = {
			{ .id = "one", .action = WB_REJECT, .threshold_milli = 1000 },
			{ .id = "two", .action = WB_REJECT, .threshold_milli = 1000 },
		};
		const struct wb_rule place = { .name = "place", NO_TEXTS };
		struct wb_rule rules[] = { named };
		const struct wb_policy policy = { .categories = categories,
			.category_count = COUNT(categories),
			.rules = rules,
			.rule_count = COUNT(rules) };
		struct wb_verdict verdict;

		begin_row(rows[i].label);
		rules[0].weight_milli = rows[i].rule_milli;
		memset(&facts, 0, sizeof(facts));
		facts.awaits_host = rows[i].awaits_host;
		facts.is_allowed = rows[i].is_allowed;
		if (rows[i].known_milli > 0)
			*wb_evidence_add(&facts) = (struct wb_evidence){ .kind = WB_EVIDENCE_RULE,
				.rule = &place,
				.category = rows[i].category,
				.scope = WB_SCOPE_HOST,
				.weight_milli = rows[i].known_milli };
		facts.local_count = facts.evidence_count;
		wb_classify(&policy, &facts, NULL, 1000, &verdict);
		assert_int_equal(wb_settled(&policy, &facts, &verdict, NULL), rows[i].is_settled);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_when_nobody_need_wait_for_the_host),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
