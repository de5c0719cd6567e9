/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * list_text.h - a listing as a line of text, the same for list import and list export: the fields of the table in list_text.c, with
 * a tab between each.
 */
#ifndef WB_LIST_TEXT_H
#define WB_LIST_TEXT_H

#include "base/text.h"
#include "desk/range.h"
#include "store/listing_batch.h"
#include "verdict/listing.h"

#define WB_LIST_TEXT_SIZE 1024        /* of any listing's line, with its final NUL */
#define WB_LIST_TEXT_HEADING_SIZE 128 /* of the fields' names */

/* The names of the fields, for a heading or a message. */
void wb_list_text_add_names(struct wb_text *text, const char *between);

/*
 * line:     is cut apart. All but the prefix and the category may be left out, or be "-". "expires" may be "never".
 * listing:  source and created_at_s hold what a line gets that does not name them; the rest is filled in.
 * range_r:  what stands as the prefix: an address, a network or a range (range.h); listing->prefix is the first prefix of it.
 * end_r:    whether the line says until when it counts.
 * Returns:  WB_OK, or WB_INVALID: the reason says which field, and what was expected. What a listing may be, list_guard.h checks.
 */
enum wb_status wb_list_text_parse(
    char *line, struct wb_listing *listing, struct wb_range *range_r, enum wb_listing_end *end_r, struct wb_error *error_r);

void wb_list_text_format(const struct wb_listing *listing, struct wb_text *text);

/* A scope by its name. what: how the reason calls it, "scope" or "--scope". */
enum wb_status wb_list_text_parse_scope(const char *what, const char *name, enum wb_scope *scope_r, struct wb_error *error_r);

#endif
