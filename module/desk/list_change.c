/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* list_change.c - see list_change.h */
#include "desk/list_change.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "store/listings.h"

static bool allows(const struct wb_listing *listing)
{
	return strcmp(listing->category, WB_CATEGORY_ALLOW) == 0;
}

/* A wb_listing_visit: allow always wins, so that what is added under it counts only when it is over. */
static bool note_allow(void *context, const struct wb_listing *found)
{
	struct wb_list_added *added = context;

	if (!allows(found) || found->prefix.prefix_bits > added->listing.prefix.prefix_bits ||
	    !wb_listing_is_active(found, added->listing.created_at_s))
		return true;
	added->allow = *found;
	return false;
}

static bool is_of_feed(const struct wb_listing *listing)
{
	return strncmp(listing->source, WB_LISTING_SOURCE_FEED, strlen(WB_LISTING_SOURCE_FEED)) == 0;
}

/* A wb_listing_visit: the one that is replaced may have an end that nobody has taken back. */
static bool note_end(void *context, const struct wb_listing *found)
{
	struct wb_list_added *added = context;
	struct wb_listing *listing = &added->listing;

	if (!wb_listing_has_same_name(found, listing))
		return true;
	added->keeps_end = found->expires_at_s != 0 && wb_listing_is_active(found, listing->created_at_s);
	if (added->keeps_end)
		listing->expires_at_s = found->expires_at_s;
	return false;
}

/* A feed lists whole networks day by day, and means no host that somebody has looked at. */
static enum wb_status end_approvals(const struct wb_config *config, const struct wb_change *change,
    struct wb_listing_writer *writer, struct wb_list_added *added, struct wb_error *error_r)
{
	const struct wb_listing *listing = &added->listing;
	const struct wb_category *category = wb_policy_category(&config->policy, listing->category);
	char prefix[WB_PREFIX_TEXT_SIZE], why[WB_LISTING_REASON_SIZE];

	if (category == NULL || category->action < WB_DEFER || is_of_feed(listing))
		return WB_OK;
	wb_prefix_format(&listing->prefix, prefix);
	snprintf(why, sizeof(why), "%s is listed again as %s by %s", prefix, listing->category, listing->source);
	return wb_approval_end(writer, change, &listing->prefix, why, &added->ended, error_r);
}

struct replacement {
	struct wb_listing *listing;
	bool keeps_note;
};

/* A wb_listing_visit: what is listed again counts since it did. */
static bool note_before(void *context, const struct wb_listing *found)
{
	const struct replacement *replacement = context;
	struct wb_listing *listing = replacement->listing;

	if (!wb_listing_has_same_name(listing, found))
		return true;
	listing->created_at_s = wb_listing_since_s(listing, found);
	if (replacement->keeps_note)
		wb_text_copy(listing->note, sizeof(listing->note), found->note);
	return false;
}

enum wb_status wb_list_add(const struct wb_config *config, const struct wb_change *change,
    const struct wb_list_addition *addition, struct wb_list_added *added_r, struct wb_error *error_r)
{
	struct wb_listing *listing = &added_r->listing, stored;
	struct replacement replacement = { &stored, addition->keeps_note };
	struct wb_listing_writer *writer = NULL;
	struct wb_error why;
	size_t unreadable = 0;
	enum wb_status status;

	*added_r = (struct wb_list_added){ .listing = addition->listing, .asked = addition->listing.prefix };
	if (addition->ttl_s > 0)
		listing->expires_at_s = listing->created_at_s + addition->ttl_s;
	status = wb_list_translate(config, &listing->prefix, addition->force, &added_r->guard, error_r);
	if (status == WB_OK)
		status = wb_list_check(config, listing, addition->force, addition->own, &added_r->guard, error_r);
	if (status == WB_OK)
		status = wb_listing_writer_open(config->policy.store, &writer, error_r);
	if (status != WB_OK)
		return status;
	/* A host that was removed on request before stays listed for longer. */
	added_r->relist = (struct wb_relist){ .prefix = listing->prefix, .before_s = listing->created_at_s };
	if (!allows(listing)) {
		if (wb_request_walk(
			config->policy.store, &listing->prefix, wb_relist_count, &added_r->relist, &unreadable, &why) != WB_OK)
			added_r->unknown = why;
		if (addition->ttl_s > 0)
			listing->expires_at_s = listing->created_at_s +
			    wb_relist_span(addition->ttl_s, added_r->relist.removals, config->removal.relist_milli);
	}
	if (addition->end == WB_LISTING_END_KEPT)
		status = wb_listing_find_prefix(writer, &listing->prefix, note_end, added_r, &unreadable, error_r);
	stored = *listing;
	if (status == WB_OK)
		status = wb_listing_find_prefix(writer, &listing->prefix, note_before, &replacement, &unreadable, error_r);
	if (status == WB_OK)
		status = wb_change_add(writer, change, &stored, &added_r->is_replaced, error_r);
	if (status == WB_OK)
		status = end_approvals(config, change, writer, added_r, error_r);
	if (status == WB_OK)
		status = wb_listing_commit(writer, error_r);
	wb_listing_writer_close(&writer);
	/* The listing is in: that an allow cannot be looked for is no failure. */
	if (wb_status_is_done(status) && !allows(listing))
		wb_listing_find(config->policy.store, &listing->prefix.address, note_allow, added_r, &unreadable, NULL);
	return status;
}

struct feed_search {
	const char *category; /* NULL: any */
	struct wb_list_removed *removed;
};

/* A wb_listing_visit. */
static bool note_feed(void *context, const struct wb_listing *listing)
{
	const struct feed_search *search = context;
	struct wb_list_removed *removed = search->removed;

	if (is_of_feed(listing) && (search->category == NULL || strcmp(listing->category, search->category) == 0))
		wb_text_copy(removed->feeds[removed->feed_count++], WB_LISTING_SOURCE_SIZE, listing->source);
	return removed->feed_count < WB_LIST_FEEDS_MAX;
}

enum wb_status wb_list_remove(const struct wb_config *config, const struct wb_change *change, const struct wb_prefix *prefix,
    const char *category, const char *why, struct wb_list_removed *removed_r, struct wb_error *error_r)
{
	struct feed_search search = { category, removed_r };
	struct wb_listing_writer *writer = NULL;
	size_t unreadable;
	enum wb_status status = wb_listing_check_reason(why, error_r);

	removed_r->count = removed_r->feed_count = 0;
	if (status == WB_OK)
		status = wb_listing_writer_open(config->policy.store, &writer, error_r);
	if (status == WB_OK)
		status = wb_listing_find_prefix(writer, prefix, note_feed, &search, &unreadable, error_r);
	if (status == WB_OK)
		status = wb_change_remove(writer, change, prefix, category, NULL, why, &removed_r->count, error_r);
	if (status == WB_OK)
		status = wb_listing_commit(writer, error_r);
	wb_listing_writer_close(&writer);
	return status;
}

enum wb_status wb_list_expire(const struct wb_config *config, const struct wb_change *change, int64_t now_s,
    enum wb_age_guard guard, size_t *removed_r, struct wb_error *error_r)
{
	struct wb_listing_writer *writer;
	enum wb_status status = wb_listing_writer_open(config->policy.store, &writer, error_r);

	*removed_r = 0;
	if (status == WB_OK)
		status = wb_change_expire(writer, change, now_s, guard, removed_r, error_r);
	if (status == WB_OK)
		status = wb_listing_commit(writer, error_r);
	wb_listing_writer_close(&writer);
	return status;
}
