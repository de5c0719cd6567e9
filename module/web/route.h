/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * route.h - one visit on its way to its answer: what the pages of the service share.
 */
#ifndef WB_WEB_ROUTE_H
#define WB_WEB_ROUTE_H

#include "verdict/reference.h"
#include "web/service.h"

#define WB_ROUTE_QUERY_SIZE 256
#define WB_ROUTE_RETRY_BUSY_S 10 /* when somebody else writes to the store just now */
#define WB_ROUTE_DEPTH_MAX 16    /* of folders in a path, so that even the page for a path that is none finds the style sheet */

struct wb_route_context {
	struct wb_service *service;
	const struct wb_config *config;
	const struct wb_visit *visit;
	struct wb_answer *answer;
	struct wb_page page;
	const char *rest; /* of the path, behind the route's own part: "spam" of "category/spam" */
	char query[WB_ROUTE_QUERY_SIZE];
	char root[3 * WB_ROUTE_DEPTH_MAX + 1];
};

/* Whether a code, as it was given, is genuine. WB_UNAVAILABLE: the key cannot be read; the visit is answered. */
enum wb_status wb_route_check_code(
    struct wb_route_context *context, const char *given, struct wb_reference *reference_r, char *code_r);

/* A page that says one thing, with this status. */
void wb_route_message(struct wb_route_context *context, unsigned status, enum wb_page_message message);

/* 503, because of the store; what is wrong goes to stderr, and nothing of it to the visitor. */
void wb_route_unavailable(struct wb_route_context *context, const struct wb_error *error);

/* The text of the field if it is there, is text and is not empty; else NULL. */
const char *wb_route_value(const struct wb_form *form, const char *name);

/* Pages in files of their own: route_removal.c. */
void wb_route_remove(struct wb_route_context *context);
void wb_route_status(struct wb_route_context *context);

#endif
