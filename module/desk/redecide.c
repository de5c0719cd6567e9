/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* redecide.c - see redecide.h */
#include "desk/redecide.h"

#include <stdlib.h>
#include <string.h>

#include "base/nat64.h"
#include "base/text.h"
#include "desk/redecide_part.h"
#include "verdict/check_host.h"
#include "verdict/choice.h"
#include "verdict/evidence_text.h"
#include "verdict/exempt.h"
#include "verdict/guard.h"
#include "verdict/rule.h"
#include "verdict/rule_digest.h"

const char *const wb_missing_texts[WB_MISSING_COUNT] = {
	[WB_MISSING_ZONE] = "what a zone would have answered that was not asked",
	[WB_MISSING_RULE] = "whether a rule holds that is new or was another one",
	[WB_MISSING_NAME] = "whose host it is: its name was not asked for",
	[WB_MISSING_AGE] = "since when the evidence is known, for grace",
	[WB_MISSING_NEIGHBOURS] = "whether other hosts of its network were listed",
	[WB_MISSING_RECIPIENT] = "to whom the mail was",
	[WB_MISSING_FLOOR] = "whether a source was below the floor of a category",
	[WB_MISSING_ADDRESS] = "what is known of the other address that the client would count as",
	[WB_MISSING_LOG] = "what a line of the log leaves out",
	[WB_MISSING_ROOM] = "evidence that found no room",
};
const char *const wb_missing_names[WB_MISSING_COUNT] = {
	[WB_MISSING_ZONE] = "zone",
	[WB_MISSING_RULE] = "rule",
	[WB_MISSING_NAME] = "name",
	[WB_MISSING_AGE] = "age",
	[WB_MISSING_NEIGHBOURS] = "neighbours",
	[WB_MISSING_RECIPIENT] = "recipient",
	[WB_MISSING_FLOOR] = "floor",
	[WB_MISSING_ADDRESS] = "address",
	[WB_MISSING_LOG] = "log",
	[WB_MISSING_ROOM] = "room",
};

/* ---- What two policies have in common -------------------------------------------------------------------------------- */

/* The rule with the same name and conditions; NULL: there is none. */
static const struct wb_rule *find_rule(const struct wb_policy *policy, const struct wb_rule *rule)
{
	uint64_t digest = wb_rule_digest(rule);

	for (size_t i = 0; i < policy->rule_count; i++) {
		if (wb_rule_digest(&policy->rules[i]) == digest)
			return &policy->rules[i];
	}
	return NULL;
}

/* Some rule that says something of a mail only together with others is no rule of the other policy. */
static bool has_other_groups(const struct wb_policy *policy, const struct wb_policy *other)
{
	for (size_t i = 0; i < policy->rule_count; i++) {
		const struct wb_rule *rule = &policy->rules[i];

		if (rule->group != WB_RULE_ALONE && wb_rule_is_about_message(rule) && find_rule(other, rule) == NULL)
			return true;
	}
	return false;
}

static bool texts_differ(const struct wb_texts *a, const struct wb_texts *b)
{
	if (a->count != b->count)
		return true;
	for (size_t i = 0; i < a->count; i++) {
		if (strcmp(a->items[i], b->items[i]) != 0)
			return true;
	}
	return false;
}

static bool has_other_suffix(const struct wb_policy *policy, const struct wb_policy *recorded)
{
	for (size_t i = 0; i < policy->sender_count; i++) {
		for (size_t k = 0; k < policy->senders[i].suffixes.count; k++) {
			if (!wb_guard_has_suffix(recorded, policy->senders[i].suffixes.items[k]))
				return true;
		}
	}
	return false;
}

static bool senders_differ(const struct wb_policy *a, const struct wb_policy *b)
{
	if (a->sender_count != b->sender_count)
		return true;
	for (size_t i = 0; i < a->sender_count; i++) {
		if (texts_differ(&a->senders[i].suffixes, &b->senders[i].suffixes))
			return true;
	}
	return false;
}

static bool counts_neighbours(const struct wb_policy *policy)
{
	const struct wb_category *category = wb_policy_category(policy, WB_CATEGORY_SPAM_SOURCE);

	return policy->neighbours_milli > 0 && category != NULL && category->action != WB_OFF;
}

static bool has_other_category(const struct wb_policy *policy, const struct wb_policy *other)
{
	for (size_t i = 0; i < policy->category_count; i++) {
		const struct wb_category *same = wb_policy_category(other, policy->categories[i].id);

		if (policy->categories[i].action != WB_OFF && (same == NULL || same->action == WB_OFF))
			return true;
	}
	return false;
}

/* Other hosts were not counted, or those of other categories: see neighbours.h. */
static bool neighbours_differ(const struct wb_policy *policy, const struct wb_policy *recorded)
{
	return !counts_neighbours(recorded) || has_other_category(policy, recorded) || has_other_category(recorded, policy);
}

/* It matters to whom a mail was: to policy a, of what b has decided. */
static bool recipients_differ(const struct wb_policy *a, const struct wb_policy *b)
{
	if (a->exempt.recipients.count == 0 && a->recipient_count == 0)
		return false;
	if (texts_differ(&a->exempt.recipients, &b->exempt.recipients) || a->recipient_count != b->recipient_count)
		return true;
	for (size_t i = 0; i < a->recipient_count; i++) {
		const struct wb_recipient *one = &a->recipients[i], *other = &b->recipients[i];

		if (strcmp(one->name, other->name) != 0 || one->choice_count != other->choice_count)
			return true;
		for (size_t k = 0; k < one->choice_count; k++) {
			if (one->choices[k].action != other->choices[k].action ||
			    strcmp(one->choices[k].category_id, other->choices[k].category_id) != 0)
				return true;
		}
	}
	return false;
}

enum wb_status wb_redecider_open(
    const struct wb_policy *policy, const struct wb_policy *recorded, struct wb_redecider **redecider_r)
{
	struct wb_redecider *redecider = calloc(1, sizeof(*redecider));

	*redecider_r = redecider;
	if (redecider == NULL)
		return WB_NO_MEMORY;
	redecider->policy = policy;
	redecider->recorded = recorded;
	redecider->then = calloc(policy->rule_count + 1, sizeof(*redecider->then));
	redecider->compiled = calloc(policy->rule_count + 1, sizeof(*redecider->compiled));
	if (redecider->then == NULL || redecider->compiled == NULL)
		return WB_NO_MEMORY;
	for (size_t i = 0; i < policy->rule_count; i++)
		redecider->then[i] = find_rule(recorded, &policy->rules[i]);
	redecider->recorded_rules = wb_rule_digest_messages(recorded);
	redecider->groups_differ =
	    policy != recorded && (has_other_groups(policy, recorded) || has_other_groups(recorded, policy));
	redecider->neighbours_differ = neighbours_differ(policy, recorded);
	redecider->countries_differ = strcmp(policy->geoip.country, recorded->geoip.country) != 0;
	redecider->asns_differ = strcmp(policy->geoip.asn, recorded->geoip.asn) != 0;
	wb_redecide_log_open(redecider);
	redecider->has_other_suffix = has_other_suffix(policy, recorded);
	redecider->wants_names = wb_check_host_wants(policy).name;
	redecider->senders_differ = senders_differ(policy, recorded);
	redecider->recipients_differ = recipients_differ(policy, recorded);
	return WB_OK;
}

void wb_redecider_close(struct wb_redecider **redecider)
{
	struct wb_redecider *closing = *redecider;

	*redecider = NULL;
	if (closing == NULL)
		return;
	for (size_t i = 0; closing->compiled != NULL && i < closing->policy->rule_count; i++) {
		wb_pattern_close(&closing->compiled[i].helo);
		wb_pattern_close(&closing->compiled[i].host_name);
	}
	free(closing->compiled);
	free(closing->then);
	free(closing);
}

bool wb_redecide_is_of_staff(enum wb_evidence_kind kind, const char *origin)
{
	return kind == WB_EVIDENCE_LISTING && strncmp(origin, WB_LISTING_SOURCE_STAFF, strlen(WB_LISTING_SOURCE_STAFF)) == 0;
}

/* ---- The decision ---------------------------------------------------------------------------------------------------- */

/* Of what the log's line leaves out some could do more. */
static enum wb_action add_hidden(struct wb_redecider *redecider, enum wb_action action)
{
	enum wb_action hidden = wb_redecide_log_hidden(redecider);

	if (hidden <= action)
		return action;
	wb_redecide_miss(redecider, WB_MISSING_LOG);
	return redecider->supposes_most ? hidden : action;
}

static enum wb_action decide(struct wb_redecider *redecider, const struct wb_query *query, struct wb_verdict *verdict_r)
{
	const struct wb_policy *policy = redecider->policy;
	bool has_fault = wb_event_field(redecider->event, "fault")[0] != '\0';
	struct wb_limits limits;
	enum wb_action action;

	wb_redecide_gather(redecider);
	wb_classify(policy, &redecider->facts, wb_choice_find(policy, query, &limits) ? &limits : NULL, redecider->about->at_s,
	    verdict_r);
	action = verdict_r->action;
	if (redecider->about->is_from_log)
		action = add_hidden(redecider, action);
	if (has_fault && action < WB_DEFER && policy->on_error == WB_ON_ERROR_DEFER) {
		action = WB_DEFER;
		verdict_r->category = NULL;
		verdict_r->heaviest = NULL;
	}
	/* Evidence that is not there could have been any. */
	if ((redecider->missing >> WB_MISSING_ROOM & 1) != 0)
		action = redecider->supposes_most ? WB_REJECT : action;
	return policy->mode == WB_MONITOR && action > WB_LOG ? WB_LOG : action;
}

static void note_winner(const struct wb_verdict *verdict, struct wb_redecision *decision)
{
	struct wb_text text;

	wb_text_open(&text, decision->source, sizeof(decision->source));
	decision->category = verdict->category;
	if (verdict->heaviest != NULL)
		wb_evidence_add_source(verdict->heaviest, &text);
}

/*
 * Who is not known may have chosen less of any category, or be exempt now. What is known: one who has chosen nothing of the category that won
 * then chooses nothing of it now.
 */
static bool recipient_matters(const struct wb_redecider *redecider, const struct wb_redecision *decision)
{
	const struct wb_event *event = redecider->event;
	enum wb_action then = WB_OFF;

	if (redecider->recipients_differ)
		return true;
	if (redecider->policy->recipient_count == 0 || decision->most == WB_OFF)
		return false;
	wb_action_parse(wb_event_field(event, "action"), &then);
	return wb_event_field(event, "choice")[0] != '\0' || decision->least != decision->most || decision->most > then ||
	    decision->category == NULL || strcmp(decision->category->id, wb_event_field(event, "category")) != 0;
}

/* Both suppositions. */
static void decide_twice(struct wb_redecider *redecider, const struct wb_query *query, struct wb_redecision *decision)
{
	static struct wb_verdict verdict; /* pages that need not be of the stack */
	struct wb_redecision worst;

	redecider->supposes_most = false;
	decision->least = decision->most = decide(redecider, query, &verdict);
	note_winner(&verdict, decision);
	/* More than the most that there is cannot be done. */
	if (redecider->missing == 0 || decision->least == (redecider->policy->mode == WB_MONITOR ? WB_LOG : WB_REJECT))
		return;
	redecider->supposes_most = true;
	worst.most = decide(redecider, query, &verdict);
	note_winner(&verdict, &worst);
	if (worst.most <= decision->least)
		return;
	decision->most = worst.most;
	decision->category = worst.category;
	memcpy(decision->source, worst.source, sizeof(decision->source));
}

/* The address that the client counts as by this policy. False: another one than it counted as then. */
static bool find_client(const struct wb_redecider *redecider, const struct wb_event *event, struct wb_address *client_r)
{
	struct wb_address came_from;

	if (wb_address_parse(wb_event_field(event, "translated"), &came_from, NULL) != WB_OK)
		came_from = event->client;
	wb_nat64_host(&redecider->policy->nat64_prefixes, &came_from, client_r);
	return wb_address_equals(client_r, &event->client);
}

void wb_redecide(struct wb_redecider *redecider, const struct wb_event *event, const struct wb_redecide_about *about,
    struct wb_redecision *decision_r)
{
	static struct wb_query query;
	char why[160];
	bool is_client_known;

	redecider->event = event;
	redecider->about = about;
	redecider->missing = 0;
	if (about->is_from_log)
		wb_redecide_log_begin(redecider);
	wb_recorded_facts_read(event, &redecider->recorded_facts);
	is_client_known = find_client(redecider, event, &query.client);
	query.authenticated = redecider->recorded_facts.is_authenticated;
	wb_text_copy(query.recipient, sizeof(query.recipient), about->recipient);
	memset(decision_r, 0, offsetof(struct wb_redecision, source));
	decision_r->source[0] = '\0';
	decision_r->is_exempt = wb_exempt_match(&redecider->policy->exempt, &query, why, sizeof(why));
	if (decision_r->is_exempt)
		return;
	if (!is_client_known) {
		decision_r->most = redecider->policy->mode == WB_MONITOR ? WB_LOG : WB_REJECT;
		decision_r->missing = 1u << WB_MISSING_ADDRESS;
		return;
	}
	decide_twice(redecider, &query, decision_r);
	/* A line of the log does not say who had logged in. */
	if (about->is_from_log && redecider->policy->exempt.authenticated && !redecider->recorded->exempt.authenticated) {
		redecider->missing |= 1u << WB_MISSING_LOG;
		decision_r->least = WB_OFF;
	}
	if (about->recipient[0] == '\0' && recipient_matters(redecider, decision_r)) {
		redecider->missing |= 1u << WB_MISSING_RECIPIENT;
		decision_r->least = WB_OFF;
	}
	if (decision_r->most != decision_r->least)
		decision_r->missing = redecider->missing;
}
