/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* list_guard.c - see list_guard.h */
#include "desk/list_guard.h"

#include <string.h>

#include "base/nat64.h"
#include "base/nearest.h"
#include "base/private_space.h"
#include "desk/feed_guard.h"
#include "verdict/exempt.h"

bool wb_list_knows_category(const struct wb_config *config, const char *category)
{
	return strcmp(category, WB_CATEGORY_ALLOW) == 0 || wb_policy_category(&config->policy, category) != NULL;
}

void wb_list_add_categories(const struct wb_config *config, struct wb_text *text)
{
	for (size_t i = 0; i < config->policy.category_count; i++)
		wb_text_addf(text, "%s, ", config->policy.categories[i].id);
	wb_text_add(text, WB_CATEGORY_ALLOW);
}

const char *wb_list_nearest_category(const struct wb_config *config, const char *written)
{
	struct wb_nearest nearest;

	wb_nearest_open(&nearest, written);
	for (size_t i = 0; i < config->policy.category_count; i++)
		wb_nearest_try(&nearest, config->policy.categories[i].id);
	wb_nearest_try(&nearest, WB_CATEGORY_ALLOW);
	return nearest.name;
}

enum wb_status wb_list_translate(const struct wb_config *config, struct wb_prefix *prefix, enum wb_list_force force,
    enum wb_list_guard *guard_r, struct wb_error *error_r)
{
	const struct wb_prefix written = *prefix;
	bool is_mixed = wb_nat64_prefix(&config->policy.nat64_prefixes, &written, prefix, error_r) == WB_INVALID;

	/* What is far too wide is told to be that, by wb_list_check. */
	if (wb_prefix_length(&written) < WB_FEED_GUARD_SHORTEST_V6)
		is_mixed = false;
	*guard_r = is_mixed && force == WB_LIST_GUARDED ? WB_LIST_GUARD_NAT64 : WB_LIST_GUARD_NONE;
	return *guard_r == WB_LIST_GUARD_NONE ? WB_OK : WB_INVALID;
}

static bool allows(const struct wb_listing *listing)
{
	return strcmp(listing->category, WB_CATEGORY_ALLOW) == 0;
}

/* Of what blocks. Each guard is a paragraph: its reason says what the prefix covers, and ends with what was expected. */
static enum wb_list_guard find_guard(const struct wb_config *config, const struct wb_prefix *prefix,
    const struct wb_own_addresses *own, struct wb_error *error_r)
{
	static const char *const loopback[] = { "127.0.0.0/8", "::1/128" };
	const struct wb_prefix *network;
	const struct wb_own_address *found;
	char shown[WB_PREFIX_TEXT_SIZE], covered[WB_PREFIX_TEXT_SIZE];
	struct wb_prefix local;

	wb_prefix_format(prefix, shown);
	for (size_t i = 0; i < sizeof(loopback) / sizeof(loopback[0]); i++) {
		if (wb_prefix_parse(loopback[i], &local, NULL) != WB_OK || !wb_prefix_overlaps(&local, prefix))
			continue;
		wb_fail(error_r, WB_INVALID, "%s covers this host itself (%s): expected another prefix", shown, loopback[i]);
		return WB_LIST_GUARD_SELF;
	}
	network = wb_private_space_overlap(prefix);
	if (network != NULL) {
		wb_prefix_format(network, covered);
		wb_fail(error_r, WB_INVALID, "%s overlaps %s, private space, where your own hosts are: expected another prefix",
		    shown, covered);
		return WB_LIST_GUARD_PRIVATE;
	}
	network = wb_exempt_overlap(&config->policy.exempt, prefix);
	if (network != NULL) {
		wb_prefix_format(network, covered);
		wb_fail(
		    error_r, WB_INVALID, "%s overlaps %s, which exempt.hosts exempts: expected another prefix", shown, covered);
		return WB_LIST_GUARD_EXEMPT;
	}
	found = wb_own_address_find(own, prefix);
	if (found != NULL) {
		wb_address_format(&found->address, covered);
		wb_fail(error_r, WB_INVALID, "%s is %s: expected %s", covered, found->what,
		    wb_prefix_is_host(prefix) ? "another address" : "a prefix without it");
		return found->kind == WB_OWN_SENDER ? WB_LIST_GUARD_SENDER : WB_LIST_GUARD_OWN;
	}
	return WB_LIST_GUARD_NONE;
}

enum wb_status wb_list_check(const struct wb_config *config, const struct wb_listing *listing, enum wb_list_force force,
    const struct wb_own_addresses *own, enum wb_list_guard *guard_r, struct wb_error *error_r)
{
	const struct wb_prefix *prefix = &listing->prefix;
	unsigned shortest = wb_prefix_is_v4(prefix) ? WB_FEED_GUARD_SHORTEST_V4 : WB_FEED_GUARD_SHORTEST_V6;
	char known[WB_ERROR_SIZE - 140], shown[WB_PREFIX_TEXT_SIZE];
	const char *meant;
	struct wb_text text;

	*guard_r = WB_LIST_GUARD_NONE;
	if (!wb_list_knows_category(config, listing->category)) {
		wb_text_open(&text, known, sizeof(known));
		wb_list_add_categories(config, &text);
		meant = wb_list_nearest_category(config, listing->category);
		return wb_fail(error_r, WB_INVALID, "unknown category \"%.40s\": expected one of %s%s%s%s", listing->category,
		    known, meant != NULL ? "; did you mean " : "", meant != NULL ? meant : "", meant != NULL ? "?" : "");
	}
	if (wb_listing_check(listing, error_r) != WB_OK)
		return WB_INVALID;
	if (force != WB_LIST_GUARDED)
		return WB_OK;
	if (wb_prefix_length(prefix) < shortest) {
		wb_prefix_format(prefix, shown);
		wb_fail(error_r, WB_INVALID, "%s is shorter than /%u and would %s very many hosts: expected a longer prefix",
		    shown, shortest, allows(listing) ? "let in" : "block");
		*guard_r = WB_LIST_GUARD_WIDE;
	} else if (!allows(listing)) {
		*guard_r = find_guard(config, prefix, own, error_r);
	}
	return *guard_r == WB_LIST_GUARD_NONE ? WB_OK : WB_INVALID;
}
