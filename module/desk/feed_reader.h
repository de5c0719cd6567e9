/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * feed_reader.h - a whole file of addresses from somebody else, in whatever format each of its lines comes (feed_format.h).
 */
#ifndef WB_FEED_READER_H
#define WB_FEED_READER_H

#include "desk/feed_format.h"

struct wb_feed_lines {
	size_t good, bad; /* lines (of JSON: texts) that hold an address, and those that should */
};

/*
 * column:   see struct wb_feed_parser.
 * listener: is told of each bad line, and how a line was read when that is not how it is written. A bad line ends nothing.
 * found:    gets each item; WB_INVALID makes its line a bad one.
 * Returns:  WB_OK; WB_INVALID for a file of which nothing must be used: damaged, cut short (JSON that does not end, fewer records
 *           than it says), or with an exclusion that cannot be read; WB_UNAVAILABLE, WB_NO_MEMORY, and what else found has returned. error_r
 *           begins with the path.
 */
enum wb_status wb_feed_read(const struct wb_line_source *source, const char *column, const struct wb_line_listener *listener,
    wb_feed_found *found, void *context, struct wb_feed_lines *lines_r, struct wb_error *error_r);

#endif
