/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * scan_tell.h - the words for statements that cannot be read: what they look like, and what they would look like. Each adds one diagnostic and
 * moves nothing.
 */
#ifndef WB_SCAN_TELL_H
#define WB_SCAN_TELL_H

#include <stdbool.h>

#include "config/scan_value.h"

/*
 * How many bytes of a text stand in a message: 40, or as many as it takes for the name of a zone with an account's key in it to be whole, so that
 * wb_diagnostics_add recognises the key and takes it out.
 */
size_t wb_scan_cut(const char *text, size_t length);

/* The same of a token, whose line it is at most; and "..." when that is not all of it. */
int wb_scan_shown_bytes(const struct wb_token *token);
const char *wb_scan_shown_rest(const struct wb_token *token);

/* How much of a token a message shows, and "..." for the rest: for "%.*s%s". */
#define WB_TOKEN_SHOWN(token) wb_scan_shown_bytes(token), (token)->start, wb_scan_shown_rest(token)

/* A name that is none in this section (NULL: the file). has_block: a { follows, so that a section was meant. */
void wb_scan_tell_unknown(
    struct wb_scan_walk *walk, const struct wb_section *section, const struct wb_token *name, bool has_block);

/* Words that are no statement, and what other formats have. second: behind name. */
void wb_scan_tell_other(
    struct wb_scan_walk *walk, const struct wb_section *section, const struct wb_token *name, const struct wb_token *second);

/* A section whose { is missing. title: NULL: there is none. token: what stands in the place of the {. */
void wb_scan_tell_no_brace(struct wb_scan_walk *walk, const struct wb_section *kind, const struct wb_token *name,
    const struct wb_token *title, const struct wb_token *token);

/* A section with a = behind its name. value: behind the =. */
void wb_scan_tell_equals(
    struct wb_scan_walk *walk, const struct wb_section *kind, const struct wb_token *equals, const struct wb_token *value);

#endif
