/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * feed_file.h - reads a feed's file, in whatever format each of its lines comes (feed_format.h), and holds it against the guards.
 */
#ifndef WB_FEED_FILE_H
#define WB_FEED_FILE_H

#include "config/config.h"
#include "desk/feed.h"
#include "desk/line_reader.h"

struct wb_feed_file {
	struct wb_feed_entries entries;
	size_t good, bad; /* lines that hold a prefix, and those that should */
	size_t guarded;   /* good ones that a guard refuses */
};

/*
 * policy:   who is exempt, and which IPv6 clients count as IPv4: those are listed as such.
 * allowed:  see feed_guard.h.
 * Returns:  WB_OK; WB_INVALID when a guard refuses the file; WB_UNAVAILABLE, WB_NO_MEMORY.
 * Memory:   24 bytes for each prefix, and the comments.
 * Ownership: the caller closes file_r->entries whatever is returned.
 */
enum wb_status wb_feed_file_read(const struct wb_policy *policy, const struct wb_line_source *source, unsigned allowed,
    const struct wb_line_listener *listener, struct wb_feed_file *file_r, struct wb_error *error_r);

#endif
