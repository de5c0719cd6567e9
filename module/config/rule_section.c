/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* rule_section.c - see rule_section.h */
#include "config/rule_section.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "config/category_name.h"
#include "config/config.h"
#include "config/config_name.h"
#include "config/section_file.h"
#include "dns/catalogue.h"
#include "verdict/message_fact.h"
#include "verdict/pattern.h"
#include "verdict/rule.h"

struct wb_rule *wb_rule_section_add(
    struct wb_config *config, const char *name, struct wb_position position, struct wb_diagnostics *diagnostics)
{
	struct wb_policy *policy = &config->policy;
	struct wb_rule *rules, *rule;

	if (policy->rule_count == WB_POLICY_RULES_MAX) {
		wb_diagnostics_add(diagnostics, position, "found rule \"%.40s\": expected at most %d rules, with longer lists",
		    wb_catalogue_hide_key(name), WB_POLICY_RULES_MAX);
		return NULL;
	}
	if (strlen(name) == 0 || strlen(name) > 40 || strpbrk(name, " ,\"\\=") != NULL || !wb_text_is_printable(name)) {
		wb_diagnostics_add(diagnostics, position,
		    "found rule \"%.40s\": expected a name of 1 to 40 printable characters without space, comma, quote, backslash and =",
		    wb_catalogue_hide_key(name));
		return NULL;
	}
	rules = wb_pool_grow(&config->pool, policy->rules, policy->rule_count, sizeof(*rules));
	if (rules == NULL)
		return NULL;
	policy->rules = rules;
	rule = &rules[policy->rule_count];
	*rule = (struct wb_rule){ .name = wb_pool_copy(&config->pool, name), .position = position };
	if (rule->name == NULL || wb_setting_store_defaults("rule", &config->pool, rule, NULL) != WB_OK)
		return NULL;
	policy->rule_count++;
	return rule;
}

static void *add_shipped(
    struct wb_config *config, const char *name, struct wb_position position, struct wb_diagnostics *diagnostics)
{
	struct wb_rule *rule = wb_rule_section_add(config, name, position, diagnostics);

	if (rule != NULL)
		rule->is_shipped = true;
	return rule;
}

static enum wb_status read_file(struct wb_config *config, struct wb_diagnostics *diagnostics)
{
	static const struct wb_section_file kind = { "rules_file", "rule", add_shipped };
	char shipped[PATH_MAX];

	config->rules_file_shipped = config->rules_file[0] == '\0';
	if (config->rules_file_shipped) {
		wb_file_shared("rules.conf", shipped);
		config->rules_file = wb_pool_copy(&config->pool, shipped);
		if (config->rules_file == NULL)
			return WB_NO_MEMORY;
	}
	config->rules_file_missing = wb_section_file_is_missing(config->rules_file);
	return config->rules_file_missing ? WB_OK : wb_section_file_read(config, config->rules_file, &kind, diagnostics);
}

/* ---- A rule of both ---------------------------------------------------------------------------------------------------- */

static struct wb_rule *find_shipped(struct wb_policy *policy, size_t from, const char *name)
{
	for (size_t i = from; i < policy->rule_count; i++) {
		if (strcmp(policy->rules[i].name, name) == 0)
			return &policy->rules[i];
	}
	return NULL;
}

/* Whoever only switches a row on or off leaves it what it is; else it is the operator's own rule from now on. */
static void amend(
    struct wb_policy *policy, size_t place, struct wb_rule *shipped, const struct wb_setting_note *notes, size_t note_count)
{
	struct wb_rule *own = &policy->rules[place], amended = *shipped;

	for (size_t i = 0; i < note_count; i++) {
		const struct wb_setting_note *note = &notes[i];

		if (strcmp(note->section, "rule") != 0 || note->place != place || note->setting == NULL)
			continue;
		wb_setting_copy(note->setting, own, &amended);
		if (strcmp(note->setting->name, "enabled") != 0)
			amended.is_shipped = false;
	}
	amended.position = own->position;
	*own = amended;
	shipped->enabled = false;
}

/* ---- What a row of the table alone cannot tell ------------------------------------------------------------------------- */

struct check {
	const struct wb_config *config;
	struct wb_diagnostics *diagnostics;
	size_t own_count; /* of the rules: those of whyblock.conf */
};

/* setting: at whose value it stands, of a list the one at index; NULL: at the rule's name. */
__attribute__((format(printf, 5, 6))) static void complain(
    const struct check *check, const struct wb_rule *rule, const char *setting, size_t index, const char *format, ...)
{
	bool is_own = (size_t)(rule - check->config->policy.rules) < check->own_count;
	char what[340];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	if (is_own)
		wb_diagnostics_add(check->diagnostics,
		    setting != NULL ? wb_setting_position(check->config, rule->position, setting, index) : rule->position,
		    "found rule \"%s\" %s", rule->name, what);
	else
		wb_diagnostics_add_of(
		    check->diagnostics, check->config->rules_file, rule->position, "found rule \"%s\" %s", rule->name, what);
}

/* Words become bits, by their place in a list of all. */
static uint32_t read_facts(const struct check *check, const struct wb_rule *rule, const char *setting,
    const struct wb_texts *words, const char *const *known, size_t count)
{
	uint32_t facts = 0;
	char all[260], spaced[200];
	struct wb_text text, list;
	const char *nearest;
	size_t length;

	for (size_t i = 0; i < words->count; i++) {
		size_t fact = 0;

		while (fact < count && strcmp(known[fact], words->items[i]) != 0)
			fact++;
		if (fact < count) {
			facts |= UINT32_C(1) << fact;
			continue;
		}
		wb_text_open(&text, all, sizeof(all));
		wb_text_open(&list, spaced, sizeof(spaced));
		for (size_t k = 0; k < count; k++) {
			wb_text_add_item(&text, k, count, "or", known[k]);
			wb_text_addf(&list, "%s ", known[k]);
		}
		nearest = wb_config_name_nearest(spaced, words->items[i], &length);
		if (length > 0)
			wb_text_addf(&text, "; the nearest is \"%.*s\"", (int)length, nearest);
		complain(check, rule, setting, i, "with %s = \"%.40s\": expected %s", setting, words->items[i], all);
	}
	return facts;
}

static void check_pattern(const struct check *check, const struct wb_rule *rule, const char *setting, const char *pattern)
{
	struct wb_error error;
	const char *end = strrchr(pattern, '/');

	/* As sed and Perl write it. No name has a slash, so it would hold for none. */
	if (pattern[0] == '/' && end > pattern && strspn(end + 1, "gimsux") == strlen(end + 1)) {
		complain(check, rule, setting, 0, "with %s = \"%.60s\": expected the regular expression without / around it",
		    setting, pattern);
		return;
	}
	if (pattern[0] != '\0' && wb_pattern_check(pattern, &error) == WB_INVALID)
		complain(check, rule, setting, 0, "with %s = \"%.60s\": expected a regular expression: %.160s", setting,
		    pattern, error.text);
}

static void complain_category(const struct check *check, const struct wb_rule *rule)
{
	const struct wb_config *config = check->config;
	char expected[WB_CATEGORY_NAME_EXPECTED_SIZE];

	wb_category_name_expected(config, rule->category_id, false, expected);
	if (rule->category_id[0] != '\0' || wb_setting_is_given(config, rule->position, "category"))
		complain(check, rule, "category", 0, "with category = \"%.40s\": expected %s",
		    wb_catalogue_hide_key(rule->category_id), expected);
	else if (wb_setting_section_is_whole(config, check->diagnostics, rule->position))
		complain(check, rule, NULL, 0, "without category = \"...\": expected %s", expected);
}

static void check_rule(struct check *check, struct wb_rule *rule)
{
	const struct wb_policy *policy = &check->config->policy;
	const struct wb_category *category = wb_policy_category(policy, rule->category_id);
	bool is_about_mail;

	rule->helo_facts = read_facts(check, rule, "helo", &rule->helo, wb_helo_fact_names, WB_HELO_FACTS);
	rule->host_name_facts =
	    read_facts(check, rule, "host_name", &rule->host_name, wb_host_name_fact_names, WB_HOST_NAME_FACTS);
	rule->message_facts = read_facts(check, rule, "message", &rule->message, wb_message_fact_names, WB_MESSAGE_FACTS);
	check_pattern(check, rule, "helo_pattern", rule->helo_pattern);
	check_pattern(check, rule, "host_name_pattern", rule->host_name_pattern);
	check_pattern(check, rule, "header_pattern", rule->header_pattern);
	check_pattern(check, rule, "sender_pattern", rule->sender_pattern);
	check_pattern(check, rule, "body_pattern", rule->body_pattern);
	if (rule->category_id[0] == '\0' && !wb_rule_has_condition(rule) &&
	    wb_setting_section_is_whole(check->config, check->diagnostics, rule->position)) {
		complain(check, rule, NULL, 0,
		    "without category and condition: expected both, or the name of a rule in rules_file, which is %.200s%s",
		    check->config->rules_file, check->config->rules_file_missing ? ", and there is no such file" : "");
		return;
	}
	if (category != NULL)
		rule->category = (size_t)(category - policy->categories);
	else
		complain_category(check, rule);
	is_about_mail = wb_rule_is_about_message(rule);
	if (!wb_rule_has_condition(rule) && rule->header_pattern[0] == '\0' &&
	    wb_setting_section_is_whole(check->config, check->diagnostics, rule->position) &&
	    rule->helo.count + rule->host_name.count + rule->message.count == 0)
		complain(check, rule, NULL, 0,
		    "without a condition: expected asn, countries, helo, host_name, header, body_pattern, message or another condition");
	if (rule->group != WB_RULE_ALONE && !is_about_mail)
		complain(
		    check, rule, "group", 0, "with group: expected a rule about mail, with header, body_pattern or message");
	if (rule->header_pattern[0] != '\0' && rule->headers.count == 0)
		complain(check, rule, "header_pattern", 0,
		    "with header_pattern and without header: expected the names of the headers, too");
	/* That a script has written a mail is nothing bad, and never adds to what is. */
	if (rule->group == WB_RULE_SCRIPT)
		rule->weight_milli = 0;
	if (rule->scope == WB_SCOPE_COUNT)
		rule->scope = is_about_mail || wb_rule_is_about_host(rule) ? WB_SCOPE_HOST : WB_SCOPE_NETWORK;
}

enum wb_status wb_rule_sections_finish(struct wb_config *config, struct wb_diagnostics *diagnostics)
{
	struct wb_policy *policy = &config->policy;
	struct check check = { config, diagnostics, policy->rule_count };
	enum wb_status status = read_file(config, diagnostics);
	size_t kept = 0;

	if (status != WB_OK)
		return status;
	for (size_t i = 0; i < check.own_count; i++) {
		struct wb_rule *shipped = find_shipped(policy, check.own_count, policy->rules[i].name);

		if (shipped != NULL)
			amend(policy, i, shipped, config->notes, config->note_count);
	}
	for (size_t i = 0; i < policy->rule_count; i++)
		check_rule(&check, &policy->rules[i]);
	for (size_t i = 0; i < policy->rule_count; i++) {
		if (policy->rules[i].enabled)
			policy->rules[kept++] = policy->rules[i];
	}
	policy->rule_count = kept;
	return WB_OK;
}

void wb_rule_add_origin(const struct wb_config *config, struct wb_text *text)
{
	size_t shipped = 0;

	for (size_t i = 0; i < config->policy.rule_count; i++)
		shipped += config->policy.rules[i].is_shipped;
	if (config->rules_file_missing)
		wb_text_addf(text, "rules_file: there is no file %s: no rule is from it", config->rules_file);
	else
		wb_text_addf(text, "rules_file: %zu of %s are on, and %zu of the configuration", shipped, config->rules_file,
		    config->policy.rule_count - shipped);
}
