/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * html.h - HTML that grows in memory. What comes from outside enters by wb_html_text alone, which escapes it.
 */
#ifndef WB_HTML_H
#define WB_HTML_H

#include <stdbool.h>
#include <stddef.h>

struct wb_html {
	char *data; /* NUL behind it; start with all zero */
	size_t length, size;
	bool no_memory; /* a part could not be added, and nothing behind it was: the page must not be sent */
};

/* Markup of our own. */
void wb_html_raw(struct wb_html *html, const char *markup);

/* Text of any origin, in an element or in an attribute in double quotes: & < > " ' are escaped, and what is no UTF-8 is replaced. */
void wb_html_text(struct wb_html *html, const char *text);

/* Text whose empty lines separate paragraphs and whose single line breaks are kept. */
void wb_html_paragraphs(struct wb_html *html, const char *text);

/*
 * A sentence of our own with %{0} to %{9}: the values are escaped, the sentence is not. values ends with NULL.
 */
void wb_html_fill(struct wb_html *html, const char *sentence, const char *const *values);

/* Frees and zeroes. */
void wb_html_close(struct wb_html *html);

#endif
