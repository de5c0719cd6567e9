/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* page_forward.c - for the one who only wanted to send a mail: whom to send this page, with a message that is ready */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "page/page_part.h"

#define MESSAGE_SIZE 4096 /* names and URLs of the configuration are shorter than 513 bytes, and each stands in it once */
#define VALUES_MAX 5

/* A sentence of ours with its values as plain text. */
static void fill(struct wb_text *text, const char *sentence, const char *const *values)
{
	for (; *sentence != '\0'; sentence++) {
		if (strncmp(sentence, "%{", 2) == 0 && sentence[2] >= '0' && sentence[2] < '0' + VALUES_MAX &&
		    sentence[3] == '}') {
			wb_text_add(text, values[sentence[2] - '0']);
			sentence += 3;
		} else {
			wb_text_add_char(text, *sentence);
		}
	}
}

/* "https://postmaster.example.net/blocked?ref=8F3K..."; nothing while nobody knows where these pages are. */
static void make_link(const struct wb_page *page, const struct wb_blocked *blocked, char *buffer, size_t size)
{
	const char *url = page->site->url;

	buffer[0] = '\0';
	if (url[0] != '\0')
		snprintf(buffer, size, "%s%cref=%s", url, strchr(url, '?') != NULL ? '&' : '?', blocked->url_code);
}

/* A mail that is not addressed yet: RFC 6068 section 2. */
static void add_mail_link(const struct wb_page *page, const char *subject, const char *body, struct wb_html *html)
{
	wb_html_raw(html, "<p><a class=\"button\" href=\"mailto:?subject=");
	wb_page_encode(subject, html);
	wb_html_raw(html, "&amp;body=");
	for (; *body != '\0'; body++) {
		const char one[2] = { *body, '\0' };

		if (*body == '\n')
			wb_html_raw(html, "%0D%0A");
		else
			wb_page_encode(one, html);
	}
	wb_html_raw(html, "\">");
	wb_page_say(page, WB_PHRASE_FORWARD_BUTTON, NULL, html);
	wb_html_raw(html, "</a></p>\n");
}

void wb_page_forward(const struct wb_page *page, const struct wb_blocked *blocked, const struct wb_page_category *category,
    bool may_be_own, struct wb_html *html)
{
	enum wb_phrase first = blocked->answer == WB_BLOCKED_DEFERRED ? WB_PHRASE_FORWARD_DEFERRED : WB_PHRASE_FORWARD_REFUSED;
	const char *reason = category != NULL ? wb_page_category_reason(page, category) : "?";
	char when[WB_PAGE_DATE_SIZE], link[WB_PAGE_LINK_SIZE], subject[256], body[MESSAGE_SIZE];
	const char *values[VALUES_MAX] = { page->site->name, blocked->client, when, reason, blocked->code };
	struct wb_text text;

	wb_page_date(page, blocked->at_s, when);
	make_link(page, blocked, link, sizeof(link));
	wb_text_open(&text, subject, sizeof(subject));
	fill(&text, wb_page_phrase(page, WB_PHRASE_FORWARD_SUBJECT), values);
	wb_text_open(&text, body, sizeof(body));
	fill(&text, wb_page_phrase(page, first), values);
	fill(&text, wb_page_phrase(page, WB_PHRASE_FORWARD_BODY), values);
	if (blocked->now == WB_BLOCKED_LISTED && blocked->refused_from_s > 0) {
		wb_page_date(page, blocked->refused_from_s, when);
		values[0] = when;
		fill(&text, wb_page_phrase(page, WB_PHRASE_FORWARD_GRACE), values);
	}
	values[0] = link;
	if (link[0] != '\0')
		fill(&text, wb_page_phrase(page, WB_PHRASE_FORWARD_LINK), values);

	wb_page_element(page, "h2", may_be_own ? WB_PHRASE_FORWARD_TITLE_SIGN : WB_PHRASE_FORWARD_TITLE, NULL, html);
	wb_page_element(page, "p", WB_PHRASE_FORWARD_TEXT, blocked->client, html);
	add_mail_link(page, subject, body, html);
	wb_page_element(page, "p", WB_PHRASE_FORWARD_COPY, NULL, html);
	wb_html_raw(html, "<pre class=\"copy\">");
	wb_html_text(html, body);
	wb_html_raw(html, "</pre>\n");
	wb_page_element(page, "p", WB_PHRASE_FORWARD_FORGED, NULL, html);
	wb_page_element(page, "p", WB_PHRASE_FORWARD_URGENT, NULL, html);
	if (category == NULL)
		return;
	wb_html_raw(html, "<details>\n<summary>");
	wb_page_say(page, WB_PHRASE_FORWARD_MORE, NULL, html);
	wb_html_raw(html, "</summary>\n");
	wb_page_user_advice(page, category, html);
	wb_html_raw(html, "</details>\n");
}
