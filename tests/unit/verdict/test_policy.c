/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_policy.c - what is asked of a policy. */
#include "policy_fixture.h"
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

static void test_the_folder_of_a_policy(void **state)
{
	(void)state;
	assert_string_equal(wb_policy_folder(&(struct wb_policy){ .store = "/srv/store" }), "/srv/store");
	assert_string_equal(wb_policy_folder(&(struct wb_policy){ .store = "" }), WB_POLICY_STORE);
}

static void test_the_policy_in_force_is_opened(void **state)
{
	struct wb_config *config = open_config(*state, everything);
	const char *store = open_store(*state);
	const struct wb_policy *policy;
	struct wb_error fault;

	publish_policy(store, &config->policy);
	begin_row("of a store");
	assert_int_equal(wb_policy_open(store, NULL, &policy, &fault), WB_OK);
	assert_string_equal(fault.text, "");
	assert_string_equal(policy->site.name, "Example");
	wb_policy_close(&policy);
	assert_null(policy);
	wb_policy_close(&policy);
	begin_row("compiled from this file");
	assert_int_equal(wb_policy_open(store, config->path, &policy, &fault), WB_OK);
	assert_int_equal(policy->on_error, WB_ON_ERROR_DEFER);
	wb_policy_close(&policy);
	begin_row("compiled from another: its on_error is nobody's business");
	assert_int_equal(wb_policy_open(store, "/etc/other.conf", &policy, &fault), WB_UNAVAILABLE);
	assert_contains(fault.text, "not from /etc/other.conf: name its store, {store=DIR}");
	assert_int_equal(policy->on_error, WB_ON_ERROR_ACCEPT);
	wb_policy_close(&policy);
	wb_config_close(&config);
}

static void test_what_is_no_policy_accepts_everything(void **state)
{
	const char *store = open_store(*state);
	const struct wb_policy *policy;
	struct wb_error fault;

	for (int i = 0; i < 2; i++) {
		assert_int_equal(wb_policy_open(store, NULL, &policy, &fault), WB_UNAVAILABLE);
		assert_contains(
		    fault.text, i == 0 ? "/published/policy-1: there is none: run whyblock apply" : "was cut short");
		assert_int_equal(policy->on_error, WB_ON_ERROR_ACCEPT);
		assert_int_equal(policy->category_count + policy->zone_count + policy->rule_count, 0);
		wb_policy_close(&policy);
		assert_null(policy);
		write_text(path_in(store, "published"), "policy-1", "nothing");
	}
	begin_row("the usual store");
	if (access(WB_POLICY_STORE, F_OK) < 0) {
		assert_int_equal(wb_policy_open(NULL, NULL, &policy, &fault), WB_UNAVAILABLE);
		assert_contains(fault.text, "policy " WB_POLICY_STORE "/published/policy-1: there is none");
		wb_policy_close(&policy);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_category_by_its_id),
		cmocka_unit_test(test_the_folder_of_a_policy),
		test_in_folder(test_the_policy_in_force_is_opened),
		test_in_folder(test_what_is_no_policy_accepts_everything),
	};

	return cmocka_run_group_tests_name("policy", tests, NULL, NULL);
}
