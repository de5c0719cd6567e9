/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* page_overview.c - what error 550 means here, every active category, and what to do */
#include <stdio.h>

#include "page/page_part.h"

void wb_page_lookup(const struct wb_page *page, const char *code, struct wb_html *html)
{
	char longest[16];

	wb_html_raw(html, "<form class=\"lookup\" method=\"get\" action=\"");
	wb_html_raw(html, page->root);
	wb_html_raw(html, WB_PAGE_BLOCKED "\">\n<label for=\"ref\">");
	wb_page_say(page, WB_PHRASE_REFERENCE_LABEL, NULL, html);
	wb_html_raw(html, "</label>\n<p class=\"hint\" id=\"ref-hint\">");
	wb_page_say(page, WB_PHRASE_REFERENCE_HINT, NULL, html);
	snprintf(longest, sizeof(longest), "%d", WB_PAGE_CODE_SIZE - 1);
	wb_html_raw(html, "</p>\n<div class=\"line\">\n<input id=\"ref\" name=\"ref\" type=\"text\" maxlength=\"");
	wb_html_raw(html, longest);
	wb_html_raw(html,
	    "\" autocomplete=\"off\" autocapitalize=\"characters\" "
	    "spellcheck=\"false\" aria-describedby=\"ref-hint\" value=\"");
	wb_html_text(html, code);
	wb_html_raw(html, "\">\n");
	if (page->is_chosen) {
		wb_html_raw(html, "<input type=\"hidden\" name=\"lang\" value=\"");
		wb_html_raw(html, wb_languages[page->language].tag);
		wb_html_raw(html, "\">\n");
	}
	wb_html_raw(html, "<button type=\"submit\">");
	wb_page_say(page, WB_PHRASE_REFERENCE_BUTTON, NULL, html);
	wb_html_raw(html, "</button>\n</div>\n</form>\n");
}

/* The three steps of somebody whose mail came back; in the service the first has a form for the reference. */
static void add_steps(const struct wb_page *page, struct wb_html *html)
{
	wb_page_element(page, "h2", WB_PHRASE_NOW_TITLE, NULL, html);
	wb_html_raw(html, "<ol class=\"steps\">\n<li>\n");
	wb_page_element(page, "h3", WB_PHRASE_STEP_REFERENCE, NULL, html);
	wb_page_element(page, "p", page->is_static ? WB_PHRASE_STEP_REFERENCE_KEEP : WB_PHRASE_STEP_REFERENCE_FORM, NULL, html);
	if (!page->is_static)
		wb_page_lookup(page, "", html);
	wb_html_raw(html, "</li>\n<li>\n");
	wb_page_element(page, "h3", WB_PHRASE_STEP_ADMIN, NULL, html);
	wb_page_element(page, "p", WB_PHRASE_STEP_ADMIN_TEXT, NULL, html);
	wb_html_raw(html, "</li>\n<li>\n");
	wb_page_element(page, "h3", WB_PHRASE_STEP_REMOVAL, NULL, html);
	wb_page_removal(page, "", WB_PHRASE_REMOVAL_BUTTON, html);
	wb_html_raw(html, "</li>\n</ol>\n");
}

static void add_categories(const struct wb_page *page, struct wb_html *html)
{
	wb_page_element(page, "h2", WB_PHRASE_REASONS_TITLE, NULL, html);
	wb_page_element(page, "p", WB_PHRASE_REASONS_TEXT, NULL, html);
	wb_html_raw(html, "<div class=\"cards\">\n");
	for (size_t i = 0; i < page->site->category_count; i++) {
		const struct wb_page_category *category = &page->site->categories[i];
		const char *values[] = { category->title, NULL };
		char path[WB_PAGE_PATH_SIZE];

		if (!category->is_active)
			continue;
		wb_page_category_path(category, path);
		wb_html_raw(html, "<section class=\"card\">\n<h3><a");
		wb_page_href(page, path, NULL, html);
		wb_html_raw(html, ">");
		wb_html_text(html, wb_page_category_title(page, category));
		wb_html_raw(html, "</a></h3>\n<p>");
		wb_html_fill(html, wb_page_category_words(page, category)->summary, values);
		wb_html_raw(html, "</p>\n");
		/* Only of those that have words of their own: the page's size has a bound, the number of the operator's categories a high one. */
		if (wb_page_category_is_ours(category))
			wb_page_category_digest(page, category, html);
		wb_html_raw(html, "</section>\n");
	}
	wb_html_raw(html, "</div>\n");
}

void wb_page_overview(const struct wb_page *page, const char *visitor, struct wb_html *html)
{
	wb_page_begin(page, wb_page_phrase(page, WB_PHRASE_OVERVIEW_TITLE), WB_PAGE_PUBLIC, html);
	wb_page_element(page, "h1", WB_PHRASE_OVERVIEW_TITLE, NULL, html);
	wb_html_raw(html, "<p class=\"lead\">");
	wb_page_say(page, WB_PHRASE_OVERVIEW_LEAD, page->site->name, html);
	wb_html_raw(html, "</p>\n");
	wb_page_element(page, "h2", WB_PHRASE_WHAT_TITLE, NULL, html);
	wb_page_element(page, "p", WB_PHRASE_WHAT_TEXT, NULL, html);
	wb_page_element(page, "p", WB_PHRASE_WHAT_FOR, NULL, html);
	wb_page_element(page, "p", WB_PHRASE_FORWARD_FORGED, NULL, html);
	wb_html_raw(html, "<ul>\n");
	wb_page_element(page, "li", WB_PHRASE_WHAT_550, NULL, html);
	wb_page_element(page, "li", WB_PHRASE_WHAT_451, NULL, html);
	wb_html_raw(html, "</ul>\n");
	add_steps(page, html);
	add_categories(page, html);
	if (visitor != NULL) {
		wb_html_raw(html, "<p class=\"quiet\">");
		wb_page_say(page, WB_PHRASE_VISITOR, visitor, html);
		wb_html_raw(html, "</p>\n");
	}
	wb_page_end(page, html);
}
