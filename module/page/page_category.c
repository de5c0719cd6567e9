/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* page_category.c - what a category means and what can be done about it */
#include <stdio.h>
#include <string.h>

#include "page/page_part.h"

WB_ROWS_BEGIN(ids);
static const char *const ids[WB_CATEGORY_WORDS] = {
	WB_ROW(WB_WORDS_OPEN_RELAY) = "open-relay",
	WB_ROW(WB_WORDS_OPEN_PROXY) = "open-proxy",
	WB_ROW(WB_WORDS_FORMMAIL) = "formmail",
	WB_ROW(WB_WORDS_VIRUS) = "virus",
	WB_ROW(WB_WORDS_SPAM) = "spam",
	WB_ROW(WB_WORDS_SPAM_SOURCE) = "spam-source",
	WB_ROW(WB_WORDS_POLICY) = "policy",
	WB_ROW(WB_WORDS_OTHER) = "",
};
WB_ROWS_END(ids, WB_CATEGORY_WORDS);

static enum wb_category_row find_row(const struct wb_page_category *category)
{
	for (size_t i = 0; i < WB_CATEGORY_WORDS; i++) {
		if (strcmp(ids[i], category->id) == 0)
			return (enum wb_category_row)i;
	}
	return WB_WORDS_OTHER;
}

bool wb_page_category_is_ours(const struct wb_page_category *category)
{
	return find_row(category) != WB_WORDS_OTHER;
}

static bool has_our_title(const struct wb_page_category *category)
{
	return !category->has_own_title && wb_page_category_is_ours(category);
}

const struct wb_category_words *wb_page_category_words(const struct wb_page *page, const struct wb_page_category *category)
{
	return &wb_words[page->language]->categories[find_row(category)];
}

const char *wb_page_category_title(const struct wb_page *page, const struct wb_page_category *category)
{
	return has_our_title(category) ? wb_page_category_words(page, category)->title : category->title;
}

const char *wb_page_category_reason(const struct wb_page *page, const struct wb_page_category *category)
{
	return has_our_title(category) ? wb_page_category_words(page, category)->reason : category->title;
}

void wb_page_category_path(const struct wb_page_category *category, char *buffer)
{
	snprintf(buffer, WB_PAGE_PATH_SIZE, WB_PAGE_CATEGORY "%s", category->id);
}

const struct wb_page_category *wb_page_site_category(const struct wb_page_site *site, const char *id)
{
	for (size_t i = 0; id != NULL && i < site->category_count; i++) {
		if (strcmp(site->categories[i].id, id) == 0)
			return &site->categories[i];
	}
	return NULL;
}

static void add_advice(const struct wb_page *page, const char *find, const char *fix, struct wb_html *html)
{
	wb_page_element(page, "h3", WB_PHRASE_FIND, NULL, html);
	wb_page_list(find, html);
	wb_page_element(page, "h3", WB_PHRASE_FIX, NULL, html);
	wb_page_list(fix, html);
}

static void begin_audience(const struct wb_page *page, enum wb_phrase title, const char *id, struct wb_html *html)
{
	wb_html_raw(html, "<section aria-labelledby=\"");
	wb_html_raw(html, id);
	wb_html_raw(html, "\">\n<h2 id=\"");
	wb_html_raw(html, id);
	wb_html_raw(html, "\">");
	wb_page_say(page, title, NULL, html);
	wb_html_raw(html, "</h2>\n");
}

void wb_page_user_advice(const struct wb_page *page, const struct wb_page_category *category, struct wb_html *html)
{
	const struct wb_category_words *words = wb_page_category_words(page, category);

	add_advice(page, words->user_find, words->user_fix, html);
}

void wb_page_admin_advice(const struct wb_page *page, const struct wb_page_category *category, struct wb_html *html)
{
	const struct wb_category_words *words = wb_page_category_words(page, category);

	begin_audience(page, WB_PHRASE_ADMIN_TITLE, "administrators", html);
	add_advice(page, words->admin_find, words->admin_fix, html);
	wb_html_raw(html, "</section>\n");
}

void wb_page_category_digest(const struct wb_page *page, const struct wb_page_category *category, struct wb_html *html)
{
	const struct wb_category_words *words = wb_page_category_words(page, category);
	const struct {
		const char *element;
		enum wb_phrase title;
		const char *items; /* NULL: a title alone */
	} parts[] = {
		{ "h4", WB_PHRASE_MEANING, words->meaning },
		{ "h4", WB_PHRASE_CAUSES, words->causes },
		{ "h4", WB_PHRASE_USER_TITLE, NULL },
		{ "h5", WB_PHRASE_FIND, words->user_find },
		{ "h5", WB_PHRASE_FIX, words->user_fix },
		{ "h4", WB_PHRASE_ADMIN_TITLE, NULL },
		{ "h5", WB_PHRASE_FIND, words->admin_find },
		{ "h5", WB_PHRASE_FIX, words->admin_fix },
	};

	wb_html_raw(html, "<details>\n<summary>");
	wb_page_say(page, WB_PHRASE_REASONS_MORE, NULL, html);
	wb_html_raw(html, "</summary>\n");
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		wb_page_element(page, parts[i].element, parts[i].title, NULL, html);
		if (parts[i].items != NULL)
			wb_page_list(parts[i].items, html);
	}
	wb_html_raw(html, "</details>\n");
}

void wb_page_category(const struct wb_page *page, const struct wb_page_category *category, struct wb_html *html)
{
	const struct wb_category_words *words = wb_page_category_words(page, category);
	const char *values[] = { category->title, NULL };

	wb_page_begin(page, wb_page_category_title(page, category), WB_PAGE_PUBLIC, html);
	wb_html_raw(html, "<p class=\"above\"><a");
	wb_page_href(page, "", NULL, html);
	wb_html_raw(html, ">");
	wb_page_say(page, WB_PHRASE_OVERVIEW_TITLE, NULL, html);
	wb_html_raw(html, "</a></p>\n<h1>");
	wb_html_text(html, wb_page_category_title(page, category));
	wb_html_raw(html, "</h1>\n<p class=\"lead\">");
	wb_html_fill(html, words->summary, values);
	wb_html_raw(html, "</p>\n");
	wb_page_element(page, "h2", WB_PHRASE_MEANING, NULL, html);
	wb_html_raw(html, "<p>");
	wb_page_lines(words->meaning, "</p>\n<p>", html);
	wb_html_raw(html, "</p>\n");
	wb_page_element(page, "h2", WB_PHRASE_CAUSES, NULL, html);
	wb_page_list(words->causes, html);
	begin_audience(page, WB_PHRASE_USER_TITLE, "users", html);
	wb_page_user_advice(page, category, html);
	wb_html_raw(html, "</section>\n");
	wb_page_admin_advice(page, category, html);
	wb_page_element(page, "h2", WB_PHRASE_REMOVAL_TITLE, NULL, html);
	wb_page_removal(page, "", WB_PHRASE_REMOVAL_BUTTON, html);
	wb_page_end(page, html);
}
