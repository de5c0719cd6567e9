/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * history.h - who changed what is listed, when and why: append-only, in the transaction of the change itself.
 * A change by staff is a record of its own; an import, an expiry and a feed's sync are one record with their counts. Who applied
 * which configuration stands beside it, in a table that an older whyblock does not look at.
 */
#ifndef WB_HISTORY_H
#define WB_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/age_guard.h"
#include "store/subject.h"
#include "verdict/listing.h"

struct wb_listing_writer; /* listings.h */

#define WB_HISTORY_LOGIN_SIZE 51

enum wb_history_action {
	WB_HISTORY_ADD,
	WB_HISTORY_REPLACE,
	WB_HISTORY_REMOVE,
	WB_HISTORY_EXPIRE,
	WB_HISTORY_IMPORT,
	WB_HISTORY_FEED_SYNC,
	WB_HISTORY_FEED_DROP,
	WB_HISTORY_APPLY, /* a policy was published: settings were added, changed (kept counts those) and removed */
	WB_HISTORY_FORGET, /* what was held about a host or a person was removed (removed counts it), and that it was asked is all that is left */
	WB_HISTORY_ACTIONS
};

/* One row for each enum wb_history_action, in its order. */
struct wb_history_action_row {
	const char *name;
	bool is_summary; /* of many listings: counts instead of a prefix, before and after */
};
extern const struct wb_history_action_row wb_history_actions[WB_HISTORY_ACTIONS];

/* What a change found, or left. */
struct wb_history_state {
	bool is_listed;
	enum wb_scope scope;
	int64_t created_at_s;
	int64_t expires_at_s; /* 0: never */
	char reason[WB_LISTING_REASON_SIZE];
};

struct wb_history_record {
	int64_t at_s;                      /* Unix time */
	char login[WB_HISTORY_LOGIN_SIZE]; /* as the person logged in; names, does not prove: see uid */
	uint32_t uid;                      /* the real user id of the process that did it */
	enum wb_history_action action;
	bool has_prefix; /* false for summaries */
	struct wb_prefix prefix;
	char category[WB_CATEGORY_ID_SIZE]; /* empty for summaries of several */
	char source[WB_LISTING_SOURCE_SIZE];
	char why[WB_LISTING_REASON_SIZE]; /* printable, UTF-8; may be empty */
	struct wb_history_state before, after;
	uint64_t added, kept, removed; /* of summaries; kept counts what was replaced, too */
};

/* Adds a record to the writer's transaction; in a second that has records already it comes behind them. */
enum wb_status wb_history_add(
    struct wb_listing_writer *writer, const struct wb_history_record *record, struct wb_error *error_r);

/* Removes what is older than before_s. WB_INVALID: that is more than half of what is there, and nothing was removed. */
enum wb_status wb_history_prune(
    struct wb_listing_writer *writer, int64_t before_s, enum wb_age_guard guard, size_t *removed_r, struct wb_error *error_r);

/* Called for each record, the oldest first; false ends the walk. */
typedef bool wb_history_visit(void *context, const struct wb_history_record *record);

/*
 * All records since a time (0: from the beginning) that are about this prefix: theirs covers it, or lies in it. NULL: all.
 * unreadable_r: records that did not decode; they were skipped.
 */
enum wb_status wb_history_walk(const char *store, const struct wb_prefix *prefix, int64_t since_s, wb_history_visit *visit,
    void *context, size_t *unreadable_r, struct wb_error *error_r);

/* Removes each record of a change of a host or network of the subject's, or with its mail address in a text. */
enum wb_status wb_history_forget(
    struct wb_listing_writer *writer, const struct wb_subject *subject, size_t *removed_r, struct wb_error *error_r);

#endif
