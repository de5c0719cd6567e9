/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * metrics.h - what the service counts, in the text format of Prometheus. Nothing of a visitor is in it.
 */
#ifndef WB_WEB_METRICS_H
#define WB_WEB_METRICS_H

#include <stdbool.h>
#include <stdint.h>

#include "page/html.h"
#include "service/ask.h"

/* One series each. */
enum wb_count {
	WB_COUNT_CODE_GENUINE,
	WB_COUNT_CODE_UNKNOWN,
	WB_COUNT_MISTAKEN, /* forms shown again with mistakes */
	WB_COUNT_TOO_LARGE,
	WB_COUNT_OVERDUE,  /* connections closed: slow */
	WB_COUNT_CROWDED,  /* connections closed: to make room */
	WB_COUNT_ACCEPTED, /* connections */
	WB_COUNT_STORE_UNAVAILABLE,
	WB_COUNTS
};

#define WB_METRICS_ROUTES_MAX 16
#define WB_METRICS_CLASSES 6 /* 0xx (none) to 5xx */

struct wb_metrics {
	uint64_t counts[WB_COUNTS];
	uint64_t requests[WB_ASK_OUTCOME_COUNT];
	uint64_t answers[WB_METRICS_ROUTES_MAX][WB_METRICS_CLASSES];
	uint64_t open_connections;
	bool config_is_faulty;
};

/* route_names: ends with NULL. */
void wb_metrics_print(const struct wb_metrics *metrics, const char *const *route_names, struct wb_html *text);

#endif
