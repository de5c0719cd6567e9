/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * agent_metrics.h - what the agent counts and knows, in the text format of Prometheus. Nothing of a client is in it.
 * whyblock-agent(8) says how metrics are named.
 */
#ifndef WB_AGENT_METRICS_H
#define WB_AGENT_METRICS_H

#include "agent/agent.h"
#include "agent/open_requests.h"
#include "base/text.h"

#define METRICS_ZONE_STATES 3

/* The longest text: a value of a label may need a backslash before each of its bytes, and a number has at most 20 digits. */
#define METRICS_REFUSAL_LINE_MAX (64 + 2 * (WB_CATEGORY_ID_SIZE + REFUSALS_SOURCE_SIZE) + 20)
#define METRICS_ZONE_LINE_MAX (64 + 2 * WB_ZONE_NAME_MAX + 20)
#define METRICS_TEXT_SIZE \
	(16384 + REFUSALS_ROWS_MAX * METRICS_REFUSAL_LINE_MAX + WB_ZONES_MAX * METRICS_ZONE_STATES * METRICS_ZONE_LINE_MAX)

/*
 * The text as it is now; text: METRICS_TEXT_SIZE bytes hold all of it. The policy and the store are looked at: see live_look_policy,
 * open_requests_look and wb_zones_load.
 */
void metrics_format(struct agent *agent, struct open_requests *requests, int64_t now_s, struct wb_text *text);

#endif
