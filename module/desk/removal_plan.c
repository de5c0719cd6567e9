/* removal_plan.c - see removal_plan.h */
#include "desk/removal_plan.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "verdict/check.h"

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

enum wb_status wb_removal_find(
    const char *store, const struct wb_prefix *client, struct wb_removal_listings *listings_r, struct wb_error *error_r)
{
	struct search search = { client, listings_r };
	enum wb_status status;
	size_t unreadable;

	listings_r->count = 0;
	listings_r->truncated = false;
	status = wb_listing_find(store, &client->address, keep_own, &search, &unreadable, error_r);
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

/* Of a part of the /64: perhaps that of the one who asks. */
static bool might_block(const struct wb_check *check, const struct wb_listing *listing, const char *category)
{
	const struct wb_category *known = wb_policy_category(&check->config->policy, listing->category);

	return known != NULL && known->action >= WB_DEFER && is_of_category(listing, category);
}

/* Evidence names its listing by source and prefix. */
static bool is_evidence_of(const struct wb_check *check, const struct wb_evidence *evidence, const struct wb_listing *listing)
{
	char source[WB_EVIDENCE_SOURCE_SIZE], prefix[WB_PREFIX_TEXT_SIZE];

	snprintf(source, sizeof(source), WB_EVIDENCE_LISTING "%s", listing->source);
	wb_prefix_format(&listing->prefix, prefix);
	return strcmp(evidence->source, source) == 0 && strcmp(evidence->detail, prefix) == 0 &&
	    strcmp(check->config->policy.categories[evidence->category].id, listing->category) == 0;
}

static void take_away(const struct wb_check *check, const struct wb_removal_plan *plan, struct wb_facts *facts)
{
	size_t kept = 0;

	for (size_t i = 0; i < facts->evidence_count; i++) {
		bool goes = false;

		for (size_t r = 0; r < plan->removed_count && !goes; r++)
			goes = is_evidence_of(check, &facts->evidence[i], &plan->removed[r]);
		if (!goes)
			facts->evidence[kept++] = facts->evidence[i];
	}
	facts->evidence_count = kept;
}

static void say(struct wb_removal_plan *plan, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void say(struct wb_removal_plan *plan, const char *format, ...)
{
	char raw[WB_REMOVAL_WHY_SIZE];
	va_list args;

	va_start(args, format);
	vsnprintf(raw, sizeof(raw), format, args);
	va_end(args);
	wb_text_copy_utf8(plan->why, sizeof(plan->why), raw, strlen(raw));
}

static void say_what_blocks(struct wb_removal_plan *plan, const struct wb_evidence *evidence, const char *category)
{
	const size_t begin = strlen(WB_EVIDENCE_LISTING);

	if (strncmp(evidence->source, WB_EVIDENCE_LISTING, begin) == 0)
		say(plan, "%s stays listed as %s by %s", evidence->detail, category, evidence->source + begin);
	else if (evidence->listed_by != NULL)
		say(plan, "%s lists it as %s", evidence->listed_by, category);
	else
		say(plan, "%s counts for it as %s: %s", evidence->source, category, evidence->detail);
}

/* What the facts say without the listings that go. */
static bool is_still_blocked(const struct wb_check *check, int64_t now_s, struct wb_removal_plan *plan)
{
	struct wb_facts *facts = malloc(sizeof(*facts));
	struct wb_verdict verdict;
	bool blocked = true;

	if (facts == NULL) {
		say(plan, "out of memory: what else blocks it is not known");
		return true;
	}
	*facts = check->facts;
	take_away(check, plan, facts);
	wb_classify(&check->config->policy, facts, now_s, &verdict);
	blocked = verdict.action >= WB_DEFER;
	plan->is_allowed = verdict.exempt[0] != '\0';
	if (plan->is_allowed) {
		plan->allowed_until_s = facts->allow.expires_at_s;
		say(plan, "%s is allowed by %s", facts->allow.detail, facts->allow.source + strlen(WB_EVIDENCE_LISTING));
	} else if (blocked) {
		say_what_blocks(plan, verdict.heaviest, verdict.category->id);
	}
	free(facts);
	return blocked;
}

/* A zone that the verdict of another time may depend on; NULL: every zone that is asked about such a client has answered. */
static const char *find_silent_zone(const struct wb_check *check)
{
	for (size_t i = 0; i < check->config->policy.zone_count; i++) {
		const struct wb_zone *zone = &check->config->policy.zones[i];
		const struct wb_dnsbl_result *result = check->dnsbl == NULL ? NULL : wb_dnsbl_result(check->dnsbl, i);

		if (zone->is_dnswl ||
		    (result != NULL && (result->answer == WB_DNSBL_LISTED || result->answer == WB_DNSBL_NOT_LISTED)))
			continue;
		/* That it is suspended, or has failed its test, is no answer; that it lists no IPv6 is one. */
		if (result != NULL && result->answer == WB_DNSBL_UNASKED && check->health[i].state == WB_HEALTH_GOOD)
			continue;
		return zone->shown;
	}
	return NULL;
}

static bool is_blocked_in_part(const struct wb_check *check, const struct wb_prefix *client, const char *category,
    const struct wb_removal_listings *listings, int64_t now_s, struct wb_removal_plan *plan)
{
	char prefix[WB_PREFIX_TEXT_SIZE];

	for (size_t i = 0; i < listings->count; i++) {
		const struct wb_listing *row = &listings->rows[i];

		if (wb_prefix_equals(&row->prefix, client) || !wb_listing_is_active(row, now_s) ||
		    has_to_go(row, client, category) || !might_block(check, row, category))
			continue;
		wb_prefix_format(&row->prefix, prefix);
		say(plan, "%s stays listed as %s by %s", prefix, row->category, row->source);
		return true;
	}
	if (listings->truncated)
		say(plan, "more than %d listings lie in it", WB_REMOVAL_LISTINGS_MAX);
	return listings->truncated;
}

void wb_removal_plan_make(const struct wb_check *check, const struct wb_prefix *client, const char *category,
    const struct wb_removal_listings *listings, int64_t now_s, struct wb_removal_plan *plan_r)
{
	const char *silent;

	memset(plan_r, 0, sizeof(*plan_r));
	for (size_t i = 0; i < listings->count; i++) {
		const struct wb_listing *row = &listings->rows[i];

		if (wb_listing_is_active(row, now_s) && strcmp(row->category, WB_CATEGORY_ALLOW) != 0 &&
		    has_to_go(row, client, category))
			plan_r->removed[plan_r->removed_count++] = *row;
	}
	/* The operator exempts it: nothing was looked up. */
	if (!check->gathered) {
		say(plan_r, "it is exempt: %s", check->verdict.exempt);
		return;
	}
	plan_r->allows = is_still_blocked(check, now_s, plan_r);
	if (plan_r->allows || plan_r->is_allowed)
		return;
	if (is_blocked_in_part(check, client, category, listings, now_s, plan_r)) {
		plan_r->allows = true;
		return;
	}
	silent = find_silent_zone(check);
	if (silent != NULL) {
		plan_r->allows = plan_r->removed_count == 0;
		say(plan_r, "%s did not answer, and may list it", silent);
	}
}
