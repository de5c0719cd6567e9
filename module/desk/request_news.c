/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* request_news.c - see request_news.h */
#include "desk/request_news.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/timestamp.h"

static struct wb_request_news_row *add_row(struct wb_request_news *news)
{
	struct wb_request_news_row *rows = wb_grow(news->rows, news->count * sizeof(*rows), sizeof(*rows), &news->room);

	news->has_memory = rows != NULL;
	if (rows == NULL)
		return NULL;
	news->rows = rows;
	return &news->rows[news->count++];
}

/* By equality: a clock that was set back between two of them hides nothing. */
static bool take_request(void *context, const struct wb_request *request)
{
	struct wb_request_news *news = context;
	bool is_decided = wb_request_is_decided(request);
	int64_t last_s = request->replied_at_s != 0 ? request->replied_at_s : request->created_at_s;
	struct wb_request_news_row *row;

	if (request->state == WB_REQUEST_OPEN && (news->open++ == 0 || request->created_at_s < news->oldest_at_s))
		news->oldest_at_s = request->created_at_s;
	/* What staff decided they have seen, but for a reply that came after that. */
	if (request->told_at_s == last_s || (is_decided && request->replied_at_s <= request->decided_at_s))
		return true;
	row = add_row(news);
	if (row == NULL)
		return false;
	*row = (struct wb_request_news_row){
		.told = { request->number, last_s },
		.is_reply = request->replied_at_s != 0,
		.state = request->state,
		.client = request->client,
		.has_reference = request->has_reference,
	};
	wb_text_copy(row->category, sizeof(row->category), request->category);
	wb_text_copy(row->name, sizeof(row->name), request->name);
	wb_text_copy(row->email, sizeof(row->email), request->email);
	news->replies += row->is_reply;
	return true;
}

static bool take_held(void *context, const struct wb_held_mail *mail)
{
	struct wb_request_news *news = context;

	if (mail->is_told)
		return true;
	if (news->held_count < WB_REQUEST_NEWS_HELD) {
		struct wb_request_news_held *row = &news->held[news->held_count];

		row->at_s = mail->at_s;
		wb_text_copy(row->sender, sizeof(row->sender), mail->sender);
		wb_text_copy(row->why, sizeof(row->why), mail->why);
	}
	news->held_count++;
	news->held_last = mail->number;
	return true;
}

static int compare_rows(const void *a, const void *b)
{
	const struct wb_request_told *left = &((const struct wb_request_news_row *)a)->told;
	const struct wb_request_told *right = &((const struct wb_request_news_row *)b)->told;

	if (left->at_s != right->at_s)
		return left->at_s < right->at_s ? -1 : 1;
	return left->number < right->number ? -1 : 1;
}

enum wb_status wb_request_news_find(const char *store, struct wb_request_news *news_r, struct wb_error *error_r)
{
	size_t unreadable;
	enum wb_status status;

	*news_r = (struct wb_request_news){ .has_memory = true };
	status = wb_request_walk(store, NULL, take_request, news_r, &unreadable, error_r);
	if (status == WB_OK && !news_r->has_memory)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	if (status == WB_OK)
		status = wb_held_mail_walk(store, take_held, news_r, error_r);
	if (status == WB_OK && news_r->count > 0)
		qsort(news_r->rows, news_r->count, sizeof(news_r->rows[0]), compare_rows);
	return status;
}

void wb_request_news_close(struct wb_request_news *news)
{
	free(news->rows);
	*news = (struct wb_request_news){ .has_memory = true };
}

bool wb_request_news_is_empty(const struct wb_request_news *news)
{
	return news->count == 0 && news->held_count == 0;
}

static void add_count(struct wb_text *text, size_t count, const char *one, const char *many)
{
	if (count > 0)
		wb_text_addf(text, "%s%zu %s", text->length > 0 ? ", " : "", count, count == 1 ? one : many);
}

void wb_request_news_add_title(const struct wb_request_news *news, struct wb_text *text)
{
	char title[128];
	struct wb_text own;

	wb_text_open(&own, title, sizeof(title));
	add_count(&own, news->count - news->replies, "new request for removal", "new requests for removal");
	add_count(&own, news->replies, "reply about a request", "replies about requests");
	add_count(&own, news->held_count, "mail that is held", "mails that are held");
	wb_text_add(text, title);
}

static void add_held(const struct wb_request_news *news, struct wb_text *text)
{
	size_t shown = news->held_count < WB_REQUEST_NEWS_HELD ? news->held_count : WB_REQUEST_NEWS_HELD;
	char at[WB_TIMESTAMP_TEXT_SIZE];

	wb_text_add(text, "\nMails that were not answered, and are held for you:\n\n");
	for (size_t i = 0; i < shown; i++) {
		wb_timestamp_format_minute(news->held[i].at_s, at);
		wb_text_addf(text, "  %s  from %s\n      %s\n", at,
		    news->held[i].sender[0] != '\0' ? news->held[i].sender : "-", news->held[i].why);
	}
	if (shown < news->held_count)
		wb_text_addf(text, "  and %zu more\n", news->held_count - shown);
	wb_text_add(text, "\n    whyblock removal held\n");
}

static void add_row_text(const struct wb_request_news_row *row, struct wb_text *text)
{
	char at[WB_TIMESTAMP_TEXT_SIZE], client[WB_PREFIX_TEXT_SIZE];

	wb_timestamp_format_minute(row->told.at_s, at);
	wb_prefix_format_short(&row->client, client);
	wb_text_addf(text, "  %llu  %s  %s%s%s\n", (unsigned long long)row->told.number, at, client,
	    row->category[0] != '\0' ? ", " : "", row->category);
	wb_text_addf(text, "      ");
	if (row->is_reply)
		wb_text_addf(text, "a reply%s%s; ", row->state == WB_REQUEST_OPEN ? "" : ", and it is ",
		    row->state == WB_REQUEST_OPEN ? "" : wb_request_state_name(row->state));
	wb_text_addf(text, "%s; from %s%s%s%s\n", row->has_reference ? "with a genuine reference" : "without a reference",
	    row->name, row->name[0] != '\0' ? " <" : "", row->email[0] != '\0' ? row->email : "-",
	    row->name[0] != '\0' ? ">" : "");
}

void wb_request_news_add_body(const struct wb_request_news *news, struct wb_text *text)
{
	size_t shown = news->count < WB_REQUEST_NEWS_SHOWN ? news->count : WB_REQUEST_NEWS_SHOWN;
	unsigned long long first = news->count > 0 ? news->rows[0].told.number : 0;
	char oldest[WB_TIMESTAMP_TEXT_SIZE];

	wb_request_news_add_title(news, text);
	wb_text_add(text, shown > 1 ? ", the oldest first:\n\n" : shown > 0 ? ":\n\n" : ".\n");
	for (size_t i = 0; i < shown; i++)
		add_row_text(&news->rows[i], text);
	if (shown < news->count)
		wb_text_addf(text, "  and %zu more\n", news->count - shown);
	if (shown > 0)
		wb_text_addf(text,
		    "\nTo look at one, and to deal with it:\n\n    whyblock removal show %llu\n    whyblock removal approve %llu\n"
		    "    whyblock removal deny %llu --reason \"...\"\n    whyblock removal ask %llu \"...\"\n",
		    first, first, first, first);
	if (news->held_count > 0)
		add_held(news, text);
	wb_timestamp_format_minute(news->oldest_at_s, oldest);
	if (news->open > 0)
		wb_text_addf(text, "\n%zu %s open, the oldest since %s:\n\n    whyblock removal list\n", news->open,
		    news->open == 1 ? "request is" : "requests are", oldest);
}

enum wb_status wb_request_news_tell(const char *store, const struct wb_request_news *news, struct wb_error *error_r)
{
	struct wb_request_told *told = calloc(news->count + 1, sizeof(*told));
	enum wb_status status;

	if (told == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	for (size_t i = 0; i < news->count; i++)
		told[i] = news->rows[i].told;
	status = wb_request_tell(store, told, news->count, error_r);
	free(told);
	if (status == WB_OK && news->held_count > 0)
		status = wb_held_mail_tell(store, news->held_last, error_r);
	return status;
}
