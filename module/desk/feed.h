/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * feed.h - a list from somebody else: the listings of source feed:NAME, made equal to a file in one transaction.
 */
#ifndef WB_FEED_H
#define WB_FEED_H

#include <stddef.h>

#include "store/change.h"
#include "store/feed_entries.h"
#include "store/feeds.h"

/*
 * Makes the listings of the feed equal to the entries, which it sorts and frees of repetitions (the first one's reason stays).
 * What is in both is kept, and written again only if scope or reason are others, or if less than half of the TTL is left.
 * feed:     name, category, scope and ttl_s are read; the rest is filled in.
 * allowed:  see feed_guard.h. WB_INVALID when the change is too large; the writer must then be closed without a commit.
 * why:      for the record of history, as is change.
 */
enum wb_status wb_feed_sync(struct wb_listing_writer *writer, const struct wb_change *change, struct wb_feed *feed,
    struct wb_feed_entries *entries, unsigned allowed, const char *why, struct wb_error *error_r);

/* Removes the feed and its listings. WB_NOT_FOUND: there was neither. */
enum wb_status wb_feed_drop(struct wb_listing_writer *writer, const struct wb_change *change, const char *name, const char *why,
    size_t *removed_r, struct wb_error *error_r);

#endif
