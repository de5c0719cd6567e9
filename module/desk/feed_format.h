/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * feed_format.h - the forms in which a line of a feed's file comes. One row each, beside its parser in feed_format.c: a further
 * format is a function and a row there.
 */
#ifndef WB_FEED_FORMAT_H
#define WB_FEED_FORMAT_H

#include <stdbool.h>

#include "desk/range.h"
#include "verdict/listing.h"

/* What a line says. */
struct wb_feed_line {
	struct wb_range range;
	char reason[WB_LISTING_REASON_SIZE]; /* the comment; may be empty */
};

struct wb_feed_format {
	const char *name;
	const char *example;
	/* Both get a line without its end, without blanks around it, that is neither empty nor a comment. */
	bool (*recognise)(const char *line);
	/* Cuts the line apart. WB_NOT_FOUND: it is about the file itself. WB_INVALID: a bad line. */
	enum wb_status (*parse)(char *line, struct wb_feed_line *line_r, struct wb_error *error_r);
};

/* A line has the format of the first row that recognises it; the last one takes any. */
extern const struct wb_feed_format wb_feed_formats[];
extern const size_t wb_feed_format_count;

/* As parse above, of a line in any of the formats. WB_NOT_FOUND also for an empty line, and for a comment behind # or ; */
enum wb_status wb_feed_format_parse(char *line, struct wb_feed_line *line_r, struct wb_error *error_r);

#endif
