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

void wb_redecide_miss(struct wb_redecider *redecider, enum wb_missing what)
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
		wb_redecide_miss(redecider, WB_MISSING_ROOM);
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
	bool has_row = false;
	struct wb_evidence *evidence;

	for (size_t i = 0; i < redecider->event->evidence_count; i++)
		has_row = has_row || redecider->event->evidence[i].kind == WB_EVIDENCE_NEIGHBOURS;
	if (policy->neighbours_milli == 0 || category == NULL || category->action == WB_OFF)
		return;
	if (redecider->neighbours_differ) {
		wb_redecide_miss(redecider, WB_MISSING_NEIGHBOURS);
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

/* The zone was asked then about such a client, unless it was suspended. */
static bool was_to_be_asked(const struct wb_redecider *redecider, size_t place)
{
	const struct wb_zone *then = redecider->zone_then[place];

	return then != NULL && (then->asks_ipv6 || wb_address_is_v4(&redecider->event->client));
}

/* False: what the zone would say is not known. */
static bool read_zone(struct wb_redecider *redecider, size_t place)
{
	const struct wb_zone *zone = &redecider->policy->zones[place];
	const struct wb_recorded_zone *recorded = wb_recorded_facts_zone(&redecider->recorded_facts, zone->shown);
	struct wb_dnsbl_result *result = &redecider->result;
	bool is_v4 = wb_address_is_v4(&redecider->event->client);

	result->answer = WB_DNSBL_UNASKED;
	result->code_count = 0;
	if (!is_v4 && !zone->asks_ipv6)
		return true;
	if (recorded == NULL || (recorded->answer == WB_DNSBL_UNASKED && !was_to_be_asked(redecider, place)))
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
		bool is_known = redecider->about->is_from_log ? wb_redecide_log_zone(redecider, i) : read_zone(redecider, i);

		if (is_known) {
			wb_zone_evidence_add(policy->zones, i, &redecider->result, facts);
			continue;
		}
		wb_redecide_miss(redecider, WB_MISSING_ZONE);
		/* What the log's line has of it is so, whatever else there was. */
		if (!policy->zones[i].is_dnswl && redecider->result.code_count > 0)
			wb_zone_evidence_add(policy->zones, i, &redecider->result, facts);
		if (policy->zones[i].is_dnswl)
			suppose_allow_list(redecider, i);
		else if (redecider->supposes_most)
			add_worst(facts, &policy->zones[i]);
	}
}

/* ---- Ages and names -------------------------------------------------------------------------------------------------- */

/* The row of the event that is the same piece of evidence; NULL: there is none. */
static const struct wb_event_evidence *find_row(const struct wb_event *event, const struct wb_evidence *evidence)
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

/*
 * Sources that were wrong too often count with scope range, where the category has a floor. Which these were is known of the floor of then
 * alone. What a listing's own scope is, when it was lowered then, nobody has recorded.
 */
static void add_lowering(struct wb_redecider *redecider)
{
	struct wb_facts *facts = &redecider->facts;

	for (size_t i = 0; i < facts->evidence_count; i++) {
		struct wb_evidence *evidence = &facts->evidence[i];
		const struct wb_category *category = &redecider->policy->categories[evidence->category];
		const struct wb_category *then = wb_policy_category(redecider->recorded, category->id);
		uint32_t floor_then_milli = then != NULL ? then->floor_milli : 0;
		bool is_listing = evidence->kind == WB_EVIDENCE_LISTING, is_range = evidence->scope == WB_SCOPE_RANGE;
		const struct wb_event_evidence *row;

		if ((category->floor_milli == 0 && floor_then_milli == 0) || evidence->scope == WB_SCOPE_NETWORK ||
		    wb_redecide_is_of_staff(evidence->kind, wb_evidence_origin(evidence)))
			continue;
		/* It is as the policy has it, or as the listing has. */
		if (is_listing ? category->floor_milli == floor_then_milli : is_range)
			continue;
		if (is_range ? floor_then_milli == 0 : category->floor_milli == 0)
			continue;
		row = is_listing ? NULL : find_row(redecider->event, evidence);
		if (row != NULL && category->floor_milli == floor_then_milli && strcmp(row->category, category->id) == 0) {
			evidence->scope = row->scope == WB_SCOPE_RANGE ? WB_SCOPE_RANGE : evidence->scope;
			continue;
		}
		wb_redecide_miss(redecider, WB_MISSING_FLOOR);
		evidence->scope = redecider->supposes_most ? WB_SCOPE_HOST : WB_SCOPE_RANGE;
	}
}

static bool has_word(const char *list, const char *word)
{
	size_t length = strlen(word);

	for (; *list != '\0'; list += strcspn(list, " "), list += *list == ' ') {
		if (strcspn(list, " ") == length && memcmp(list, word, length) == 0)
			return true;
	}
	return false;
}

/*
 * The agent was asked since when it knows the evidence of a category, which is so where its grace could make a difference: the category was
 * within it, or evidence of it has an age.
 */
static bool was_aged(const struct wb_redecider *redecider, const char *category)
{
	const struct wb_event *event = redecider->event;

	if (has_word(wb_event_field(event, "grace"), category) ||
	    (wb_event_field(event, "refused_from")[0] != '\0' && strcmp(wb_event_field(event, "category"), category) == 0))
		return true;
	for (size_t i = 0; i < event->evidence_count; i++) {
		const struct wb_event_evidence *row = &event->evidence[i];

		if (row->kind != WB_EVIDENCE_LISTING && row->since_s != 0 && strcmp(row->category, category) == 0)
			return true;
	}
	return false;
}

/* Within the case it becomes as old as the grace: its first verdict and its last differ in that. */
static bool grows_old(const struct wb_redecider *redecider, const struct wb_evidence *evidence, int64_t grace_s)
{
	const struct wb_redecide_about *about = redecider->about;
	int64_t since_s = evidence->since_s != 0 && evidence->since_s < about->at_s ? evidence->since_s : about->at_s;

	return since_s + grace_s > about->at_s && since_s + grace_s <= about->last_s;
}

/*
 * A listing has an age of its own. What has no first sight, though the agent was asked for it, was new: that is known. It is asked for each
 * category anew.
 */
static void add_ages(struct wb_redecider *redecider)
{
	struct wb_facts *facts = &redecider->facts;

	for (size_t i = 0; i < facts->evidence_count; i++) {
		struct wb_evidence *evidence = &facts->evidence[i];
		const struct wb_category *category = &redecider->policy->categories[evidence->category];
		bool is_known = evidence->kind == WB_EVIDENCE_LISTING && evidence->since_s != 0;
		const struct wb_event_evidence *row = NULL;

		if (category->grace_s == 0)
			continue;
		if (evidence->kind != WB_EVIDENCE_LISTING)
			row = find_row(redecider->event, evidence);
		if (row != NULL && strcmp(row->category, category->id) == 0) {
			evidence->since_s = row->since_s;
			is_known = row->since_s != 0 ||
			    (redecider->about->is_from_log ? wb_redecide_log_is_as_then(redecider, category)
							   : was_aged(redecider, row->category));
		}
		if (is_known && !grows_old(redecider, evidence, category->grace_s))
			continue;
		wb_redecide_miss(redecider, WB_MISSING_AGE);
		if (redecider->supposes_most)
			evidence->since_s = OLD_S;
	}
}

/* What the DNS said of its names, as check_dns.c takes it: the first of a known sender's that leads back; and whether there may be others. */
static const char *find_name(
    const struct wb_redecider *redecider, char buffer[WB_HOST_NAME_SIZE], size_t *count_r, bool *is_unknown_r)
{
	const struct wb_recorded_facts *recorded = &redecider->recorded_facts;
	const char *list = recorded->names;
	bool has_open = false;
	char mark;

	*is_unknown_r = false;
	for (*count_r = 0; wb_recorded_facts_next_name(&list, buffer, &mark); (*count_r)++) {
		bool is_wanted = redecider->wants_names || wb_guard_has_suffix(redecider->policy, buffer);

		if (mark == '+' && wb_guard_has_suffix(redecider->policy, buffer))
			return buffer;
		has_open = has_open || mark == '?';
		*is_unknown_r = *is_unknown_r || (is_wanted && mark == '?');
	}
	/* Nothing of it is open, but the list itself. */
	*is_unknown_r = *is_unknown_r || (recorded->names_are_unknown && !has_open);
	return NULL;
}

/* By the name that Exim had confirmed, or what the DNS said. False: nobody asked, or not for this. */
static bool find_sender(struct wb_redecider *redecider)
{
	const struct wb_recorded_facts *recorded = &redecider->recorded_facts;
	struct wb_facts *facts = &redecider->facts;
	const char *name = wb_event_field(redecider->event, "name");
	char buffer[WB_HOST_NAME_SIZE];
	bool is_unknown = false, is_by_exim = name[0] != '\0';
	const struct wb_sender *by_name;
	size_t count = 0;

	if (!is_by_exim && !recorded->has_names)
		return false;
	if (!is_by_exim)
		name = find_name(redecider, buffer, &count, &is_unknown);
	facts->sender = name != NULL ? wb_guard_match(redecider->policy, name, facts->place.asn) : NULL;
	facts->sender_state = facts->sender != NULL ? WB_SENDER_KNOWN : WB_SENDER_NONE;
	if (name == NULL && is_unknown)
		facts->sender_state = WB_SENDER_UNKNOWN;
	if (redecider->policy == redecider->recorded)
		return true;
	/* Its ASN is that of another file. */
	by_name = name != NULL && redecider->asns_differ ? wb_guard_match(redecider->policy, name, 0) : NULL;
	if (by_name != NULL && by_name->asns.count > 0)
		return false;
	if (is_by_exim)
		return true;
	/* It was not waited for, unless it made a difference. */
	if (facts->sender_state == WB_SENDER_UNKNOWN &&
	    strcmp(wb_event_field(redecider->event, "guard"), WB_GUARD_UNKNOWN) != 0)
		return false;
	/* Of many names one may not have been looked at, or one that only another sender has. */
	return (name != NULL || count < WB_HOST_NAMES_MAX) &&
	    (recorded->names_are_all || (!redecider->wants_names && !redecider->has_other_suffix));
}

static void add_sender(struct wb_redecider *redecider)
{
	struct wb_facts *facts = &redecider->facts;
	bool is_known;

	facts->sender_state = WB_SENDER_UNASKED;
	if (redecider->policy->sender_count == 0 ||
	    !wb_classify_could_be_guarded(redecider->policy, facts, redecider->about->at_s))
		return;
	is_known = redecider->about->is_from_log ? wb_redecide_log_sender(redecider) : find_sender(redecider);
	if (is_known)
		return;
	wb_redecide_miss(redecider, WB_MISSING_NAME);
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
	if (wb_redecide_log_may_be_unread(redecider)) {
		wb_redecide_miss(redecider, WB_MISSING_LOG);
		facts->listings_unknown = !redecider->supposes_most;
	}
	wb_text_copy(facts->place.country, sizeof(facts->place.country), wb_event_field(event, "country"));
	wb_text_copy(facts->place.as_org, sizeof(facts->place.as_org), wb_event_field(event, "as_org"));
	facts->place.asn = (uint32_t)strtoul(wb_event_field(event, "asn"), NULL, 10);
	for (size_t i = 0; i < event->evidence_count; i++) {
		if (event->evidence[i].kind == WB_EVIDENCE_LISTING)
			add_listing(redecider, &event->evidence[i]);
	}
	add_neighbours(redecider);
	wb_redecide_add_rules(redecider);
	facts->local_count = facts->evidence_count;
	facts->local_left_out_count = facts->left_out_count;
	add_zones(redecider);
	if (redecider->about->is_from_log)
		wb_redecide_log_scopes(redecider);
	add_lowering(redecider);
	add_ages(redecider);
	add_sender(redecider);
	if (event->left_out_count > 0 || facts->left_out_count > 0)
		wb_redecide_miss(redecider, WB_MISSING_ROOM);
}
