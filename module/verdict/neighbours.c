/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* neighbours.c - see neighbours.h */
#include "verdict/neighbours.h"

#include <string.h>

#define V4_NETWORK_BITS (WB_ADDRESS_V4_BITS + 24)
#define V6_NETWORK_BITS 48

/* The rows of one file in the network, one after the other. */
struct side {
	struct wb_listings_file *file;
	uint32_t number;
	struct wb_listings_row row;
	bool is_over; /* there are no more */
};

struct search {
	const struct wb_policy *policy;
	int64_t now_s;
	struct wb_prefix network;
	uint32_t rows_left; /* that may be looked at */
	bool is_cut;        /* there were more */
};

/* What the rows of one prefix say together. */
struct said {
	bool is_listed, is_allowed;
};

struct wb_prefix wb_neighbours_network(const struct wb_address *client)
{
	return wb_prefix_of(client, wb_address_is_v4(client) ? V4_NETWORK_BITS : V6_NETWORK_BITS);
}

static void note_end(const struct search *search, struct side *side)
{
	side->is_over = side->is_over || !wb_prefix_lies_in(&side->row.prefix, &search->network);
}

/* To the first row behind key, wherever that is. */
static enum wb_status go_behind(
    const struct search *search, struct side *side, const struct wb_prefix *key, struct wb_error *error_r)
{
	enum wb_listings_family family = wb_listings_family_of(key);
	enum wb_status status = wb_listings_file_search_prefix(side->file, key, &side->number, error_r);

	if (status != WB_OK)
		return status;
	side->number = side->number == WB_LISTINGS_NONE ? 0 : side->number + 1;
	side->is_over = side->number >= side->file->header.rows[family];
	if (side->is_over)
		return WB_OK;
	status = wb_listings_file_row(side->file, family, side->number, &side->row, error_r);
	note_end(search, side);
	return status;
}

/* A host may have a million rows, and says no more by them. */
static enum wb_status leave_host(
    const struct search *search, struct side *side, const struct wb_prefix *host, struct wb_error *error_r)
{
	struct wb_prefix last = { host->address, WB_ADDRESS_BITS };

	if (side->is_over || !wb_prefix_lies_in(&side->row.prefix, host))
		return WB_OK;
	memset(last.address.bytes + host->prefix_bits / 8, 0xff, sizeof(last.address.bytes) - host->prefix_bits / 8);
	return go_behind(search, side, &last, error_r);
}

static enum wb_status take_row(const struct search *search, struct side *side, struct said *said, struct wb_error *error_r)
{
	struct wb_listings_row row = side->row; /* its kind is another when its texts cannot be read */
	const struct wb_category *category;
	struct wb_listing listing;
	enum wb_status status = WB_NOT_FOUND;

	if (row.expires_at_s != 0 && search->now_s >= row.expires_at_s)
		return WB_OK;
	if (row.kind == WB_LISTINGS_LISTED || row.kind == WB_LISTINGS_STILL_ALLOW)
		status = wb_listings_file_listing(side->file, &row, &listing, error_r);
	if (status == WB_OK && strcmp(listing.category, WB_CATEGORY_ALLOW) == 0) {
		said->is_allowed = true;
	} else if (status == WB_OK) {
		category = wb_policy_category(search->policy, listing.category);
		said->is_listed = said->is_listed || (category != NULL && category->action != WB_OFF);
	}
	said->is_allowed = said->is_allowed || row.kind == WB_LISTINGS_MIGHT_ALLOW;
	return status == WB_NOT_FOUND ? WB_OK : status;
}

/* The rows of the prefix on which the side stands, which it leaves. */
static enum wb_status take_group(struct search *search, struct side *side, struct said *said_r, struct wb_error *error_r)
{
	const struct wb_prefix prefix = side->row.prefix;
	enum wb_status status = WB_OK;

	*said_r = (struct said){ false, false };
	while (status == WB_OK && !side->is_over && wb_prefix_equals(&side->row.prefix, &prefix)) {
		search->is_cut = search->rows_left == 0;
		if (search->is_cut)
			break;
		search->rows_left--;
		status = take_row(search, side, said_r, error_r);
		if (status == WB_OK)
			status = wb_listings_file_next(side->file, &side->number, &side->row, error_r);
		side->is_over = status == WB_NOT_FOUND;
		if (side->is_over)
			status = WB_OK;
		note_end(search, side);
	}
	return status;
}

enum wb_status wb_neighbours_count(struct wb_published_listings *published, const struct wb_policy *policy,
    const struct wb_address *client, int64_t now_s, size_t *count_r, struct wb_error *error_r)
{
	struct search search = { policy, now_s, wb_neighbours_network(client), WB_NEIGHBOURS_ROWS_MAX, false };
	const struct wb_prefix own = wb_prefix_of_holder(client);
	struct wb_prefix counted = own, allowed = { .prefix_bits = 0 }; /* the last of each */
	struct side recent = { .file = &published->recent }, base = { .file = &published->base };
	enum wb_status status;
	bool has_allowed = false;
	size_t count = 0;

	*count_r = 0;
	/* What lies around the whole network covers the client, too, whatever it says. */
	status = go_behind(&search, &recent, &search.network, error_r);
	if (status == WB_OK)
		status = go_behind(&search, &base, &search.network, error_r);
	while (status == WB_OK && count < WB_NEIGHBOURS_WANTED && !(recent.is_over && base.is_over)) {
		int order = recent.is_over ? 1 : base.is_over ? -1 : wb_listings_compare(&recent.row.prefix, &base.row.prefix);
		struct side *side = order <= 0 ? &recent : &base;
		const struct wb_prefix prefix = side->row.prefix, host = wb_prefix_of(&prefix.address, own.prefix_bits);
		bool is_host = prefix.prefix_bits >= own.prefix_bits;
		struct said said, hidden;

		if (is_host && (wb_prefix_equals(&host, &own) || wb_prefix_equals(&host, &counted))) {
			status = leave_host(&search, &recent, &host, error_r);
			if (status == WB_OK)
				status = leave_host(&search, &base, &host, error_r);
			continue;
		}
		status = take_group(&search, side, &said, error_r);
		/* What recent says of a prefix takes the place of all that the base says of it. */
		if (status == WB_OK && order == 0)
			status = take_group(&search, &base, &hidden, error_r);
		if (status != WB_OK || search.is_cut)
			break;
		/* Prefixes around a row come before it, and one inside another ends no later: the outer one is all to remember. */
		if (has_allowed && wb_prefix_lies_in(&prefix, &allowed))
			continue;
		if (said.is_allowed) {
			allowed = prefix;
			has_allowed = true;
		} else if (said.is_listed && is_host) {
			counted = host;
			count++;
		}
	}
	if (status == WB_OK)
		*count_r = count;
	return status;
}
