/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * suspensions.h - which DNSBL zones and name servers are suspended, by what connections have seen of them. Each change is in a file at once (verdict/zones_file.h), which
 * the next connection reads, and which outlives the agent.
 */
#ifndef WB_AGENT_SUSPENSIONS_H
#define WB_AGENT_SUSPENSIONS_H

#include "verdict/event.h"
#include "verdict/zones_file.h"

struct suspensions {
	const char *folder; /* the run folder */
	size_t count;
	uint64_t no_room;   /* findings about zones that found none: all rows are suspended */
	bool is_unwritten;  /* the file lacks a change */
	int64_t tried_at_s; /* to write it */
	struct wb_zone_row rows[WB_ZONES_FILE_ROWS_MAX];
};

/* Goes on with what the agent of before knew. folder must outlive it. What cannot be read is begun anew: WB_UNAVAILABLE tells it. */
enum wb_status suspensions_open(struct suspensions *known, const char *folder, struct wb_error *error_r);

/* Takes in what an event says of zones. WB_UNAVAILABLE: it could not be written; it is kept, and tried again with the next event. */
enum wb_status suspensions_take(
    struct suspensions *known, const struct wb_event *event, int64_t now_s, struct wb_error *error_r);

/* How many are suspended. */
struct suspensions_counts {
	size_t zones, name_servers;
};
struct suspensions_counts suspensions_count(const struct suspensions *known, int64_t now_s);

#endif
