/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * feed_sync.h - what staff and timers do with feeds: sync one from its file, drop one, list them all.
 */
#ifndef WB_FEED_SYNC_H
#define WB_FEED_SYNC_H

#include "desk/feed_file.h"

/* One feed to sync: from its section of the configuration, from whoever asks, or from both. */
struct wb_feed_plan {
	const char *name;
	struct wb_line_source file; /* history names it */
	const char *column;         /* see struct wb_feed_parser; never NULL */
	const char *category;       /* never NULL; the configuration need not know it yet */
	enum wb_scope scope;
	int64_t ttl_s;    /* 0: without end */
	unsigned allowed; /* guards: see feed_guard.h */
};

struct wb_feed_outcome {
	struct wb_feed feed;  /* with its counts, when it is done */
	int64_t ttl_before_s; /* of the sync before; 0: without end, or there was none */
	size_t asns;          /* entries that are an AS: their listings have scope network */
	size_t special;       /* prefixes that were left out as special space */
	size_t bad_lines;     /* that were left out, or were too many */
};

/* What the section says. */
struct wb_feed_plan wb_feed_plan_of(const struct wb_feed_settings *settings);

/*
 * Reads the file and makes the listings of feed:NAME equal to it, in one transaction.
 * Returns:  WB_OK; WB_INVALID for a name or category that cannot be, and when a guard refuses the file or the change;
 *           WB_NOT_IN_FORCE: see wb_listing_commit; WB_UNAVAILABLE, WB_NO_MEMORY. Else nothing has changed.
 */
enum wb_status wb_feed_sync_file(const struct wb_config *config, const struct wb_change *change,
    const struct wb_feed_plan *plan, const struct wb_line_listener *listener, struct wb_feed_outcome *outcome_r,
    struct wb_error *error_r);

/* Removes the feed with its listings. WB_NOT_FOUND: there was neither. */
enum wb_status wb_feed_drop_named(const struct wb_config *config, const struct wb_change *change, const char *name,
    const char *why, size_t *removed_r, struct wb_error *error_r);

/*
 * All feeds that were ever synced, and behind them those of the configuration that never were, with synced_at_s 0.
 * unreadable_r: records that did not decode; they were skipped.
 */
enum wb_status wb_feed_list(
    const struct wb_config *config, wb_feeds_visit *visit, void *context, size_t *unreadable_r, struct wb_error *error_r);

#endif
