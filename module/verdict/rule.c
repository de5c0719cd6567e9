/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* rule.c - see rule.h */
#include "verdict/rule.h"

#include <string.h>

#include "base/rows.h"
#include "base/text.h"
#include "verdict/evidence.h"
#include "verdict/pattern.h"

WB_ROWS_BEGIN(wb_helo_fact_names);
const char *const wb_helo_fact_names[WB_HELO_FACTS] = {
	WB_ROW(WB_HELO_OWN_NAME) = "own-name",
	WB_ROW(WB_HELO_BARE_IP) = "bare-ip",
	WB_ROW(WB_HELO_OTHER_LITERAL) = "other-literal",
	WB_ROW(WB_HELO_UNQUALIFIED) = "unqualified",
	WB_ROW(WB_HELO_LOCALHOST) = "localhost",
	WB_ROW(WB_HELO_CLIENT_ADDRESS) = "client-address",
	WB_ROW(WB_HELO_UNRESOLVED) = "unresolved",
};
WB_ROWS_END(wb_helo_fact_names, WB_HELO_FACTS);

WB_ROWS_BEGIN(wb_host_name_fact_names);
const char *const wb_host_name_fact_names[WB_HOST_NAME_FACTS] = {
	WB_ROW(WB_HOST_NAME_IS_NONE) = "none",
	WB_ROW(WB_HOST_NAME_IS_UNCONFIRMED) = "unconfirmed",
	WB_ROW(WB_HOST_NAME_IS_GENERIC) = "generic",
};
WB_ROWS_END(wb_host_name_fact_names, WB_HOST_NAME_FACTS);

static bool is_about_place(const struct wb_rule *rule)
{
	return rule->asns.count + rule->except_asns.count + rule->countries.count + rule->except_countries.count > 0;
}

bool wb_rule_is_about_host(const struct wb_rule *rule)
{
	return rule->helo_facts != 0 || rule->host_name_facts != 0 || rule->helo_pattern[0] != '\0' ||
	    rule->host_name_pattern[0] != '\0';
}

bool wb_rule_is_about_message(const struct wb_rule *rule)
{
	return rule->message_facts != 0 || rule->headers.count > 0 || rule->body_pattern[0] != '\0' ||
	    rule->sender_pattern[0] != '\0';
}

bool wb_rule_has_condition(const struct wb_rule *rule)
{
	return is_about_place(rule) || wb_rule_is_about_host(rule) || wb_rule_is_about_message(rule);
}

bool wb_rule_wants_place(const struct wb_policy *policy)
{
	for (size_t i = 0; i < policy->rule_count; i++) {
		if (is_about_place(&policy->rules[i]))
			return true;
	}
	return false;
}

bool wb_rule_asks_name(const struct wb_rule *rule)
{
	return rule->host_name_facts != 0 || rule->host_name_pattern[0] != '\0';
}

bool wb_rule_asks_helo(const struct wb_rule *rule)
{
	return (rule->helo_facts >> WB_HELO_UNRESOLVED & 1) != 0;
}

static bool country_is_in(const struct wb_texts *countries, const char *country)
{
	for (size_t i = 0; i < countries->count; i++) {
		if (strcmp(countries->items[i], country) == 0)
			return true;
	}
	return false;
}

/* A country or network that is not known is in no list, and not in "all but these" either. */
bool wb_rule_holds_for_place(const struct wb_rule *rule, const struct wb_place *place)
{
	if (rule->asns.count > 0 && !wb_asns_hold(&rule->asns, place->asn))
		return false;
	if (rule->except_asns.count > 0 && (place->asn == 0 || wb_asns_hold(&rule->except_asns, place->asn)))
		return false;
	if (rule->countries.count > 0 && !country_is_in(&rule->countries, place->country))
		return false;
	return rule->except_countries.count == 0 ||
	    (place->country[0] != '\0' && !country_is_in(&rule->except_countries, place->country));
}

static bool matches(const char *pattern, const char *text)
{
	struct wb_pattern *compiled;
	enum wb_pattern_result result;
	struct wb_error error;

	if (pattern[0] == '\0')
		return true;
	if (text[0] == '\0' || wb_pattern_open(pattern, &compiled, &error) != WB_OK)
		return false;
	result = wb_pattern_match(compiled, text, strlen(text));
	wb_pattern_close(&compiled);
	return result == WB_PATTERN_YES;
}

bool wb_rule_holds(const struct wb_rule *rule, const struct wb_place *place, const struct wb_host *host)
{
	if (!wb_rule_holds_for_place(rule, place))
		return false;
	if (!wb_rule_is_about_host(rule))
		return true;
	if (host == NULL)
		return false;
	if (rule->helo_facts != 0 && (rule->helo_facts & host->helo_truths.yes) == 0)
		return false;
	if (rule->host_name_facts != 0 && (rule->host_name_facts & host->name_truths.yes) == 0)
		return false;
	return matches(rule->helo_pattern, host->helo) && matches(rule->host_name_pattern, host->name);
}

static const char *show(const char *what, const char *foreign, char shown[WB_RULE_SHOWN_SIZE])
{
	struct wb_text text;

	wb_text_open(&text, shown, WB_RULE_SHOWN_SIZE);
	wb_text_add(&text, what);
	wb_text_add_printable(&text, foreign, WB_RULE_SHOWN_SIZE);
	return shown;
}

/* What of the host a rule has seen. */
static const char *find_detail(const struct wb_rule *rule, struct wb_host *host)
{
	if (rule->helo_facts != 0 || rule->helo_pattern[0] != '\0')
		return show("HELO ", host->helo, host->helo_shown);
	return host->name[0] != '\0' ? show("host name ", host->name, host->name_shown) : NULL;
}

static void add(const struct wb_rule *rule, const char *detail, struct wb_facts *facts)
{
	struct wb_evidence *evidence = wb_evidence_add(facts);

	if (evidence != NULL)
		*evidence = (struct wb_evidence){
			.kind = WB_EVIDENCE_RULE,
			.rule = rule,
			.detail = detail,
			.category = rule->category,
			.scope = (enum wb_scope)rule->scope,
			.weight_milli = rule->weight_milli,
		};
}

void wb_rule_match(const struct wb_policy *policy, struct wb_facts *facts)
{
	for (size_t i = 0; i < policy->rule_count; i++) {
		const struct wb_rule *rule = &policy->rules[i];

		if (!wb_rule_is_about_host(rule) && !wb_rule_is_about_message(rule) &&
		    wb_rule_holds_for_place(rule, &facts->place))
			add(rule, NULL, facts);
	}
}

void wb_rule_match_host(const struct wb_policy *policy, struct wb_host *host, struct wb_facts *facts)
{
	for (size_t i = 0; i < policy->rule_count; i++) {
		const struct wb_rule *rule = &policy->rules[i];

		if (wb_rule_is_about_host(rule) && !wb_rule_is_about_message(rule) && wb_rule_holds(rule, &facts->place, host))
			add(rule, find_detail(rule, host), facts);
	}
}
