/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * mail_text.h - the words of the mails about requests, in the languages of the pages.
 */
#ifndef WB_MAIL_TEXT_H
#define WB_MAIL_TEXT_H

#include "page/language.h"

enum wb_mail {
	WB_MAIL_APPROVED_REMOVED, /* the listing was removed */
	WB_MAIL_APPROVED_ALLOWED, /* the host is allowed until %{until} */
	WB_MAIL_APPROVED_NOTHING, /* nothing blocks it any more */
	WB_MAIL_DENIED,
	WB_MAIL_RECEIVED,     /* by mail: it was filed */
	WB_MAIL_QUESTION,     /* staff ask back: %{answer} is the question */
	WB_MAIL_NO_REFERENCE, /* by mail: no genuine reference was found in it; how to ask */
	WB_MAILS
};

/*
 * Plain text in UTF-8, lines of at most 76 characters, with %{number} %{client} %{reference} (the code, as far as there is one) %{site}
 * %{answer} %{until} %{status} (the URL of its status page) %{form} (that of the form) %{levels} (how deep a mail was looked into)
 * %{within} and %{keep} (spans) and %{contact}; a line whose value is empty is left out.
 */
struct wb_mail_text {
	const char *subject; /* ASCII, or UTF-8 that the caller encodes */
	const char *body;
};
const struct wb_mail_text *wb_mail_text_find(enum wb_language language, enum wb_mail mail);

#endif
