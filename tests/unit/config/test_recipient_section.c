/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_recipient_section.c - who chooses, and what. */
#include "config/recipient_section.h"
#include "fixture.h"

static void test_recipients_in_the_order_of_their_names(void **state)
{
	struct wb_config *config = open_config(*state,
	    "recipient \"Example.ORG\" { category \"policy\" { action = \"tag\" } category \"mine\" { action = \"off\" } }\n"
	    "recipient \"@a.example\" { category \"spam\" {} }\n"
	    "recipient \"Bob@example.org\" {}\n"
	    "category \"mine\" { action = \"defer\" }\n");
	const struct wb_policy *policy = &config->policy;
	const struct wb_recipient *recipients = policy->recipients;

	assert_int_equal(policy->recipient_count, 3);
	assert_string_equal(recipients[0].name, "a.example");
	assert_string_equal(recipients[1].name, "bob@example.org");
	assert_string_equal(recipients[2].name, "example.org");
	assert_int_equal(recipients[1].choice_count, 0);
	assert_int_equal(recipients[2].position.line, 1);
	assert_int_equal(recipients[2].choice_count, 2);
	assert_int_equal(recipients[2].choices[0].action, WB_TAG);
	assert_string_equal(policy->categories[recipients[2].choices[0].category].id, "policy");
	assert_string_equal(policy->categories[recipients[2].choices[1].category].id, "mine");
	begin_row("without an action it changes nothing");
	assert_int_equal(recipients[0].choices[0].action, WB_REJECT);
	begin_row("a choice is no setting of the category");
	assert_int_equal(wb_policy_category(policy, "policy")->action, WB_REJECT);
	assert_int_equal(wb_policy_category(policy, "mine")->action, WB_DEFER);
	wb_config_close(&config);
}

static void test_mistakes(void **state)
{
	static const struct {
		const char *label, *lines, *wanted;
		int line;
	} rows[] = {
		{ "no name", "\nrecipient \"\" {}", "found recipient without a title: expected recipient", 2 },
		{ "no domain", "recipient \"ann@\" {}", "found recipient \"ann@\"", 1 },
		{ "a space", "recipient \"ann bob\" {}", "found recipient \"ann bob\"", 1 },
		{ "a pattern", "recipient \"*.example.org\" {}", "found recipient \"*.example.org\"", 1 },
		{ "a pattern in an address", "recipient \"ann@*\" {}", "found recipient \"ann@*\"", 1 },
		{ "a dot in front", "recipient \".example.org\" {}", "found recipient \".example.org\"", 1 },
		{ "a dot behind", "recipient \"ann@example.org.\" {}", "found recipient \"ann@example.org.\"", 1 },
		{ "no such category", "recipient \"example.org\" {\ncategory \"nope\" {} }",
		    "recipient \"example.org\" with category \"nope\": expected a category", 2 },
		{ "no such action", "recipient \"example.org\" {\ncategory \"spam\" {\naction = \"less\" } }",
		    "found action = \"less\"", 3 },
		{ "a setting of the other kind of category",
		    "recipient \"example.org\" { category \"spam\" { threshold = 1.0 } }",
		    "found the unknown name \"threshold\" in section category", 1 },
		{ "in two spellings", "recipient \"example.org\" {}\nrecipient \"Example.org\" {}",
		    "found a second section for the recipient \"example.org\"", 2 },
		{ "what stands in one with a mistake is passed over", "recipient \"\" { category \"nope\" {} }",
		    "found recipient without a title", 1 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_config *config;
		struct wb_diagnostics diagnostics;

		begin_row(rows[i].label);
		write_text(*state, "whyblock.conf", rows[i].lines);
		assert_int_equal(wb_config_open(path_in(*state, "whyblock.conf"), &config, &diagnostics), WB_INVALID);
		assert_int_equal(diagnostics.count, 1);
		assert_contains(diagnostics.rows[0].text, rows[i].wanted);
		assert_int_equal(diagnostics.rows[0].position.line, rows[i].line);
		wb_config_close(&config);
	}
}

static void test_not_too_many(void **state)
{
	struct wb_config *config;
	struct wb_diagnostics diagnostics = { 0 };

	config = open_config(*state, "");
	for (int i = 0; i <= WB_POLICY_RECIPIENTS_MAX; i++) {
		char name[40];

		snprintf(name, sizeof(name), "%d.example", i);
		assert_int_equal(wb_recipient_section_add(config, name, (struct wb_position){ i, 1 }, &diagnostics) != NULL,
		    i < WB_POLICY_RECIPIENTS_MAX);
	}
	assert_contains(diagnostics.rows[0].text, "expected at most 1000 recipients");
	wb_config_close(&config);
}

/* policy_diff.h compares by this text. */
static void test_as_text(void **state)
{
	struct wb_config *config = open_config(*state,
	    "recipient \"Example.org\" { category \"policy\" { action = \"tag\" } }\n"
	    "recipient \"a.example\" { category \"spam\" { action = \"log\" } }\n"
	    "category \"policy\" { action = \"defer\" }\n");
	static const struct {
		const char *name, *value;
	} rows[] = {
		{ "category \"policy\"", "" },
		{ "category \"policy\" action", "\"defer\"" },
		{ "recipient \"a.example\"", "" },
		{ "recipient \"a.example\" category \"spam\"", "" },
		{ "recipient \"a.example\" category \"spam\" action", "\"log\"" },
		{ "recipient \"example.org\"", "" },
		{ "recipient \"example.org\" category \"policy\"", "" },
		{ "recipient \"example.org\" category \"policy\" action", "\"tag\"" },
	};

	assert_int_equal(config->setting_count, COUNT(rows));
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].name);
		assert_string_equal(config->settings[i].name, rows[i].name);
		assert_string_equal(config->settings[i].value, rows[i].value);
	}
	wb_config_close(&config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_recipients_in_the_order_of_their_names, open_folder, close_folder),
		cmocka_unit_test_setup_teardown(test_mistakes, open_folder, close_folder),
		cmocka_unit_test_setup_teardown(test_not_too_many, open_folder, close_folder),
		cmocka_unit_test_setup_teardown(test_as_text, open_folder, close_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
