/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* report_list.c - see report_list.h */
#include "desk/report_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "desk/approval.h"
#include "desk/list_guard.h"
#include "desk/relist.h"

static struct wb_listing listing_of(const struct wb_report_listing *row, const struct wb_change *change)
{
	struct wb_listing listing = { .prefix = row->prefix, .scope = WB_SCOPE_HOST, .created_at_s = change->at_s };

	wb_text_copy(listing.category, sizeof(listing.category), row->settings->category_id);
	snprintf(listing.source, sizeof(listing.source), WB_LISTING_SOURCE_REPORT "%s", row->settings->name);
	wb_text_copy(listing.reason, sizeof(listing.reason), row->reason);
	return listing;
}

struct allow_search {
	int64_t now_s;
	bool is_allowed;
};

/* A wb_listing_visit. What an approval allows ends with the next report. */
static bool note_allow(void *context, const struct wb_listing *found)
{
	struct allow_search *search = context;

	search->is_allowed = strcmp(found->category, WB_CATEGORY_ALLOW) == 0 && wb_listing_is_active(found, search->now_s) &&
	    !wb_approval_has_listed(found);
	return !search->is_allowed;
}

/* What must be read before the transaction: a store is opened once in a process. WB_REPORT_LISTED: nothing speaks against it. */
static enum wb_status look(const struct wb_config *config, const struct wb_change *change, struct wb_report_listing *row,
    struct wb_relist *relist_r, struct wb_error *error_r)
{
	const struct wb_listing listing = listing_of(row, change);
	struct allow_search search = { .now_s = change->at_s };
	enum wb_list_guard guard;
	size_t unreadable;
	enum wb_status status;

	row->result = WB_REPORT_LISTED;
	row->expires_at_s = 0;
	if (wb_list_check(config, &listing, WB_LIST_GUARDED, NULL, &guard, error_r) != WB_OK) {
		row->result = WB_REPORT_GUARDED;
		return WB_OK;
	}
	status = wb_listing_find(config->policy.store, &row->prefix.address, note_allow, &search, &unreadable, error_r);
	if (status == WB_OK && search.is_allowed)
		row->result = WB_REPORT_ALLOWED;
	/* Earlier removals that cannot be read make nothing longer. */
	*relist_r = (struct wb_relist){ .prefix = row->prefix, .before_s = change->at_s };
	if (status == WB_OK && row->result == WB_REPORT_LISTED)
		wb_request_walk(config->policy.store, &row->prefix, wb_relist_count, relist_r, &unreadable, NULL);
	return status;
}

/* The last listing of the same name. */
struct last_search {
	const struct wb_listing *wanted;
	struct wb_listing last;
	bool is_found;
};

/* A wb_listing_visit. */
static bool note_last(void *context, const struct wb_listing *found)
{
	struct last_search *search = context;

	if (!wb_listing_has_same_name(search->wanted, found))
		return true;
	search->last = *found;
	search->is_found = true;
	return false;
}

static int64_t span_of(const struct wb_config *config, struct wb_report_listing *row, const struct last_search *search,
    const struct wb_relist *relist, int64_t now_s)
{
	const struct wb_report_settings *settings = row->settings;
	const struct wb_listing *last = &search->last;
	int64_t span_s = settings->ttl_s;

	if (search->is_found && last->expires_at_s > last->created_at_s && now_s - last->expires_at_s < WB_LISTING_REPEAT_S) {
		int64_t before_s = last->expires_at_s - last->created_at_s;

		row->result = WB_REPORT_REPEATED;
		before_s = before_s < settings->ttl_max_s ? 2 * before_s : settings->ttl_max_s;
		span_s = before_s > span_s ? before_s : span_s;
	}
	span_s = wb_relist_span(span_s, relist->removals, config->removal.relist_milli);
	return span_s < settings->ttl_max_s ? span_s : settings->ttl_max_s;
}

static enum wb_status end_approvals(const struct wb_config *config, const struct wb_change *change,
    struct wb_listing_writer *writer, const struct wb_listing *listing, size_t *ended_r, struct wb_error *error_r)
{
	const struct wb_category *category = wb_policy_category(&config->policy, listing->category);
	char prefix[WB_PREFIX_TEXT_SIZE], why[WB_LISTING_REASON_SIZE];
	struct wb_approval_ended ended = { .count = 0 };
	enum wb_status status = WB_OK;

	wb_prefix_format(&listing->prefix, prefix);
	snprintf(why, sizeof(why), "%s is listed again as %s by %s", prefix, listing->category, listing->source);
	if (category != NULL && category->action >= WB_DEFER)
		status = wb_approval_end(writer, change, &listing->prefix, why, &ended, error_r);
	*ended_r = ended.count;
	return status;
}

static enum wb_status list(const struct wb_config *config, const struct wb_change *change, struct wb_listing_writer *writer,
    struct wb_report_listing *row, const struct wb_relist *relist, struct wb_error *error_r)
{
	struct wb_listing listing = listing_of(row, change);
	struct last_search search = { .wanted = &listing };
	size_t unreadable, ended;
	bool is_replaced, stands;
	enum wb_status status = wb_listing_find_prefix(writer, &row->prefix, note_last, &search, &unreadable, error_r);

	stands = search.is_found && wb_listing_is_active(&search.last, change->at_s);
	row->expires_at_s =
	    stands ? search.last.expires_at_s : change->at_s + span_of(config, row, &search, relist, change->at_s);
	listing.expires_at_s = row->expires_at_s;
	if (status == WB_OK && !stands)
		status = wb_change_add(writer, change, &listing, &is_replaced, error_r);
	if (status == WB_OK)
		status = end_approvals(config, change, writer, &listing, &ended, error_r);
	/* One that an approval had taken the force of has it again. */
	if (status == WB_OK && stands && ended == 0)
		row->result = WB_REPORT_STANDS;
	return status;
}

enum wb_status wb_report_list(const struct wb_config *config, const struct wb_change *change, struct wb_report_listing *rows,
    size_t count, struct wb_error *error_r)
{
	const char *store = config->policy.store;
	struct wb_relist *relists = calloc(count, sizeof(*relists));
	struct wb_listing_writer *writer = NULL;
	enum wb_status status = WB_OK;
	size_t wanted = 0, listed = 0;

	if (relists == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "store %s: out of memory", store);
	for (size_t i = 0; i < count && status == WB_OK; i++) {
		status = look(config, change, &rows[i], &relists[i], error_r);
		wanted += rows[i].result == WB_REPORT_LISTED;
	}
	if (status == WB_OK && wanted > 0 && wb_listing_is_busy(store))
		status = WB_NOT_FOUND;
	if (status == WB_OK && wanted > 0)
		status = wb_listing_writer_open(store, &writer, error_r);
	for (size_t i = 0; i < count && status == WB_OK; i++) {
		if (rows[i].result == WB_REPORT_LISTED)
			status = list(config, change, writer, &rows[i], &relists[i], error_r);
		listed += rows[i].result == WB_REPORT_LISTED || rows[i].result == WB_REPORT_REPEATED;
	}
	if (status == WB_OK && listed > 0)
		status = wb_listing_commit(writer, error_r);
	wb_listing_writer_close(&writer);
	free(relists);
	return status;
}
