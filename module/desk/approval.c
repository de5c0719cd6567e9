/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* approval.c - see approval.h */
#include "desk/approval.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WHY "removal request "

void wb_approval_format_why(uint64_t number, char why[WB_APPROVAL_WHY_SIZE])
{
	snprintf(why, WB_APPROVAL_WHY_SIZE, WHY "%llu", (unsigned long long)number);
}

bool wb_approval_has_listed(const struct wb_listing *listing)
{
	const struct wb_prefix holder = wb_prefix_of_holder(&listing->prefix.address);
	char why[WB_APPROVAL_WHY_SIZE];

	if (strcmp(listing->category, WB_CATEGORY_ALLOW) != 0 ||
	    strncmp(listing->source, WB_LISTING_SOURCE_STAFF, strlen(WB_LISTING_SOURCE_STAFF)) != 0 ||
	    strncmp(listing->reason, WHY, strlen(WHY)) != 0)
		return false;
	/* A request is about one host, or an IPv6 /64; and somebody who writes more than the number has written it by hand. */
	wb_approval_format_why(strtoull(listing->reason + strlen(WHY), NULL, 10), why);
	return strcmp(listing->reason, why) == 0 && wb_prefix_lies_in(&listing->prefix, &holder);
}

/* Those found in one go: what is removed must not change under a walk. */
struct search {
	int64_t now_s;
	struct wb_listing rows[WB_APPROVAL_ENDED_SHOWN];
	size_t count;
};

/* A wb_listing_visit. */
static bool note_allow(void *context, const struct wb_listing *listing)
{
	struct search *search = context;

	if (wb_approval_has_listed(listing) && wb_listing_is_active(listing, search->now_s))
		search->rows[search->count++] = *listing;
	return search->count < WB_APPROVAL_ENDED_SHOWN;
}

static enum wb_status find_some(
    struct wb_listing_writer *writer, const struct wb_prefix *prefix, struct search *search, struct wb_error *error_r)
{
	const struct wb_prefix holder = wb_prefix_of_holder(&prefix->address);
	size_t unreadable;
	enum wb_status status = wb_listing_find_prefix(writer, prefix, note_allow, search, &unreadable, error_r);

	if (status == WB_OK && search->count < WB_APPROVAL_ENDED_SHOWN && prefix->prefix_bits > holder.prefix_bits)
		status = wb_listing_find_prefix(writer, &holder, note_allow, search, &unreadable, error_r);
	if (status == WB_OK && search->count < WB_APPROVAL_ENDED_SHOWN && !wb_prefix_is_host(prefix))
		status = wb_listing_find_inside(writer, prefix, note_allow, search, &unreadable, error_r);
	return status;
}

enum wb_status wb_approval_end(struct wb_listing_writer *writer, const struct wb_change *change, const struct wb_prefix *prefix,
    const char *why, struct wb_approval_ended *ended_r, struct wb_error *error_r)
{
	struct search search = { .now_s = change->at_s };
	size_t removed = 0;
	enum wb_status status;

	ended_r->count = 0;
	do {
		search.count = 0;
		status = find_some(writer, prefix, &search, error_r);
		for (size_t i = 0; status == WB_OK && i < search.count; i++) {
			const struct wb_listing *row = &search.rows[i];

			status =
			    wb_change_remove(writer, change, &row->prefix, row->category, row->source, why, &removed, error_r);
			if (status == WB_OK && ended_r->count < WB_APPROVAL_ENDED_SHOWN)
				ended_r->rows[ended_r->count] = *row;
			ended_r->count += status == WB_OK;
		}
		/* There may be more; a row that cannot be removed is not looked for again. */
	} while (status == WB_OK && search.count == WB_APPROVAL_ENDED_SHOWN && removed > 0);
	return status;
}
