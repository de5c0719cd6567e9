/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* page_status.c - what a request has come to, and the pages that say one thing */
#include <inttypes.h>
#include <stdio.h>

#include "page/page_part.h"

#define NUMBER_SIZE 24

static void begin_with_number(
    const struct wb_page *page, const char *number, bool is_mistaken, bool is_form, struct wb_html *html)
{
	const char *values[] = { number, NULL };
	struct wb_html title = { 0 };

	if (is_mistaken)
		wb_page_say(page, WB_PHRASE_FORM_ERROR, NULL, &title);
	wb_html_fill(&title, wb_page_phrase(page, WB_PHRASE_STATUS_TITLE), values);
	wb_page_begin(page, title.data != NULL ? title.data : "", is_form ? WB_PAGE_FORM : WB_PAGE_PERSONAL, html);
	wb_page_element(page, "h1", WB_PHRASE_STATUS_TITLE, number, html);
	wb_html_close(&title);
}

/* A DNS record, which whoever runs the server can make and nobody else. */
static void add_proof(const struct wb_page *page, const struct wb_page_request *request, struct wb_html *html)
{
	wb_page_element(page, "h2", WB_PHRASE_PROOF_TITLE, NULL, html);
	wb_page_element(page, "p", WB_PHRASE_PROOF, NULL, html);
	wb_html_raw(html, "<pre class=\"copy\">");
	wb_html_text(html, request->record_label);
	wb_html_raw(html, ".<em>NAME</em> IN TXT &quot;");
	wb_html_text(html, request->record_text);
	wb_html_raw(html, "&quot;</pre>\n");
	wb_page_element(page, "p", WB_PHRASE_PROOF_AFTER, NULL, html);
}

/* What whoever asked may expect while it is not decided. */
static void add_outlook(const struct wb_page *page, const struct wb_page_request *request, struct wb_html *html)
{
	if (request->replied_at_s > 0)
		wb_page_element(page, "p", WB_PHRASE_STATUS_HAS_REPLY, NULL, html);
	if (request->email[0] != '\0')
		wb_page_element(page, "p", WB_PHRASE_STATUS_OPEN_TEXT, request->email, html);
	else
		wb_page_element(page, "p", WB_PHRASE_STATUS_OPEN_HERE, NULL, html);
	wb_page_promise(page, html);
	wb_page_element(page, "p", WB_PHRASE_STATUS_KEEP_LINK, NULL, html);
}

void wb_page_keep(const struct wb_page *page, struct wb_html *html)
{
	char keep[WB_LANGUAGE_SPAN_SIZE];

	wb_html_raw(html, "<p class=\"hint\">");
	wb_page_say(page, WB_PHRASE_KEEP, NULL, html);
	wb_html_raw(html, " ");
	if (page->site->keep_s > 0) {
		wb_language_span(page->language, page->site->keep_s, keep);
		wb_page_say(page, WB_PHRASE_KEEP_UNTIL, keep, html);
	} else {
		wb_page_say(page, WB_PHRASE_KEEP_FOR_EVER, NULL, html);
	}
	wb_html_raw(html, "</p>\n");
}

WB_ROWS_BEGIN(states);
static const struct {
	const char *look;
	enum wb_phrase heading;
} states[] = {
	WB_ROW(WB_PAGE_OPEN) = { "wait", WB_PHRASE_STATUS_OPEN },
	WB_ROW(WB_PAGE_APPROVED) = { "good", WB_PHRASE_STATUS_APPROVED },
	WB_ROW(WB_PAGE_DENIED) = { "stop", WB_PHRASE_STATUS_DENIED },
	WB_ROW(WB_PAGE_WAITING) = { "wait", WB_PHRASE_STATUS_WAITING },
};
WB_ROWS_END(states, WB_PAGE_REQUEST_STATES);

/* A field for what whoever asked has to say to it; with what they typed, when that was not taken. */
static void add_reply_form(const struct wb_page *page, bool is_asked, const struct wb_page_reply *reply, struct wb_html *html)
{
	enum wb_phrase label = is_asked ? WB_PHRASE_REPLY_ANSWER : WB_PHRASE_REPLY_ADD;
	bool is_mistaken = reply != NULL && reply->mistake != WB_MISTAKE_NONE;
	const char *values[] = { "", wb_page_phrase(page, label), NULL };

	/* The form leads to this very page. */
	wb_html_raw(html, "<form class=\"request\" id=\"request\" method=\"post\" novalidate action=\"");
	wb_html_raw(html, page->root);
	wb_html_text(html, page->path);
	wb_html_raw(html, "\">\n<input type=\"hidden\" name=\"lang\" value=\"");
	wb_html_raw(html, wb_languages[page->language].tag);
	wb_html_raw(html,
	    is_mistaken ? "\">\n<div class=\"field mistaken\">\n<label for=\"" : "\">\n<div class=\"field\">\n<label for=\"");
	wb_html_raw(html, WB_PAGE_REPLY "\">");
	wb_page_say(page, label, NULL, html);
	wb_html_raw(html, "</label>\n");
	if (is_mistaken) {
		wb_html_raw(html, "<p class=\"mistake\" id=\"" WB_PAGE_REPLY "-mistake\"><strong>");
		wb_page_say(page, WB_PHRASE_FORM_MISTAKE, NULL, html);
		wb_html_raw(html, "</strong> ");
		if (reply->mistake == WB_MISTAKE_MISSING)
			wb_page_say(page, WB_PHRASE_REPLY_MISSING, NULL, html);
		else
			wb_html_fill(html, wb_words[page->language]->mistakes[reply->mistake], values);
		wb_html_raw(html, "</p>\n");
	}
	wb_html_raw(
	    html, "<textarea rows=\"5\" required autocomplete=\"off\" id=\"" WB_PAGE_REPLY "\" name=\"" WB_PAGE_REPLY "\"");
	if (is_mistaken)
		wb_html_raw(html, " aria-invalid=\"true\" aria-describedby=\"" WB_PAGE_REPLY "-mistake\"");
	wb_html_raw(html, ">\n");
	wb_html_text(html, reply != NULL && reply->value != NULL ? reply->value : "");
	wb_html_raw(html, "</textarea>\n</div>\n<button type=\"submit\">");
	wb_page_say(page, WB_PHRASE_REPLY_SEND, NULL, html);
	wb_html_raw(html, "</button>\n</form>\n");
}

static void add_request_facts(const struct wb_page *page, const struct wb_page_request *request, struct wb_html *html)
{
	wb_page_element(page, "h2", WB_PHRASE_FACTS, NULL, html);
	wb_html_raw(html, "<dl class=\"facts\">\n");
	wb_page_code_fact(page, WB_PHRASE_FACT_CLIENT, request->client, html);
	wb_page_fact(page, WB_PHRASE_STATUS_ASKED, html);
	wb_page_time(page, request->asked_at_s, html);
	wb_page_fact_end(html);
	if (request->replied_at_s > 0) {
		wb_page_fact(page, WB_PHRASE_STATUS_REPLIED, html);
		wb_page_time(page, request->replied_at_s, html);
		wb_page_fact_end(html);
	}
	if (request->decided_at_s > 0) {
		wb_page_fact(page, WB_PHRASE_STATUS_DECIDED, html);
		wb_page_time(page, request->decided_at_s, html);
		wb_page_fact_end(html);
	}
	wb_html_raw(html, "</dl>\n");
}

void wb_page_status(
    const struct wb_page *page, const struct wb_page_request *request, const struct wb_page_reply *reply, struct wb_html *html)
{
	bool is_decided = request->state == WB_PAGE_APPROVED || request->state == WB_PAGE_DENIED;
	char number[NUMBER_SIZE], until[WB_PAGE_DATE_SIZE];

	snprintf(number, sizeof(number), "%" PRIu64, request->number);
	begin_with_number(page, number, reply != NULL && reply->mistake != WB_MISTAKE_NONE, !is_decided, html);
	if (reply != NULL && reply->notice != WB_MESSAGES)
		wb_page_notice(page, reply->notice, false, html);

	/* How it stands, in a banner whose look goes with the words. */
	wb_page_banner(page, states[request->state].look, states[request->state].heading, html);
	switch (request->state) {
	case WB_PAGE_OPEN:
		add_outlook(page, request, html);
		break;
	case WB_PAGE_APPROVED:
		wb_page_element(page, "p", WB_PHRASE_STATUS_APPROVED_TEXT, NULL, html);
		if (request->allowed_until_s > 0) {
			wb_page_date(page, request->allowed_until_s, until);
			wb_page_element(page, "p", WB_PHRASE_STATUS_ALLOWED_UNTIL, until, html);
		}
		break;
	case WB_PAGE_DENIED:
		wb_page_element(page, "p", WB_PHRASE_STATUS_DENIED_TEXT, NULL, html);
		break;
	case WB_PAGE_WAITING:
		wb_page_element(page, "p", WB_PHRASE_STATUS_WAITING_TEXT, NULL, html);
		break;
	case WB_PAGE_REQUEST_STATES:
		break;
	}
	wb_html_raw(html, "</div>\n");

	if (request->state == WB_PAGE_WAITING) {
		wb_page_element(page, "h2", WB_PHRASE_STATUS_QUESTION, NULL, html);
		wb_html_paragraphs(html, request->question);
		add_reply_form(page, true, reply, html);
	}
	if (is_decided && request->answer[0] != '\0') {
		wb_page_element(page, "h2", WB_PHRASE_STATUS_ANSWER, NULL, html);
		wb_html_paragraphs(html, request->answer);
	}
	add_request_facts(page, request, html);
	if (request->state == WB_PAGE_OPEN)
		add_reply_form(page, false, reply, html);
	if (request->record_text[0] != '\0')
		add_proof(page, request, html);
	wb_page_keep(page, html);
	wb_page_end(page, html);
}

void wb_page_notice(const struct wb_page *page, enum wb_page_message notice, bool has_no_code, struct wb_html *html)
{
	const struct wb_message_words *words = &wb_words[page->language]->messages[notice];

	wb_html_raw(html, "<div class=\"banner ");
	wb_html_raw(html, notice == WB_MESSAGE_NOT_BLOCKED ? "good" : "wait");
	wb_html_raw(html, "\" role=\"alert\">\n<h2>");
	wb_html_text(html, words->title);
	wb_html_raw(html, "</h2>\n<p>");
	wb_html_raw(html, words->text);
	wb_html_raw(html, "</p>\n");
	if (notice >= WB_MESSAGE_ADDRESS_EXCEEDED && notice <= WB_MESSAGE_DAY_EXCEEDED && has_no_code)
		wb_page_element(page, "p", WB_PHRASE_FORM_CODE_IS_HEARD, NULL, html);
	if (notice != WB_MESSAGE_NOT_BLOCKED)
		wb_page_element(page, "p", WB_PHRASE_FORM_TYPED, NULL, html);
	wb_html_raw(html, "</div>\n");
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
