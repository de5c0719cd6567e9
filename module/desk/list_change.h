/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * list_change.h - what staff do to the list by hand: add, remove, expire; each is one transaction with its record of history.
 */
#ifndef WB_LIST_CHANGE_H
#define WB_LIST_CHANGE_H

#include <stdbool.h>

#include "desk/approval.h"
#include "desk/list_guard.h"
#include "desk/relist.h"
#include "store/change.h"

struct wb_list_addition {
	struct wb_listing listing;
	bool keeps_note; /* nobody said anything of a note: the one that is replaced keeps its own */
	int64_t ttl_s;   /* from created_at_s on, and for longer after removals on request; 0: expires_at_s stands as it is */
	enum wb_listing_end end; /* WB_LISTING_END_KEPT: nobody said until when, so ttl_s and expires_at_s are 0 */
	enum wb_list_force force;
	const struct wb_own_addresses *own; /* see wb_list_check */
};

struct wb_list_added {
	struct wb_listing listing; /* as it is in the list now */
	struct wb_prefix asked;    /* the prefix as it was given: another one when that counts as IPv4, see wb_list_translate */
	bool is_replaced;          /* there was one of the same prefix, category and source ... */
	bool keeps_end;            /* ... whose end it has kept */
	enum wb_list_guard guard;  /* which refused it, when it is not in */
	struct wb_relist relist;   /* earlier removals on request, which made ttl_s longer */
	struct wb_error unknown;   /* empty, or why earlier removals are not known, and have made nothing longer */
	struct wb_approval_ended ended; /* what approvals allowed of it until now */
	struct wb_listing allow; /* covers all of it, and wins as long as it counts; source is empty when there is none */
};

/*
 * Adds or replaces a listing. What cannot be read of earlier removals keeps nobody from listing a host. One that blocks, and is no feed's, ends
 * what approvals allow of it, see wb_approval_end.
 * added_r:  guard, asked and unknown are filled whatever is returned, the rest when it is done.
 * Returns:  WB_OK; WB_NOT_IN_FORCE: see wb_listing_commit, as of all that change the listings; WB_INVALID: see wb_list_check;
 *           WB_UNAVAILABLE, WB_NO_MEMORY: nothing has changed.
 */
enum wb_status wb_list_add(const struct wb_config *config, const struct wb_change *change,
    const struct wb_list_addition *addition, struct wb_list_added *added_r, struct wb_error *error_r);

#define WB_LIST_FEEDS_MAX 8

struct wb_list_removed {
	size_t count;
	/* Feeds that one of them is from, and that will list it again: their sources; further ones are left out. */
	char feeds[WB_LIST_FEEDS_MAX][WB_LISTING_SOURCE_SIZE];
	size_t feed_count;
};

/* Removes what is listed for exactly this prefix, in one category or (NULL) in all. why may be empty, else it is a reason. */
enum wb_status wb_list_remove(const struct wb_config *config, const struct wb_change *change, const struct wb_prefix *prefix,
    const char *category, const char *why, struct wb_list_removed *removed_r, struct wb_error *error_r);

/* Removes what has expired at this time. */
enum wb_status wb_list_expire(const struct wb_config *config, const struct wb_change *change, int64_t now_s,
    enum wb_age_guard guard, size_t *removed_r, struct wb_error *error_r);

#endif
