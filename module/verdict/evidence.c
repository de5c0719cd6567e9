/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* evidence.c - see evidence.h */
#include "verdict/evidence.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "verdict/neighbours.h"
#include "verdict/published.h"
#include "verdict/published_listings.h"
#include "verdict/rule.h"

#define LISTING_WEIGHT_MILLI 1000

struct wb_evidence *wb_evidence_add(struct wb_facts *facts)
{
	struct wb_evidence *evidence;

	if (facts->evidence_count == WB_EVIDENCE_MAX) {
		facts->left_out_count++;
		return NULL;
	}
	evidence = &facts->evidence[facts->evidence_count++];
	memset(evidence, 0, sizeof(*evidence));
	return evidence;
}

void wb_evidence_rewind(struct wb_facts *facts)
{
	facts->evidence_count = facts->local_count = facts->gathered_count;
	facts->left_out_count = facts->local_left_out_count = facts->gathered_left_out_count;
}

struct wb_evidence wb_evidence_of_listing(const struct wb_listing *listing)
{
	return (struct wb_evidence){
		.kind = WB_EVIDENCE_LISTING,
		.listing = listing,
		.scope = listing->scope,
		.weight_milli = LISTING_WEIGHT_MILLI,
		.since_s = listing->created_at_s,
	};
}

const struct wb_zone *wb_evidence_zone(const struct wb_evidence *evidence)
{
	return evidence->kind == WB_EVIDENCE_ZONE ? evidence->hit.zone : NULL;
}

int64_t wb_evidence_expires_at_s(const struct wb_evidence *evidence)
{
	return evidence->kind == WB_EVIDENCE_LISTING ? evidence->listing->expires_at_s : 0;
}

struct gathering {
	const struct wb_policy *policy;
	int64_t now_s;
	struct wb_facts *facts;
};

static bool take_listing(void *context, const struct wb_listing *listing)
{
	const struct gathering *gathering = context;
	struct wb_facts *facts = gathering->facts;
	bool active = wb_listing_is_active(listing, gathering->now_s);
	const struct wb_category *category;
	const struct wb_listing *kept;
	struct wb_evidence *evidence;

	/* Expired ones are kept for people to see, as long as they take no room from the others. */
	if (!active && facts->listing_count >= WB_EVIDENCE_LISTINGS_MAX / 2)
		return true;
	if (strcmp(listing->category, WB_CATEGORY_ALLOW) == 0) {
		const int64_t until_s = facts->allow.expires_at_s;

		/* Of several the one without end, or the last to end: what is allowed stays so until then. */
		if (!facts->is_allowed || (until_s != 0 && (listing->expires_at_s == 0 || listing->expires_at_s > until_s)))
			facts->allow = *listing;
		facts->is_allowed = true;
		return true;
	}
	category = wb_policy_category(gathering->policy, listing->category);
	facts->unknown_category_count += category == NULL;
	if (facts->listing_count == WB_EVIDENCE_LISTINGS_MAX) {
		facts->left_out_count += category != NULL;
		return true;
	}
	kept = memcpy(&facts->listings[facts->listing_count++], listing, sizeof(*listing));
	evidence = category == NULL ? NULL : wb_evidence_add(facts);
	if (evidence != NULL) {
		*evidence = wb_evidence_of_listing(kept);
		evidence->category = (size_t)(category - gathering->policy->categories);
	}
	return true;
}

void wb_evidence_note(struct wb_facts *facts, const char *format, ...)
{
	size_t length = strlen(facts->notice);
	struct wb_text notice = { facts->notice, sizeof(facts->notice), length, false };
	char note[sizeof(facts->notice)];
	va_list args;

	va_start(args, format);
	vsnprintf(note, sizeof(note), format, args);
	va_end(args);
	wb_text_addf(&notice, "%s%s", length > 0 ? "; " : "", note);
}

void wb_evidence_note_fault(struct wb_facts *facts, enum wb_status status, const struct wb_error *fault)
{
	facts->is_starved = facts->is_starved || status == WB_NO_MEMORY;
	if (facts->fault.text[0] == '\0')
		facts->fault = *fault;
}

/*
 * The client's own listings are known by now, so that rows beside them that cannot be read are a fault, and no more: what would be
 * evidence is unknown.
 */
static void gather_neighbours(const struct gathering *gathering, struct wb_published_listings *published)
{
	const struct wb_policy *policy = gathering->policy;
	struct wb_facts *facts = gathering->facts;
	const struct wb_category *category = wb_policy_category(policy, WB_CATEGORY_SPAM_SOURCE);
	struct wb_evidence *evidence;
	struct wb_error error;
	size_t count;
	enum wb_status status;

	if (category == NULL || category->action == WB_OFF)
		return;
	status = wb_neighbours_count(published, policy, &facts->client, gathering->now_s, &count, &error);
	if (status != WB_OK)
		wb_evidence_note_fault(facts, status, &error);
	evidence = count < WB_NEIGHBOURS_WANTED ? NULL : wb_evidence_add(facts);
	if (evidence != NULL)
		*evidence = (struct wb_evidence){
			.kind = WB_EVIDENCE_NEIGHBOURS,
			.network = wb_neighbours_network(&facts->client),
			.category = (size_t)(category - policy->categories),
			.scope = WB_SCOPE_RANGE,
			.weight_milli = policy->neighbours_milli,
		};
}

/* A wb_listing_visit: a network around that prefix is none of an AS. */
static bool take_asn_listing(void *context, const struct wb_listing *listing)
{
	return !wb_prefix_is_asn(&listing->prefix) || take_listing(context, listing);
}

/* Where the client is is asked only when an AS is listed. An AS is never allowed, so what is not known here hardens nothing. */
static void gather_asn_listings(struct gathering *gathering, struct wb_published_listings *published)
{
	struct wb_facts *facts = gathering->facts;
	struct wb_prefix network;
	size_t unreadable;
	struct wb_error error;
	bool have_asns;
	enum wb_status status;

	if (facts->is_allowed || gathering->policy->geoip.asn[0] == '\0')
		return;
	status = wb_published_listings_have_asns(published, &have_asns, &error);
	if (status == WB_OK && have_asns) {
		wb_evidence_locate(gathering->policy, facts);
		if (facts->place.asn == 0)
			return;
		network = wb_prefix_of_asn(facts->place.asn);
		status =
		    wb_published_listings_find(published, &network.address, take_asn_listing, gathering, &unreadable, &error);
	}
	if (status != WB_OK)
		wb_evidence_note_fault(facts, status, &error);
}

static void gather_listings(struct gathering *gathering)
{
	const struct wb_policy *policy = gathering->policy;
	struct wb_facts *facts = gathering->facts;
	struct wb_published_listings published;
	size_t unreadable = 0;
	struct wb_error error;
	enum wb_status status = wb_published_listings_open(policy->store, &published, &error);

	if (status == WB_OK)
		status = wb_published_listings_find(&published, &facts->client, take_listing, gathering, &unreadable, &error);
	if (status != WB_OK) {
		facts->listings_unknown = true;
		wb_evidence_note_fault(facts, status, &error);
	} else if (unreadable > 0) {
		wb_fail(&error, WB_UNAVAILABLE, "store %s: %zu records that cover this address cannot be read and were skipped",
		    policy->store, unreadable);
		wb_evidence_note_fault(facts, WB_UNAVAILABLE, &error);
	}
	if (status == WB_OK)
		gather_asn_listings(gathering, &published);
	if (status == WB_OK && policy->neighbours_milli > 0)
		gather_neighbours(gathering, &published);
	wb_published_listings_close(&published);
}

void wb_evidence_locate(const struct wb_policy *policy, struct wb_facts *facts)
{
	const char *folder = wb_policy_folder(policy);
	char country[PATH_MAX], asn[PATH_MAX];
	struct wb_error error;
	enum wb_status status;

	if (facts->is_located)
		return;
	facts->is_located = true;
	country[0] = asn[0] = '\0';
	/* The policy says whether there are files. What is asked are the copies, which no updater touches. */
	if (policy->geoip.country[0] != '\0')
		snprintf(country, sizeof(country), "%s/" WB_PUBLISHED_FOLDER "/" WB_PUBLISHED_COUNTRY, folder);
	if (policy->geoip.asn[0] != '\0')
		snprintf(asn, sizeof(asn), "%s/" WB_PUBLISHED_FOLDER "/" WB_PUBLISHED_ASN, folder);
	status = wb_geoip_find(country, asn, &facts->client, &facts->place, &error);
	if (status != WB_OK)
		wb_evidence_note_fault(facts, status, &error);
}

void wb_evidence_gather(
    const struct wb_policy *policy, const struct wb_address *client, int64_t now_s, struct wb_facts *facts_r)
{
	struct gathering gathering = { policy, now_s, facts_r };

	/* Field by field: to clear all rows would touch many pages for a client of whom nothing is known. */
	facts_r->client = *client;
	facts_r->listing_count = facts_r->evidence_count = facts_r->left_out_count = facts_r->unknown_category_count = 0;
	facts_r->is_allowed = facts_r->listings_unknown = false;
	memset(&facts_r->place, 0, sizeof(facts_r->place));
	facts_r->is_located = facts_r->is_starved = false;
	facts_r->sender_state = WB_SENDER_UNASKED;
	facts_r->sender = NULL;
	facts_r->vouching_zone = NULL;
	facts_r->relieving_zones = facts_r->unheard_zones = facts_r->absent_zones = 0;
	facts_r->notice[0] = facts_r->fault.text[0] = '\0';
	if (policy->store[0] != '\0')
		gather_listings(&gathering);
	if (wb_rule_wants_place(policy)) {
		wb_evidence_locate(policy, facts_r);
		wb_rule_match(policy, facts_r);
	}
	facts_r->awaits_host = false;
	facts_r->gathered_count = facts_r->local_count = facts_r->evidence_count;
	facts_r->gathered_left_out_count = facts_r->local_left_out_count = facts_r->left_out_count;
}
