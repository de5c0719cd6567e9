/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * language.h - the languages of the pages and of the mails.
 */
#ifndef WB_LANGUAGE_H
#define WB_LANGUAGE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The tag of BCP 47, and the name in the language itself; English stands first. All words of a language are wb_words_TAG in a
 * file words_TAG.c, with the reasons to block and the mails in two beside it: a new language is a row here and these files.
 */
#define WB_LANGUAGE_ROWS(ROW) \
	ROW(EN, en, "English") \
	ROW(DE, de, "Deutsch") \
	ROW(FR, fr, "Français")

#define WB_LANGUAGE_VALUE(NAME, tag, name) WB_LANGUAGE_##NAME,
enum wb_language { WB_LANGUAGE_ROWS(WB_LANGUAGE_VALUE) WB_LANGUAGES };

struct wb_language_row {
	const char *tag;  /* "en" */
	const char *name; /* "English" */
};
extern const struct wb_language_row wb_languages[WB_LANGUAGES];

/* "de" and "DE" are German; false for what is no row's tag, NULL too. */
bool wb_language_parse(const char *tag, enum wb_language *language_r);

/*
 * The language that the visitor prefers among ours; English when they want none of them.
 * accept: the header's value, or NULL. Source: RFC 9110 section 12.5.4, with the basic filtering of RFC 4647 section 3.3.1.
 */
enum wb_language wb_language_choose(const char *accept);

#define WB_LANGUAGE_SPAN_SIZE 40

/*
 * A span in words: "1 hour", "36 hours", "2 days", rounded up. It stands behind "within" or "after" (in German in
 * the dative). buffer holds WB_LANGUAGE_SPAN_SIZE bytes.
 */
void wb_language_span(enum wb_language language, int64_t span_s, char *buffer);

#endif
