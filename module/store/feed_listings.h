/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * feed_listings.h - the listings of one feed, all of the source feed:NAME, made equal to what its file says.
 * In the writer's transaction, in two steps, so that the caller can look at the size of the change between them.
 */
#ifndef WB_FEED_LISTINGS_H
#define WB_FEED_LISTINGS_H

#include "store/feed_entries.h"
#include "store/feeds.h"
#include "store/listings.h"

/*
 * First step: sorts the entries, removes the feed's listings that are none of them, and marks which of them are listed already.
 * feed:     name, category, scope, ttl_s and synced_at_s (the time of this sync) are read.
 * kept_r:   listings that are entries, too; removed_r: that were removed, also those of another category.
 * Returns:  WB_INVALID when the feed breaks a rule of listings; WB_UNAVAILABLE. The writer must then be closed without a commit.
 */
enum wb_status wb_feed_listings_merge(struct wb_listing_writer *writer, const struct wb_feed *feed,
    struct wb_feed_entries *entries, uint64_t *kept_r, uint64_t *removed_r, struct wb_error *error_r);

/*
 * Second step: lists the entries that are not listed, and writes again those that say something else or last for less than half
 * of the TTL. added_r: how many are new.
 */
enum wb_status wb_feed_listings_write(struct wb_listing_writer *writer, const struct wb_feed *feed,
    const struct wb_feed_entries *entries, uint64_t *added_r, struct wb_error *error_r);

/* Removes all listings of the feed, of whatever category. */
enum wb_status wb_feed_listings_remove(
    struct wb_listing_writer *writer, const char *name, uint64_t *removed_r, struct wb_error *error_r);

#endif
