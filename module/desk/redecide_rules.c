/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* redecide_rules.c - see redecide_part.h: which rules of a policy hold for a host and a mail of the past */
#include <string.h>

#include "desk/redecide_part.h"
#include "verdict/evidence.h"

static const struct wb_event_evidence *find_rule_row(const struct wb_event *event, const struct wb_rule *rule)
{
	for (size_t i = 0; i < event->evidence_count; i++) {
		const struct wb_event_evidence *row = &event->evidence[i];

		if ((row->kind == WB_EVIDENCE_RULE || row->kind == WB_EVIDENCE_MESSAGE) && strcmp(row->origin, rule->name) == 0)
			return row;
	}
	return NULL;
}

static void add_rule(struct wb_redecider *redecider, const struct wb_rule *rule)
{
	struct wb_evidence *evidence = wb_evidence_add(&redecider->facts);

	if (evidence != NULL)
		*evidence = (struct wb_evidence){
			.kind = wb_rule_is_about_message(rule) ? WB_EVIDENCE_MESSAGE : WB_EVIDENCE_RULE,
			.rule = rule,
			.category = rule->category,
			.scope = (enum wb_scope)rule->scope,
			.weight_milli = rule->weight_milli,
		};
}

enum truth { IS_FALSE, IS_TRUE, IS_UNKNOWN };

static enum truth is_among(uint32_t facts, const struct wb_truths *truths)
{
	if (facts == 0 || (facts & truths->yes) != 0)
		return IS_TRUE;
	return (facts & truths->unknown) != 0 ? IS_UNKNOWN : IS_FALSE;
}

static enum truth is_matched(const char *pattern, struct wb_pattern **compiled, const char *text)
{
	struct wb_error error;

	if (text[0] == '\0' || (*compiled == NULL && wb_pattern_open(pattern, compiled, &error) != WB_OK))
		return IS_FALSE;
	return wb_pattern_match(*compiled, text, strlen(text)) == WB_PATTERN_YES ? IS_TRUE : IS_FALSE;
}

/* Whether a rule's patterns hold for a host: those of a rule that was one then have been tried, and did not, where the name was known. */
static enum truth patterns_hold(struct wb_redecider *redecider, size_t place)
{
	const struct wb_rule *rule = &redecider->policy->rules[place];
	const struct wb_host *host = &redecider->recorded_facts.host;
	struct compiled *compiled = &redecider->compiled[place];
	bool is_name_unknown = host->name[0] == '\0' && (host->name_truths.unknown >> WB_HOST_NAME_IS_NONE & 1) != 0;
	enum truth helo = IS_TRUE, name = IS_TRUE;

	if (redecider->then[place] != NULL && (rule->host_name_pattern[0] == '\0' || !is_name_unknown))
		return IS_FALSE;
	if (rule->helo_pattern[0] != '\0')
		helo = redecider->about->helo_varies ? IS_UNKNOWN : is_matched(rule->helo_pattern, &compiled->helo, host->helo);
	if (rule->host_name_pattern[0] != '\0')
		name = is_name_unknown ? IS_UNKNOWN : is_matched(rule->host_name_pattern, &compiled->host_name, host->name);
	if (helo == IS_FALSE || name == IS_FALSE)
		return IS_FALSE;
	return helo == IS_UNKNOWN || name == IS_UNKNOWN ? IS_UNKNOWN : IS_TRUE;
}

/* A rule about the host, whose place fits. */
static enum truth host_rule_holds(struct wb_redecider *redecider, size_t place)
{
	const struct wb_rule *rule = &redecider->policy->rules[place];
	const struct wb_recorded_facts *recorded = &redecider->recorded_facts;
	enum truth helo, name, patterns = IS_TRUE;

	/* It did hold: nothing else need be known. */
	if (redecider->then[place] != NULL && find_rule_row(redecider->event, rule) != NULL)
		return IS_TRUE;
	if (!recorded->has_host)
		return redecider->then[place] != NULL && !wb_redecide_log_hides_rule(redecider, rule) ? IS_FALSE : IS_UNKNOWN;
	helo = is_among(rule->helo_facts, &recorded->host.helo_truths);
	name = is_among(rule->host_name_facts, &recorded->host.name_truths);
	if (helo == IS_FALSE || name == IS_FALSE)
		return IS_FALSE;
	if (rule->helo_pattern[0] != '\0' || rule->host_name_pattern[0] != '\0')
		patterns = patterns_hold(redecider, place);
	if (patterns == IS_FALSE)
		return IS_FALSE;
	return helo == IS_UNKNOWN || name == IS_UNKNOWN || patterns == IS_UNKNOWN ? IS_UNKNOWN : IS_TRUE;
}

static bool has_row_of(const struct wb_redecider *redecider, enum wb_rule_group group)
{
	for (size_t i = 0; i < redecider->policy->rule_count; i++) {
		const struct wb_rule *rule = &redecider->policy->rules[i];

		if (rule->group == (int)group && redecider->then[i] != NULL && find_rule_row(redecider->event, rule) != NULL)
			return true;
	}
	return false;
}

/* Of weak signs in a mail one that is lighter than another of its category was not looked at. */
static bool is_beside_heavier(const struct wb_redecider *redecider, const struct wb_rule *weak)
{
	const struct wb_policy *recorded = redecider->recorded;

	for (size_t i = 0; i < recorded->rule_count; i++) {
		const struct wb_rule *other = &recorded->rules[i];

		if (other->group == WB_RULE_WEAK && other->category == weak->category &&
		    other->weight_milli >= weak->weight_milli && find_rule_row(redecider->event, other) != NULL)
			return true;
	}
	return false;
}

/* A rule about the mail: of one that was a rule then it was looked whether it holds, if the mail was looked at. */
static enum truth message_rule_holds(struct wb_redecider *redecider, size_t place)
{
	const struct wb_recorded_facts *recorded = &redecider->recorded_facts;
	const struct wb_rule *rule = &redecider->policy->rules[place];
	bool has_row = find_rule_row(redecider->event, rule) != NULL;
	bool same_rules = !recorded->has_rules || recorded->rules == redecider->recorded_rules;

	if (redecider->then[place] == NULL || (!has_row && (!same_rules || wb_redecide_log_hides_rule(redecider, rule))))
		return IS_UNKNOWN;
	if (rule->group == WB_RULE_ALONE)
		return has_row ? IS_TRUE : IS_FALSE;
	/* Of weak signs a line of the log has the heaviest, which may be another one now. */
	if (rule->group == WB_RULE_WEAK && redecider->about->is_from_log && redecider->weights_differ)
		return IS_UNKNOWN;
	/* As message_rule.h has it: one of script and one of the others count together. */
	if (redecider->groups_differ || !same_rules) {
		bool has_pair = has_row_of(redecider, WB_RULE_SCRIPT) &&
		    (has_row_of(redecider, WB_RULE_ODD) || has_row_of(redecider, WB_RULE_FORM) ||
			has_row_of(redecider, WB_RULE_WEAK));

		return has_row && has_pair ? IS_TRUE : IS_UNKNOWN;
	}
	if (!has_row && rule->group == WB_RULE_WEAK && redecider->policy != redecider->recorded &&
	    is_beside_heavier(redecider, redecider->then[place]))
		return IS_UNKNOWN;
	return has_row ? IS_TRUE : IS_FALSE;
}

/* Where the host is was looked up in the files of then. */
static enum truth place_holds(const struct wb_redecider *redecider, const struct wb_rule *rule)
{
	bool asks_asn = rule->asns.count > 0 || rule->except_asns.count > 0;
	bool asks_country = rule->countries.count > 0 || rule->except_countries.count > 0;

	if ((asks_asn && redecider->asns_differ) || (asks_country && redecider->countries_differ))
		return IS_UNKNOWN;
	return wb_rule_holds_for_place(rule, &redecider->facts.place) ? IS_TRUE : IS_FALSE;
}

static enum truth rule_holds(struct wb_redecider *redecider, size_t place)
{
	const struct wb_rule *rule = &redecider->policy->rules[place];
	enum truth where = place_holds(redecider, rule), what = IS_TRUE;

	if (wb_rule_is_about_message(rule))
		what = message_rule_holds(redecider, place);
	else if (where != IS_FALSE && wb_rule_is_about_host(rule))
		what = host_rule_holds(redecider, place);
	if (where == IS_FALSE || what == IS_FALSE)
		return IS_FALSE;
	return where == IS_UNKNOWN || what == IS_UNKNOWN ? IS_UNKNOWN : IS_TRUE;
}

/* When a connection looks at it: after those about the place those about the host, and then those about the mail. */
static int turn_of(const struct wb_rule *rule)
{
	return wb_rule_is_about_message(rule) ? 2 : wb_rule_is_about_host(rule);
}

void wb_redecide_add_rules(struct wb_redecider *redecider)
{
	const struct wb_policy *policy = redecider->policy;

	for (int turn = 0; turn <= 2; turn++) {
		for (size_t i = 0; i < policy->rule_count; i++) {
			enum truth holds;

			if (turn_of(&policy->rules[i]) != turn)
				continue;
			holds = rule_holds(redecider, i);
			if (holds == IS_UNKNOWN)
				wb_redecide_miss(redecider, WB_MISSING_RULE);
			if (holds == IS_TRUE || (holds == IS_UNKNOWN && redecider->supposes_most))
				add_rule(redecider, &policy->rules[i]);
		}
	}
}
