/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * list_import.h - lists what a file says: all of it in one transaction, or nothing.
 */
#ifndef WB_LIST_IMPORT_H
#define WB_LIST_IMPORT_H

#include "desk/feed_reader.h"
#include "desk/list_guard.h"
#include "store/change.h"

struct wb_list_import {
	struct wb_line_source file; /* history names it */
	const char *source;         /* of the lines that name none */
	/*
	 * Of the lines when they are those of a list from elsewhere, in any format that a feed may have (feed_reader.h); NULL: they are as
	 * list_text.h reads them, and the rest is not looked at.
	 */
	const char *category;
	const char *column; /* see struct wb_feed_parser */
	enum wb_scope scope;
	int64_t ttl_s;      /* 0: nothing is said of an end */
	const char *reason; /* of the lines without a comment */
	enum wb_list_force force;
	const struct wb_own_addresses *own; /* see wb_list_check */
};

struct wb_list_imported {
	size_t added, replaced;
	size_t kept;     /* of those replaced: lines that say nothing of an end, and have kept that of before */
	size_t mistakes; /* lines that were reported; with one of them nothing was listed */
};

/*
 * Lines are as said above, or empty, or a comment behind '#'. Behind a mistake the rest is read for its mistakes only.
 * Returns:  WB_OK; WB_NOT_IN_FORCE: see wb_listing_commit; WB_INVALID when there were mistakes; WB_UNAVAILABLE, WB_NO_MEMORY: nothing
 *           has changed.
 */
enum wb_status wb_list_import(const struct wb_config *config, const struct wb_change *change,
    const struct wb_list_import *import, const struct wb_line_listener *listener, struct wb_list_imported *imported_r,
    struct wb_error *error_r);

#endif
