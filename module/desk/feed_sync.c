/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* feed_sync.c - see feed_sync.h */
#include "desk/feed_sync.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "desk/list_guard.h"

struct wb_feed_plan wb_feed_plan_of(const struct wb_feed_settings *settings)
{
	return (struct wb_feed_plan){
		.name = settings->name,
		.file = { settings->file, false },
		.column = settings->column,
		.category = settings->category_id,
		.scope = (enum wb_scope)settings->scope,
		.ttl_s = settings->ttl_s,
		.allowed = settings->allowed,
	};
}

enum wb_status wb_feed_sync_file(const struct wb_config *config, const struct wb_change *change,
    const struct wb_feed_plan *plan, const struct wb_line_listener *listener, struct wb_feed_outcome *outcome_r,
    struct wb_error *error_r)
{
	struct wb_feed *feed = &outcome_r->feed;
	struct wb_listing_writer *writer = NULL;
	struct wb_feed_file file = { .guarded = 0 };
	struct wb_feed before;
	struct wb_error ignored;
	enum wb_status status = wb_listing_check_feed_name(plan->name, error_r);

	memset(outcome_r, 0, sizeof(*outcome_r));
	if (status == WB_OK && !wb_list_knows_category(config, plan->category))
		status = wb_fail(error_r, WB_INVALID, "unknown category \"%.40s\"", plan->category);
	if (status == WB_OK)
		status = wb_feed_file_read(&config->policy, &plan->file, plan->column, plan->allowed, listener, &file, error_r);
	outcome_r->bad_lines = file.lines.bad;
	outcome_r->special = file.special;
	/* One that stands in several lines is one. */
	if (status == WB_OK)
		wb_feed_entries_sort(&file.entries);
	for (size_t i = 0; status == WB_OK && i < file.entries.count; i++)
		outcome_r->asns += wb_prefix_is_asn(&file.entries.items[i].prefix);
	if (status == WB_OK && outcome_r->asns > 0 && strcmp(plan->category, WB_CATEGORY_ALLOW) == 0)
		status = wb_fail(
		    error_r, WB_INVALID, "%s: an AS cannot be allowed: expected addresses and networks", plan->file.path);
	if (status == WB_OK) {
		wb_text_copy(feed->name, sizeof(feed->name), plan->name);
		wb_text_copy(feed->category, sizeof(feed->category), plan->category);
		feed->scope = outcome_r->asns == file.entries.count && outcome_r->asns > 0 ? WB_SCOPE_NETWORK : plan->scope;
		feed->ttl_s = plan->ttl_s;
		/* The file is read by now: nobody waits for it, or for a person who types it, to write. */
		status = wb_listing_writer_open(config->policy.store, &writer, error_r);
	}
	if (status == WB_OK && wb_feeds_get(writer, plan->name, &before, &ignored) == WB_OK)
		outcome_r->ttl_before_s = before.ttl_s;
	if (status == WB_OK)
		status = wb_feed_sync(writer, change, feed, &file.entries, plan->allowed, plan->file.path, error_r);
	if (status == WB_OK)
		status = wb_listing_commit(writer, error_r);
	wb_listing_writer_close(&writer);
	wb_feed_entries_close(&file.entries);
	wb_feed_entries_close(&file.excluded);
	return status;
}

enum wb_status wb_feed_drop_named(const struct wb_config *config, const struct wb_change *change, const char *name,
    const char *why, size_t *removed_r, struct wb_error *error_r)
{
	struct wb_listing_writer *writer = NULL;
	enum wb_status status = wb_listing_check_feed_name(name, error_r);

	*removed_r = 0;
	if (status == WB_OK)
		status = wb_listing_check_reason(why, error_r);
	if (status == WB_OK)
		status = wb_listing_writer_open(config->policy.store, &writer, error_r);
	if (status == WB_OK)
		status = wb_feed_drop(writer, change, name, why, removed_r, error_r);
	if (status == WB_OK)
		status = wb_listing_commit(writer, error_r);
	wb_listing_writer_close(&writer);
	return status;
}

struct feed_listing {
	const struct wb_config *config;
	bool *is_synced; /* beside the configuration's feeds */
	wb_feeds_visit *visit;
	void *context;
};

static bool note_synced(void *context, const struct wb_feed *feed)
{
	struct feed_listing *listing = context;
	const struct wb_feed_settings *settings = wb_config_feed(listing->config, feed->name);

	if (settings != NULL)
		listing->is_synced[settings - listing->config->feeds] = true;
	return listing->visit(listing->context, feed);
}

enum wb_status wb_feed_list(
    const struct wb_config *config, wb_feeds_visit *visit, void *context, size_t *unreadable_r, struct wb_error *error_r)
{
	struct feed_listing listing = { config, calloc(config->feed_count + 1, sizeof(bool)), visit, context };
	enum wb_status status;

	*unreadable_r = 0;
	if (listing.is_synced == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	status = wb_feeds_walk(config->policy.store, note_synced, &listing, unreadable_r, error_r);
	for (size_t i = 0; status == WB_OK && i < config->feed_count; i++) {
		struct wb_feed feed = { .scope = (enum wb_scope)config->feeds[i].scope, .ttl_s = config->feeds[i].ttl_s };

		wb_text_copy(feed.name, sizeof(feed.name), config->feeds[i].name);
		wb_text_copy(feed.category, sizeof(feed.category), config->feeds[i].category_id);
		if (!listing.is_synced[i] && !visit(context, &feed))
			break;
	}
	free(listing.is_synced);
	return status;
}
