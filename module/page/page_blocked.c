/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* page_blocked.c - why this mail came back, whether the block still stands, and what to do */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "page/page_part.h"

#define CLIENT_MARK "%{ip}" /* in the URL of a zone */

/* Some cause of the case is of this kind. */
static bool has_cause(const struct wb_blocked *blocked, enum wb_blocked_cause_kind kind)
{
	for (size_t i = 0; i < blocked->cause_count; i++) {
		if (blocked->causes[i].kind == kind)
			return true;
	}
	return false;
}

/* A public list decides for as long as it names the server; it is not asked for a page, so nobody knows here whether it does. */
static bool is_up_to_others(const struct wb_blocked *blocked)
{
	return blocked->now == WB_BLOCKED_NOT_LISTED && has_cause(blocked, WB_CAUSE_ZONE);
}

bool wb_blocked_is_over(const struct wb_blocked *blocked)
{
	/* Lists of others are not asked here, and a sign may be seen again; neighbours were counted for blocked->now. */
	return blocked->now == WB_BLOCKED_ALLOWED ||
	    (blocked->now == WB_BLOCKED_NOT_LISTED && blocked->zone_count == 0 && !blocked->may_be_sign &&
		!has_cause(blocked, WB_CAUSE_ZONE) && !has_cause(blocked, WB_CAUSE_SIGN));
}

/* Mail is put off for now, and refused later on. */
static bool has_grace(const struct wb_blocked *blocked)
{
	return blocked->now == WB_BLOCKED_LISTED && blocked->refused_from_s > 0;
}

/* What happened, in a sentence. */
static void say_what(
    const struct wb_page *page, const struct wb_blocked *blocked, const struct wb_page_category *category, struct wb_html *html)
{
	char when[WB_PAGE_DATE_SIZE];
	const char *values[] = { blocked->client, when, category != NULL ? wb_page_category_reason(page, category) : "", NULL };
	enum wb_phrase phrase = WB_PHRASE_BLOCKED_NOTED;

	switch (blocked->answer) {
	case WB_BLOCKED_NOTED:
		break;
	case WB_BLOCKED_DEFERRED:
		phrase = WB_PHRASE_BLOCKED_DEFERRED;
		break;
	case WB_BLOCKED_REFUSED:
		phrase = WB_PHRASE_BLOCKED_REFUSED;
		break;
	}
	wb_page_date(page, blocked->at_s, when);
	wb_html_fill(html, wb_page_phrase(page, phrase), values);
	wb_html_raw(html, " ");
	wb_html_fill(
	    html, wb_page_phrase(page, category != NULL ? WB_PHRASE_BLOCKED_REASON : WB_PHRASE_BLOCKED_NO_REASON), values);
}

/* What was seen is a script of a web site then. */
static bool is_of_form(const struct wb_blocked *blocked)
{
	return blocked->category_id != NULL && strcmp(blocked->category_id, "formmail") == 0;
}

/* What decided then: the past, so that it is true whatever has changed since. */
static void say_why(const struct wb_page *page, const struct wb_blocked *blocked, struct wb_html *html)
{
	static const enum wb_phrase phrases[WB_CAUSES] = {
		[WB_CAUSE_LISTING] = WB_PHRASE_DECIDED_LISTING,
		[WB_CAUSE_REPORT] = WB_PHRASE_DECIDED_REPORT,
		[WB_CAUSE_FEED] = WB_PHRASE_DECIDED_FEED,
		[WB_CAUSE_ZONE] = WB_PHRASE_DECIDED_ZONE,
		[WB_CAUSE_SIGN] = WB_PHRASE_DECIDED_SIGN,
		[WB_CAUSE_NETWORK] = WB_PHRASE_DECIDED_NETWORK,
	};
	const struct wb_blocked_cause *first = &blocked->causes[0];
	enum wb_phrase phrase = WB_PHRASE_DECIDED_SEVERAL;
	char names[WB_BLOCKED_CAUSES_MAX * (WB_BLOCKED_NAME_SIZE + 2)];
	struct wb_text text;
	bool are_lists = true;

	wb_text_open(&text, names, sizeof(names));
	for (size_t i = 0; i < blocked->cause_count; i++) {
		wb_text_addf(&text, "%s%s", i > 0 ? ", " : "", blocked->causes[i].name);
		are_lists = are_lists && (blocked->causes[i].kind == WB_CAUSE_ZONE || blocked->causes[i].kind == WB_CAUSE_FEED);
	}
	if (blocked->cause_count == 1)
		phrase = phrases[first->kind];
	else if (blocked->cause_count == 0)
		phrase = WB_PHRASE_DECIDED_UNKNOWN;
	else if (are_lists)
		phrase = WB_PHRASE_DECIDED_LISTS;
	if (phrase == WB_PHRASE_DECIDED_SIGN && first->name[0] != '\0')
		phrase = is_of_form(blocked) ? WB_PHRASE_DECIDED_SCRIPT : WB_PHRASE_DECIDED_SIGN_SEEN;
	wb_html_raw(html, " ");
	wb_page_say(page, phrase, names, html);
	if (blocked->sender[0] != '\0') {
		wb_html_raw(html, " ");
		wb_page_say(page, WB_PHRASE_DECIDED_SENDER, blocked->sender, html);
	}
}

/* What the reader does next. */
static void say_next(const struct wb_page *page, const struct wb_blocked *blocked, struct wb_html *html)
{
	enum wb_phrase phrase = WB_PHRASE_NEXT_LISTED;
	char until[WB_PAGE_DATE_SIZE] = "";

	if (blocked->answer == WB_BLOCKED_NOTED) {
		phrase = WB_PHRASE_NEXT_NOTED;
	} else if (has_grace(blocked)) {
		phrase = WB_PHRASE_NEXT_GRACE;
		wb_page_date(page, blocked->refused_from_s, until);
	} else if (blocked->answer == WB_BLOCKED_DEFERRED) {
		phrase = wb_blocked_is_over(blocked) ? WB_PHRASE_NEXT_DEFERRED_ALLOWED : WB_PHRASE_NEXT_DEFERRED;
	} else if (blocked->now == WB_BLOCKED_UNKNOWN) {
		phrase = WB_PHRASE_NEXT_RELOAD;
	} else if (blocked->now == WB_BLOCKED_ALLOWED) {
		phrase = WB_PHRASE_NEXT_ALLOWED;
	} else if (is_up_to_others(blocked)) {
		phrase = WB_PHRASE_NEXT_OTHERS;
	} else if (blocked->now == WB_BLOCKED_NOT_LISTED && has_cause(blocked, WB_CAUSE_SIGN)) {
		phrase = is_of_form(blocked) ? WB_PHRASE_NEXT_SCRIPT : WB_PHRASE_NEXT_SIGN;
	} else if (blocked->now == WB_BLOCKED_NOT_LISTED) {
		phrase = blocked->zone_count > 0 || blocked->may_be_sign ? WB_PHRASE_NEXT_PERHAPS : WB_PHRASE_NEXT_GONE;
	}
	wb_html_raw(html, " <strong>");
	wb_page_say(page, phrase, until, html);
	wb_html_raw(html, "</strong>");
}

/* Nothing of the site's own stands against it now: what decided then may do so still. */
static void add_not_listed(const struct wb_page *page, const struct wb_blocked *blocked, struct wb_html *html)
{
	if (is_up_to_others(blocked)) {
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
		if (has_grace(blocked)) {
			wb_page_date(page, blocked->refused_from_s, until);
			wb_page_banner(page, "wait", WB_PHRASE_NOW_GRACE, html);
			wb_page_element(page, "p", WB_PHRASE_NOW_GRACE_TEXT, until, html);
		} else {
			wb_page_banner(page, "stop", WB_PHRASE_NOW_LISTED, html);
		}
		if (blocked->until_s > 0) {
			wb_page_date(page, blocked->until_s, until);
			wb_page_element(page, "p", WB_PHRASE_NOW_UNTIL, until, html);
		} else if (!has_grace(blocked)) {
			wb_page_element(page, "p", WB_PHRASE_NOW_WITHOUT_END, NULL, html);
		}
		if (blocked->is_network)
			wb_page_element(page, "p", WB_PHRASE_NOW_NETWORK, blocked->client, html);
		break;
	case WB_BLOCKED_NOT_LISTED:
		add_not_listed(page, blocked, html);
		break;
	case WB_BLOCKED_ALLOWED:
		wb_page_banner(page, "good", WB_PHRASE_NOW_ALLOWED, html);
		if (blocked->answer == WB_BLOCKED_REFUSED)
			wb_page_element(page, "p", WB_PHRASE_NOW_ALLOWED_TEXT, NULL, html);
		break;
	case WB_BLOCKED_UNKNOWN:
		wb_page_banner(page, "wait", WB_PHRASE_NOW_UNKNOWN, html);
		wb_page_element(page, "p", WB_PHRASE_NOW_UNKNOWN_TEXT, NULL, html);
		break;
	}
	wb_html_raw(html, "</div>\n");
}

void wb_page_listing_facts(const struct wb_page *page, const struct wb_blocked *blocked, struct wb_html *html)
{
	if (blocked->now != WB_BLOCKED_LISTED)
		return;
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
		wb_page_text_fact(page, WB_PHRASE_FACT_NOTE, blocked->reason, html);
}

static void add_facts(
    const struct wb_page *page, const struct wb_blocked *blocked, const struct wb_page_category *category, struct wb_html *html)
{
	char times[16], first[WB_PAGE_DATE_SIZE], last[WB_PAGE_DATE_SIZE];
	const char *values[] = { times, first, last, NULL };

	wb_page_element(page, "h2", WB_PHRASE_FACTS, NULL, html);
	wb_html_raw(html, "<dl class=\"facts\">\n");
	wb_page_code_fact(page, WB_PHRASE_FACT_CLIENT, blocked->client, html);
	wb_page_fact(page, WB_PHRASE_FACT_TIME, html);
	wb_page_time(page, blocked->at_s, html);
	wb_page_fact_end(html);
	if (category != NULL)
		wb_page_text_fact(page, WB_PHRASE_FACT_REASON, wb_page_category_reason(page, category), html);
	if (blocked->has_case && blocked->times > 1) {
		snprintf(times, sizeof(times), "%u", blocked->times);
		wb_page_date(page, blocked->first_s, first);
		wb_page_date(page, blocked->last_s, last);
		wb_page_fact(page, WB_PHRASE_FACT_TIMES, html);
		wb_html_fill(html, wb_page_phrase(page, WB_PHRASE_FACT_TIMES_VALUE), values);
		wb_page_fact_end(html);
	}
	wb_page_code_fact(page, WB_PHRASE_FACT_REFERENCE, blocked->code, html);
	wb_page_listing_facts(page, blocked, html);
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
		[WB_CAUSE_REPORT] = WB_PHRASE_CAUSE_REPORT,
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
		wb_page_say(page, WB_PHRASE_CAUSE_REMEDY, cause->text, html);
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

/* What the category means, in short. */
static void add_meaning(const struct wb_page *page, const struct wb_page_category *category, struct wb_html *html)
{
	const char *values[] = { category->title, NULL };
	char path[WB_PAGE_PATH_SIZE];

	wb_page_element(page, "h2", WB_PHRASE_WHY, NULL, html);
	wb_html_raw(html, "<p>");
	wb_html_fill(html, wb_page_category_words(page, category)->summary, values);
	wb_html_raw(html, " <a");
	wb_page_category_path(category, path);
	wb_page_href(page, path, NULL, html);
	wb_html_raw(html, ">");
	wb_page_say(page, WB_PHRASE_MORE, wb_page_category_reason(page, category), html);
	wb_html_raw(html, "</a></p>\n");
}

WB_ROWS_BEGIN(titles);
static const enum wb_phrase titles[] = {
	WB_ROW(WB_BLOCKED_NOTED) = WB_PHRASE_BLOCKED_TITLE_NOTED,
	WB_ROW(WB_BLOCKED_DEFERRED) = WB_PHRASE_BLOCKED_TITLE_DEFERRED,
	WB_ROW(WB_BLOCKED_REFUSED) = WB_PHRASE_BLOCKED_TITLE_REFUSED,
};
WB_ROWS_END(titles, WB_BLOCKED_REFUSED + 1);

/* First what happened and what to do, then what is for the people who run the server. */
void wb_page_blocked(const struct wb_page *page, const struct wb_blocked *blocked, struct wb_html *html)
{
	const struct wb_page_category *category = wb_page_site_category(page->site, blocked->category_id);
	/* Who is let through, or was, needs no advice. */
	bool has_trouble = !wb_blocked_is_over(blocked) && blocked->answer != WB_BLOCKED_NOTED;
	bool is_sign = blocked->now == WB_BLOCKED_NOT_LISTED && has_cause(blocked, WB_CAUSE_SIGN);
	bool is_exception = is_up_to_others(blocked) || is_sign;

	wb_page_begin(page, wb_page_phrase(page, titles[blocked->answer]), WB_PAGE_PERSONAL, html);
	wb_page_element(page, "h1", titles[blocked->answer], NULL, html);
	wb_html_raw(html, "<p class=\"lead\">");
	say_what(page, blocked, category, html);
	say_why(page, blocked, html);
	say_next(page, blocked, html);
	wb_html_raw(html, "</p>\n");
	add_banner(page, blocked, html);
	if (has_trouble)
		wb_page_forward(
		    page, blocked, category, has_cause(blocked, WB_CAUSE_SIGN) || has_cause(blocked, WB_CAUSE_REPORT), html);
	add_facts(page, blocked, category, html);
	if (category != NULL)
		add_meaning(page, category, html);
	if (has_trouble && blocked->cause_count > 0)
		add_causes(page, blocked, html);
	if (has_trouble) {
		if (blocked->zone_count > 0)
			add_zones(page, blocked, html);
		if (category != NULL)
			wb_page_admin_advice(page, category, html);
		wb_page_element(page, "h2", WB_PHRASE_REMOVAL_TITLE, NULL, html);
		if (is_exception)
			wb_page_element(page, "p", is_sign ? WB_PHRASE_REMOVAL_SIGN : WB_PHRASE_REMOVAL_OTHERS, NULL, html);
		wb_page_removal(
		    page, blocked->url_code, is_exception ? WB_PHRASE_REMOVAL_EXCEPTION : WB_PHRASE_REMOVAL_BUTTON, html);
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
	wb_page_lookup(page, shown, html);
	wb_page_end(page, html);
}
