/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* pages.c - writes the pages that the service makes for one visitor into a folder, for tests: NAME.LANGUAGE.html */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent/live.h"

#define AT_S 1795356300    /* 2026-11-22 14:05 UTC */
#define FIRST_S 1796083200 /* 2026-12-01 00:00 UTC */

#define HOSTILE "</p><script>alert(1)</script>\" onfocus=\"x' & \xff\x1b \xe2\x80\xae"

static struct wb_ask_site site;
static const char *folder;

/* Names of pages, and what makes each. */
struct sample {
	const char *name;
	const char *path;
	void (*make)(const struct wb_page *page, struct wb_html *html);
};

static struct wb_blocked blocked_sample(enum wb_blocked_answer answer, enum wb_blocked_now now)
{
	struct wb_blocked blocked = {
		.is_reference = true,
		.at_s = AT_S,
		.answer = answer,
		.code = "8F3K-2M4Q-Z7T5-W9XB-1C6D-0E2G",
		.url_code = "8F3K2M4QZ7T5W9XB1C6D0E2G",
		.client = "192.0.2.66",
		.category_id = "open-relay",
		.now = now,
		.since_s = AT_S - 86400,
	};

	return blocked;
}

static void make_listed(const struct wb_page *page, struct wb_html *html)
{
	struct wb_blocked blocked = blocked_sample(WB_BLOCKED_REFUSED, WB_BLOCKED_LISTED);

	blocked.until_s = FIRST_S;
	blocked.is_network = true;
	snprintf(blocked.reason, sizeof(blocked.reason), "%s", HOSTILE);
	wb_page_blocked(page, &blocked, html);
}

/* Several things decided, one of each kind, and each says what it can. */
static void make_causes(const struct wb_page *page, struct wb_html *html)
{
	struct wb_blocked blocked = blocked_sample(WB_BLOCKED_REFUSED, WB_BLOCKED_NOT_LISTED);

	blocked.has_case = true;
	blocked.times = 4711;
	blocked.first_s = AT_S - 86400;
	blocked.last_s = FIRST_S;
	for (int kind = 0; kind < WB_CAUSES; kind++) {
		struct wb_blocked_cause *cause = &blocked.causes[blocked.cause_count++];

		cause->kind = (enum wb_blocked_cause_kind)kind;
		snprintf(cause->name, sizeof(cause->name), "%s", kind == WB_CAUSE_SIGN ? HOSTILE : "bl.example.org");
		snprintf(cause->removal, sizeof(cause->removal), "%s",
		    kind == WB_CAUSE_ZONE ? "https://example.org/?a=1&ip=%{ip}" : "");
		snprintf(cause->text, sizeof(cause->text), "%s", kind == WB_CAUSE_SIGN ? HOSTILE : "");
	}
	wb_page_blocked(page, &blocked, html);
}

static void make_grace(const struct wb_page *page, struct wb_html *html)
{
	struct wb_blocked blocked = blocked_sample(WB_BLOCKED_DEFERRED, WB_BLOCKED_LISTED);

	blocked.refused_from_s = FIRST_S;
	wb_page_blocked(page, &blocked, html);
}

static void make_zones(const struct wb_page *page, struct wb_html *html)
{
	struct wb_blocked blocked = blocked_sample(WB_BLOCKED_DEFERRED, WB_BLOCKED_NOT_LISTED);

	snprintf(blocked.client, sizeof(blocked.client), "2001:db8:1:2::/64");
	blocked.category_id = "own";
	blocked.zones[blocked.zone_count++] = (struct wb_blocked_zone){ "bl.example.org", "https://example.org/?a=1&ip=%{ip}" };
	blocked.zones[blocked.zone_count++] = (struct wb_blocked_zone){ "quiet.example.org", NULL };
	blocked.zones[blocked.zone_count++] = (struct wb_blocked_zone){ "odd.example.org", "javascript:alert(1)" };
	wb_page_blocked(page, &blocked, html);
}

static void make_allowed(const struct wb_page *page, struct wb_html *html)
{
	struct wb_blocked blocked = blocked_sample(WB_BLOCKED_NOTED, WB_BLOCKED_ALLOWED);

	blocked.category_id = NULL;
	wb_page_blocked(page, &blocked, html);
}

static void make_visit(const struct wb_page *page, struct wb_html *html)
{
	struct wb_blocked blocked = blocked_sample(WB_BLOCKED_REFUSED, WB_BLOCKED_LISTED);

	blocked.is_reference = false;
	blocked.category_id = "policy";
	wb_page_visit(page, &blocked, html);
}

static void make_unknown_now(const struct wb_page *page, struct wb_html *html)
{
	struct wb_blocked blocked = blocked_sample(WB_BLOCKED_REFUSED, WB_BLOCKED_UNKNOWN);

	wb_page_blocked(page, &blocked, html);
}

static void make_unknown_code(const struct wb_page *page, struct wb_html *html)
{
	wb_page_unknown_code(page, HOSTILE, html);
}

static void make_overview(const struct wb_page *page, struct wb_html *html)
{
	wb_page_overview(page, "2001:db8::66", html);
}

static void make_category(const struct wb_page *page, struct wb_html *html)
{
	wb_page_category(page, wb_page_site_category(page->site, "spam-source"), html);
}

static void make_form(const struct wb_page *page, struct wb_html *html)
{
	struct wb_page_form form = { .server = "192.0.2.66", .is_whole_server = true, .notice = WB_MESSAGES };

	form.values[WB_FIELD_REF] = "8F3K2M4QZ7T5W9XB1C6D0E2G";
	wb_page_form(page, &form, html);
}

/* Each field with another mistake, and a value that wants to get out. */
static void make_mistakes(const struct wb_page *page, struct wb_html *html)
{
	struct wb_page_form form = { .notice = WB_MESSAGES };
	char *endless = malloc(100001);

	memset(endless, 'x', 100000);
	endless[100000] = '\0';
	for (int i = 0; i < WB_FIELDS; i++) {
		form.values[i] = i == WB_FIELD_DONE ? endless : HOSTILE;
		form.mistakes[i] = (enum wb_page_mistake)(WB_MISTAKE_MISSING + i);
	}
	form.mistakes[WB_FIELD_EMAIL] = WB_MISTAKE_NO_EMAIL;
	wb_page_form(page, &form, html);
	free(endless);
}

/* Nothing was filed, and the mail address looks mistyped. */
static void make_notice(const struct wb_page *page, struct wb_html *html)
{
	struct wb_page_form form = { .notice = WB_MESSAGE_HOST_EXCEEDED, .better_email = HOSTILE };

	form.values[WB_FIELD_EMAIL] = HOSTILE;
	form.mistakes[WB_FIELD_EMAIL] = WB_MISTAKE_LIKELY_EMAIL;
	wb_page_form(page, &form, html);
}

static struct wb_page_request request_sample(enum wb_page_request_state state)
{
	struct wb_page_request request = {
		.number = 4711,
		.state = state,
		.client = "192.0.2.66",
		.email = HOSTILE,
		.asked_at_s = AT_S,
		.record_label = "_whyblock",
		.record_text = state == WB_PAGE_OPEN || state == WB_PAGE_WAITING ? "whyblock=0123456789ABCDEFGHJKMNPQRS" : "",
		.question = "",
		.decided_at_s = state == WB_PAGE_APPROVED || state == WB_PAGE_DENIED ? FIRST_S : 0,
		.answer = HOSTILE "\n\nBye.\nAnn",
		.allowed_until_s = FIRST_S,
	};

	return request;
}

static void make_open(const struct wb_page *page, struct wb_html *html)
{
	struct wb_page_request request = request_sample(WB_PAGE_OPEN);

	wb_page_status(page, &request, NULL, html);
}

/* Staff have a question, and the reply could not be taken. */
static void make_waiting(const struct wb_page *page, struct wb_html *html)
{
	struct wb_page_request request = request_sample(WB_PAGE_WAITING);
	const struct wb_page_reply reply = { HOSTILE, WB_MISTAKE_TOO_LONG, WB_MESSAGES };

	request.question = HOSTILE "\nWhich server?";
	request.replied_at_s = AT_S;
	wb_page_status(page, &request, &reply, html);
}

static void make_approved(const struct wb_page *page, struct wb_html *html)
{
	struct wb_page_request request = request_sample(WB_PAGE_APPROVED);

	wb_page_status(page, &request, NULL, html);
}

static void make_denied(const struct wb_page *page, struct wb_html *html)
{
	struct wb_page_request request = request_sample(WB_PAGE_DENIED);

	wb_page_status(page, &request, NULL, html);
}

static void make_message(const struct wb_page *page, struct wb_html *html)
{
	wb_page_message(page, WB_MESSAGE_UNAVAILABLE, html);
}

static const struct sample samples[] = {
	{ "overview", "", make_overview },
	{ "category", WB_PAGE_CATEGORY "spam-source", make_category },
	{ "listed", WB_PAGE_BLOCKED, make_listed },
	{ "causes", WB_PAGE_BLOCKED, make_causes },
	{ "grace", WB_PAGE_BLOCKED, make_grace },
	{ "zones", WB_PAGE_BLOCKED, make_zones },
	{ "allowed", WB_PAGE_BLOCKED, make_allowed },
	{ "visit", WB_PAGE_BLOCKED, make_visit },
	{ "unknown-now", WB_PAGE_BLOCKED, make_unknown_now },
	{ "unknown-code", WB_PAGE_BLOCKED, make_unknown_code },
	{ "form", WB_PAGE_REMOVE, make_form },
	{ "mistakes", WB_PAGE_REMOVE, make_mistakes },
	{ "notice", WB_PAGE_REMOVE, make_notice },
	{ "open", WB_PAGE_STATUS "TOKEN", make_open },
	{ "waiting", WB_PAGE_STATUS "TOKEN", make_waiting },
	{ "approved", WB_PAGE_STATUS "TOKEN", make_approved },
	{ "denied", WB_PAGE_STATUS "TOKEN", make_denied },
	{ "message", "no/such/page", make_message },
};

static int write_out(const char *name, struct wb_html *html)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "w");
	if (file == NULL || html->no_memory || fwrite(html->data, 1, html->length, file) != html->length || fclose(file) != 0) {
		perror(path);
		return 1;
	}
	wb_html_close(html);
	return 0;
}

int main(int argc, char **argv)
{
	struct wb_diagnostics diagnostics;
	struct wb_html html = { 0 };
	struct wb_config *config;
	int failed = 0;

	if (argc != 3 || wb_config_open(argv[1], &config, &diagnostics) != WB_OK) {
		fprintf(stderr, "usage: %s CONFIGURATION FOLDER\n", argv[0]);
		return 64;
	}
	folder = argv[2];
	live_fill_site(config, &site);
	wb_page_style(&site.page, &html);
	failed |= write_out(WB_PAGE_STYLE, &html);
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		for (int language = 0; language < WB_LANGUAGES; language++) {
			struct wb_page page = { .site = &site.page,
				.language = (enum wb_language)language,
				.is_chosen = language > 0,
				.root = "",
				.path = samples[i].path,
				.query = "ref=8F3K&x=%22" };
			char name[64];

			snprintf(name, sizeof(name), "%s.%s.html", samples[i].name, wb_languages[language].tag);
			samples[i].make(&page, &html);
			failed |= write_out(name, &html);
		}
	}
	wb_config_close(&config);
	return failed;
}
