/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* redecide_gather.c - see redecide_part.h: the facts of a verdict of the past, in the order in which a connection gathers them */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "desk/redecide_part.h"
#include "verdict/evidence_text.h"
#include "verdict/guard.h"
#include "verdict/neighbours.h"
#include "verdict/zone_evidence.h"

#define OLD_S 1 /* evidence that is as old as can be */

static void miss(struct wb_redecider *redecider, enum wb_missing what)
{
	redecider->missing |= 1u << what;
}

/* The row of a listing, of which another policy makes as much, if it has the category. */
static void add_listing(struct wb_redecider *redecider, const struct wb_event_evidence *row)
{
	const struct wb_policy *policy = redecider->policy;
	const struct wb_category *category = wb_policy_category(policy, row->category);
	struct wb_facts *facts = &redecider->facts;
	struct wb_evidence *evidence;
	struct wb_listing *listing;

	if (row->category[0] == '\0')
		miss(redecider, WB_MISSING_ROOM);
	if (category == NULL || row->discount == WB_DISCOUNT_EXPIRED || facts->listing_count == WB_EVIDENCE_LISTINGS_MAX)
		return;
	evidence = wb_evidence_add(facts);
	if (evidence == NULL)
		return;
	listing = &facts->listings[facts->listing_count++];
	memset(listing, 0, sizeof(*listing));
	wb_text_copy(listing->source, sizeof(listing->source), row->origin);
	listing->scope = row->scope;
	listing->created_at_s = row->since_s;
	*evidence = (struct wb_evidence){
		.kind = WB_EVIDENCE_LISTING,
		.listing = listing,
		.category = (size_t)(category - policy->categories),
		.scope = row->scope,
		.weight_milli = row->weight_milli,
		.since_s = row->since_s,
	};
}

static void add_neighbours(struct wb_redecider *redecider)
{
	const struct wb_policy *policy = redecider->policy;
	const struct wb_category *category = wb_policy_category(policy, WB_CATEGORY_SPAM_SOURCE);
	bool has_row = false, was_counted = redecider->recorded->neighbours_milli > 0;
	struct wb_evidence *evidence;

	for (size_t i = 0; i < redecider->event->evidence_count; i++)
		has_row = has_row || redecider->event->evidence[i].kind == WB_EVIDENCE_NEIGHBOURS;
	if (policy->neighbours_milli == 0 || category == NULL || category->action == WB_OFF)
		return;
	if (!has_row && !was_counted) {
		miss(redecider, WB_MISSING_NEIGHBOURS);
		has_row = redecider->supposes_most;
	}
	evidence = has_row ? wb_evidence_add(&redecider->facts) : NULL;
	if (evidence != NULL)
		*evidence = (struct wb_evidence){
			.kind = WB_EVIDENCE_NEIGHBOURS,
			.network = wb_neighbours_network(&redecider->event->client),
			.category = (size_t)(category - policy->categories),
			.scope = WB_SCOPE_RANGE,
			.weight_milli = policy->neighbours_milli,
		};
}

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

/* Whether a rule's patterns hold for a host: those of a rule that was one then have been tried. */
static enum truth patterns_hold(struct wb_redecider *redecider, size_t place)
{
	const struct wb_rule *rule = &redecider->policy->rules[place];
	const struct wb_host *host = &redecider->recorded_facts.host;
	struct compiled *compiled = &redecider->compiled[place];
	enum truth helo = IS_TRUE, name = IS_TRUE;

	if (redecider->is_recorded[place])
		return find_rule_row(redecider->event, rule) != NULL ? IS_TRUE : IS_FALSE;
	if (rule->helo_pattern[0] != '\0')
		helo = redecider->about->helo_varies ? IS_UNKNOWN : is_matched(rule->helo_pattern, &compiled->helo, host->helo);
	if (rule->host_name_pattern[0] != '\0')
		name = host->name[0] == '\0' && (host->name_truths.unknown >> WB_HOST_NAME_IS_NONE & 1) != 0
		    ? IS_UNKNOWN
		    : is_matched(rule->host_name_pattern, &compiled->host_name, host->name);
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
	if (redecider->is_recorded[place] && find_rule_row(redecider->event, rule) != NULL)
		return IS_TRUE;
	if (!recorded->has_host)
		return redecider->is_recorded[place] ? IS_FALSE : IS_UNKNOWN;
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

/* A rule about the mail: of one that was a rule then it was looked whether it holds, if the mail was looked at. */
static enum truth message_rule_holds(struct wb_redecider *redecider, size_t place)
{
	const struct wb_recorded_facts *recorded = &redecider->recorded_facts;
	bool same_rules = !recorded->has_rules || recorded->rules == redecider->recorded_rules;

	if (find_rule_row(redecider->event, &redecider->policy->rules[place]) != NULL)
		return redecider->is_recorded[place] ? IS_TRUE : IS_UNKNOWN;
	return redecider->is_recorded[place] && same_rules ? IS_FALSE : IS_UNKNOWN;
}

/* As a connection has them: those about the place, about the host, and about the mail. */
static void add_rules(struct wb_redecider *redecider)
{
	const struct wb_policy *policy = redecider->policy;
	struct wb_facts *facts = &redecider->facts;

	wb_rule_match(policy, facts);
	facts->gathered_count = facts->evidence_count;
	for (int about_message = 0; about_message <= 1; about_message++) {
		for (size_t i = 0; i < policy->rule_count; i++) {
			const struct wb_rule *rule = &policy->rules[i];
			enum truth holds;

			if (wb_rule_is_about_message(rule) != (about_message == 1) ||
			    (!about_message && !wb_rule_is_about_host(rule)))
				continue;
			if (!about_message && !wb_rule_holds_for_place(rule, &facts->place))
				continue;
			holds = about_message ? message_rule_holds(redecider, i) : host_rule_holds(redecider, i);
			if (holds == IS_UNKNOWN)
				miss(redecider, WB_MISSING_RULE);
			if (holds == IS_TRUE || (holds == IS_UNKNOWN && redecider->supposes_most))
				add_rule(redecider, rule);
		}
	}
}

/* ---- Zones ----------------------------------------------------------------------------------------------------------- */

/* Of a zone that nobody heard, the worst that it can say in each category. */
static void add_worst(struct wb_facts *facts, const struct wb_zone *zone)
{
	for (size_t c = 0; c < zone->code_count; c++) {
		const struct wb_code *code = &zone->codes[c];
		bool is_worst = code->kind == WB_CODE_LISTED;
		struct wb_evidence *evidence;

		for (size_t d = 0; d < zone->code_count && is_worst; d++) {
			const struct wb_code *other = &zone->codes[d];
			bool is_worse =
			    other->weight_milli != code->weight_milli ? other->weight_milli > code->weight_milli : d < c;

			is_worst = other->kind != WB_CODE_LISTED || other->category != code->category ||
			    other->scope > code->scope || d == c || !is_worse;
		}
		evidence = is_worst ? wb_evidence_add(facts) : NULL;
		if (evidence != NULL)
			*evidence = (struct wb_evidence){
				.kind = WB_EVIDENCE_ZONE,
				.hit = { zone, code, code->match.from, "" },
				.category = code->category,
				.scope = (enum wb_scope)code->scope,
				.weight_milli = code->weight_milli,
			};
	}
}

/* An allow list that nobody heard vouches for the host, or knows nothing of it. */
static void suppose_allow_list(struct wb_redecider *redecider, size_t place)
{
	const struct wb_zone *zone = &redecider->policy->zones[place];
	struct wb_facts *facts = &redecider->facts;

	if (redecider->supposes_most)
		return;
	if (zone->relief_milli > 0)
		facts->relieving_zones |= UINT64_C(1) << place;
	else
		facts->vouching_zone = zone;
}

/* What the log's line says of a zone: its codes that count. Where nothing was refused, a zone that is not named has not listed the client. */
static bool read_zone_of_log(struct wb_redecider *redecider, const struct wb_zone *zone)
{
	const struct wb_event *event = redecider->event;
	struct wb_dnsbl_result *result = &redecider->result;
	bool has_complaint = wb_event_field(event, "notice")[0] != '\0' || wb_event_field(event, "fault")[0] != '\0';
	bool was_known = false;

	for (size_t i = 0; i < event->evidence_count && result->code_count < WB_RESOLVER_ADDRESSES_MAX; i++) {
		if (event->evidence[i].kind == WB_EVIDENCE_ZONE && strcmp(event->evidence[i].origin, zone->shown) == 0)
			result->codes[result->code_count++] = event->evidence[i].return_code;
	}
	if (result->code_count > 0) {
		result->answer = WB_DNSBL_LISTED;
		return true;
	}
	for (size_t i = 0; i < redecider->recorded->zone_count; i++)
		was_known = was_known || strcmp(redecider->recorded->zones[i].shown, zone->shown) == 0;
	result->answer = WB_DNSBL_NOT_LISTED;
	return was_known && !has_complaint && strcmp(wb_event_field(event, "action"), "reject") != 0;
}

/* False: what the zone would say is not known. */
static bool read_zone(struct wb_redecider *redecider, const struct wb_zone *zone)
{
	const struct wb_recorded_zone *recorded = wb_recorded_facts_zone(&redecider->recorded_facts, zone->shown);
	struct wb_dnsbl_result *result = &redecider->result;
	bool is_v4 = wb_address_is_v4(&redecider->event->client);

	result->answer = WB_DNSBL_UNASKED;
	result->code_count = 0;
	if (!is_v4 && !zone->asks_ipv6)
		return true;
	if (redecider->about->is_from_log)
		return read_zone_of_log(redecider, zone);
	/* Of an IPv6 client it may not have been asked because it had none of these. */
	if (recorded == NULL || (recorded->answer == WB_DNSBL_UNASKED && !is_v4))
		return false;
	result->answer = recorded->answer;
	result->code_count = recorded->code_count;
	memcpy(result->codes, recorded->codes, recorded->code_count * sizeof(recorded->codes[0]));
	return true;
}

static void add_zones(struct wb_redecider *redecider)
{
	const struct wb_policy *policy = redecider->policy;
	struct wb_facts *facts = &redecider->facts;

	wb_zone_evidence_begin(facts);
	for (size_t i = 0; i < policy->zone_count; i++) {
		if (read_zone(redecider, &policy->zones[i])) {
			wb_zone_evidence_add(policy->zones, i, &redecider->result, facts);
			continue;
		}
		miss(redecider, WB_MISSING_ZONE);
		if (policy->zones[i].is_dnswl)
			suppose_allow_list(redecider, i);
		else if (redecider->supposes_most)
			add_worst(facts, &policy->zones[i]);
	}
}

/* ---- Ages and names -------------------------------------------------------------------------------------------------- */

/* The row of the event that this evidence is made of, or NULL. */
static const struct wb_event_evidence *find_recorded(const struct wb_event *event, const struct wb_evidence *evidence)
{
	const char *origin = wb_evidence_origin(evidence);

	for (size_t i = 0; i < event->evidence_count; i++) {
		const struct wb_event_evidence *row = &event->evidence[i];

		if (row->kind == evidence->kind && strcmp(row->origin, origin) == 0 &&
		    (evidence->kind != WB_EVIDENCE_ZONE || row->return_code == evidence->hit.return_code))
			return row;
	}
	return NULL;
}

/* Sources that were wrong too often were lowered then; of a floor that is new that is not known, and they are taken as they are. */
static void add_lowering(struct wb_redecider *redecider)
{
	struct wb_facts *facts = &redecider->facts;

	for (size_t i = 0; i < facts->evidence_count; i++) {
		struct wb_evidence *evidence = &facts->evidence[i];
		const struct wb_event_evidence *row = find_recorded(redecider->event, evidence);

		if (redecider->policy->categories[evidence->category].floor_milli > 0 && row != NULL &&
		    row->scope == WB_SCOPE_RANGE && evidence->scope == WB_SCOPE_HOST)
			evidence->scope = row->scope;
	}
}

static int64_t recorded_since(const struct wb_event *event, const struct wb_evidence *evidence)
{
	const struct wb_event_evidence *row = find_recorded(event, evidence);

	return row != NULL ? row->since_s : 0;
}

/* What had grace then, and no first sight, was new: that is known. */
static void add_ages(struct wb_redecider *redecider)
{
	const struct wb_policy *policy = redecider->policy;
	struct wb_facts *facts = &redecider->facts;

	for (size_t i = 0; i < facts->evidence_count; i++) {
		struct wb_evidence *evidence = &facts->evidence[i];
		const struct wb_category *category = &policy->categories[evidence->category];
		const struct wb_category *then = wb_policy_category(redecider->recorded, category->id);

		if (category->grace_s == 0)
			continue;
		evidence->since_s = recorded_since(redecider->event, evidence);
		if (evidence->since_s != 0 || (evidence->kind != WB_EVIDENCE_LISTING && then != NULL && then->grace_s > 0))
			continue;
		miss(redecider, WB_MISSING_AGE);
		evidence->since_s = redecider->supposes_most ? OLD_S : 0;
	}
}

/* By the name that Exim had confirmed, or what the DNS said. False: nobody asked, or not for this. */
static bool find_sender(struct wb_redecider *redecider)
{
	const struct wb_policy *policy = redecider->policy;
	const struct wb_recorded_facts *recorded = &redecider->recorded_facts;
	struct wb_facts *facts = &redecider->facts;
	const char *name = wb_event_field(redecider->event, "name"), *list = recorded->names;
	char buffer[WB_HOST_NAME_SIZE], mark;
	const char *found = NULL;

	if (name[0] == '\0' && !recorded->has_names)
		return false;
	while (name[0] == '\0' && found == NULL && wb_recorded_facts_next_name(&list, buffer, &mark)) {
		if (mark == '+' && wb_guard_has_suffix(policy, buffer))
			found = buffer;
	}
	if (name[0] != '\0')
		found = name;
	facts->sender = found != NULL ? wb_guard_match(policy, found, facts->place.asn) : NULL;
	facts->sender_state = facts->sender != NULL ? WB_SENDER_KNOWN : WB_SENDER_NONE;
	if (found == NULL && recorded->names_are_unknown)
		facts->sender_state = WB_SENDER_UNKNOWN;
	/* A name that nobody looked at could be one of a sender's that is new. */
	return found != NULL || recorded->names_are_all || !redecider->senders_differ;
}

/* Of a log: the sender is named where it made a difference; where nothing did and the client was refused, it is none. */
static bool find_sender_of_log(struct wb_redecider *redecider)
{
	const struct wb_policy *policy = redecider->policy;
	const char *guard = wb_event_field(redecider->event, "guard");
	struct wb_facts *facts = &redecider->facts;

	facts->sender = NULL;
	facts->sender_state = strcmp(guard, WB_GUARD_UNKNOWN) == 0 ? WB_SENDER_UNKNOWN : WB_SENDER_NONE;
	for (size_t i = 0; i < policy->sender_count; i++) {
		if (strcmp(policy->senders[i].name, guard) == 0)
			facts->sender = &policy->senders[i];
	}
	if (facts->sender != NULL)
		facts->sender_state = WB_SENDER_KNOWN;
	if (guard[0] == '\0' && strcmp(wb_event_field(redecider->event, "action"), "reject") != 0)
		return false;
	return !redecider->senders_differ && redecider->recorded->sender_action != WB_SENDER_OFF;
}

static void add_sender(struct wb_redecider *redecider)
{
	struct wb_facts *facts = &redecider->facts;
	bool is_known;

	facts->sender_state = WB_SENDER_UNASKED;
	if (redecider->policy->sender_count == 0 ||
	    !wb_classify_could_be_guarded(redecider->policy, facts, redecider->about->at_s))
		return;
	is_known = redecider->about->is_from_log ? find_sender_of_log(redecider) : find_sender(redecider);
	if (is_known)
		return;
	miss(redecider, WB_MISSING_NAME);
	facts->sender = redecider->supposes_most ? NULL : &redecider->policy->senders[0];
	facts->sender_state = redecider->supposes_most ? WB_SENDER_NONE : WB_SENDER_KNOWN;
}

/* ---- All together ----------------------------------------------------------------------------------------------------- */

void wb_redecide_gather(struct wb_redecider *redecider)
{
	const struct wb_event *event = redecider->event;
	struct wb_facts *facts = &redecider->facts;

	memset(facts, 0, offsetof(struct wb_facts, evidence));
	facts->client = event->client;
	facts->is_located = true;
	facts->listings_unknown = redecider->recorded_facts.listings_unknown;
	wb_text_copy(facts->place.country, sizeof(facts->place.country), wb_event_field(event, "country"));
	wb_text_copy(facts->place.as_org, sizeof(facts->place.as_org), wb_event_field(event, "as_org"));
	facts->place.asn = (uint32_t)strtoul(wb_event_field(event, "asn"), NULL, 10);
	for (size_t i = 0; i < event->evidence_count; i++) {
		if (event->evidence[i].kind == WB_EVIDENCE_LISTING)
			add_listing(redecider, &event->evidence[i]);
	}
	add_neighbours(redecider);
	add_rules(redecider);
	facts->local_count = facts->evidence_count;
	facts->local_left_out_count = facts->left_out_count;
	add_zones(redecider);
	add_lowering(redecider);
	add_ages(redecider);
	add_sender(redecider);
	if (event->left_out_count > 0 || facts->left_out_count > 0)
		miss(redecider, WB_MISSING_ROOM);
}
