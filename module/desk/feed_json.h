/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * feed_json.h - a feed's JSON: an object in each line, as Spamhaus has it, or one document of any depth and length. It is read as it
 * comes, so that no more of it than one text is in memory.
 */
#ifndef WB_FEED_JSON_H
#define WB_FEED_JSON_H

#include "desk/feed_format.h"

#define WB_FEED_JSON_DEPTH_MAX 32

/* True when what comes next is JSON. In front of anything else in a file that may be an array, too. */
bool wb_feed_json_recognise(const struct wb_feed_parser *parser, const char *bytes, size_t size);

/*
 * Reads one value and the rest of its last line. The addresses are the texts in the member that parser->column names, at any depth ("cidr", or
 * else "asn", when it names none), alone or in an array; beside it "sblid", "reason" or "comment" is the reason. Only the first value of a file may be longer
 * than a line: what is wrong in one line leaves the others alone.
 * is_broken_r:  the file is no JSON as a whole, is cut short, also inside its last line, or does not say how many records it has: nothing of it
 *               must be used. What may be an exclusion and is not handed over is counted in parser->bad_exclusions.
 * Returns:      WB_OK when some address was found; WB_NOT_FOUND: it is about the file itself; WB_INVALID: a bad line; else as found and
 *               wb_line_reader_next.
 */
enum wb_status wb_feed_json_read(
    struct wb_feed_parser *parser, struct wb_line_reader *reader, bool *is_broken_r, struct wb_error *error_r);

#endif
