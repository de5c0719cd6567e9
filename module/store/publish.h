/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * publish.h - what Exim reads of the listings, made equal to what the store has.
 *
 * Two files are published, see verdict/listings_file.h: a base, which has all listings, and `recent`, which has what was changed
 * since and names its base. A commit writes recent, which is small. When that has grown, or too much was changed at once, a new
 * base takes the place of both; the bases before it are removed when no published recent names them any more.
 *
 * A publisher takes the lock and then reads the store, so the last rename is the newest state. It may be killed at any moment: what is
 * published is then one state of the store or a later one, and the next publisher makes good what is missing.
 */
#ifndef WB_PUBLISH_H
#define WB_PUBLISH_H

#include <stdint.h>

#include "base/status.h"
#include "store/listing_session.h"

#define WB_PUBLISH_RECENT_MAX 2000 /* rows of recent; with more of them a merge is due */

enum wb_publish_extent {
	WB_PUBLISH_CHANGED, /* nothing when the last state is published already; else recent, or a base when one is due */
	WB_PUBLISH_MERGED,  /* a base when recent has grown */
	WB_PUBLISH_ALL,     /* a base in any case: whatever was done to the files is mended */
};

/*
 * Publishes what was committed last. The session's transaction must be over; it may be used again afterwards.
 * Returns: WB_OK; WB_UNAVAILABLE, WB_NO_MEMORY: what was published before still is.
 */
enum wb_status wb_publish(struct wb_listing_session *session, enum wb_publish_extent extent, struct wb_error *error_r);

/*
 * Merges recent into a new base when it has grown: for the end of a command that has changed the listings, after its answer. Looks
 * at the header of recent alone when nothing is to be done.
 */
enum wb_status wb_publish_merge(const char *store, struct wb_error *error_r);

/* Publishes what was committed and, since its writer was killed, is not in force. WB_NOT_IN_FORCE: it still is not. */
enum wb_status wb_publish_pending(const char *store, struct wb_error *error_r);

/*
 * Whether what is published is what was committed last; who publishes at this moment gets a second for it. Nothing is changed.
 * changed_at_s_r: when that was, Unix time; 0 when nothing was ever listed.
 * Returns:        WB_OK; WB_NOT_IN_FORCE: it is not, or cannot be read, and error_r says what; WB_UNAVAILABLE: the store cannot be read.
 */
enum wb_status wb_publish_check(const char *store, int64_t *changed_at_s_r, struct wb_error *error_r);

/* WB_NOT_IN_FORCE of something that is committed, with the words for it. */
enum wb_status wb_publish_fail(const struct wb_error *why, struct wb_error *error_r);

/* Publishes all of a store, which may be empty. */
enum wb_status wb_publish_all(const char *store, struct wb_error *error_r);

#endif
