/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* redecide_log.c - see redecide_part.h: what a line of the log leaves unsaid */
#include <string.h>

#include "desk/redecide_part.h"
#include "verdict/check_host.h"
#include "verdict/guard.h"

static bool is_on(const struct wb_policy *policy, const char *category)
{
	const struct wb_category *found = wb_policy_category(policy, category);

	return found != NULL && found->action != WB_OFF;
}

/* What counted for nothing then, since its category was off or was none, counts now: of a category by its place. */
static bool has_come(const struct wb_redecider *redecider, size_t category)
{
	return (redecider->come >> category & 1) != 0;
}

static const char *field(const struct wb_redecider *redecider, const char *key)
{
	return wb_event_field(redecider->event, key);
}

bool wb_redecide_log_may_be_unread(const struct wb_redecider *redecider)
{
	return redecider->about->is_from_log && redecider->line.may_be_unread;
}

/* Nothing but categories is another one: what did no more than this then, whoever lowered it, does no more by a category that is the same. */
static bool is_all_else_as_then(const struct wb_redecider *redecider)
{
	const struct wb_policy *policy = redecider->policy, *recorded = redecider->recorded;

	return !redecider->weights_differ && !redecider->senders_differ && !redecider->recipients_differ &&
	    (policy->neighbours_milli == 0 || !redecider->neighbours_differ) &&
	    policy->recipient_count == recorded->recipient_count && wb_guard_action(policy) <= wb_guard_action(recorded);
}

/* ---- Zones ----------------------------------------------------------------------------------------------------------- */

static const struct wb_zone *find_zone(const struct wb_policy *policy, const char *shown)
{
	for (size_t i = 0; i < policy->zone_count; i++) {
		if (strcmp(policy->zones[i].shown, shown) == 0)
			return &policy->zones[i];
	}
	return NULL;
}

/* Both make the same of each code. */
static bool are_alike(const struct wb_zone *one, const struct wb_zone *other)
{
	if (one->is_dnswl != other->is_dnswl || one->relief_milli != other->relief_milli ||
	    one->min_trust != other->min_trust || one->asks_ipv6 != other->asks_ipv6 ||
	    strcmp(one->run_by, other->run_by) != 0 || one->code_count != other->code_count)
		return false;
	for (size_t i = 0; i < one->code_count; i++) {
		const struct wb_code *a = &one->codes[i], *b = &other->codes[i];

		if (memcmp(&a->match, &b->match, sizeof(a->match)) != 0 || a->kind != b->kind || a->trust != b->trust ||
		    a->weight_milli != b->weight_milli || a->scope != b->scope ||
		    (a->kind == WB_CODE_LISTED && strcmp(a->category_id, b->category_id) != 0))
			return false;
	}
	return true;
}

/* A hit of this zone alone would have done more than was done: so its answer was waited for (verdict/settled.h). */
static bool was_waited_for(const struct wb_redecider *redecider, const struct wb_zone *zone)
{
	const struct wb_policy *recorded = redecider->recorded;
	enum wb_action action = redecider->line.action;

	for (size_t i = 0; i < recorded->category_count; i++) {
		uint32_t most_milli = wb_zone_max_weight(zone, i);

		if (most_milli > 0 && wb_category_action_at(&recorded->categories[i], most_milli) > action)
			return true;
	}
	return false;
}

/* A zone of which the line has a code; run_by: only such of this operator, or NULL. */
static bool has_zone_row(const struct wb_redecider *redecider, const char *run_by)
{
	for (size_t i = 0; i < redecider->event->evidence_count; i++) {
		const struct wb_event_evidence *row = &redecider->event->evidence[i];
		const struct wb_zone *zone = row->kind == WB_EVIDENCE_ZONE ? find_zone(redecider->recorded, row->origin) : NULL;

		if (zone != NULL && (run_by == NULL || strcmp(zone->run_by, run_by) == 0))
			return true;
	}
	return false;
}

/* The line has a hit of a block list, which a hit of an allow list that exempts would have taken away. */
static bool is_exempted(const struct wb_redecider *redecider)
{
	bool has_exempting = false;

	for (size_t i = 0; i < redecider->recorded->zone_count; i++) {
		const struct wb_zone *zone = &redecider->recorded->zones[i];

		has_exempting = has_exempting || (zone->is_dnswl && zone->relief_milli == 0);
	}
	return has_exempting && !has_zone_row(redecider, NULL);
}

/* "ZONE:-2.0,ZONE:unknown" of the field dnswl: what stands behind this zone's name; NULL: it is not there. */
static const char *find_relief(const struct wb_redecider *redecider, const char *shown)
{
	const char *at = redecider->line.dnswl;
	size_t length = strlen(shown);

	while (*at != '\0') {
		if (strncmp(at, shown, length) == 0 && at[length] == ':')
			return at + length + 1;
		at += strcspn(at, ",");
		at += *at == ',';
	}
	return NULL;
}

static bool read_allow_list(struct wb_redecider *redecider, size_t place, bool is_as_then)
{
	const struct wb_zone *zone = &redecider->policy->zones[place];
	const char *relief = find_relief(redecider, zone->shown);
	uint64_t bit = UINT64_C(1) << place;

	if (!is_as_then)
		return false;
	/* A hit is told of, where a block list has one; and no answer, where that made a difference then. */
	if (relief == NULL && has_zone_row(redecider, NULL)) {
		wb_redecide_miss(redecider, WB_MISSING_LOG);
		redecider->facts.unheard_zones |= redecider->supposes_most ? 0 : bit;
		return true;
	}
	if (relief == NULL)
		return false;
	if (strcmp(relief, "unknown") == 0 || strncmp(relief, "unknown,", strlen("unknown,")) == 0)
		redecider->facts.unheard_zones |= bit;
	else if (zone->relief_milli > 0)
		redecider->facts.relieving_zones |= bit;
	else
		redecider->facts.vouching_zone = zone;
	return true;
}

bool wb_redecide_log_zone(struct wb_redecider *redecider, size_t place)
{
	const struct wb_zone *zone = &redecider->policy->zones[place];
	const struct wb_zone *then = redecider->zone_then[place];
	const struct wb_event *event = redecider->event;
	struct wb_dnsbl_result *result = &redecider->result;
	bool is_as_then = (redecider->zones_alike >> place & 1) != 0, has_come_on = false;

	result->answer = WB_DNSBL_NOT_LISTED;
	result->code_count = 0;
	if (!wb_address_is_v4(&event->client) && !zone->asks_ipv6)
		return true;
	if (zone->is_dnswl)
		return read_allow_list(redecider, place, is_as_then && !redecider->line.has_complaint);
	for (size_t i = 0; i < event->evidence_count && result->code_count < WB_RESOLVER_ADDRESSES_MAX; i++) {
		if (event->evidence[i].kind == WB_EVIDENCE_ZONE && strcmp(event->evidence[i].origin, zone->shown) == 0)
			result->codes[result->code_count++] = event->evidence[i].return_code;
	}
	for (size_t i = 0; i < zone->code_count; i++)
		has_come_on =
		    has_come_on || (zone->codes[i].kind == WB_CODE_LISTED && has_come(redecider, zone->codes[i].category));
	if (result->code_count > 0)
		result->answer = WB_DNSBL_LISTED;
	if (!is_as_then || has_come_on)
		return false;
	/* Of one that is named, what else it said did not count; and would count as little. Others may have been taken away by an allow list. */
	return (result->code_count > 0 && (redecider->line.dnswl[0] == '\0' || !redecider->weights_differ)) ||
	    (!redecider->line.has_complaint && was_waited_for(redecider, then) && !has_zone_row(redecider, then->run_by) &&
		redecider->line.dnswl[0] == '\0' && !is_exempted(redecider));
}

/* ---- Rules, listings, and what else there may be ---------------------------------------------------------------------- */

/* The line has a rule that weighs something else now, or is none. Lighter ones about the same did not count beside it. */
static bool has_changed_rule(const struct wb_redecider *redecider)
{
	for (size_t i = 0; i < redecider->event->evidence_count; i++) {
		const struct wb_event_evidence *row = &redecider->event->evidence[i];
		bool is_there = false;

		if (row->kind != WB_EVIDENCE_RULE && row->kind != WB_EVIDENCE_MESSAGE)
			continue;
		for (size_t k = 0; k < redecider->policy->rule_count && !is_there; k++)
			is_there = redecider->then[k] != NULL && strcmp(redecider->policy->rules[k].name, row->origin) == 0;
		if (!is_there || redecider->weights_differ)
			return true;
	}
	return false;
}

bool wb_redecide_log_hides_rule(const struct wb_redecider *redecider, const struct wb_rule *rule)
{
	const struct wb_rule *then = redecider->then[rule - redecider->policy->rules];

	if (!redecider->about->is_from_log)
		return false;
	return has_come(redecider, rule->category) || redecider->line.has_changed_rule ||
	    (then != NULL && strcmp(then->category_id, rule->category_id) != 0);
}

/* A lighter row about the same may not be in the line, though it is about the host. */
static bool may_hide_host(const struct wb_redecider *redecider, const struct wb_evidence *evidence)
{
	const struct wb_policy *policy = redecider->policy;

	for (size_t i = 0; evidence->kind == WB_EVIDENCE_ZONE && i < policy->zone_count; i++) {
		const struct wb_zone *zone = &policy->zones[i];

		for (size_t k = 0; strcmp(zone->run_by, evidence->hit.zone->run_by) == 0 && k < zone->code_count; k++) {
			const struct wb_code *code = &zone->codes[k];

			if (code->kind == WB_CODE_LISTED && code->category == evidence->category &&
			    code->scope == WB_SCOPE_HOST)
				return true;
		}
	}
	for (size_t i = 0; evidence->kind == WB_EVIDENCE_RULE && i < policy->rule_count; i++) {
		if (policy->rules[i].category == evidence->category && policy->rules[i].scope == WB_SCOPE_HOST)
			return true;
	}
	return false;
}

void wb_redecide_log_scopes(struct wb_redecider *redecider)
{
	struct wb_facts *facts = &redecider->facts;
	/* Something was about the host, where it was rejected. */
	bool is_host = redecider->line.action == WB_REJECT && redecider->event->evidence_count == 1;

	for (size_t i = 0; i < facts->evidence_count; i++) {
		struct wb_evidence *evidence = &facts->evidence[i];
		bool is_listing = evidence->kind == WB_EVIDENCE_LISTING;

		if (is_listing ? is_host : evidence->scope == WB_SCOPE_HOST || !may_hide_host(redecider, evidence))
			continue;
		wb_redecide_miss(redecider, WB_MISSING_LOG);
		if (is_listing || redecider->supposes_most)
			evidence->scope = redecider->supposes_most ? WB_SCOPE_HOST : WB_SCOPE_RANGE;
	}
}

bool wb_redecide_log_sender(struct wb_redecider *redecider)
{
	const struct wb_policy *policy = redecider->policy;
	const char *guard = field(redecider, "guard");
	struct wb_facts *facts = &redecider->facts;
	bool is_unknown = strcmp(guard, WB_GUARD_UNKNOWN) == 0;

	facts->sender = NULL;
	facts->sender_state = is_unknown ? WB_SENDER_UNKNOWN : WB_SENDER_NONE;
	for (size_t i = 0; i < policy->sender_count && !is_unknown; i++) {
		if (strcmp(policy->senders[i].name, guard) == 0)
			facts->sender = &policy->senders[i];
	}
	if (facts->sender != NULL)
		facts->sender_state = WB_SENDER_KNOWN;
	/* One that has another name now may be another one. */
	if (guard[0] != '\0' && !is_unknown && facts->sender == NULL)
		return false;
	/* Where nothing made a difference nobody asked, nor where staff have listed the host. */
	if (guard[0] == '\0' && redecider->line.action != WB_REJECT)
		return false;
	for (size_t i = 0; i < redecider->event->evidence_count && guard[0] == '\0'; i++) {
		const struct wb_event_evidence *row = &redecider->event->evidence[i];

		if (wb_redecide_is_of_staff(row->kind, row->origin))
			return false;
	}
	/* What the DNS did not say depends on which names it was asked for. */
	if ((guard[0] == '\0' || is_unknown) && redecider->wants_names != wb_check_host_wants(redecider->recorded).name)
		return false;
	return !redecider->senders_differ && redecider->recorded->sender_action != WB_SENDER_OFF;
}

/* What a zone or a rule adds or takes that is new, or another one, stands beside what the line leaves out. */
static bool weights_differ(const struct wb_redecider *redecider)
{
	const struct wb_policy *policy = redecider->policy, *recorded = redecider->recorded;

	if (policy->neighbours_milli != recorded->neighbours_milli || policy->rule_count != recorded->rule_count)
		return true;
	for (size_t i = 0; i < policy->zone_count; i++) {
		if ((redecider->zones_alike >> i & 1) == 0)
			return true;
	}
	for (size_t i = 0; i < recorded->zone_count; i++) {
		if (recorded->zones[i].is_dnswl && find_zone(policy, recorded->zones[i].shown) == NULL)
			return true;
	}
	for (size_t i = 0; i < policy->rule_count; i++) {
		const struct wb_rule *rule = &policy->rules[i], *then = redecider->then[i];

		if (then == NULL || rule->weight_milli != then->weight_milli || rule->scope != then->scope ||
		    strcmp(rule->category_id, then->category_id) != 0)
			return true;
	}
	return false;
}

void wb_redecide_log_open(struct wb_redecider *redecider)
{
	const struct wb_policy *policy = redecider->policy, *recorded = redecider->recorded;

	for (size_t i = 0; i < policy->category_count; i++)
		redecider->come |=
		    (uint64_t)(policy->categories[i].action != WB_OFF && !is_on(recorded, policy->categories[i].id)) << i;
	for (size_t i = 0; i < policy->zone_count; i++) {
		redecider->zone_then[i] = find_zone(recorded, policy->zones[i].shown);
		if (redecider->zone_then[i] != NULL && are_alike(&policy->zones[i], redecider->zone_then[i]))
			redecider->zones_alike |= UINT64_C(1) << i;
	}
	redecider->weights_differ = weights_differ(redecider);
}

void wb_redecide_log_begin(struct wb_redecider *redecider)
{
	struct wb_redecide_line *line = &redecider->line;

	line->dnswl = field(redecider, "dnswl");
	line->has_complaint = field(redecider, "notice")[0] != '\0' || field(redecider, "fault")[0] != '\0';
	line->may_be_unread = line->has_complaint && field(redecider, "category")[0] == '\0';
	if (!wb_action_parse(field(redecider, "action"), &line->action))
		line->action = WB_OFF;
	line->has_changed_rule = has_changed_rule(redecider);
}

/* The largest score at which a category did no more then than was done. */
static uint64_t most_score_milli(const struct wb_category *then, enum wb_action action)
{
	const uint32_t marks_milli[] = { then->tag_at_milli, then->defer_at_milli, then->threshold_milli };
	uint64_t most_milli = UINT32_MAX;

	for (size_t i = 0; i < sizeof(marks_milli) / sizeof(marks_milli[0]); i++) {
		if (marks_milli[i] > 0 && marks_milli[i] <= most_milli && wb_category_action_at(then, marks_milli[i]) > action)
			most_milli = marks_milli[i] - 1;
	}
	return most_milli;
}

/* What a category could do whose evidence the line leaves out, since it did no more than this then. */
static enum wb_action most_of_category(
    const struct wb_category *category, const struct wb_category *then, enum wb_action action)
{
	enum wb_action could = wb_category_action_at(category, most_score_milli(then, action));
	enum wb_action held = category->action;

	/* One that had reached its threshold may have been held at a defer, since nothing was about the host or within its grace. */
	if (held > WB_DEFER && category->grace_s >= then->grace_s)
		held = WB_DEFER;
	return action >= WB_DEFER && held > could ? held : could;
}

bool wb_redecide_log_is_as_then(const struct wb_redecider *redecider, const struct wb_category *category)
{
	const struct wb_category *then = wb_policy_category(redecider->recorded, category->id);

	return then != NULL && category->action == then->action && category->threshold_milli == then->threshold_milli &&
	    category->tag_at_milli == then->tag_at_milli && category->defer_at_milli == then->defer_at_milli &&
	    category->grace_s == then->grace_s && is_all_else_as_then(redecider);
}

/* What else than its score may have made a category milder then, without a word of it in the line. */
static bool may_lower(const struct wb_policy *policy)
{
	bool has_dnswl = false;

	for (size_t i = 0; i < policy->zone_count; i++)
		has_dnswl = has_dnswl || policy->zones[i].is_dnswl;
	return has_dnswl || policy->sender_count > 0 || policy->recipient_count > 0;
}

enum wb_action wb_redecide_log_hidden(const struct wb_redecider *redecider)
{
	const struct wb_policy *policy = redecider->policy, *recorded = redecider->recorded;
	const char *winner = field(redecider, "category");
	enum wb_action action = redecider->line.action, most = WB_OFF;

	for (size_t i = 0; i < policy->category_count; i++) {
		const struct wb_category *category = &policy->categories[i];
		const struct wb_category *then = wb_policy_category(recorded, category->id);
		enum wb_action could = WB_OFF;

		if (has_come(redecider, i) || redecider->line.may_be_unread)
			could = (enum wb_action)category->action;
		else if (winner[0] == '\0' || strcmp(winner, category->id) == 0 || then == NULL)
			continue;
		else if (wb_redecide_log_is_as_then(redecider, category))
			could = action;
		else if (redecider->weights_differ || may_lower(recorded))
			could = (enum wb_action)category->action;
		else
			could = most_of_category(category, then, action);
		most = could > most ? could : most;
	}
	return most;
}
