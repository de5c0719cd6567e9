/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* message_rule.c - see message_rule.h */
#include "verdict/message_rule.h"

#include <string.h>

#include "base/address.h"
#include "base/text.h"
#include "verdict/evidence.h"
#include "verdict/message_origin.h"
#include "verdict/message_view.h"
#include "verdict/pattern.h"
#include "verdict/query.h"
#include "verdict/rule.h"

/* One mail, and what was found out about it until now. */
struct look {
	const struct wb_policy *policy;
	const struct wb_message *message;
	const struct wb_query *query;
	const struct wb_host *host;
	const struct wb_message_asks *asks;
	uint32_t known; /* facts that were asked for */
	struct wb_truths truths;
	struct wb_facts *facts;
	struct wb_message_details *details;
	const char *script, *origin; /* details, once they are written; NULL: not yet */
};

bool wb_message_rule_wants_message(const struct wb_policy *policy)
{
	for (size_t i = 0; i < policy->rule_count; i++) {
		if (wb_rule_is_about_message(&policy->rules[i]))
			return true;
	}
	return false;
}

bool wb_message_rule_wants_lines(const struct wb_policy *policy)
{
	for (size_t i = 0; i < policy->rule_count; i++) {
		if (policy->rules[i].body_pattern[0] != '\0')
			return true;
	}
	return false;
}

static bool some_fact_holds(struct look *look, uint32_t wanted)
{
	uint32_t missing = wanted & ~look->known;

	if (missing != 0) {
		struct wb_truths found = wb_message_facts_find(look->message, look->query, look->asks, missing);

		look->truths.yes |= found.yes;
		look->known |= missing;
	}
	return (look->truths.yes & wanted) != 0;
}

static bool matches(const char *pattern, const char *text, size_t length)
{
	struct wb_pattern *compiled;
	enum wb_pattern_result result;

	if (length == 0 || wb_pattern_open(pattern, &compiled, NULL) != WB_OK)
		return false;
	result = wb_pattern_match(compiled, text, length);
	wb_pattern_close(&compiled);
	return result == WB_PATTERN_YES;
}

/* The first of the rule's headers that is there, and matches; NULL: none. */
static const struct wb_field *find_header(const struct look *look, const struct wb_rule *rule)
{
	struct wb_pattern *compiled = NULL;
	const struct wb_field *match = NULL;

	for (size_t i = 0; i < rule->headers.count && match == NULL; i++) {
		const struct wb_field *found[WB_MESSAGE_SAME_MAX];
		size_t count = wb_message_find(look->message, rule->headers.items[i], found);

		if (count > 0 && rule->header_pattern[0] == '\0')
			return found[0];
		for (size_t k = 0; k < count && k < WB_MESSAGE_SAME_MAX && match == NULL; k++) {
			char value[WB_MESSAGE_VALUE_SIZE];
			size_t length = wb_field_unfold(found[k], value, sizeof(value));

			if (compiled == NULL && wb_pattern_open(rule->header_pattern, &compiled, NULL) != WB_OK)
				return NULL;
			if (wb_pattern_match(compiled, value, length) == WB_PATTERN_YES)
				match = found[k];
		}
	}
	wb_pattern_close(&compiled);
	return match;
}

/* header_r: the one that matched; NULL: the rule wants none. What costs little is asked first. */
static bool holds(struct look *look, const struct wb_rule *rule, const struct wb_field **header_r)
{
	const struct wb_message *message = look->message;
	const char *sender = look->query->sender;

	*header_r = NULL;
	if (rule->message_facts != 0 && !some_fact_holds(look, rule->message_facts))
		return false;
	if (rule->body_pattern[0] != '\0' && !message->has_lines)
		return false;
	if (rule->headers.count > 0) {
		*header_r = find_header(look, rule);
		if (*header_r == NULL)
			return false;
	}
	return (rule->sender_pattern[0] == '\0' || matches(rule->sender_pattern, sender, strlen(sender))) &&
	    (rule->body_pattern[0] == '\0' || matches(rule->body_pattern, message->body, message->body_size)) &&
	    wb_rule_holds(rule, &look->facts->place, look->host);
}

/* A new detail, empty; NULL: there is no room. */
static char *new_detail(struct look *look, struct wb_text *text)
{
	char *detail;

	if (look->details->count == WB_MESSAGE_DETAILS_MAX)
		return NULL;
	detail = look->details->texts[look->details->count++];
	wb_text_open(text, detail, WB_SCRIPT_SIZE);
	return detail;
}

/* "taken from 203.0.113.7 (p7.dyn.example.com)" */
static const char *describe_origin(struct look *look)
{
	struct wb_received received;
	char address[WB_ADDRESS_TEXT_SIZE], *detail;
	struct wb_text text;

	if (look->origin != NULL || wb_message_origin_find(look->message, look->query, &received) != WB_MESSAGE_ORIGIN_STRANGER)
		return look->origin;
	detail = new_detail(look, &text);
	if (detail == NULL)
		return NULL;
	wb_address_format(&received.address, address);
	wb_text_addf(&text, "taken from %s", address);
	if (received.name[0] != '\0') {
		wb_text_add(&text, " (");
		wb_text_add_printable(&text, received.name, sizeof(received.name));
		wb_text_add_char(&text, ')');
	}
	return look->origin = detail;
}

static const char *describe_script(struct look *look)
{
	struct wb_text text;
	char *detail;

	if (look->script != NULL)
		return look->script;
	detail = new_detail(look, &text);
	if (detail != NULL && !wb_script_describe(look->message, detail))
		wb_text_add(&text, "a script that the header does not name");
	return look->script = detail;
}

static const char *describe_header(struct look *look, const struct wb_field *header)
{
	char value[WB_MESSAGE_VALUE_SIZE];
	struct wb_text text;
	char *detail = new_detail(look, &text);

	if (detail == NULL)
		return NULL;
	wb_field_unfold(header, value, sizeof(value));
	wb_text_add_printable(&text, header->name, header->name_length);
	wb_text_add(&text, ": ");
	wb_text_add_printable(&text, value, WB_SCRIPT_SIZE);
	return detail;
}

static void add(struct look *look, const struct wb_rule *rule, const struct wb_field *header)
{
	const uint32_t received = 1u << WB_MESSAGE_RECEIVED_LISTED | 1u << WB_MESSAGE_RECEIVED_END_USER;
	struct wb_evidence *evidence = wb_evidence_add(look->facts);
	const char *detail = NULL;

	if (evidence == NULL)
		return;
	if (rule->group != WB_RULE_ALONE)
		detail = describe_script(look);
	else if ((rule->message_facts & received) != 0)
		detail = describe_origin(look);
	else if (header != NULL)
		detail = describe_header(look, header);
	*evidence = (struct wb_evidence){
		.kind = WB_EVIDENCE_MESSAGE,
		.rule = rule,
		.detail = detail,
		.category = rule->category,
		.scope = (enum wb_scope)rule->scope,
		.weight_milli = rule->weight_milli,
	};
}

/* Each rule of a group that holds is evidence. Returns whether one is. */
static bool add_group(struct look *look, enum wb_rule_group group)
{
	bool is_any = false;

	for (size_t i = 0; i < look->policy->rule_count; i++) {
		const struct wb_rule *rule = &look->policy->rules[i];
		const struct wb_field *header;

		if (rule->group != (int)group || !wb_rule_is_about_message(rule) || !holds(look, rule, &header))
			continue;
		add(look, rule, header);
		is_any = true;
	}
	return is_any;
}

/* One of a category that is lighter than another need not be looked at: it would not count. */
static bool add_weak(struct look *look)
{
	const struct wb_policy *policy = look->policy;
	bool is_any = false;

	for (size_t category = 0; category < policy->category_count; category++) {
		const struct wb_rule *heaviest = NULL;

		for (size_t i = 0; i < policy->rule_count; i++) {
			const struct wb_rule *rule = &policy->rules[i];
			const struct wb_field *header;

			if (rule->group == WB_RULE_WEAK && rule->category == category && wb_rule_is_about_message(rule) &&
			    (heaviest == NULL || rule->weight_milli > heaviest->weight_milli) && holds(look, rule, &header))
				heaviest = rule;
		}
		if (heaviest == NULL)
			continue;
		add(look, heaviest, NULL);
		is_any = true;
	}
	return is_any;
}

/* Some rule of group script holds, and the script is not somebody else's. */
static bool is_its_script(struct look *look)
{
	for (size_t i = 0; i < look->policy->rule_count; i++) {
		const struct wb_rule *rule = &look->policy->rules[i];
		const struct wb_field *header;
		struct wb_received received;
		enum wb_message_origin origin;

		if (rule->group != WB_RULE_SCRIPT || !wb_rule_is_about_message(rule) || !holds(look, rule, &header))
			continue;
		origin = wb_message_origin_find(look->message, look->query, &received);
		return origin == WB_MESSAGE_ORIGIN_UNKNOWN || origin == WB_MESSAGE_ORIGIN_ITS_OWN;
	}
	return false;
}

void wb_message_rule_match(const struct wb_policy *policy, const struct wb_message *message, const struct wb_query *query,
    const struct wb_host *host, const struct wb_message_asks *asks, struct wb_facts *facts,
    struct wb_message_details *details_r)
{
	struct look look = {
		.policy = policy,
		.message = message,
		.query = query,
		.host = host,
		.asks = asks,
		.facts = facts,
		.details = details_r,
	};
	bool is_odd, is_form, is_weak;

	details_r->count = 0;
	add_group(&look, WB_RULE_ALONE);
	if (!is_its_script(&look))
		return;
	is_odd = add_group(&look, WB_RULE_ODD);
	is_form = add_group(&look, WB_RULE_FORM);
	is_weak = add_weak(&look);
	if (is_odd || is_form || is_weak)
		add_group(&look, WB_RULE_SCRIPT);
}
