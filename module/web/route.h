/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * route.h - one visit on its way to its answer: what the pages of the service share.
 */
#ifndef WB_WEB_ROUTE_H
#define WB_WEB_ROUTE_H

#include "web/service.h"

#define WB_ROUTE_QUERY_SIZE (4 + 3 * WB_PAGE_CODE_SIZE) /* "ref=" and a code, encoded byte for byte */
#define WB_ROUTE_RETRY_BUSY_S 10                        /* when somebody else writes to the store just now */
#define WB_ROUTE_DEPTH_MAX 16 /* of folders in a path, so that even the page for a path that is none finds the style sheet */

struct wb_route_context {
	struct wb_service *service;
	const struct wb_visit *visit;
	struct wb_answer *answer;
	struct wb_page page;
	const char *rest; /* of the path, behind the route's own part: "spam" of "category/spam" */
	char query[WB_ROUTE_QUERY_SIZE];
	char root[3 * WB_ROUTE_DEPTH_MAX + 1];
};

/*
 * Asks the agent. NULL: it cannot be asked, or cannot use what it needs, and the visit is answered; otherwise the answer says whether it
 * is WB_ASK_DONE, or WB_ASK_NOT_FOUND. It lasts until the next question.
 */
const struct wb_ask_answer *wb_route_ask(struct wb_route_context *context, struct wb_ask_question *question);

/* The same about a code, as it was given: too long for a question, it is not genuine. Counts which it is. */
const struct wb_ask_answer *wb_route_ask_code(struct wb_route_context *context, struct wb_ask_question *question);

/* A page that says one thing, with this status. */
void wb_route_message(struct wb_route_context *context, unsigned status, enum wb_page_message message);

/* 303 to another page of the service, in the language of this one: RFC 9110 section 15.4.4. path: below the top. */
void wb_route_see_other(struct wb_route_context *context, const char *path);

/* 503, because of the store or the agent; what is wrong has gone to stderr, and nothing of it to the visitor. */
void wb_route_unavailable(struct wb_route_context *context);

/* The text of the field if it is there, is text and is not empty; else NULL. */
const char *wb_route_value(const struct wb_form *form, const char *name);

/* Pages in files of their own: route_removal.c. */
void wb_route_remove(struct wb_route_context *context);
void wb_route_status(struct wb_route_context *context);

#endif
