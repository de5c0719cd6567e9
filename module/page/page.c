/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* page.c - the frame of every page, and the parts that several of them use; see page.h and page_part.h */
#include "page/page.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "base/timestamp.h"
#include "page/page_part.h"

const char *wb_page_phrase(const struct wb_page *page, enum wb_phrase phrase)
{
	return wb_words[page->language]->phrases[phrase];
}

void wb_page_say(const struct wb_page *page, enum wb_phrase phrase, const char *value, struct wb_html *html)
{
	const char *values[] = { value, NULL };

	wb_html_fill(html, wb_page_phrase(page, phrase), values);
}

void wb_page_element(
    const struct wb_page *page, const char *element, enum wb_phrase phrase, const char *value, struct wb_html *html)
{
	wb_html_raw(html, "<");
	wb_html_raw(html, element);
	wb_html_raw(html, ">");
	wb_page_say(page, phrase, value, html);
	wb_html_raw(html, "</");
	wb_html_raw(html, element);
	wb_html_raw(html, ">\n");
}

void wb_page_lines(const char *lines, const char *between, struct wb_html *html)
{
	for (; *lines != '\0'; lines++) {
		char one[2] = { *lines, '\0' };

		wb_html_raw(html, *lines == '\n' ? between : one);
	}
}

void wb_page_list(const char *items, struct wb_html *html)
{
	wb_html_raw(html, "<ul>\n<li>");
	wb_page_lines(items, "</li>\n<li>", html);
	wb_html_raw(html, "</li>\n</ul>\n");
}

void wb_page_encode(const char *text, struct wb_html *html)
{
	char encoded[WB_TEXT_PERCENT_SIZE];

	for (; *text != '\0'; text++) {
		wb_text_percent_encode(*text, encoded);
		wb_html_raw(html, encoded);
	}
}

/* The folder of a language in the static site: English is at the top. */
static void add_static_path(const struct wb_page *page, enum wb_language language, const char *path, struct wb_html *html)
{
	wb_html_raw(html, page->root);
	if (language != WB_LANGUAGE_EN) {
		wb_html_raw(html, wb_languages[language].tag);
		wb_html_raw(html, "/");
	}
	wb_html_text(html, path[0] == '\0' ? "index" : path);
	wb_html_raw(html, ".html");
}

/* language: NULL: not said in the link. */
static void add_service_path(
    const struct wb_page *page, const char *language, const char *path, const char *query, struct wb_html *html)
{
	bool has_query = query != NULL && query[0] != '\0';

	/* An empty link would mean this very page. */
	wb_html_raw(html, page->root[0] == '\0' && path[0] == '\0' ? "./" : page->root);
	wb_html_text(html, path);
	if (has_query) {
		wb_html_raw(html, "?");
		wb_html_text(html, query);
	}
	if (language != NULL) {
		wb_html_raw(html, has_query ? "&amp;lang=" : "?lang=");
		wb_html_raw(html, language);
	}
}

void wb_page_href(const struct wb_page *page, const char *path, const char *query, struct wb_html *html)
{
	wb_html_raw(html, " href=\"");
	if (page->is_static)
		add_static_path(page, page->language, path, html);
	else
		add_service_path(page, page->is_chosen ? wb_languages[page->language].tag : NULL, path, query, html);
	wb_html_raw(html, "\"");
}

void wb_page_button(
    const struct wb_page *page, const char *path, const char *query, enum wb_phrase phrase, struct wb_html *html)
{
	wb_html_raw(html, "<p><a class=\"button\"");
	wb_page_href(page, path, query, html);
	wb_html_raw(html, ">");
	wb_page_say(page, phrase, NULL, html);
	wb_html_raw(html, "</a></p>\n");
}

/* The same page in another language. */
static void add_language_href(const struct wb_page *page, enum wb_language language, struct wb_html *html)
{
	wb_html_raw(html, " hreflang=\"");
	wb_html_raw(html, wb_languages[language].tag);
	wb_html_raw(html, "\" href=\"");
	if (page->is_static)
		add_static_path(page, language, page->path, html);
	else
		add_service_path(page, wb_languages[language].tag, page->path, page->query, html);
	wb_html_raw(html, "\"");
}

/* Links, or in a form buttons that send it. */
static void add_languages(const struct wb_page *page, bool is_form, struct wb_html *html)
{
	wb_html_raw(html, "<nav class=\"languages\" aria-label=\"");
	wb_page_say(page, WB_PHRASE_LANGUAGES, NULL, html);
	wb_html_raw(html, "\">\n<ul>\n");
	for (int i = 0; i < WB_LANGUAGES; i++) {
		const char *current = i == (int)page->language ? " aria-current=\"true\">" : ">";

		wb_html_raw(html, is_form ? "<li><button lang=\"" : "<li><a lang=\"");
		wb_html_raw(html, wb_languages[i].tag);
		wb_html_raw(html, "\"");
		if (is_form) {
			wb_html_raw(html, " type=\"submit\" form=\"request\" name=\"" WB_PAGE_SWITCH "\" value=\"");
			wb_html_raw(html, wb_languages[i].tag);
			wb_html_raw(html, "\"");
		} else {
			add_language_href(page, (enum wb_language)i, html);
		}
		wb_html_raw(html, current);
		wb_html_raw(html, wb_languages[i].name);
		wb_html_raw(html, is_form ? "</button></li>\n" : "</a></li>\n");
	}
	wb_html_raw(html, "</ul>\n</nav>\n");
}

void wb_page_begin(const struct wb_page *page, const char *title, enum wb_page_audience audience, struct wb_html *html)
{
	wb_html_raw(html, "<!DOCTYPE html>\n<html lang=\"");
	wb_html_raw(html, wb_languages[page->language].tag);
	wb_html_raw(html,
	    "\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	    "<meta name=\"color-scheme\" content=\"light dark\">\n"
	    "<meta name=\"referrer\" content=\"no-referrer\">\n");
	if (audience != WB_PAGE_PUBLIC)
		wb_html_raw(html, "<meta name=\"robots\" content=\"noindex\">\n");
	wb_html_raw(html, "<title>");
	wb_html_text(html, title);
	wb_html_raw(html, " – ");
	wb_html_text(html, page->site->name);
	wb_html_raw(html, "</title>\n<link rel=\"stylesheet\" href=\"");
	wb_html_raw(html, page->root);
	wb_html_raw(html, WB_PAGE_STYLE "\">\n");
	for (int i = 0; i < WB_LANGUAGES; i++) {
		if (i == (int)page->language)
			continue;
		wb_html_raw(html, "<link rel=\"alternate\"");
		add_language_href(page, (enum wb_language)i, html);
		wb_html_raw(html, ">\n");
	}
	wb_html_raw(html, "</head>\n<body>\n");
	/* Enter in a field presses the first button of its form: that must not be a language. */
	if (audience == WB_PAGE_FORM)
		wb_html_raw(html, "<button type=\"submit\" form=\"request\" hidden>Enter</button>\n");
	wb_html_raw(html, "<a class=\"skip\" href=\"#main\">");
	wb_page_say(page, WB_PHRASE_SKIP, NULL, html);
	wb_html_raw(html, "</a>\n<header>\n<div class=\"frame\">\n<a class=\"site\"");
	wb_page_href(page, "", NULL, html);
	wb_html_raw(html, ">");
	wb_html_text(html, page->site->name);
	wb_html_raw(html, "</a>\n");
	add_languages(page, audience == WB_PAGE_FORM, html);
	wb_html_raw(html, "</div>\n</header>\n<main id=\"main\" tabindex=\"-1\" class=\"frame\">\n");
}

static bool begins_with(const char *text, const char *beginning)
{
	return strncmp(text, beginning, strlen(beginning)) == 0;
}

/* A link to a page, or to a mail address; text when it is neither, such as a telephone. subject may be NULL. */
static void add_contact(const char *contact, const char *subject, struct wb_html *html)
{
	const char *at = strchr(contact, '@');

	if (begins_with(contact, "https://") || begins_with(contact, "http://")) {
		wb_html_raw(html, "<a rel=\"noreferrer\" href=\"");
		wb_html_text(html, contact);
		wb_html_raw(html, "\">");
	} else if (at != NULL && at > contact && at[1] != '\0' && strpbrk(contact, " \t<>\"") == NULL) {
		const char *address = begins_with(contact, "mailto:") ? contact + strlen("mailto:") : contact;
		char local[256];

		snprintf(local, sizeof(local), "%.*s", (int)(at - address), address);
		wb_html_raw(html, "<a href=\"mailto:");
		wb_page_encode(local, html);
		wb_html_raw(html, "@");
		wb_page_encode(at + 1, html);
		if (subject != NULL) {
			wb_html_raw(html, "?subject=");
			wb_page_encode(subject, html);
		}
		wb_html_raw(html, "\">");
		contact = address;
	} else {
		wb_html_text(html, contact);
		return;
	}
	wb_html_text(html, contact);
	wb_html_raw(html, "</a>");
}

void wb_page_end(const struct wb_page *page, struct wb_html *html)
{
	const struct wb_page_site *site = page->site;

	wb_html_raw(html, "</main>\n");
	wb_html_raw(html, "<footer>\n<div class=\"frame\">\n");
	wb_page_element(page, "h2", WB_PHRASE_CONTACT_TITLE, NULL, html);
	wb_page_element(page, "p", site->contacts.count > 0 ? WB_PHRASE_CONTACT : WB_PHRASE_NO_CONTACT, site->name, html);
	if (site->contacts.count > 0) {
		wb_html_raw(html, "<ul>\n");
		for (size_t i = 0; i < site->contacts.count; i++) {
			wb_html_raw(html, "<li>");
			add_contact(site->contacts.items[i], NULL, html);
			wb_html_raw(html, "</li>\n");
		}
		wb_html_raw(html, "</ul>\n");
	}
	wb_html_raw(html, "<p><a");
	wb_page_href(page, "", NULL, html);
	wb_html_raw(html, ">");
	wb_page_say(page, WB_PHRASE_HOME, NULL, html);
	wb_html_raw(html, "</a></p>\n<p class=\"quiet\">");
	wb_page_say(page, WB_PHRASE_PRIVACY, NULL, html);
	wb_html_raw(html, "</p>\n</div>\n</footer>\n");
	wb_html_raw(html, "</body>\n</html>\n");
}

void wb_page_banner(const struct wb_page *page, const char *look, enum wb_phrase heading, struct wb_html *html)
{
	wb_html_raw(html, "<div class=\"banner ");
	wb_html_raw(html, look);
	wb_html_raw(html, "\">\n<p><strong>");
	wb_page_say(page, heading, NULL, html);
	wb_html_raw(html, "</strong></p>\n");
}

void wb_page_promise(const struct wb_page *page, struct wb_html *html)
{
	char within[WB_LANGUAGE_SPAN_SIZE];

	if (page->site->answer_within_s <= 0)
		return;
	wb_language_span(page->language, page->site->answer_within_s, within);
	wb_page_element(page, "p", WB_PHRASE_ANSWER_WITHIN, within, html);
}

void wb_page_url(const char *site_url, const char *path, char *buffer, size_t size)
{
	const char *host = strstr(site_url, "://"), *slash = host != NULL ? strrchr(host + 3, '/') : NULL;
	size_t length = slash != NULL ? (size_t)(slash - site_url) : strlen(site_url);

	if (host == NULL || (size_t)snprintf(buffer, size, "%.*s/%s", (int)length, site_url, path) >= size)
		buffer[0] = '\0';
}

void wb_page_removal(const struct wb_page *page, const char *ref, enum wb_phrase button, struct wb_html *html)
{
	const char *address = page->site->removal_address;
	char query[WB_PAGE_CODE_SIZE + sizeof("ref=")] = "", url[WB_PAGE_LINK_SIZE];

	wb_page_element(page, "p", WB_PHRASE_REMOVAL_DECISION, NULL, html);
	wb_page_promise(page, html);
	if (!page->is_static) {
		if (ref[0] != '\0')
			snprintf(query, sizeof(query), "ref=%s", ref);
		wb_page_button(page, WB_PAGE_REMOVE, query, button, html);
		/* A button cannot be pressed on paper. */
		wb_page_url(page->site->url, WB_PAGE_REMOVE, url, sizeof(url));
		if (url[0] != '\0') {
			wb_html_raw(html, "<p class=\"paper\">");
			wb_page_say(page, button, NULL, html);
			wb_html_raw(html, ": ");
			wb_html_text(html, url);
			wb_html_raw(html, query[0] != '\0' ? "?" : "");
			wb_html_text(html, query);
			wb_html_raw(html, "</p>\n");
		}
		return;
	}
	wb_html_raw(html, "<p>");
	if (address[0] == '\0') {
		wb_page_say(page, WB_PHRASE_REMOVAL_NOWHERE, NULL, html);
	} else {
		wb_page_say(page, WB_PHRASE_REMOVAL_WRITE, NULL, html);
		wb_html_raw(html, " ");
		add_contact(address, wb_page_phrase(page, WB_PHRASE_REMOVAL_SUBJECT), html);
	}
	wb_html_raw(html, "</p>\n");
}

void wb_page_date(const struct wb_page *page, int64_t time_s, char *buffer)
{
	const struct wb_words *words = wb_words[page->language];
	char day[16], year[16], hour[16], minute[16];
	const char *values[] = { day, "", year, hour, minute, NULL };
	struct wb_html html = { 0 };
	time_t when = (time_t)time_s;
	struct tm tm;

	buffer[0] = '\0';
	if (gmtime_r(&when, &tm) == NULL)
		return;
	snprintf(day, sizeof(day), "%d", tm.tm_mday);
	if (tm.tm_mday == 1)
		snprintf(day, sizeof(day), "%s", words->phrases[WB_PHRASE_FIRST_DAY]);
	values[1] = words->months[tm.tm_mon];
	snprintf(year, sizeof(year), "%d", tm.tm_year + 1900);
	snprintf(hour, sizeof(hour), "%02d", tm.tm_hour);
	snprintf(minute, sizeof(minute), "%02d", tm.tm_min);
	wb_html_fill(&html, words->phrases[WB_PHRASE_DATE], values);
	if (html.data != NULL)
		snprintf(buffer, WB_PAGE_DATE_SIZE, "%s", html.data);
	wb_html_close(&html);
}

void wb_page_time(const struct wb_page *page, int64_t time_s, struct wb_html *html)
{
	char machine[WB_TIMESTAMP_TEXT_SIZE], people[WB_PAGE_DATE_SIZE];

	wb_timestamp_format(time_s, machine);
	wb_page_date(page, time_s, people);
	wb_html_raw(html, "<time datetime=\"");
	wb_html_text(html, machine);
	wb_html_raw(html, "\">");
	wb_html_text(html, people);
	wb_html_raw(html, "</time>");
}

void wb_page_fact(const struct wb_page *page, enum wb_phrase phrase, struct wb_html *html)
{
	wb_html_raw(html, "<div>\n<dt>");
	wb_page_say(page, phrase, NULL, html);
	wb_html_raw(html, "</dt>\n<dd>");
}

void wb_page_fact_end(struct wb_html *html)
{
	wb_html_raw(html, "</dd>\n</div>\n");
}

void wb_page_text_fact(const struct wb_page *page, enum wb_phrase phrase, const char *value, struct wb_html *html)
{
	wb_page_fact(page, phrase, html);
	wb_html_text(html, value);
	wb_page_fact_end(html);
}

void wb_page_code_fact(const struct wb_page *page, enum wb_phrase phrase, const char *value, struct wb_html *html)
{
	wb_page_fact(page, phrase, html);
	wb_html_raw(html, "<code>");
	wb_html_text(html, value);
	wb_html_raw(html, "</code>");
	wb_page_fact_end(html);
}
