/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * metrics_server.h - what agent_metrics.h writes, by HTTP on the unix socket METRICS_SOCKET in the run folder:
 * curl --unix-socket /run/whyblock/metrics http://agent/metrics.
 */
#ifndef WB_AGENT_METRICS_SERVER_H
#define WB_AGENT_METRICS_SERVER_H

#include "agent/agent.h"

#define METRICS_SOCKET "metrics"

struct metrics;

/* Serves until it is closed; agent must outlive it. */
enum wb_status metrics_open(sd_event *loop, struct agent *agent, struct metrics **metrics_r, struct wb_error *error_r);

/* NULL is allowed; leaves NULL. */
void metrics_close(struct metrics **metrics);

#endif
