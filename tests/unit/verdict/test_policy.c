/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_policy.c - what is asked of a policy. */
#include "fixture.h"
#include "verdict/policy.h"

static void test_a_category_by_its_id(void **state)
{
	struct wb_category categories[] = { { .id = "open-relay" }, { .id = "spam" }, { .id = "spam-source" } };
	const struct wb_policy policy = { .categories = categories, .category_count = COUNT(categories) };

	(void)state;
	assert_ptr_equal(wb_policy_category(&policy, "spam"), &categories[1]);
	assert_ptr_equal(wb_policy_category(&policy, "spam-source"), &categories[2]);
	assert_null(wb_policy_category(&policy, "spam-"));
	assert_null(wb_policy_category(&policy, ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_a_category_by_its_id) };

	return cmocka_run_group_tests_name("policy", tests, NULL, NULL);
}
