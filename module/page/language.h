/*
 * language.h - the languages of the pages and of the mails, one row each.
 */
#ifndef WB_LANGUAGE_H
#define WB_LANGUAGE_H

#include <stdbool.h>

enum wb_language { WB_LANGUAGE_EN, WB_LANGUAGE_DE, WB_LANGUAGE_FR, WB_LANGUAGES };

struct wb_language_row {
	const char *tag;  /* BCP 47: "en" */
	const char *name; /* in the language itself */
};
extern const struct wb_language_row wb_languages[WB_LANGUAGES];

/* "de" and "DE" are German; false for what is no row's tag, NULL too. */
bool wb_language_parse(const char *tag, enum wb_language *language_r);

/*
 * What the visitor wants most of what there is; English when there is nothing else.
 * accept: the header's value, or NULL. Source: RFC 9110 section 12.5.4, with the basic filtering of RFC 4647 section 3.3.1.
 */
enum wb_language wb_language_choose(const char *accept);

#endif
