/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* nat64_listings.c - see nat64_listings.h */
#include "desk/nat64_listings.h"

#include <stdio.h>
#include <string.h>

#include "base/nat64.h"
#include "store/listings.h"
#include "verdict/category.h"

struct search {
	const struct wb_policy *policy;
	const struct wb_prefix *space;
	bool is_inside; /* of the space; else around it, or the space itself */
	int64_t now_s;
	struct wb_nat64_listings *found;
};

static bool take(void *context, const struct wb_listing *listing)
{
	const struct search *search = context;
	struct wb_nat64_listings *found = search->found;
	bool is_allow = strcmp(listing->category, WB_CATEGORY_ALLOW) == 0;
	struct wb_prefix plain;

	/* What covers the first address may lie inside, too. An embedded address that is not believed leaves its client what it is. */
	if ((listing->prefix.prefix_bits > search->space->prefix_bits) != search->is_inside ||
	    !wb_listing_is_active(listing, search->now_s) ||
	    wb_nat64_prefix(&search->policy->nat64_prefixes, &listing->prefix, &plain, NULL) == WB_NOT_FOUND)
		return true;
	if (found->count == 0 || (is_allow && found->allows == 0))
		found->first = listing->prefix;
	found->count++;
	found->allows += is_allow;
	return true;
}

enum wb_status wb_nat64_listings_find(const struct wb_policy *policy, const struct wb_prefix *space, int64_t now_s,
    struct wb_nat64_listings *found_r, struct wb_error *error_r)
{
	struct search search;
	enum wb_status status;
	size_t unreadable;

	*found_r = (struct wb_nat64_listings){ .space = *space };
	search = (struct search){ policy, space, false, now_s, found_r };
	if (policy->store[0] == '\0')
		return WB_NOT_FOUND;
	status = wb_listing_find(policy->store, &space->address, take, &search, &unreadable, error_r);
	search.is_inside = true;
	if (status == WB_OK)
		status = wb_listing_walk_inside(policy->store, space, take, &search, &unreadable, error_r);
	return status == WB_OK && found_r->count == 0 ? WB_NOT_FOUND : status;
}

const char *wb_nat64_listings_format(const struct wb_nat64_listings *found, char *buffer)
{
	char space[WB_PREFIX_TEXT_SIZE], first[WB_PREFIX_TEXT_SIZE];

	wb_prefix_format_short(&found->space, space);
	wb_prefix_format_short(&found->first, first);
	snprintf(buffer, WB_NAT64_LISTINGS_TEXT_SIZE,
	    "listings in and around %s do not count for its clients, who count as IPv4: %zu, such as that of %s; %zu of them allow: expected listings of the IPv4 addresses",
	    space, found->count, first, found->allows);
	return buffer;
}
