/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* page_visit.c - somebody came without a code: the field for it, and what is known of the address that they come from */
#include "page/page_part.h"

static enum wb_phrase say_now(enum wb_blocked_now now)
{
	switch (now) {
	case WB_BLOCKED_LISTED:
		return WB_PHRASE_VISIT_LISTED;
	case WB_BLOCKED_ALLOWED:
		return WB_PHRASE_VISIT_ALLOWED;
	case WB_BLOCKED_NOT_LISTED:
		return WB_PHRASE_VISIT_NOT_LISTED;
	case WB_BLOCKED_UNKNOWN:
		break;
	}
	return WB_PHRASE_NOW_UNKNOWN;
}

void wb_page_visit(const struct wb_page *page, const struct wb_blocked *blocked, struct wb_html *html)
{
	const struct wb_page_category *category = wb_page_site_category(page->site, blocked->category_id);
	bool is_listed = blocked->now == WB_BLOCKED_LISTED;

	wb_page_begin(page, wb_page_phrase(page, WB_PHRASE_VISIT_TITLE), WB_PAGE_PERSONAL, html);
	wb_page_element(page, "h1", WB_PHRASE_VISIT_TITLE, NULL, html);
	wb_html_raw(html, "<p class=\"lead\">");
	wb_page_say(page, WB_PHRASE_VISIT_LEAD, NULL, html);
	wb_html_raw(html, "</p>\n");
	wb_page_lookup(page, "", html);
	wb_page_element(page, "h2", WB_PHRASE_VISIT_ADDRESS, NULL, html);
	wb_page_element(page, "p", WB_PHRASE_VISITOR, blocked->client, html);
	wb_html_raw(html, "<p><strong>");
	wb_page_say(page, say_now(blocked->now), NULL, html);
	wb_html_raw(html, "</strong></p>\n");
	if (!is_listed) {
		wb_page_end(page, html);
		return;
	}
	wb_page_element(page, "p", WB_PHRASE_VISIT_IF_SERVER, NULL, html);
	wb_html_raw(html, "<dl class=\"facts\">\n");
	wb_page_code_fact(page, WB_PHRASE_FACT_VISITOR, blocked->client, html);
	if (category != NULL)
		wb_page_text_fact(page, WB_PHRASE_FACT_REASON, wb_page_category_reason(page, category), html);
	wb_page_listing_facts(page, blocked, html);
	wb_html_raw(html, "</dl>\n");
	if (category != NULL)
		wb_page_admin_advice(page, category, html);
	wb_page_element(page, "h2", WB_PHRASE_REMOVAL_TITLE, NULL, html);
	wb_page_removal(page, "", WB_PHRASE_REMOVAL_BUTTON, html);
	wb_page_end(page, html);
}
