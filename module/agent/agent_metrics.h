/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * agent_metrics.h - what the agent counts, in the text format of Prometheus, by HTTP on the unix socket METRICS_SOCKET in the run folder:
 * curl --unix-socket /run/whyblock/metrics http://agent/metrics. Nothing of a client is in it.
 */
#ifndef WB_AGENT_METRICS_H
#define WB_AGENT_METRICS_H

#include "agent/agent.h"
#include "base/text.h"

#define METRICS_SOCKET "metrics"
#define METRICS_TEXT_SIZE 16384

struct metrics;

/* Serves until it is closed; agent must outlive it. */
enum wb_status metrics_open(sd_event *loop, const struct agent *agent, struct metrics **metrics_r, struct wb_error *error_r);

/* NULL is allowed; leaves NULL. */
void metrics_close(struct metrics **metrics);

/* The text as it is now. */
void metrics_format(const struct agent *agent, int64_t now_s, struct wb_text *text);

#endif
