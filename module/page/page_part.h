/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * page_part.h - what the pages are made of; for page*.c alone.
 */
#ifndef WB_PAGE_PART_H
#define WB_PAGE_PART_H

#include "page/page.h"
#include "page/words.h"

#define WB_PAGE_DATE_SIZE 80
#define WB_PAGE_TITLE_SIZE 256
#define WB_PAGE_LINK_SIZE 1024 /* of a URL of the configuration, with a path and a code behind it */

enum wb_page_audience {
	WB_PAGE_PUBLIC,
	WB_PAGE_PERSONAL, /* about somebody: search engines are told to leave it out */
	WB_PAGE_FORM,     /* the same, and people type into it */
};

/*
 * Everything up to the content of <main>, and everything behind it. title: text, no markup. In a page with a form, WB_PAGE_FORM, the links to
 * other languages are buttons of that form, id="request", so that nothing typed is lost: they send it with "switch".
 */
void wb_page_begin(const struct wb_page *page, const char *title, enum wb_page_audience audience, struct wb_html *html);
void wb_page_end(const struct wb_page *page, struct wb_html *html);

const char *wb_page_phrase(const struct wb_page *page, enum wb_phrase phrase);

/* A sentence; value is put into %{0}, and may be NULL. */
void wb_page_say(const struct wb_page *page, enum wb_phrase phrase, const char *value, struct wb_html *html);

/* The same as an element of its own: "h2", "p". */
void wb_page_element(
    const struct wb_page *page, const char *element, enum wb_phrase phrase, const char *value, struct wb_html *html);

/* Our own sentences, one on each line: with markup between them, and as the items of a list. */
void wb_page_lines(const char *lines, const char *between, struct wb_html *html);
void wb_page_list(const char *items, struct wb_html *html);

/* ' href="..."' of a page by its path as the service knows it; query may be NULL. */
void wb_page_href(const struct wb_page *page, const char *path, const char *query, struct wb_html *html);

/* A paragraph with a link of that kind that looks like a button. */
void wb_page_button(
    const struct wb_page *page, const char *path, const char *query, enum wb_phrase phrase, struct wb_html *html);

/* Percent-encoded as a part of a URL. */
void wb_page_encode(const char *text, struct wb_html *html);

/* The beginning of a banner with its heading: the caller ends it with </div>. look: "stop", "wait" or "good"; the words say it, too. */
void wb_page_banner(const struct wb_page *page, const char *look, enum wb_phrase heading, struct wb_html *html);

/* How removal is asked for and what to expect, and where: the form, or on the static site the address. ref: for the form, or empty. button: what it says. */
void wb_page_removal(const struct wb_page *page, const char *ref, enum wb_phrase button, struct wb_html *html);

/* A point in time in words; buffer holds WB_PAGE_DATE_SIZE bytes. And as <time>. */
void wb_page_date(const struct wb_page *page, int64_t time_s, char *buffer);
void wb_page_time(const struct wb_page *page, int64_t time_s, struct wb_html *html);

/* <dt> with a phrase and the beginning of its <dd>; the caller ends it with wb_page_fact_end. */
void wb_page_fact(const struct wb_page *page, enum wb_phrase phrase, struct wb_html *html);
void wb_page_fact_end(struct wb_html *html);

/* All of a fact whose value is text; and of one that people copy, such as an address. */
void wb_page_text_fact(const struct wb_page *page, enum wb_phrase phrase, const char *value, struct wb_html *html);
void wb_page_code_fact(const struct wb_page *page, enum wb_phrase phrase, const char *value, struct wb_html *html);

/* The words for a category; its title, and how an answer names it: both text, the operator's where they gave a title. */
const struct wb_category_words *wb_page_category_words(const struct wb_page *page, const struct wb_page_category *category);
const char *wb_page_category_title(const struct wb_page *page, const struct wb_page_category *category);
const char *wb_page_category_reason(const struct wb_page *page, const struct wb_page_category *category);

/* False for a category of the operator's own, for which there are general words alone. */
bool wb_page_category_is_ours(const struct wb_page_category *category);

/* All that its own page says, folded, for the overview. */
void wb_page_category_digest(const struct wb_page *page, const struct wb_page_category *category, struct wb_html *html);

/* What somebody who only wanted to send a mail can find out and do, and those who run the server in a section of its own; from page_category.c. */
void wb_page_user_advice(const struct wb_page *page, const struct wb_page_category *category, struct wb_html *html);
void wb_page_admin_advice(const struct wb_page *page, const struct wb_page_category *category, struct wb_html *html);

/* The field for a code, as a form; code: what is in it. From page_overview.c. */
void wb_page_lookup(const struct wb_page *page, const char *code, struct wb_html *html);

/* Whom to send this page, with a message that is ready; from page_forward.c. category may be NULL. may_be_own: the reader's own site or device may be it. */
void wb_page_forward(const struct wb_page *page, const struct wb_blocked *blocked, const struct wb_page_category *category,
    bool may_be_own, struct wb_html *html);

/* How soon requests are answered, as a paragraph, if that is promised. */
void wb_page_promise(const struct wb_page *page, struct wb_html *html);

/* Why nothing became of what was typed, though there was no mistake in it. has_no_code: a code would have been heard. From page_status.c. */
void wb_page_notice(const struct wb_page *page, enum wb_page_message notice, bool has_no_code, struct wb_html *html);

/* What is kept of a request, and for how long; from page_status.c. */
void wb_page_keep(const struct wb_page *page, struct wb_html *html);

/* Rows of facts: since when and until when something is listed, if it is, and what the listing says. */
void wb_page_listing_facts(const struct wb_page *page, const struct wb_blocked *blocked, struct wb_html *html);

#endif
