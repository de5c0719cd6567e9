/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * request_news.h - what people did since staff were told last: requests that they made, replies that they wrote, and mails that became
 * neither and are held for staff.
 */
#ifndef WB_REQUEST_NEWS_H
#define WB_REQUEST_NEWS_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "base/text.h"
#include "store/held_mail.h"
#include "store/request.h"

#define WB_REQUEST_NEWS_SHOWN 40 /* rows of a text; further ones are counted */
#define WB_REQUEST_NEWS_HELD 10  /* the same of mails that are held */

struct wb_request_news_row {
	struct wb_request_told told; /* the request, and when that was done which is new */
	bool is_reply;
	enum wb_request_state state;
	struct wb_prefix client;
	char category[WB_CATEGORY_ID_SIZE];
	bool has_reference;
	char name[WB_REQUEST_NAME_SIZE];
	char email[WB_REQUEST_EMAIL_SIZE];
};

struct wb_request_news_held {
	int64_t at_s;
	char sender[WB_REQUEST_EMAIL_SIZE];
	char why[WB_HELD_MAIL_WHY_SIZE];
};

struct wb_request_news {
	struct wb_request_news_row *rows; /* the oldest first */
	size_t count, replies;
	size_t room;         /* bytes of rows */
	size_t open;         /* requests that are not decided, and do not wait for the one who asked ... */
	int64_t oldest_at_s; /* ... and when the oldest of them was made */
	struct wb_request_news_held held[WB_REQUEST_NEWS_HELD]; /* the oldest first */
	size_t held_count;                                      /* may be more */
	uint64_t held_last;                                     /* the number of the last one */
	bool has_memory;
};

/*
 * Looks through all requests: what is not decided and nobody was told of, and replies, to decided ones too.
 * Returns: WB_OK, also when there is nothing. wb_request_news_close whatever is returned.
 */
enum wb_status wb_request_news_find(const char *store, struct wb_request_news *news_r, struct wb_error *error_r);

/* Safe to repeat. */
void wb_request_news_close(struct wb_request_news *news);

/* Nothing is new. */
bool wb_request_news_is_empty(const struct wb_request_news *news);

/* Adds "3 new requests for removal, 1 reply about a request, 1 mail that is held": ASCII. */
void wb_request_news_add_title(const struct wb_request_news *news, struct wb_text *text);

/* What is new, the oldest first, what to type, and how many are open: UTF-8 without control characters but \n, about 76 columns. */
void wb_request_news_add_body(const struct wb_request_news *news, struct wb_text *text);

/* Staff were told of all of it. */
enum wb_status wb_request_news_tell(const char *store, const struct wb_request_news *news, struct wb_error *error_r);

#endif
