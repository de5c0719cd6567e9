/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* page_blocked.c - why this mail came back, whether the block still stands, and what to do */
#include <stdio.h>
#include <string.h>

#include "page/page_part.h"

#define CLIENT_MARK "%{ip}" /* in the URL of a zone */

static void add_answer(
    const struct wb_page *page, const struct wb_blocked *blocked, const struct wb_page_category *category, struct wb_html *html)
{
	char when[WB_PAGE_DATE_SIZE] = "";
	const char *reason = category != NULL ? wb_page_category_reason(page, category) : "";
	const char *values[] = { blocked->client, when, reason, NULL };
	enum wb_phrase phrase = WB_PHRASE_VISIT_NOT_LISTED;

	if (blocked->is_reference) {
		wb_page_date(page, blocked->at_s, when);
		switch (blocked->answer) {
		case WB_BLOCKED_NOTED:
			phrase = category != NULL ? WB_PHRASE_BLOCKED_NOTED : WB_PHRASE_BLOCKED_NOTED_BARE;
			break;
		case WB_BLOCKED_DEFERRED:
			phrase = category != NULL ? WB_PHRASE_BLOCKED_DEFERRED : WB_PHRASE_BLOCKED_DEFERRED_BARE;
			break;
		case WB_BLOCKED_REFUSED:
			phrase = category != NULL ? WB_PHRASE_BLOCKED_REFUSED : WB_PHRASE_BLOCKED_REFUSED_BARE;
			break;
		}
	} else if (blocked->now == WB_BLOCKED_LISTED) {
		phrase = category != NULL ? WB_PHRASE_VISIT_LISTED : WB_PHRASE_VISIT_LISTED_BARE;
	}
	wb_html_raw(html, "<p class=\"lead\">");
	wb_html_fill(html, wb_page_phrase(page, phrase), values);
	wb_html_raw(html, "</p>\n");
}

/* How it stands now. */
static void add_banner(const struct wb_page *page, const struct wb_blocked *blocked, struct wb_html *html)
{
	char until[WB_PAGE_DATE_SIZE];

	switch (blocked->now) {
	case WB_BLOCKED_LISTED:
		wb_page_banner(page, "stop", WB_PHRASE_NOW_LISTED, html);
		if (blocked->until_s > 0) {
			wb_page_date(page, blocked->until_s, until);
			wb_page_element(page, "p", WB_PHRASE_NOW_UNTIL, until, html);
		} else {
			wb_page_element(page, "p", WB_PHRASE_NOW_WITHOUT_END, NULL, html);
		}
		if (blocked->is_network)
			wb_page_element(page, "p", WB_PHRASE_NOW_NETWORK, blocked->client, html);
		/* Last: what stands above it says "it" of the block. */
		if (blocked->refused_from_s > 0) {
			wb_page_date(page, blocked->refused_from_s, until);
			wb_page_element(page, "p", WB_PHRASE_NOW_NOT_REFUSED_YET, until, html);
		}
		break;
	case WB_BLOCKED_NOT_LISTED:
		wb_page_banner(page, "wait", WB_PHRASE_NOW_NOT_LISTED, html);
		if (blocked->zone_count > 0)
			wb_page_element(page, "p", WB_PHRASE_NOW_NOT_LISTED_ZONES, NULL, html);
		wb_page_element(page, "p", WB_PHRASE_NOW_NOT_LISTED_SEND, NULL, html);
		break;
	case WB_BLOCKED_ALLOWED:
		wb_page_banner(page, "good", WB_PHRASE_NOW_ALLOWED, html);
		wb_page_element(page, "p", WB_PHRASE_NOW_ALLOWED_TEXT, NULL, html);
		break;
	case WB_BLOCKED_UNKNOWN:
		wb_page_banner(page, "wait", WB_PHRASE_NOW_UNKNOWN, html);
		wb_page_element(page, "p", WB_PHRASE_NOW_UNKNOWN_TEXT, NULL, html);
		break;
	}
	wb_html_raw(html, "</div>\n");
}

static void add_fact(const struct wb_page *page, enum wb_phrase phrase, const char *value, struct wb_html *html)
{
	wb_page_fact(page, phrase, html);
	wb_html_text(html, value);
	wb_page_fact_end(html);
}

static void add_facts(
    const struct wb_page *page, const struct wb_blocked *blocked, const struct wb_page_category *category, struct wb_html *html)
{
	wb_page_element(page, "h2", WB_PHRASE_FACTS, NULL, html);
	wb_html_raw(html, "<dl class=\"facts\">\n");
	wb_page_code_fact(page, WB_PHRASE_FACT_CLIENT, blocked->client, html);
	if (blocked->is_reference) {
		wb_page_fact(page, WB_PHRASE_FACT_TIME, html);
		wb_page_time(page, blocked->at_s, html);
		wb_page_fact_end(html);
	}
	if (category != NULL)
		add_fact(page, WB_PHRASE_FACT_REASON, wb_page_category_reason(page, category), html);
	if (blocked->is_reference)
		wb_page_code_fact(page, WB_PHRASE_FACT_REFERENCE, blocked->code, html);
	if (blocked->now == WB_BLOCKED_LISTED) {
		if (blocked->since_s > 0) {
			wb_page_fact(page, WB_PHRASE_FACT_SINCE, html);
			wb_page_time(page, blocked->since_s, html);
			wb_page_fact_end(html);
		}
		wb_page_fact(page, WB_PHRASE_FACT_UNTIL, html);
		if (blocked->until_s > 0)
			wb_page_time(page, blocked->until_s, html);
		else
			wb_page_say(page, WB_PHRASE_NO_END, NULL, html);
		wb_page_fact_end(html);
		if (blocked->reason[0] != '\0')
			add_fact(page, WB_PHRASE_FACT_NOTE, blocked->reason, html);
	}
	wb_html_raw(html, "</dl>\n");
}

static void add_zones(const struct wb_page *page, const struct wb_blocked *blocked, struct wb_html *html)
{
	wb_page_element(page, "h2", WB_PHRASE_ZONES_TITLE, NULL, html);
	wb_page_element(page, "p", WB_PHRASE_ZONES_TEXT, NULL, html);
	wb_html_raw(html, "<ul>\n");
	for (size_t i = 0; i < blocked->zone_count; i++) {
		const struct wb_blocked_zone *zone = &blocked->zones[i];
		char before[512];
		const char *mark;
		bool is_link = zone->removal != NULL &&
		    (strncmp(zone->removal, "https://", 8) == 0 || strncmp(zone->removal, "http://", 7) == 0);

		wb_html_raw(html, "<li>");
		if (is_link) {
			wb_html_raw(html, "<a rel=\"noopener noreferrer nofollow\" href=\"");
			/* The list's own page, with the client in it where the URL has a place for it. */
			mark = strstr(zone->removal, CLIENT_MARK);
			if (mark != NULL && (size_t)(mark - zone->removal) < sizeof(before)) {
				snprintf(before, sizeof(before), "%.*s", (int)(mark - zone->removal), zone->removal);
				wb_html_text(html, before);
				wb_page_encode(blocked->client, html);
				wb_html_text(html, mark + strlen(CLIENT_MARK));
			} else {
				wb_html_text(html, zone->removal);
			}
			wb_html_raw(html, "\">");
			wb_page_say(page, WB_PHRASE_ZONE_REMOVAL, zone->name, html);
			wb_html_raw(html, "</a>");
		} else {
			wb_html_text(html, zone->name);
		}
		wb_html_raw(html, "</li>\n");
	}
	wb_html_raw(html, "</ul>\n");
}

void wb_page_blocked(const struct wb_page *page, const struct wb_blocked *blocked, struct wb_html *html)
{
	enum wb_phrase title = blocked->is_reference ? WB_PHRASE_BLOCKED_TITLE : WB_PHRASE_VISIT_TITLE;
	const struct wb_page_category *category = wb_page_site_category(page->site, blocked->category_id);

	wb_page_begin(page, wb_page_phrase(page, title), WB_PAGE_PERSONAL, html);
	wb_page_element(page, "h1", title, NULL, html);
	add_answer(page, blocked, category, html);
	add_banner(page, blocked, html);
	if (category != NULL) {
		const char *values[] = { category->title, NULL };
		char path[WB_PAGE_PATH_SIZE];

		wb_page_element(page, "h2", WB_PHRASE_WHY, NULL, html);
		wb_html_raw(html, "<p>");
		wb_html_fill(html, wb_page_category_words(page, category)->summary, values);
		wb_html_raw(html, "</p>\n<p><a");
		wb_page_category_path(category, path);
		wb_page_href(page, path, NULL, html);
		wb_html_raw(html, ">");
		wb_page_say(page, WB_PHRASE_MORE, wb_page_category_reason(page, category), html);
		wb_html_raw(html, "</a></p>\n");
	}
	add_facts(page, blocked, category, html);
	/* Who is let through needs no advice. */
	if (blocked->now != WB_BLOCKED_ALLOWED) {
		if (blocked->zone_count > 0)
			add_zones(page, blocked, html);
		if (category != NULL)
			wb_page_advice(page, category, html);
		wb_page_element(page, "h2", WB_PHRASE_REMOVAL_TITLE, NULL, html);
		wb_page_element(page, "p", WB_PHRASE_REMOVAL_DECISION, NULL, html);
		wb_page_removal(page, blocked->is_reference ? blocked->url_code : "", html);
	}
	wb_page_end(page, html);
}

void wb_page_unknown_code(const struct wb_page *page, const char *code, struct wb_html *html)
{
	char shown[WB_PAGE_CODE_SIZE];

	snprintf(shown, sizeof(shown), "%s", code);
	wb_page_begin(page, wb_page_phrase(page, WB_PHRASE_UNKNOWN_TITLE), WB_PAGE_PERSONAL, html);
	wb_page_element(page, "h1", WB_PHRASE_UNKNOWN_TITLE, NULL, html);
	wb_html_raw(html, "<p class=\"lead\">");
	wb_page_say(page, WB_PHRASE_UNKNOWN_TEXT, shown, html);
	wb_html_raw(html, "</p>\n");
	wb_page_element(page, "p", WB_PHRASE_UNKNOWN_ADVICE, NULL, html);
	wb_page_button(page, "", NULL, WB_PHRASE_UNKNOWN_AGAIN, html);
	wb_page_end(page, html);
}
