/* evidence.c - see evidence.h */
#include "verdict/evidence.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "verdict/policy.h"
#include "store/listings.h"
#include "verdict/rule.h"

#define LISTING_WEIGHT_MILLI 1000

struct wb_evidence *wb_evidence_add(struct wb_facts *facts)
{
	struct wb_evidence *evidence;

	if (facts->evidence_count == WB_EVIDENCE_MAX)
		return NULL;
	evidence = &facts->evidence[facts->evidence_count++];
	memset(evidence, 0, sizeof(*evidence));
	return evidence;
}

struct gathering {
	const struct wb_policy *policy;
	int64_t now_s;
	struct wb_facts *facts;
};

static void fill_from_listing(struct wb_evidence *evidence, const struct wb_listing *listing)
{
	snprintf(evidence->source, sizeof(evidence->source), WB_EVIDENCE_LISTING "%s", listing->source);
	evidence->scope = listing->scope;
	evidence->weight_milli = LISTING_WEIGHT_MILLI;
	evidence->expires_at_s = listing->expires_at_s;
	wb_text_copy(evidence->reason, sizeof(evidence->reason), listing->reason);
	wb_prefix_format(&listing->prefix, evidence->detail);
}

static bool lasts_longer(const struct wb_listing *listing, const struct wb_evidence *than)
{
	return than->source[0] == '\0' ||
	    (than->expires_at_s != 0 && (listing->expires_at_s == 0 || listing->expires_at_s > than->expires_at_s));
}

static bool add_listing(void *context, const struct wb_listing *listing)
{
	struct gathering *gathering = context;
	const struct wb_category *category;
	struct wb_evidence *evidence;

	/* Expired ones are kept for people to see, as long as they take no room from the others. */
	if (!wb_listing_is_active(listing, gathering->now_s) && gathering->facts->evidence_count >= WB_EVIDENCE_MAX / 2)
		return true;
	if (strcmp(listing->category, WB_CATEGORY_ALLOW) == 0) {
		if (lasts_longer(listing, &gathering->facts->allow))
			fill_from_listing(&gathering->facts->allow, listing);
		return true;
	}
	category = wb_policy_category(gathering->policy, listing->category);
	if (category == NULL) {
		gathering->facts->unknown_categories++;
		return true;
	}
	evidence = wb_evidence_add(gathering->facts);
	if (evidence != NULL) {
		evidence->category = (size_t)(category - gathering->policy->categories);
		fill_from_listing(evidence, listing);
	}
	return true;
}

static void note_fault(struct wb_facts *facts, const struct wb_error *fault)
{
	if (facts->fault.text[0] == '\0')
		facts->fault = *fault;
}

static void gather_listings(const struct wb_policy *policy, int64_t now_s, struct wb_facts *facts)
{
	struct gathering gathering = { policy, now_s, facts };
	struct wb_error error;
	size_t unreadable = 0;

	if (wb_listing_find(policy->store, &facts->client, add_listing, &gathering, &unreadable, &error) != WB_OK) {
		facts->listings_unknown = true;
		note_fault(facts, &error);
	} else if (unreadable > 0) {
		wb_fail(&error, WB_UNAVAILABLE, "store %s: %zu records that cover this address cannot be read and were skipped",
		    policy->store, unreadable);
		note_fault(facts, &error);
	}
}

void wb_evidence_gather(
    const struct wb_policy *policy, const struct wb_address *client, int64_t now_s, struct wb_facts *facts_r)
{
	struct wb_error error;

	facts_r->client = *client;
	facts_r->evidence_count = 0;
	facts_r->allow.source[0] = facts_r->dnswl[0] = facts_r->notice[0] = '\0';
	facts_r->listings_unknown = false;
	facts_r->unknown_categories = 0;
	facts_r->fault.text[0] = '\0';
	gather_listings(policy, now_s, facts_r);
	if (wb_geoip_find(policy->geoip.country, policy->geoip.asn, client, &facts_r->place, &error) != WB_OK)
		note_fault(facts_r, &error);
	wb_rule_match(policy, facts_r);
	facts_r->local_count = facts_r->evidence_count;
}
