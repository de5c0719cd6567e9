/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* metrics.c - see metrics.h */
#include "web/metrics.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/rows.h"

WB_ROWS_BEGIN(rows);
/* Rows of one name stand together, and the first of them has the help. */
static const struct {
	const char *name, *labels, *help;
} rows[WB_COUNTS] = {
	WB_ROW(WB_COUNT_CODE_GENUINE) = { "references_total", "{outcome=\"genuine\"}", "Codes that visitors gave." },
	WB_ROW(WB_COUNT_CODE_UNKNOWN) = { "references_total", "{outcome=\"unknown\"}", NULL },
	WB_ROW(WB_COUNT_MISTAKEN) = { "removal_requests_total", "{outcome=\"mistaken\"}", NULL },
	WB_ROW(WB_COUNT_TOO_LARGE) = { "bodies_too_large_total", "", "Bodies of requests that were refused for their size." },
	WB_ROW(WB_COUNT_OVERDUE) = { "connections_closed_total", "{why=\"deadline\"}",
	    "Connections that the service closed early." },
	WB_ROW(WB_COUNT_CROWDED) = { "connections_closed_total", "{why=\"room\"}", NULL },
	WB_ROW(WB_COUNT_ACCEPTED) = { "connections_total", "", "Connections that were accepted." },
	WB_ROW(WB_COUNT_STORE_UNAVAILABLE) = { "answers_unavailable_total", "",
	    "Answers that needed the store, which could not be used, or the agent, which could not be asked." },
};
WB_ROWS_END(rows, WB_COUNTS);

WB_ROWS_BEGIN(outcomes);
static const char *const outcomes[WB_ASK_OUTCOME_COUNT] = {
	WB_ROW(WB_ASK_FILED) = "filed",
	WB_ROW(WB_ASK_ALREADY_OPEN) = "already_open",
	WB_ROW(WB_ASK_ADDRESS_EXCEEDED) = "address_exceeded",
	WB_ROW(WB_ASK_HOST_EXCEEDED) = "host_exceeded",
	WB_ROW(WB_ASK_DAY_EXCEEDED) = "day_exceeded",
	WB_ROW(WB_ASK_NOT_BLOCKED) = "not_blocked",
};
WB_ROWS_END(outcomes, WB_ASK_OUTCOME_COUNT);

static void print(struct wb_html *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void print(struct wb_html *text, const char *format, ...)
{
	char line[256];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	wb_html_raw(text, line);
}

static void print_head(struct wb_html *text, const char *name, const char *type, const char *help)
{
	print(text, "# HELP whyblock_web_%s %s\n# TYPE whyblock_web_%s %s\n", name, help, name, type);
}

void wb_metrics_print(const struct wb_metrics *metrics, const char *const *route_names, struct wb_html *text)
{
	print_head(text, "build_info", "gauge", "1, with the version as a label.");
	wb_html_raw(text, "whyblock_web_build_info{version=\"" WB_VERSION "\"} 1\n");
	print_head(text, "config_faulty", "gauge", "1: the file has a mistake, and the one before is in use.");
	print(text, "whyblock_web_config_faulty %d\n", metrics->config_is_faulty);
	print_head(text, "connections_open", "gauge", "Connections that are open now.");
	print(text, "whyblock_web_connections_open %" PRIu64 "\n", metrics->open_connections);
	print_head(text, "answers_total", "counter", "Answers by page and class of status.");
	for (size_t i = 0; i < WB_METRICS_ROUTES_MAX && route_names[i] != NULL; i++) {
		for (unsigned class = 2; class < WB_METRICS_CLASSES; class ++)
			print(text, "whyblock_web_answers_total{page=\"%s\",status=\"%uxx\"} %" PRIu64 "\n", route_names[i],
			    class, metrics->answers[i][class]);
	}
	for (size_t i = 0; i < WB_COUNTS; i++) {
		/* What became of the forms that could be read, in front of those that had mistakes. */
		if (i == WB_COUNT_MISTAKEN)
			print_head(text, "removal_requests_total", "counter", "Requests for removal that were sent.");
		for (int outcome = 0; i == WB_COUNT_MISTAKEN && outcome < WB_ASK_OUTCOME_COUNT; outcome++)
			print(text, "whyblock_web_removal_requests_total{outcome=\"%s\"} %" PRIu64 "\n", outcomes[outcome],
			    metrics->requests[outcome]);
		if (rows[i].help != NULL)
			print_head(text, rows[i].name, "counter", rows[i].help);
		print(text, "whyblock_web_%s%s %" PRIu64 "\n", rows[i].name, rows[i].labels, metrics->counts[i]);
	}
}
