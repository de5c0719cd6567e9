/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* page_status.c - what a request has come to, and the pages that say one thing */
#include <inttypes.h>
#include <stdio.h>

#include "page/page_part.h"

#define NUMBER_SIZE 24

static void begin_with_number(const struct wb_page *page, enum wb_phrase phrase, const char *number, struct wb_html *html)
{
	const char *values[] = { number, NULL };
	struct wb_html title = { 0 };

	wb_html_fill(&title, wb_page_phrase(page, phrase), values);
	wb_page_begin(page, title.data != NULL ? title.data : "", WB_PAGE_PERSONAL, html);
	wb_html_raw(html, "<h1>");
	wb_html_raw(html, title.data != NULL ? title.data : "");
	wb_html_raw(html, "</h1>\n");
	wb_html_close(&title);
}

void wb_page_filed(const struct wb_page *page, const struct wb_page_filed *filed, struct wb_html *html)
{
	char number[NUMBER_SIZE], path[WB_PAGE_PATH_SIZE];

	snprintf(number, sizeof(number), "%" PRIu64, filed->number);
	snprintf(path, sizeof(path), WB_PAGE_STATUS "%s", filed->token);
	begin_with_number(page, WB_PHRASE_FILED_TITLE, number, html);
	wb_html_raw(html, "<div class=\"banner good\">\n");
	wb_page_element(page, "p", WB_PHRASE_FILED_TEXT, NULL, html);
	wb_html_raw(html, "</div>\n");
	wb_page_element(page, "p", WB_PHRASE_FILED_STATUS, NULL, html);
	wb_html_raw(html, "<p><a");
	wb_page_href(page, path, NULL, html);
	wb_html_raw(html, ">");
	wb_page_say(page, WB_PHRASE_FILED_STATUS_LINK, number, html);
	wb_html_raw(html, "</a></p>\n");
	wb_page_element(page, "h2", WB_PHRASE_FILED_PROOF_TITLE, NULL, html);
	wb_page_element(page, "p", WB_PHRASE_FILED_PROOF, NULL, html);
	wb_html_raw(html, "<p><code>");
	wb_html_text(html, filed->record_label);
	wb_html_raw(html, ".<em>NAME</em> IN TXT &quot;");
	wb_html_text(html, filed->record_text);
	wb_html_raw(html, "&quot;</code></p>\n");
	wb_page_element(page, "p", WB_PHRASE_FILED_PROOF_AFTER, NULL, html);
	wb_page_end(page, html);
}

void wb_page_status(const struct wb_page *page, const struct wb_page_request *request, struct wb_html *html)
{
	enum wb_phrase state = WB_PHRASE_STATUS_OPEN, text = WB_PHRASE_STATUS_OPEN_TEXT;
	const char *look = "wait";
	char number[NUMBER_SIZE], until[WB_PAGE_DATE_SIZE];

	snprintf(number, sizeof(number), "%" PRIu64, request->number);
	begin_with_number(page, WB_PHRASE_STATUS_TITLE, number, html);

	/* How it stands, in a banner whose look goes with the words. */
	switch (request->state) {
	case WB_PAGE_OPEN:
		break;
	case WB_PAGE_APPROVED:
		state = WB_PHRASE_STATUS_APPROVED;
		text = WB_PHRASE_STATUS_APPROVED_TEXT;
		look = "good";
		break;
	case WB_PAGE_DENIED:
		state = WB_PHRASE_STATUS_DENIED;
		text = WB_PHRASE_STATUS_DENIED_TEXT;
		look = "stop";
		break;
	}
	wb_page_banner(page, look, state, html);
	wb_page_element(page, "p", text, NULL, html);
	if (request->state == WB_PAGE_APPROVED && request->allowed_until_s > 0) {
		wb_page_date(page, request->allowed_until_s, until);
		wb_page_element(page, "p", WB_PHRASE_STATUS_ALLOWED_UNTIL, until, html);
	}
	wb_html_raw(html, "</div>\n");

	if (request->state != WB_PAGE_OPEN && request->answer[0] != '\0') {
		wb_page_element(page, "h2", WB_PHRASE_STATUS_ANSWER, NULL, html);
		wb_html_paragraphs(html, request->answer);
	}
	wb_page_element(page, "h2", WB_PHRASE_FACTS, NULL, html);
	wb_html_raw(html, "<dl class=\"facts\">\n");
	wb_page_code_fact(page, WB_PHRASE_FACT_CLIENT, request->client, html);
	wb_page_fact(page, WB_PHRASE_STATUS_ASKED, html);
	wb_page_time(page, request->asked_at_s, html);
	wb_page_fact_end(html);
	if (request->state != WB_PAGE_OPEN && request->decided_at_s > 0) {
		wb_page_fact(page, WB_PHRASE_STATUS_DECIDED, html);
		wb_page_time(page, request->decided_at_s, html);
		wb_page_fact_end(html);
	}
	wb_html_raw(html, "</dl>\n");
	wb_page_end(page, html);
}

void wb_page_message(const struct wb_page *page, enum wb_page_message message, struct wb_html *html)
{
	const struct wb_message_words *words = &wb_words[page->language]->messages[message];

	wb_page_begin(page, words->title, WB_PAGE_PERSONAL, html);
	wb_html_raw(html, "<h1>");
	wb_html_text(html, words->title);
	wb_html_raw(html, "</h1>\n<p class=\"lead\">");
	wb_html_raw(html, words->text);
	wb_html_raw(html, "</p>\n");
	wb_page_button(page, "", NULL, WB_PHRASE_HOME, html);
	wb_page_end(page, html);
}
