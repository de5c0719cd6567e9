/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * service.h - what a visitor asks for, and what the service answers. exchange.h brings both over HTTP.
 */
#ifndef WB_WEB_SERVICE_H
#define WB_WEB_SERVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "page/html.h"
#include "page/language.h"
#include "page/page.h"
#include "web/agent_client.h"
#include "web/form.h"
#include "web/metrics.h"
#include "web/site.h"
#include "web/visitor.h"

struct wb_service {
	struct wb_agent_client agent;
	struct wb_site site;
	struct wb_metrics metrics;
	bool told_of_proxy;   /* that one may be missing in trusted_proxies */
	bool told_of_unnamed; /* that one there does not say who visits */
};

/* What a visitor asks for. */
struct wb_visit {
	const char *method;
	/* 0, or the status with which its head alone is refused, see request_head.h: then the rest is not set. */
	unsigned head_status;
	const char *path;     /* decoded, without the "/" at its beginning; "" is the top; NULL: nothing that a page has */
	unsigned depth;       /* how many "/" stand in it as it came, as the visitor's browser counts them for relative links */
	struct wb_form query; /* at most WB_FORM_FIELDS_MAX of its fields */
	struct wb_form body;  /* of a POST */
	bool body_is_form;    /* it was sent as one, and can be read */
	bool body_is_too_large;                      /* and was thrown away */
	bool is_from_other_site;                     /* the browser says that another site's page made it send this */
	const char *accept_language, *if_none_match; /* headers, or NULL */
	struct wb_visitor visitor;
	int64_t now_s; /* Unix time */
};

enum wb_cache {
	WB_CACHE_NEVER, /* about somebody */
	WB_CACHE_SHORT, /* the same for everybody who reads this language */
	WB_CACHE_STYLE, /* the same for everybody; has an ETag */
	WB_CACHES
};

#define WB_ANSWER_LOCATION_SIZE 160 /* folders up, a path of the page, and a language */

struct wb_answer {
	unsigned status; /* of HTTP */
	const char *type;
	enum wb_cache cache;
	const char *language;                   /* Content-Language, or NULL */
	const char *allow;                      /* of a 405, or NULL */
	unsigned retry_after_s;                 /* 0: none */
	char location[WB_ANSWER_LOCATION_SIZE]; /* of a 303; empty: none */
	char etag[36];                          /* empty: none */
	struct wb_html body;                    /* the caller closes it; no_memory means that there is none */
};

/* Answers one visit, of a visitor who was found with the site as it is now. Never fails: what goes wrong is a page that says so. */
void wb_service_answer(struct wb_service *service, const struct wb_visit *visit, struct wb_answer *answer_r);

#endif
