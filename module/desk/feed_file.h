/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * feed_file.h - a feed's file (feed_reader.h), held against the guards.
 */
#ifndef WB_FEED_FILE_H
#define WB_FEED_FILE_H

#include "config/config.h"
#include "desk/feed.h"
#include "desk/feed_reader.h"

struct wb_feed_file {
	struct wb_feed_entries entries;
	struct wb_feed_entries excluded; /* what the file says is not to be listed; it is taken off the entries */
	struct wb_feed_lines lines;
	size_t guarded; /* good ones that a guard refuses */
	size_t special; /* prefixes that were left out as special space */
};

/*
 * column:   see struct wb_feed_parser.
 * policy:   who is exempt, and which IPv6 clients count as IPv4: those are listed as such.
 * allowed:  see feed_guard.h.
 * Returns:  WB_OK; WB_INVALID when a guard refuses the file, and see wb_feed_read; WB_UNAVAILABLE, WB_NO_MEMORY.
 * Memory:   24 bytes for each prefix, and the comments.
 * Ownership: the caller closes file_r->entries and file_r->excluded whatever is returned.
 */
enum wb_status wb_feed_file_read(const struct wb_policy *policy, const struct wb_line_source *source, const char *column,
    unsigned allowed, const struct wb_line_listener *listener, struct wb_feed_file *file_r, struct wb_error *error_r);

#endif
