/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_category.c - names of categories and actions. */
#include "dns/catalogue.h"
#include "fixture.h"

static void test_the_built_in_categories(void **state)
{
	static const struct {
		const char *id, *phrase;
	} rows[] = {
		{ "open-relay", "blocked as possible open relay" },
		{ "open-proxy", "blocked as possible open proxy" },
		{ "formmail", "blocked as possible insecure FormMail script" },
		{ "virus", "blocked for possible virus or trojan activity" },
		{ "spam", "blocked for deliberate spamming" },
		{ "spam-source", "blocked as a source of spam" },
		{ "policy", "blocked as an end-user address" },
	};

	(void)state;
	assert_int_equal(wb_category_builtin_count, COUNT(rows));
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].id);
		assert_string_equal(wb_category_builtins[i].id, rows[i].id);
		assert_string_equal(wb_category_builtins[i].phrase, rows[i].phrase);
		assert_true(wb_category_id_is_valid(rows[i].id));
		assert_true(strlen(wb_category_builtins[i].title) > 0);
		assert_true(strlen(wb_category_builtins[i].about) > 0);
	}
}

static bool is_builtin(const char *id)
{
	for (size_t i = 0; i < wb_category_builtin_count; i++) {
		if (strcmp(wb_category_builtins[i].id, id) == 0)
			return true;
	}
	return false;
}

/* dns does not know the categories: it has their ids. */
static void test_the_catalogue_names_built_in_categories(void **state)
{
	(void)state;
	for (size_t i = 0; i < wb_catalogue_count; i++) {
		const struct wb_catalogue_code *code = wb_catalogue[i].codes;

		begin_row(wb_catalogue[i].name);
		for (; code != NULL && code->codes != NULL; code++) {
			if (code->kind == WB_CODE_LISTED && !is_builtin(code->category))
				fail_msg("%s has the category \"%s\", which there is not", code->codes, code->category);
		}
	}
}

static void test_actions_by_name_in_the_order_of_strictness(void **state)
{
	static const char *const names[] = { "off", "log", "tag", "defer", "reject" };
	enum wb_action action = WB_OFF;

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		begin_row(names[i]);
		assert_true(wb_action_parse(names[i], &action));
		assert_int_equal(action, i);
		assert_string_equal(wb_action_name((enum wb_action)i), names[i]);
	}
	assert_int_equal(WB_REJECT, 4);
	assert_false(wb_action_parse("Reject", &action));
	assert_false(wb_action_parse("rejec", &action));
	assert_false(wb_action_parse("", &action));
	assert_int_equal(action, WB_REJECT); /* left alone */
}

static void test_which_ids_a_category_may_have(void **state)
{
	static const struct {
		const char *id;
		bool is_valid;
	} rows[] = {
		{ "a", true },
		{ "a-9", true },
		{ "abcdefghijklmnopqrstuvwxyz-01234", true }, /* 32 */
		{ "abcdefghijklmnopqrstuvwxyz-012345", false },
		{ "", false },
		{ "9a", false },
		{ "-a", false },
		{ "A", false },
		{ "a b", false },
		{ "a_b", false },
		{ "a\n", false },
		{ "\303\244", false },
		{ "allow", false },
		{ "allowed", true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].id);
		assert_int_equal(wb_category_id_is_valid(rows[i].id), rows[i].is_valid);
	}
}

static void test_a_title_of_ones_own(void **state)
{
	(void)state;
	assert_false(wb_category_has_own_title(&(struct wb_category){ .id = "spam", .title = "deliberate spamming" }));
	assert_true(wb_category_has_own_title(&(struct wb_category){ .id = "spam", .title = "junk" }));
	assert_true(wb_category_has_own_title(&(struct wb_category){ .id = "own", .title = "deliberate spamming" }));
}

static void test_the_action_of_a_score(void **state)
{
	static const struct {
		const char *label;
		uint32_t tag_at, defer_at; /* below a threshold of 1.0 */
		enum wb_action action;
		enum wb_action at[5]; /* 0.299, 0.3, 0.6, 0.999, 1.0 */
	} rows[] = {
		{ "nothing but the threshold", 0, 0, WB_REJECT, { WB_OFF, WB_OFF, WB_OFF, WB_OFF, WB_REJECT } },
		{ "a tag before it", 300, 0, WB_REJECT, { WB_OFF, WB_TAG, WB_TAG, WB_TAG, WB_REJECT } },
		{ "a defer before it", 0, 600, WB_REJECT, { WB_OFF, WB_OFF, WB_DEFER, WB_DEFER, WB_REJECT } },
		{ "both", 300, 600, WB_REJECT, { WB_OFF, WB_TAG, WB_DEFER, WB_DEFER, WB_REJECT } },
		{ "never more than the action: defer", 300, 600, WB_DEFER, { WB_OFF, WB_TAG, WB_DEFER, WB_DEFER, WB_DEFER } },
		{ "tag", 300, 600, WB_TAG, { WB_OFF, WB_TAG, WB_TAG, WB_TAG, WB_TAG } },
		{ "log", 300, 600, WB_LOG, { WB_OFF, WB_LOG, WB_LOG, WB_LOG, WB_LOG } },
		{ "off", 300, 600, WB_OFF, { WB_OFF, WB_OFF, WB_OFF, WB_OFF, WB_OFF } },
	};
	static const uint64_t scores[] = { 299, 300, 600, 999, 1000 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct wb_category category = { .action = (int)rows[i].action,
			.threshold_milli = 1000,
			.tag_at_milli = rows[i].tag_at,
			.defer_at_milli = rows[i].defer_at };

		begin_row(rows[i].label);
		for (size_t k = 0; k < COUNT(scores); k++)
			assert_int_equal(wb_category_action_at(&category, scores[k]), rows[i].at[k]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_built_in_categories),
		cmocka_unit_test(test_the_catalogue_names_built_in_categories),
		cmocka_unit_test(test_actions_by_name_in_the_order_of_strictness),
		cmocka_unit_test(test_which_ids_a_category_may_have),
		cmocka_unit_test(test_a_title_of_ones_own),
		cmocka_unit_test(test_the_action_of_a_score),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
