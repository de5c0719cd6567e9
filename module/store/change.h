/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * change.h - changes of what is listed, each with its record of history in the same transaction.
 * Whoever changes the list for a person goes through here; listings.h alone leaves no record.
 */
#ifndef WB_CHANGE_H
#define WB_CHANGE_H

#include "store/history.h"
#include "store/listings.h"

/* Who does it, and when. */
struct wb_change {
	int64_t at_s; /* Unix time */
	char login[WB_HISTORY_LOGIN_SIZE];
	uint32_t uid;
	/* Records older than this are removed on the way, unless they are too many (wb_change_expire says so); 0: none are. */
	int64_t keep_s;
};

/* wb_listing_add with one record: the listing's reason is why. */
enum wb_status wb_change_add(struct wb_listing_writer *writer, const struct wb_change *change, const struct wb_listing *listing,
    bool *replaced_r, struct wb_error *error_r);

/* wb_listing_remove with one record for each listing; why may be empty. */
enum wb_status wb_change_remove(struct wb_listing_writer *writer, const struct wb_change *change,
    const struct wb_prefix *prefix, const char *category, const char *source, const char *why, size_t *removed_r,
    struct wb_error *error_r);

/* wb_listing_expire with one record, unless nothing had expired; and wb_history_prune. */
enum wb_status wb_change_expire(struct wb_listing_writer *writer, const struct wb_change *change, int64_t now_s,
    enum wb_age_guard guard, size_t *removed_r, struct wb_error *error_r);

/* Adds a record made by the caller, who leaves time, login and uid to this, and removes the records that are too old. */
enum wb_status wb_change_note(struct wb_listing_writer *writer, const struct wb_change *change,
    struct wb_history_record *record, struct wb_error *error_r);

#endif
