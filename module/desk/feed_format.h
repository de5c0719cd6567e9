/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * feed_format.h - the forms in which a line of a feed's file comes. One row each, beside its parser in feed_format.c: a further
 * format is a function and a row there. JSON, which does not end with a line, is read by feed_json.h.
 */
#ifndef WB_FEED_FORMAT_H
#define WB_FEED_FORMAT_H

#include <stdbool.h>

#include "desk/line_reader.h"
#include "desk/range.h"
#include "verdict/listing.h"

/* Something that a file says of some addresses. */
struct wb_feed_item {
	struct wb_range range;
	bool is_excluded;                    /* the feed lists none of them, whatever else it says */
	char reason[WB_LISTING_REASON_SIZE]; /* the comment, made printable; may be empty */
	char note[WB_RANGE_NOTE_SIZE];       /* how it was read when that is not how it was written; may be empty */
};

/* Gets each item. What it returns other than WB_OK ends the line, and is returned. */
typedef enum wb_status wb_feed_found(
    void *context, const struct wb_line_reader *reader, struct wb_feed_item *item, struct wb_error *error_r);

/* What is known of a file when one of its lines is read. Begin with { .column, .reader, .found, .context }. */
struct wb_feed_parser {
	/* Where the addresses stand: a name of the heading or in JSON, or a number from 1 on; "": see the formats. */
	const char *column;
	const struct wb_line_reader *reader; /* handed to found */
	wb_feed_found *found;
	void *context;
	/* Filled in by what is read. */
	bool is_begun;         /* something that is no comment was read */
	bool is_zone;          /* of rbldnsd: addresses may have fewer than four numbers */
	bool is_other_dataset; /* of a zone: names, not addresses */
	bool has_pairs;        /* the heading says Start and End */
	bool is_document;      /* JSON of several lines */
	char separator;        /* of the columns of a file with a heading; 0: not known yet */
	size_t place;          /* of the column, from 0 on */
	bool has_place;
	size_t bad_values;     /* of JSON, beside those that are returned */
	size_t bad_exclusions; /* lines that should keep somebody from being listed, and cannot be read */
	size_t marks_taken;    /* "!" of the line that is read, whose address was taken as an exclusion */
	uint64_t records;      /* of JSON */
	uint64_t records_said; /* what its lines about the file say; 0: nothing */
	struct wb_feed_item item;
};

struct wb_feed_format {
	const char *name;
	const char *example;
	/* Both get a line without its end, without blanks around it, that is neither empty nor a comment. */
	bool (*recognise)(const struct wb_feed_parser *parser, const char *line);
	/* Cuts the line apart. WB_NOT_FOUND: it is about the file itself. WB_INVALID: a bad line. NULL: it is JSON's. */
	enum wb_status (*parse)(struct wb_feed_parser *parser, char *line, struct wb_error *error_r);
};

/* A line has the format of the first row that recognises it; the last one takes any. */
extern const struct wb_feed_format wb_feed_formats[];
extern const size_t wb_feed_format_count;

/* As parse above, of a line in any of the formats. WB_NOT_FOUND also for an empty line, and for a comment. */
enum wb_status wb_feed_format_parse(struct wb_feed_parser *parser, char *line, struct wb_error *error_r);

/* Where a comment begins in a line of the formats that have some; NULL: there is none. */
char *wb_feed_format_comment(char *line);

/* The line cannot be read: counts it when it may be an exclusion. Its NUL bytes are blanks by now. */
void wb_feed_format_note_lost(struct wb_feed_parser *parser, const char *line);

/* Makes a comment, in whatever encoding, a reason: UTF-8 stays, other bytes are taken for Latin-1, '?' for what cannot be shown; cut to fit. */
void wb_feed_format_reason(const char *comment, struct wb_feed_item *item);

/* The item's range is what text says, an exclusion with a "!" in front of it: tells found, with the note. text is cut apart. */
enum wb_status wb_feed_format_take(struct wb_feed_parser *parser, char *text, struct wb_error *error_r);

#endif
