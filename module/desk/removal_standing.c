/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* removal_standing.c - see removal_standing.h */
#include "desk/removal_standing.h"

#include <string.h>

#include "store/listings.h"

struct search {
	const struct wb_policy *policy;
	int64_t now_s;
	bool is_found;
};

static bool refuses(const struct wb_policy *policy, const char *id)
{
	const struct wb_category *category = wb_policy_category(policy, id);

	return category != NULL && category->action >= WB_DEFER;
}

static bool take_part(void *context, const struct wb_listing *listing)
{
	struct search *search = context;

	search->is_found = wb_listing_is_active(listing, search->now_s) && refuses(search->policy, listing->category);
	return !search->is_found;
}

static bool is_asked(const struct wb_policy *policy, size_t category, const char *wanted)
{
	return policy->categories[category].action >= WB_DEFER &&
	    (wanted[0] == '\0' || strcmp(policy->categories[category].id, wanted) == 0);
}

static void look_at_policy(const struct wb_policy *policy, const char *category, struct wb_removal_standing *standing)
{
	const struct wb_zone *zones[WB_ZONES_MAX];

	for (size_t i = 0; i < policy->category_count; i++) {
		if (!is_asked(policy, i, category))
			continue;
		standing->zone_may =
		    standing->zone_may || wb_zones_list_for_category(policy->zones, policy->zone_count, i, zones) > 0;
		for (size_t r = 0; r < policy->rule_count && !standing->rule_may; r++)
			standing->rule_may = policy->rules[r].category == i;
	}
}

enum wb_status wb_removal_standing_find(const struct wb_outcome *outcome, const struct wb_prefix *client, const char *category,
    int64_t now_s, struct wb_removal_standing *standing_r, struct wb_error *error_r)
{
	const struct wb_facts *facts = &outcome->facts;
	struct search search = { .policy = outcome->policy, .now_s = now_s };
	size_t unreadable;
	enum wb_status status = WB_OK;

	memset(standing_r, 0, sizeof(*standing_r));
	if (outcome->verdict.exempt[0] != '\0') {
		standing_r->is_exempt = true;
		return WB_OK;
	}
	if (facts->listings_unknown)
		return wb_fail(error_r, WB_UNAVAILABLE, "%s", facts->fault.text);
	standing_r->is_refused = outcome->verdict.action >= WB_DEFER;
	for (size_t i = 0; i < facts->listing_count; i++) {
		if (wb_listing_is_active(&facts->listings[i], now_s) && refuses(outcome->policy, facts->listings[i].category))
			standing_r->has_weak = !standing_r->is_refused;
	}
	if (!wb_prefix_is_host(client))
		status = wb_listing_walk_inside(outcome->policy->store, client, take_part, &search, &unreadable, error_r);
	standing_r->has_part = search.is_found;
	look_at_policy(outcome->policy, category, standing_r);
	return status;
}

bool wb_removal_standing_is_unlisted(const struct wb_removal_standing *standing)
{
	return standing->is_exempt || !(standing->is_refused || standing->has_part || standing->has_weak);
}

bool wb_removal_standing_is_clear(const struct wb_removal_standing *standing)
{
	return standing->is_exempt || (wb_removal_standing_is_unlisted(standing) && !standing->zone_may && !standing->rule_may);
}
