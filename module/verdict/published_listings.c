/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* published_listings.c - see published_listings.h */
#include "verdict/published_listings.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "verdict/published.h"

#define OPEN_TRIES 3

static enum wb_status open_recent(const char *store, struct wb_listings_file *recent, struct wb_error *error_r)
{
	enum wb_status status = wb_listings_file_open(store, WB_PUBLISHED_RECENT, recent, error_r);
	struct stat st;

	if (status != WB_NOT_FOUND)
		return status;
	if (stat(store, &st) < 0 && errno == ENOENT)
		return wb_fail(error_r, WB_UNAVAILABLE, "store %s: there is no such folder: make it with whyblock init", store);
	return wb_fail(error_r, WB_UNAVAILABLE,
	    WB_LISTINGS_PATH ": nothing is published: publish the listings with whyblock init", WB_LISTINGS_PATH_OF(recent));
}

void wb_published_base_name(const struct wb_listings_header *recent, char name_r[WB_PUBLISHED_NAME_SIZE])
{
	snprintf(name_r, WB_PUBLISHED_NAME_SIZE, WB_PUBLISHED_BASE "%" PRIu64, recent->base_serial);
}

enum wb_status wb_published_listings_open(const char *store, struct wb_published_listings *published, struct wb_error *error_r)
{
	const struct wb_listings_header *base = &published->base.header;
	char name[WB_PUBLISHED_NAME_SIZE];
	enum wb_status status = WB_NOT_FOUND;

	published->recent.fd = published->base.fd = -1;
	for (int tries = 0; status == WB_NOT_FOUND && tries < OPEN_TRIES; tries++) {
		wb_published_listings_close(published);
		status = open_recent(store, &published->recent, error_r);
		if (status != WB_OK)
			return status;
		wb_published_base_name(&published->recent.header, name);
		status = wb_listings_file_open(store, name, &published->base, error_r);
	}
	if (status == WB_NOT_FOUND)
		return wb_fail(error_r, WB_UNAVAILABLE,
		    WB_LISTINGS_PATH ": the file is gone: publish it again with whyblock init",
		    WB_LISTINGS_PATH_OF(&published->base));
	if (status == WB_OK && (base->serial != published->recent.header.base_serial || base->base_serial != base->serial))
		return wb_fail(error_r, WB_UNAVAILABLE,
		    WB_LISTINGS_PATH ": does not belong to " WB_PUBLISHED_RECENT ": publish it again with whyblock init",
		    WB_LISTINGS_PATH_OF(&published->base));
	return status;
}

void wb_published_listings_close(struct wb_published_listings *published)
{
	wb_listings_file_close(&published->recent);
	wb_listings_file_close(&published->base);
}

/* The groups of one file whose prefixes cover an address, from the longest prefix on. */
struct climb {
	struct wb_listings_file *file;
	uint32_t number; /* of the group's last row; NONE: there are no more */
	struct wb_listings_row row;
};

static enum wb_status climb_open(
    struct climb *climb, struct wb_listings_file *file, const struct wb_address *address, struct wb_error *error_r)
{
	enum wb_listings_family family = wb_address_is_v4(address) ? WB_LISTINGS_V4 : WB_LISTINGS_V6;
	enum wb_status status;

	climb->file = file;
	status = wb_listings_file_search(file, address, &climb->number, error_r);
	if (status == WB_OK && climb->number != WB_LISTINGS_NONE)
		status = wb_listings_file_row(file, family, climb->number, &climb->row, error_r);
	return status;
}

static enum wb_status climb_up(struct climb *climb, struct wb_error *error_r)
{
	struct wb_listings_row cover;
	enum wb_status status = wb_listings_file_cover(climb->file, &climb->row, climb->number, &cover, error_r);

	climb->number = climb->row.cover;
	if (status == WB_OK)
		climb->row = cover;
	return status == WB_NOT_FOUND ? WB_OK : status;
}

/* Up to the next group that covers the address: the first one that is found may lie beside it. */
static enum wb_status climb_to(struct climb *climb, const struct wb_address *address, struct wb_error *error_r)
{
	enum wb_status status = WB_OK;

	while (status == WB_OK && climb->number != WB_LISTINGS_NONE && !wb_prefix_covers(&climb->row.prefix, address))
		status = climb_up(climb, error_r);
	return status;
}

struct finding {
	wb_listing_visit *visit;
	void *context;
	size_t unreadable;
	bool go_on;
};

/* Visits the group on which the climb stands, in the order of its rows. */
static enum wb_status visit_group(const struct climb *climb, struct finding *finding, struct wb_error *error_r)
{
	enum wb_listings_family family = wb_listings_family_of(&climb->row.prefix);
	uint32_t number = climb->number;
	struct wb_listings_row row = climb->row;
	struct wb_listing listing;
	enum wb_status status = WB_OK;
	bool might_allow = false;

	while (status == WB_OK && number > 0) {
		status = wb_listings_file_row(climb->file, family, number - 1, &row, error_r);
		if (status == WB_OK && !wb_prefix_equals(&row.prefix, &climb->row.prefix))
			break;
		number--;
	}
	for (; status == WB_OK && finding->go_on && number <= climb->number; number++) {
		bool is_listed = false;

		status = wb_listings_file_row(climb->file, family, number, &row, error_r);
		if (status != WB_OK)
			break;
		if (row.kind == WB_LISTINGS_LISTED || row.kind == WB_LISTINGS_STILL_ALLOW) {
			status = wb_listings_file_listing(climb->file, &row, &listing, error_r);
			is_listed = status == WB_OK;
			if (status == WB_NOT_FOUND)
				status = WB_OK;
		}
		finding->unreadable += row.kind >= WB_LISTINGS_UNREADABLE;
		might_allow = might_allow || row.kind == WB_LISTINGS_MIGHT_ALLOW;
		if (is_listed)
			finding->go_on = finding->visit(finding->context, &listing);
	}
	if (status == WB_OK && might_allow)
		return wb_fail(error_r, WB_UNAVAILABLE,
		    WB_LISTINGS_PATH
		    ": a record that covers this address cannot be read, and might be an allow listing: whyblock verify names it",
		    WB_LISTINGS_PATH_OF(climb->file));
	return status;
}

enum wb_status wb_published_listings_find(struct wb_published_listings *published, const struct wb_address *address,
    wb_listing_visit *visit, void *context, size_t *unreadable_r, struct wb_error *error_r)
{
	struct finding finding = { visit, context, 0, true };
	struct climb recent, base;
	enum wb_status status = climb_open(&recent, &published->recent, address, error_r);

	if (status == WB_OK)
		status = climb_open(&base, &published->base, address, error_r);
	while (status == WB_OK && finding.go_on) {
		bool is_recent, hides = false;

		status = climb_to(&recent, address, error_r);
		if (status == WB_OK)
			status = climb_to(&base, address, error_r);
		if (status != WB_OK || (recent.number == WB_LISTINGS_NONE && base.number == WB_LISTINGS_NONE))
			break;
		is_recent = base.number == WB_LISTINGS_NONE ||
		    (recent.number != WB_LISTINGS_NONE && recent.row.prefix.prefix_bits >= base.row.prefix.prefix_bits);
		status = visit_group(is_recent ? &recent : &base, &finding, error_r);
		/* What recent says of a prefix takes the place of all that the base says of it. */
		hides = is_recent && base.number != WB_LISTINGS_NONE && wb_prefix_equals(&recent.row.prefix, &base.row.prefix);
		if (status == WB_OK && (!is_recent || hides))
			status = climb_up(&base, error_r);
		if (status == WB_OK && is_recent)
			status = climb_up(&recent, error_r);
	}
	*unreadable_r = finding.unreadable;
	return status;
}

/* The last row of the file that is not behind all ASes: it is one of theirs, if there is any. */
static enum wb_status has_asns(struct wb_listings_file *file, bool *has_r, struct wb_error *error_r)
{
	const struct wb_prefix last = wb_prefix_of_asn(UINT32_MAX);
	struct wb_listings_row row;
	uint32_t number;
	enum wb_status status;

	*has_r = false;
	if (file->header.rows[WB_LISTINGS_V6] == 0)
		return WB_OK;
	status = wb_listings_file_search_prefix(file, &last, &number, error_r);
	if (status != WB_OK || number == WB_LISTINGS_NONE)
		return status;
	status = wb_listings_file_row(file, WB_LISTINGS_V6, number, &row, error_r);
	*has_r = status == WB_OK && wb_prefix_is_asn(&row.prefix);
	return status;
}

enum wb_status wb_published_listings_have_asns(struct wb_published_listings *published, bool *have_r, struct wb_error *error_r)
{
	enum wb_status status = has_asns(&published->recent, have_r, error_r);

	return status == WB_OK && !*have_r ? has_asns(&published->base, have_r, error_r) : status;
}

enum wb_status wb_published_find(const char *store, const struct wb_address *address, wb_listing_visit *visit, void *context,
    size_t *unreadable_r, struct wb_error *error_r)
{
	struct wb_published_listings published;
	enum wb_status status = wb_published_listings_open(store, &published, error_r);

	*unreadable_r = 0;
	if (status == WB_OK)
		status = wb_published_listings_find(&published, address, visit, context, unreadable_r, error_r);
	wb_published_listings_close(&published);
	return status;
}
