/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * list_edit.h - changes what one listing says: its reason, note, end, category or scope, in one transaction with its history. Since when it is
 * listed stays as it was.
 */
#ifndef WB_LIST_EDIT_H
#define WB_LIST_EDIT_H

#include <stdbool.h>

#include "desk/list_guard.h"
#include "store/change.h"

#define WB_LIST_EDIT_FOUND_MAX 8

struct wb_list_edit {
	struct wb_prefix prefix;  /* exactly that */
	const char *category;     /* which one, when there are several; NULL: any */
	const char *source;       /* the same */
	const char *new_category; /* NULL: as it is, here and below */
	const char *new_reason;
	const char *new_note; /* empty: there shall be none */
	const enum wb_scope *new_scope;
	const int64_t *new_expires_at_s;    /* Unix time; 0: never */
	enum wb_list_force force;           /* of the guards of the new category */
	const struct wb_own_addresses *own; /* see wb_list_check */
};

struct wb_list_edited {
	struct wb_listing before, after;
	/* What the prefix, category and source name: more than one is changed by nobody. */
	struct wb_listing found[WB_LIST_EDIT_FOUND_MAX];
	size_t count;             /* may be more than are in found */
	enum wb_list_guard guard; /* which refused it */
};

/*
 * edited_r:  found, count and guard are filled whatever is returned, before and after when it is done.
 * Returns:   WB_OK; WB_NOT_IN_FORCE, see wb_listing_commit; WB_NOT_FOUND: nothing of that name is listed; WB_INVALID: several are, or it is
 *            a feed's, which the next sync would write as before, or what it would become is listed already or breaks a rule (wb_list_check);
 *            WB_UNAVAILABLE, WB_NO_MEMORY. Unless it is done nothing has changed.
 */
enum wb_status wb_list_edit(const struct wb_config *config, const struct wb_change *change, const struct wb_list_edit *edit,
    struct wb_list_edited *edited_r, struct wb_error *error_r);

#endif
