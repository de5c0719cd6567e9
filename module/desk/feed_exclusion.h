/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * feed_exclusion.h - the marks by which a list says of an address that it is not on it: "!" and its fullwidth kin, "nomatch" of ipset,
 * and results of Postfix's tables that let somebody in. One that is passed over lists a host that the list itself keeps out, so what only
 * looks like one is found here as well.
 */
#ifndef WB_FEED_EXCLUSION_H
#define WB_FEED_EXCLUSION_H

#include <stdbool.h>
#include <stddef.h>

/* Takes the first "!" out of text when no letter, digit or "<" is in front of it; what is there and is not ASCII (a no-break space) becomes a blank. */
bool wb_feed_exclusion_take(char *text);

/* True when there is a "!" anywhere. */
bool wb_feed_exclusion_has_mark(const char *text);

/* How many "!" in front of end stand directly before an address, and not behind a word. */
size_t wb_feed_exclusion_count(const char *text, const char *end);

/* Of a line that cannot be read, up to end: true when it may be an exclusion. */
bool wb_feed_exclusion_is_likely(const char *text, const char *end);

/* True when the word is there, between blanks, commas, bars, or what else parts columns. */
bool wb_feed_exclusion_has_word(const char *line, const char *word);

/*
 * What stands behind an address, or in a column: true when it takes the address off the list. is_blank: a blank parts it from the address, as in
 * Postfix's tables; only then the results that are everyday words count. Source: access(5) and cidr_table(5) of Postfix.
 */
bool wb_feed_exclusion_is_let_in(const char *word, bool is_blank);

#endif
