/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* agent.h - what the agent makes of events. Its memory is bounded, whatever comes in: each part has its largest number. */
#ifndef WB_AGENT_AGENT_H
#define WB_AGENT_AGENT_H

#include <limits.h>

#include "agent/case_book.h"
#include "agent/counter_table.h"
#include "agent/first_seen.h"
#include "agent/followers.h"
#include "agent/intake.h"
#include "agent/live.h"
#include "agent/lowering.h"
#include "agent/questions.h"
#include "agent/refusals.h"
#include "agent/reports.h"
#include "agent/sender_changes.h"
#include "agent/shadow.h"
#include "agent/suspensions.h"

#define AGENT_MESSAGES_MAX 16384  /* whose events are joined */
#define AGENT_SENDERS_MAX 16384   /* hosts whose sender domains are counted */
#define AGENT_NETWORKS_MAX 262144 /* of which accepted mail is counted: addresses, and /64 of IPv6 */

#define AGENT_CASES_MAX 200000 /* until a configuration says it */

struct agent_counts {
	uint64_t events[WB_EVENT_KIND_COUNT];
	uint64_t malformed;   /* packets that are no event */
	uint64_t left_out;    /* rows that found no room in their events */
	uint64_t unwritten;   /* times that the states of zones could not be written */
	uint64_t seen_faults; /* times that the files of first sights could not be read or written */
	uint64_t recipients;  /* refused, by events */
	uint64_t lost;        /* events, as later ones of their connections say */
};

struct agent {
	char folder[PATH_MAX]; /* the run folder */
	struct intake *intake;
	struct questions *questions; /* NULL: nobody can ask */
	struct followers *followers;
	struct counter_table *messages;  /* events of each */
	struct counter_table *standings; /* struct standing of each network */
	struct sender_changes *sender_changes;
	struct reports *reports;
	struct case_book *case_book;
	struct lowering *lowering;
	struct shadow shadow;
	int64_t saved_at_s; /* the standings */
	struct suspensions suspensions;
	struct first_seen seen;
	struct live live; /* the policy alone, until a report comes */
	struct agent_counts counts;
	struct refusals refusals;
};

/* store: its folder, which must outlive it; folder: the run folder. Close it whatever is returned. */
enum wb_status agent_open(struct agent *agent, sd_event *loop, const char *store, const char *folder, struct wb_error *error_r);
void agent_close(struct agent *agent);

/* Takes a packet in. Called by the intake; for tests, too. */
void agent_take(struct agent *agent, struct wb_blob packet, int64_t now_s);

#endif
