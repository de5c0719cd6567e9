/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * rests.h - which DNSBL zones rest, by what connections have seen of them. Each change is in a file at once (verdict/zones_file.h), which
 * the next connection reads, and which outlives the agent.
 */
#ifndef WB_AGENT_RESTS_H
#define WB_AGENT_RESTS_H

#include "verdict/event.h"
#include "verdict/zones_file.h"

struct rests {
	const char *folder; /* the run folder */
	size_t count;
	uint64_t no_room; /* findings about zones that found none: all rows rest */
	struct wb_zone_row rows[WB_ZONES_FILE_ROWS_MAX];
};

/* Goes on with what the agent of before knew. folder must outlive it. What cannot be read is begun anew: WB_UNAVAILABLE tells it. */
enum wb_status rests_open(struct rests *rests, const char *folder, struct wb_error *error_r);

/* Takes in what an event says of zones. WB_UNAVAILABLE: it could not be written; it is kept, and goes along with the next change. */
enum wb_status rests_take(struct rests *rests, const struct wb_event *event, int64_t now_s, struct wb_error *error_r);

/* How many zones rest. */
size_t rests_count(const struct rests *rests, int64_t now_s);

#endif
