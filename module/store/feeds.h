/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * feeds.h - what is known of each feed: a list from somebody else, whose listings have the source feed:NAME.
 */
#ifndef WB_FEEDS_H
#define WB_FEEDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "verdict/listing.h"

struct wb_listing_writer; /* listings.h */

struct wb_feed {
	char name[WB_LISTING_FEED_NAME_SIZE];
	char category[WB_CATEGORY_ID_SIZE];
	enum wb_scope scope;           /* of its listings, but of those of an AS, which is network */
	int64_t ttl_s;                 /* of its listings, from the last sync that found them; 0: without end */
	int64_t synced_at_s;           /* Unix time of the last sync */
	uint64_t listings;             /* that it had then */
	uint64_t added, kept, removed; /* by that sync */
};

/* The feed as this transaction sees it. WB_NOT_FOUND: it was never synced, or what is kept of it cannot be read. */
enum wb_status wb_feeds_get(
    struct wb_listing_writer *writer, const char *name, struct wb_feed *feed_r, struct wb_error *error_r);

/* Adds the feed, or replaces what was kept of it. */
enum wb_status wb_feeds_put(struct wb_listing_writer *writer, const struct wb_feed *feed, struct wb_error *error_r);

/* Forgets the feed; its listings stay. WB_NOT_FOUND: nothing was kept of it. */
enum wb_status wb_feeds_remove(struct wb_listing_writer *writer, const char *name, struct wb_error *error_r);

/* Called for each feed by name; false ends the walk. */
typedef bool wb_feeds_visit(void *context, const struct wb_feed *feed);

/* unreadable_r: records that did not decode; they were skipped. */
enum wb_status wb_feeds_walk(
    const char *store, wb_feeds_visit *visit, void *context, size_t *unreadable_r, struct wb_error *error_r);

#endif
