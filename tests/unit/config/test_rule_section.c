/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_rule_section.c - rules of the configuration and of the file beside it. */
#include "config/rule_section.h"

#include "fixture.h"
#include "verdict/rule.h"

static struct wb_diagnostics diagnostics;
static struct wb_config *config;

static enum wb_status open_both(const char *folder, const char *file, const char *lines)
{
	char text[2048];

	wb_config_close(&config);
	if (file != NULL)
		write_text(folder, "rules.conf", file);
	snprintf(text, sizeof(text), "rules_file = \"%s/rules.conf\"\n%s", folder, lines);
	return wb_config_open(write_text(folder, "whyblock.conf", text), &config, &diagnostics);
}

static int end(void **state)
{
	wb_config_close(&config);
	return close_folder(state);
}

#define test_of_rules(test) cmocka_unit_test_setup_teardown(test, open_folder, end)

/* "name*:weight:category;", with a star for a row that is as it was shipped. */
static void assert_rules(const char *wanted)
{
	char found[512] = "";

	for (size_t i = 0; i < config->policy.rule_count; i++) {
		const struct wb_rule *rule = &config->policy.rules[i];

		snprintf(found + strlen(found), sizeof(found) - strlen(found), "%s%s:%u:%s;", rule->name,
		    rule->is_shipped ? "*" : "", rule->weight_milli, config->policy.categories[rule->category].id);
	}
	assert_string_equal(found, wanted);
}

static void test_the_file_and_the_configuration_are_put_together(void **state)
{
	static const char file[] =
	    "rule \"one\" { category = \"virus\" weight = 0.4 helo = {\"localhost\", \"bare-ip\"} reason = \"why\" remedy = \"how\" }\n"
	    "rule \"two\" { category = \"policy\" weight = 0.3 enabled = false host_name = {\"none\"} }\n";

	assert_int_equal(open_both(*state, file, ""), WB_OK);
	assert_rules("one*:400:virus;");
	assert_int_equal(config->policy.rules[0].helo_facts, 1 << WB_HELO_LOCALHOST | 1 << WB_HELO_BARE_IP);
	assert_int_equal(config->policy.rules[0].scope, WB_SCOPE_HOST);
	begin_row("one of the configuration's, which comes first");
	assert_int_equal(open_both(*state, file, "rule \"three\" { category = \"spam\" asn = {64496} }\n"), WB_OK);
	assert_rules("three:1000:spam;one*:400:virus;");
	assert_int_equal(config->policy.rules[0].scope, WB_SCOPE_NETWORK);
	begin_row("a row that is switched on stays what it is");
	assert_int_equal(open_both(*state, file, "rule \"two\" { enabled = true }\n"), WB_OK);
	assert_rules("two*:300:policy;one*:400:virus;");
	assert_int_equal(config->policy.rules[0].host_name_facts, 1 << WB_HOST_NAME_IS_NONE);
	begin_row("and one that is switched off is none");
	assert_int_equal(open_both(*state, file, "rule \"one\" { enabled = false }\n"), WB_OK);
	assert_rules("");
	begin_row("what is given takes the place of what was there, and the rest stays");
	assert_int_equal(open_both(*state, file, "rule \"one\" { weight = 0.2 helo = {\"bare-ip\"} }\n"), WB_OK);
	assert_rules("one:200:virus;");
	assert_int_equal(config->policy.rules[0].helo_facts, 1 << WB_HELO_BARE_IP);
	assert_string_equal(config->policy.rules[0].remedy, "how");
	begin_row("a condition that is taken away");
	assert_int_equal(open_both(*state, file, "rule \"one\" { helo = {} countries = {\"FR\"} }\n"), WB_OK);
	assert_int_equal(config->policy.rules[0].helo_facts, 0);
	assert_int_equal(config->policy.rules[0].scope, WB_SCOPE_NETWORK);
	begin_row("what only says that a script wrote a mail weighs nothing, whatever it is said to weigh");
	assert_int_equal(
	    open_both(*state, "rule \"one\" { category = \"spam\" weight = 0.6 header = {\"X-A\"} group = \"odd\" }\n",
		"rule \"one\" { group = \"script\" }\nrule \"two\" { category = \"spam\" header = {\"X-B\"} group = \"script\" }\n"
		"rule \"three\" { category = \"spam\" weight = 0.5 header = {\"X-C\"} group = \"script\" }\n"),
	    WB_OK);
	assert_rules("one:0:spam;two:0:spam;three:0:spam;");
	begin_row("no file is no mistake");
	unlink(path_in(*state, "rules.conf"));
	assert_int_equal(open_both(*state, NULL, ""), WB_OK);
	assert_true(config->rules_file_missing);
	assert_rules("");
}

static void test_mistakes(void **state)
{
	static const struct {
		const char *label, *file, *lines, *text;
		int line; /* 0: of the other file, which the text names */
	} rows[] = {
		{ "a word that is no fact", "", "rule \"a\" { category = \"spam\" helo = {\"local\"} }\n",
		    "found rule \"a\" with helo = \"local\": expected own-name, bare-ip, other-literal, unqualified, localhost, client-address or unresolved",
		    2 },
		{ "a word that is no fact of names", "", "\nrule \"a\" { category = \"spam\" host_name = {\"dynamic\"} }\n",
		    "found rule \"a\" with host_name = \"dynamic\": expected none, unconfirmed or generic", 3 },
		{ "a pattern that is none", "", "rule \"a\" { category = \"spam\" helo_pattern = \"x(\" }\n",
		    "found rule \"a\" with helo_pattern = \"x(\": expected a regular expression: ", 2 },
		{ "a category that is none", "", "rule \"a\" { category = \"spamm\" helo = {\"localhost\"} }\n",
		    "found rule \"a\" with category = \"spamm\": expected a category", 2 },
		{ "a name that is in no file", "", "rule \"a\" { enabled = true }\n",
		    "found rule \"a\" without category and condition: expected both, or the name of a rule in rules_file, which is ",
		    2 },
		{ "no condition", "", "rule \"a\" { category = \"spam\" }\n", "found rule \"a\" without a condition", 2 },
		{ "a row without its condition", "rule \"a\" { category = \"spam\" helo = {\"localhost\"} }\n",
		    "rule \"a\" { helo = {} }\n", "found rule \"a\" without a condition", 2 },
		{ "a condition that has a mistake is there", "", "rule \"a\" { category = \"spam\" helo_pattern = \"\\d\" }\n",
		    "found \\d in double quotes", 2 },
		{ "a category that has one", "", "rule \"a\" { category = \"spam helo = {\"localhost\"} }\n",
		    "found an odd number of quotes in the line of category", 2 },
		{ "a group of a rule about hosts", "",
		    "rule \"a\" { category = \"spam\" helo = {\"localhost\"} group = \"odd\" }\n",
		    "found rule \"a\" with group: expected a rule about mail", 2 },
		{ "a pattern for no header", "",
		    "rule \"a\" { category = \"spam\" header_pattern = \"x\" body_pattern = \"x\" }\n",
		    "found rule \"a\" with header_pattern and without header", 2 },
		{ "a name", "", "rule \"a b\" { category = \"spam\" }\n", "found rule \"a b\": expected a name of 1 to 40", 2 },
		{ "a mistake in the file", "\nrule \"a\" { category = \"spam\" helo = {\"x\"} }\n", "",
		    "rules.conf:2:6: found rule \"a\" with helo = \"x\": expected own-name", 0 },
		{ "another section in the file", "category \"spam\" { }\n", "",
		    "rules.conf:1:10: found category \"spam\": expected rule sections alone", 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char line[WB_DIAGNOSTIC_LINE_SIZE];

		begin_row(rows[i].label);
		assert_int_equal(open_both(*state, rows[i].file, rows[i].lines), WB_INVALID);
		assert_int_equal(diagnostics.count, 1);
		wb_diagnostic_format(&diagnostics.rows[0], "whyblock.conf", line);
		assert_contains(line, rows[i].text);
		if (rows[i].line > 0)
			assert_int_equal(diagnostics.rows[0].position.line, rows[i].line);
	}
}

/* None of the file's rules about hosts reaches a threshold, nor do all together, and those that ask the DNS are switched off. */
static void test_the_shipped_rules(void **state)
{
	uint64_t heaviest[WB_POLICY_CATEGORIES_MAX] = { 0 };
	size_t count = 0;
	char text[200];

	snprintf(text, sizeof(text), "rules_file = \"%s/config/rules.conf\"\n", getenv("PWD"));
	assert_int_equal(wb_config_open(write_text(*state, "whyblock.conf", text), &config, &diagnostics), WB_OK);
	for (size_t i = 0; i < config->policy.rule_count; i++) {
		const struct wb_rule *rule = &config->policy.rules[i];

		begin_row(rule->name);
		assert_true(rule->is_shipped);
		assert_string_not_equal(rule->reason, "");
		assert_string_not_equal(rule->remedy, "");
		if (wb_rule_is_about_message(rule))
			continue;
		assert_true(wb_rule_is_about_host(rule));
		assert_false(wb_rule_asks_name(rule) || wb_rule_asks_helo(rule));
		if (rule->weight_milli > heaviest[rule->category])
			heaviest[rule->category] = rule->weight_milli;
		count++;
	}
	assert_true(count >= 6);
	for (size_t i = 0; i < config->policy.category_count; i++)
		assert_true(heaviest[i] * 2 < config->policy.categories[i].threshold_milli);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_of_rules(test_the_file_and_the_configuration_are_put_together),
		test_of_rules(test_mistakes),
		test_of_rules(test_the_shipped_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
