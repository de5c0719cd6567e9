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

/* Some cause of the case is of this kind. */
static bool has_cause(const struct wb_blocked *blocked, enum wb_blocked_cause_kind kind)
{
	for (size_t i = 0; i < blocked->cause_count; i++) {
		if (blocked->causes[i].kind == kind)
			return true;
	}
	return false;
}

/* Nothing of the site's own stands against it now: what decided then may do so still, and is not asked for a page. */
static void add_not_listed(const struct wb_page *page, const struct wb_blocked *blocked, struct wb_html *html)
{
	if (has_cause(blocked, WB_CAUSE_ZONE)) {
		wb_page_banner(page, "stop", WB_PHRASE_NOW_OTHERS, html);
		wb_page_element(page, "p", WB_PHRASE_NOW_OTHERS_TEXT, NULL, html);
	} else if (has_cause(blocked, WB_CAUSE_SIGN)) {
		wb_page_banner(page, "wait", WB_PHRASE_NOW_SIGN, html);
		wb_page_element(page, "p", WB_PHRASE_NOW_SIGN_TEXT, NULL, html);
	} else {
		wb_page_banner(page, "wait", WB_PHRASE_NOW_NOT_LISTED, html);
		if (blocked->zone_count > 0)
			wb_page_element(page, "p", WB_PHRASE_NOW_NOT_LISTED_ZONES, NULL, html);
		wb_page_element(page, "p", WB_PHRASE_NOW_NOT_LISTED_SEND, NULL, html);
	}
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
		add_not_listed(page, blocked, html);
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
	if (blocked->is_reference && blocked->answer == WB_BLOCKED_DEFERRED && blocked->now != WB_BLOCKED_ALLOWED)
		wb_page_element(page, "p", WB_PHRASE_NOW_RETRIES, NULL, html);
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
	if (blocked->has_case && blocked->times > 1) {
		char times[16], last[WB_PAGE_DATE_SIZE];
		const char *values[] = { times, last, NULL };

		snprintf(times, sizeof(times), "%u", blocked->times);
		wb_page_date(page, blocked->last_s, last);
		wb_page_fact(page, WB_PHRASE_FACT_TIMES, html);
		wb_html_fill(html, wb_page_phrase(page, WB_PHRASE_FACT_TIMES_VALUE), values);
		wb_page_fact_end(html);
	}
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

/* A list's own page, with the client in it where the URL has a place for it; where there is none, the name alone. */
static void add_list_link(
    const struct wb_page *page, const char *name, const char *removal, const char *client, struct wb_html *html)
{
	char before[WB_BLOCKED_LINK_SIZE];
	const char *mark;

	if (removal == NULL || (strncmp(removal, "https://", 8) != 0 && strncmp(removal, "http://", 7) != 0)) {
		wb_html_text(html, name);
		return;
	}
	wb_html_raw(html, "<a rel=\"noopener noreferrer nofollow\" href=\"");
	mark = strstr(removal, CLIENT_MARK);
	if (mark != NULL && (size_t)(mark - removal) < sizeof(before)) {
		snprintf(before, sizeof(before), "%.*s", (int)(mark - removal), removal);
		wb_html_text(html, before);
		wb_page_encode(client, html);
		wb_html_text(html, mark + strlen(CLIENT_MARK));
	} else {
		wb_html_text(html, removal);
	}
	wb_html_raw(html, "\">");
	wb_page_say(page, WB_PHRASE_ZONE_REMOVAL, name, html);
	wb_html_raw(html, "</a>");
}

static void add_cause(
    const struct wb_page *page, const struct wb_blocked_cause *cause, const char *client, struct wb_html *html)
{
	static const enum wb_phrase phrases[WB_CAUSES] = {
		[WB_CAUSE_LISTING] = WB_PHRASE_CAUSE_LISTING,
		[WB_CAUSE_FEED] = WB_PHRASE_CAUSE_FEED,
		[WB_CAUSE_ZONE] = WB_PHRASE_CAUSE_ZONE,
		[WB_CAUSE_SIGN] = WB_PHRASE_CAUSE_SIGN,
		[WB_CAUSE_NETWORK] = WB_PHRASE_CAUSE_NETWORK,
	};
	bool is_seen = cause->kind == WB_CAUSE_SIGN && cause->name[0] != '\0';

	wb_html_raw(html, "<li>");
	wb_page_say(page, is_seen ? WB_PHRASE_CAUSE_SIGN_SEEN : phrases[cause->kind], cause->name, html);
	if (cause->removal[0] != '\0') {
		wb_html_raw(html, " ");
		add_list_link(page, cause->name, cause->removal, client, html);
	}
	if (cause->text[0] != '\0') {
		wb_html_raw(html, " ");
		wb_html_text(html, cause->text);
	}
	wb_html_raw(html, "</li>\n");
}

static void add_causes(const struct wb_page *page, const struct wb_blocked *blocked, struct wb_html *html)
{
	wb_page_element(page, "h2", WB_PHRASE_CAUSES_TITLE, NULL, html);
	wb_html_raw(html, "<ul>\n");
	for (size_t i = 0; i < blocked->cause_count; i++)
		add_cause(page, &blocked->causes[i], blocked->client, html);
	wb_html_raw(html, "</ul>\n");
}

/* The case is not there: any of these may have been it. */
static void add_zones(const struct wb_page *page, const struct wb_blocked *blocked, struct wb_html *html)
{
	wb_page_element(page, "h2", WB_PHRASE_ZONES_TITLE, NULL, html);
	if (blocked->is_reference)
		wb_page_element(page, "p", WB_PHRASE_NO_CASE, NULL, html);
	wb_page_element(page, "p", WB_PHRASE_ZONES_TEXT, NULL, html);
	wb_html_raw(html, "<ul>\n");
	for (size_t i = 0; i < blocked->zone_count; i++) {
		wb_html_raw(html, "<li>");
		add_list_link(page, blocked->zones[i].name, blocked->zones[i].removal, blocked->client, html);
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
	if (blocked->cause_count > 0 && blocked->now != WB_BLOCKED_ALLOWED)
		add_causes(page, blocked, html);
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
