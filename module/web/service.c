/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* service.c - see service.h: the table of pages, and those that take no form */
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/rows.h"
#include "base/text.h"
#include "web/route.h"

static void answer_overview(struct wb_route_context *context)
{
	const struct wb_visitor *visitor = &context->visit->visitor;
	char address[WB_ADDRESS_TEXT_SIZE];

	/* It shows the visitor's address, so it is theirs alone. */
	context->answer->cache = WB_CACHE_NEVER;
	wb_address_format(&visitor->address, address);
	wb_page_overview(&context->page, visitor->is_known ? address : NULL, &context->answer->body);
}

static void show_blocked(struct wb_route_context *context, const struct wb_blocked *blocked)
{
	/* What a genuine code says needs no store: the page tells that much, and that the rest is not known just now. */
	if (blocked->now == WB_BLOCKED_UNKNOWN) {
		context->answer->status = blocked->is_reference ? 200 : 503;
		context->answer->retry_after_s = WB_ROUTE_RETRY_BUSY_S;
		context->service->metrics.counts[WB_COUNT_STORE_UNAVAILABLE]++;
	}
	if (blocked->is_reference)
		wb_page_blocked(&context->page, blocked, &context->answer->body);
	else
		wb_page_visit(&context->page, blocked, &context->answer->body);
}

/* NULL: none was given. What is no text at all is no code either, and is not shown again. */
static const char *given_code(const struct wb_form *query)
{
	const struct wb_form_field *field = wb_form_find(query, "ref");

	if (field == NULL || field->length == 0)
		return NULL;
	return wb_form_is_text(field->value, field->length) ? field->value : "?";
}

static void answer_blocked(struct wb_route_context *context)
{
	const char *given = given_code(&context->visit->query);
	const struct wb_visitor *visitor = &context->visit->visitor;
	struct wb_ask_question question = { .kind = WB_ASK_BLOCKED,
		.code = given != NULL ? given : "",
		.has_visitor = visitor->is_known,
		.visitor = visitor->address };
	const struct wb_ask_answer *answer;

	if (given == NULL && !visitor->is_known) {
		answer_overview(context);
		return;
	}
	answer = given != NULL ? wb_route_ask_code(context, &question) : wb_route_ask(context, &question);
	if (answer == NULL)
		return; /* answered */
	if (answer->result == WB_ASK_DONE) {
		show_blocked(context, &answer->blocked);
		return;
	}
	/* 404: there is no page by this name, for a search engine too. Of all codes that are not genuine it says the same. */
	context->answer->status = 404;
	wb_page_unknown_code(&context->page, given != NULL ? given : "", &context->answer->body);
}

/* site.url may lead to the top itself, "https://postmaster.example.net/": then the replies' codes come here. */
static void answer_top(struct wb_route_context *context)
{
	if (given_code(&context->visit->query) != NULL)
		answer_blocked(context);
	else
		answer_overview(context);
}

static void answer_category(struct wb_route_context *context)
{
	const struct wb_page_category *category = wb_page_site_category(context->page.site, context->rest);

	if (category == NULL || !category->is_active) {
		wb_route_message(context, 404, WB_MESSAGE_NOT_FOUND);
		return;
	}
	wb_page_category(&context->page, category, &context->answer->body);
}

static void answer_style(struct wb_route_context *context)
{
	struct wb_answer *answer = context->answer;
	unsigned char hash[16];
	char hex[sizeof(hash) * 2 + 1];

	wb_page_style(context->page.site, &answer->body);
	answer->type = "text/css; charset=utf-8";
	answer->language = NULL;
	if (answer->body.no_memory)
		return;
	crypto_generichash(hash, sizeof(hash), (unsigned char *)answer->body.data, answer->body.length, NULL, 0);
	sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
	snprintf(answer->etag, sizeof(answer->etag), "\"%s\"", hex);
	if (context->visit->if_none_match != NULL && strstr(context->visit->if_none_match, answer->etag) != NULL) {
		answer->status = 304;
		wb_html_close(&answer->body);
	}
}

static void answer_plain(struct wb_route_context *context, unsigned status, const char *text)
{
	context->answer->status = status;
	context->answer->type = "text/plain; charset=utf-8";
	context->answer->language = NULL;
	wb_html_raw(&context->answer->body, text);
}

WB_ROWS_BEGIN(health_words);
static const char *const health_words[WB_ASK_HEALTH_COUNT] = {
	WB_ROW(WB_ASK_HEALTHY) = "ok\n",
	WB_ROW(WB_ASK_KEY_FAULTY) = "reference-key\n",
	WB_ROW(WB_ASK_LISTINGS_FAULTY) = "listings\n",
	WB_ROW(WB_ASK_REQUESTS_FAULTY) = "requests\n",
};
WB_ROWS_END(health_words, WB_ASK_HEALTH_COUNT);

/*
 * Whether the service can do its work, in one word: for a monitor, and for anybody else, who learns no path. A faulty new
 * configuration is no reason to be taken out of service, since the one before is in use: /metrics tells of it.
 */
static void answer_health(struct wb_route_context *context)
{
	struct wb_ask_question question = { .kind = WB_ASK_HEALTH };
	const struct wb_ask_answer *answer = wb_agent_client_ask(&context->service->agent, &question);

	if (answer == NULL || answer->result != WB_ASK_DONE)
		answer_plain(context, 503, "agent\n");
	else
		answer_plain(context, answer->health == WB_ASK_HEALTHY ? 200 : 503, health_words[answer->health]);
}

static void answer_metrics(struct wb_route_context *context);

/* Search engines may read what error 550 means here; nothing that is about somebody. */
static void answer_robots(struct wb_route_context *context)
{
	answer_plain(context, 200, "User-agent: *\nDisallow: /status/\nDisallow: /remove\nDisallow: /*?ref=\n");
}

/* One row for each page. A path that ends with "/" has something behind it. */
static const struct {
	const char *name; /* in the metrics */
	const char *path;
	bool takes_post;
	bool needs_site; /* shows something of the configuration */
	enum wb_cache cache;
	void (*answer)(struct wb_route_context *context);
} routes[] = {
	{ "overview", "", false, true, WB_CACHE_NEVER, answer_top },
	{ "blocked", WB_PAGE_BLOCKED, false, true, WB_CACHE_NEVER, answer_blocked },
	{ "category", WB_PAGE_CATEGORY, false, true, WB_CACHE_SHORT, answer_category },
	{ "remove", WB_PAGE_REMOVE, true, true, WB_CACHE_NEVER, wb_route_remove },
	{ "status", WB_PAGE_STATUS, true, true, WB_CACHE_NEVER, wb_route_status },
	{ "style", WB_PAGE_STYLE, false, true, WB_CACHE_STYLE, answer_style },
	{ "healthz", "healthz", false, false, WB_CACHE_NEVER, answer_health },
	{ "metrics", "metrics", false, false, WB_CACHE_NEVER, answer_metrics },
	{ "robots", "robots.txt", false, false, WB_CACHE_SHORT, answer_robots },
};
#define ROUTES (sizeof(routes) / sizeof(routes[0]))
#define NO_ROUTE ROUTES /* in the metrics: the row behind the last */
_Static_assert(NO_ROUTE < WB_METRICS_ROUTES_MAX, "the metrics have a row for each page and one for none");

/* To others there is no such page. */
static void answer_metrics(struct wb_route_context *context)
{
	const char *names[ROUTES + 2] = { [NO_ROUTE] = "none" };

	if (!context->visit->visitor.may_read_metrics) {
		wb_route_message(context, 404, WB_MESSAGE_NOT_FOUND);
		return;
	}
	for (size_t i = 0; i < ROUTES; i++)
		names[i] = routes[i].name;
	context->service->metrics.config_is_faulty = context->service->site.held.site.is_faulty;
	answer_plain(context, 200, "");
	context->answer->type = "text/plain; version=0.0.4; charset=utf-8";
	wb_metrics_print(&context->service->metrics, names, &context->answer->body);
}

/* The row of the path, and what is behind its own part. */
static size_t find_route(const char *path, const char **rest_r)
{
	for (size_t i = 0; path != NULL && i < ROUTES; i++) {
		size_t length = strlen(routes[i].path);
		bool is_folder = length > 0 && routes[i].path[length - 1] == '/';

		*rest_r = path + strlen(path);
		if (is_folder && strncmp(path, routes[i].path, length) == 0 && path[length] != '\0') {
			*rest_r = path + length;
			return i;
		}
		if (!is_folder && strcmp(path, routes[i].path) == 0)
			return i;
	}
	return NO_ROUTE;
}

/* Nothing of the request is believed but the language: where it ends, or what it says, is not certain. */
static enum wb_page_message head_message(unsigned status)
{
	if (status == 414)
		return WB_MESSAGE_LINK_TOO_LONG;
	return status == 431 ? WB_MESSAGE_TOO_LARGE : WB_MESSAGE_BAD_REQUEST;
}

static void choose_language(struct wb_route_context *context)
{
	struct wb_page *page = &context->page;
	const char *wanted = wb_route_value(&context->visit->query, "lang");

	if (wanted == NULL)
		wanted = wb_route_value(&context->visit->body, WB_PAGE_SWITCH);
	if (wanted == NULL)
		wanted = wb_route_value(&context->visit->body, "lang");
	page->is_chosen = wb_language_parse(wanted, &page->language);
	if (!page->is_chosen)
		page->language = wb_language_choose(context->visit->accept_language);
	context->answer->language = wb_languages[page->language].tag;
}

void wb_service_answer(struct wb_service *service, const struct wb_visit *visit, struct wb_answer *answer_r)
{
	struct wb_route_context context = { .service = service, .visit = visit, .answer = answer_r };
	size_t route = find_route(visit->path, &context.rest);
	bool takes_post = route < ROUTES && routes[route].takes_post;
	const char *code = wb_route_value(&visit->query, "ref");
	struct wb_text root;

	memset(answer_r, 0, sizeof(*answer_r));
	answer_r->status = 200;
	answer_r->type = "text/html; charset=utf-8";
	context.page.site = &service->site.held.site.page;
	/* Links are relative, since the operator's web server may show all this below any path of its own. */
	wb_text_open(&root, context.root, sizeof(context.root));
	for (unsigned i = 0; i < visit->depth && i < WB_ROUTE_DEPTH_MAX; i++)
		wb_text_add(&root, "../");
	context.page.root = context.root;
	/* The same page in another language keeps its path and its code. */
	context.page.path = route < ROUTES ? visit->path : "";
	if (code != NULL) {
		wb_text_copy(context.query, sizeof(context.query), "ref=");
		wb_form_encode(context.query, sizeof(context.query), code);
	}
	context.page.query = context.query;
	choose_language(&context);
	if (visit->head_status != 0) {
		wb_route_message(&context, visit->head_status, head_message(visit->head_status));
		/* The agent has not been there since the start: not even whom to ask is known. */
	} else if (!service->site.is_known && (route == NO_ROUTE || routes[route].needs_site)) {
		wb_route_unavailable(&context);
	} else if (visit->body_is_too_large) {
		service->metrics.counts[WB_COUNT_TOO_LARGE]++;
		wb_route_message(&context, 413, WB_MESSAGE_TOO_LARGE);
	} else if (strcmp(visit->method, "GET") != 0 && strcmp(visit->method, "HEAD") != 0 &&
	    !(takes_post && strcmp(visit->method, "POST") == 0)) {
		answer_r->allow = takes_post ? "GET, HEAD, POST" : "GET, HEAD";
		wb_route_message(&context, 405, WB_MESSAGE_METHOD);
	} else if (route == NO_ROUTE) {
		wb_route_message(&context, 404, WB_MESSAGE_NOT_FOUND);
	} else {
		answer_r->cache = routes[route].cache;
		routes[route].answer(&context);
	}
	if (answer_r->status >= 400)
		answer_r->cache = WB_CACHE_NEVER;
	if (answer_r->body.no_memory)
		answer_r->status = 503;
	service->metrics.answers[route][answer_r->status / 100]++;
}
