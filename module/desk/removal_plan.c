/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* removal_plan.c - see removal_plan.h */
#include "desk/removal_plan.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/listings.h"
#include "verdict/evidence_text.h"

struct search {
	const struct wb_prefix *client;
	struct wb_removal_listings *listings;
};

/* What lies inside the client. */
static bool keep_listing(void *context, const struct wb_listing *listing)
{
	struct wb_removal_listings *listings = ((struct search *)context)->listings;

	listings->truncated = listings->count == WB_REMOVAL_LISTINGS_MAX;
	if (listings->truncated)
		return false;
	listings->rows[listings->count++] = *listing;
	return true;
}

/* Of what covers it, what is exactly its own. */
static bool keep_own(void *context, const struct wb_listing *listing)
{
	struct search *search = context;

	return !wb_prefix_equals(&listing->prefix, search->client) || keep_listing(context, listing);
}

enum wb_status wb_removal_find(const struct wb_outcome *outcome, const struct wb_prefix *client,
    struct wb_removal_listings *listings_r, struct wb_error *error_r)
{
	const char *store = outcome->policy->store;
	struct search search = { client, listings_r };
	enum wb_status status = WB_OK;
	bool more = true;
	size_t unreadable;

	listings_r->count = 0;
	listings_r->truncated = false;
	if (!outcome->is_gathered)
		status = wb_listing_find(store, &client->address, keep_own, &search, &unreadable, error_r);
	for (size_t i = 0; outcome->is_gathered && more && i < outcome->facts.listing_count; i++)
		more = keep_own(&search, &outcome->facts.listings[i]);
	if (status == WB_OK && !listings_r->truncated && !wb_prefix_is_host(client))
		status = wb_listing_walk_inside(store, client, keep_listing, &search, &unreadable, error_r);
	return status;
}

static bool is_of_category(const struct wb_listing *listing, const char *category)
{
	return category[0] == '\0' || strcmp(listing->category, category) == 0;
}

static bool has_to_go(const struct wb_listing *listing, const struct wb_prefix *client, const char *category)
{
	if (strncmp(listing->source, WB_LISTING_SOURCE_STAFF, strlen(WB_LISTING_SOURCE_STAFF)) != 0)
		return false;
	return wb_prefix_equals(&listing->prefix, client) ||
	    (wb_prefix_is_host(&listing->prefix) && is_of_category(listing, category));
}

/* A rule's detail names the network as its database does. */
static void clean_why(struct wb_removal_plan *plan)
{
	char raw[WB_REMOVAL_WHY_SIZE];

	wb_text_copy(raw, sizeof(raw), plan->why);
	wb_text_copy_utf8(plan->why, sizeof(plan->why), raw, strlen(raw));
}

static void say(struct wb_removal_plan *plan, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void say(struct wb_removal_plan *plan, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(plan->why, sizeof(plan->why), format, args);
	va_end(args);
	clean_why(plan);
}

static void say_what_blocks(struct wb_removal_plan *plan, const struct wb_verdict *verdict, const struct wb_place *place)
{
	const struct wb_evidence *evidence = verdict->heaviest;
	const char *category = verdict->category->id;
	struct wb_text text;

	wb_text_open(&text, plan->why, sizeof(plan->why));
	switch (evidence->kind) {
	case WB_EVIDENCE_LISTING:
		wb_evidence_add_detail(evidence, place, &text);
		wb_text_addf(&text, " stays listed as %s by %s", category, evidence->listing->source);
		break;
	case WB_EVIDENCE_ZONE:
		wb_text_addf(&text, "%s lists it as %s", evidence->hit.zone->shown, category);
		break;
	case WB_EVIDENCE_RULE:
	case WB_EVIDENCE_MESSAGE:
		wb_evidence_add_source(evidence, &text);
		wb_text_addf(&text, " counts for it as %s: ", category);
		wb_evidence_add_detail(evidence, place, &text);
		break;
	case WB_EVIDENCE_NEIGHBOURS:
		wb_text_addf(&text, "%s, which counts for it as %s", wb_evidence_reason(evidence), category);
		break;
	case WB_EVIDENCE_KIND_COUNT:
		break;
	}
	clean_why(plan);
}

/* What the facts say without the listings that go. unseen_block_r: with rules that a look at the host does not see it would be blocked. */
static bool is_still_blocked(const struct wb_outcome *outcome, const struct wb_unseen_rules *unseen, int64_t now_s,
    struct wb_removal_plan *plan, bool *unseen_block_r)
{
	struct wb_facts *facts = malloc(sizeof(*facts));
	char prefix[WB_PREFIX_TEXT_SIZE];
	struct wb_verdict verdict;
	size_t kept = 0;

	*unseen_block_r = false;
	if (facts == NULL) {
		say(plan, "out of memory: what else blocks it is not known");
		return true;
	}
	*facts = outcome->facts;
	for (size_t i = 0; i < facts->evidence_count; i++) {
		const struct wb_evidence *evidence = &facts->evidence[i];
		bool goes = false;

		for (size_t r = 0; evidence->kind == WB_EVIDENCE_LISTING && r < plan->removed_count && !goes; r++)
			goes = wb_listing_has_same_name(evidence->listing, &plan->removed[r]);
		if (!goes)
			facts->evidence[kept++] = *evidence;
	}
	facts->evidence_count = kept;

	wb_classify(outcome->policy, facts, NULL, now_s, &verdict);
	plan->is_allowed = verdict.exempt[0] != '\0';
	*unseen_block_r = wb_unseen_rules_block(outcome->policy, unseen, verdict.scores[unseen->category].score_milli);
	if (plan->is_allowed) {
		plan->allowed_until_s = facts->allow.expires_at_s;
		wb_prefix_format(&facts->allow.prefix, prefix);
		say(plan, "%s is allowed by %s", prefix, facts->allow.source);
	} else if (verdict.action >= WB_DEFER) {
		say_what_blocks(plan, &verdict, &facts->place);
	}
	free(facts);
	return verdict.action >= WB_DEFER;
}

/* A zone that the verdict of another time may depend on; NULL: every zone that is asked about such a client has answered. */
static const struct wb_zone *find_silent_zone(const struct wb_outcome *outcome)
{
	for (size_t i = 0; i < outcome->policy->zone_count; i++) {
		const struct wb_zone *zone = &outcome->policy->zones[i];
		const struct wb_dnsbl_result *result = outcome->dnsbl == NULL ? NULL : wb_dnsbl_result(outcome->dnsbl, i);

		if (zone->is_dnswl ||
		    (result != NULL && (result->answer == WB_DNSBL_LISTED || result->answer == WB_DNSBL_NOT_LISTED)))
			continue;
		/* That it is suspended, or has failed its test, is no answer; that it lists no IPv6 is one. */
		if (result != NULL && result->answer == WB_DNSBL_UNASKED && outcome->health[i].state == WB_HEALTH_GOOD)
			continue;
		return zone;
	}
	return NULL;
}

static bool is_blocked_in_part(const struct wb_outcome *outcome, const struct wb_prefix *client, const char *category,
    const struct wb_removal_listings *listings, int64_t now_s, struct wb_removal_plan *plan)
{
	char prefix[WB_PREFIX_TEXT_SIZE];

	for (size_t i = 0; i < listings->count; i++) {
		const struct wb_listing *row = &listings->rows[i];
		const struct wb_category *known = wb_policy_category(outcome->policy, row->category);

		if (wb_prefix_equals(&row->prefix, client) || !wb_listing_is_active(row, now_s) ||
		    has_to_go(row, client, category))
			continue;
		/* Of a part of the /64: perhaps that of the one who asks. */
		if (known == NULL || known->action < WB_DEFER || !is_of_category(row, category))
			continue;
		wb_prefix_format(&row->prefix, prefix);
		say(plan, "%s stays listed as %s by %s", prefix, row->category, row->source);
		return true;
	}
	if (listings->truncated)
		say(plan, "more than %d listings lie in it", WB_REMOVAL_LISTINGS_MAX);
	return listings->truncated;
}

void wb_removal_plan_make(const struct wb_outcome *outcome, const struct wb_prefix *client, const char *category,
    const struct wb_removal_listings *listings, const struct wb_unseen_rules *unseen, int64_t now_s,
    struct wb_removal_plan *plan_r)
{
	const struct wb_zone *silent;
	bool unseen_block;

	memset(plan_r, 0, sizeof(*plan_r));
	for (size_t i = 0; i < listings->count; i++) {
		const struct wb_listing *row = &listings->rows[i];

		if (wb_listing_is_active(row, now_s) && strcmp(row->category, WB_CATEGORY_ALLOW) != 0 &&
		    has_to_go(row, client, category))
			plan_r->removed[plan_r->removed_count++] = *row;
	}
	if (!outcome->is_gathered) {
		say(plan_r, "it is exempt: %s", outcome->verdict.exempt);
		return;
	}
	plan_r->allows = is_still_blocked(outcome, unseen, now_s, plan_r, &unseen_block);
	if (plan_r->allows || plan_r->is_allowed)
		return;
	if (is_blocked_in_part(outcome, client, category, listings, now_s, plan_r)) {
		plan_r->allows = true;
		return;
	}
	if (unseen_block && unseen->is_known) {
		plan_r->allows = true;
		say(plan_r, "rule %s refused its mail, and would refuse such a mail again", unseen->rule->name);
		return;
	}
	silent = find_silent_zone(outcome);
	if (unseen_block) {
		plan_r->allows = plan_r->removed_count == 0;
		say(plan_r, "a rule about its mail, such as %s, may have refused it: no case of it is kept",
		    unseen->rule->name);
	} else if (silent != NULL) {
		plan_r->allows = plan_r->removed_count == 0;
		say(plan_r, "%s did not answer, and may list it", silent->shown);
	}
}
