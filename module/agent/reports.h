/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * reports.h - what comes of reports: an ACL's own (whyblock_report), and those that are made here of what connections did (whyblock_done).
 * Enough of one kind list a host, unless something speaks against it; the sections report of whyblock.conf say how many and for how long.
 *
 * Memory is bounded, and taken at the beginning: where there is no room, the oldest is forgotten, which is counted. Each report has one result;
 * the results and the candidates that still wait add up to all that came. The caller never waits, neither for the DNS nor for another writer.
 */
#ifndef WB_AGENT_REPORTS_H
#define WB_AGENT_REPORTS_H

#include <stdbool.h>
#include <stdint.h>
#include <systemd/sd-event.h>

#include "agent/candidates.h"
#include "agent/counter_table.h"
#include "agent/live.h"
#include "base/status.h"
#include "desk/report_result.h"
#include "verdict/event.h"

#define REPORTS_BUCKETS_MAX 65536  /* kinds and hosts that are counted */
#define REPORTS_DONE_S 86400       /* within which a connection must have told what it did, see struct wb_report_settings */
#define REPORTS_RECIPIENTS_MIN 10  /* asked for in one connection ... */
#define REPORTS_UNKNOWN_PERCENT 50 /* ... and how many of them nobody has */
#define REPORTS_ERRORS_MIN 3       /* of syntax and protocol in one connection: a mail program with wrong settings makes one */
#define REPORTS_WEAK_MESSAGES 3    /* each with weak signs of a web form, and for another recipient ... */
#define REPORTS_WEAK_S 86400       /* ... within this time, are one report */
#define REPORTS_WEAK_MILLI 150     /* what a sign must weigh for that: lighter ones are those of good scripts, too */

struct reports_counts {
	uint64_t came;
	uint64_t results[WB_REPORT_RESULTS];
};

struct reports;

/*
 * live:      the policy and the configuration, which this looks at; standings: struct standing by standing_key. Both must outlive it.
 * loop:      NULL: the caller has the turns; for tests.
 * done_at_s: when a connection has told last what it did, as an agent before this one knew; INT64_MIN: never.
 * Returns: WB_OK, or WB_NO_MEMORY. Close it whatever is returned.
 */
enum wb_status reports_open(sd_event *loop, struct live *live, struct counter_table *standings, int64_t done_at_s,
    struct reports **reports_r, struct wb_error *error_r);

/* Lists what is decided; what is not is told. NULL is allowed; leaves NULL. */
void reports_close(struct reports **reports, int64_t now_s);

/* Takes a report in. Returns how many are in its bucket now. */
uint32_t reports_take(struct reports *reports, const struct wb_event *event, int64_t now_s);

/* The same of the end of a connection, which may be a report. */
void reports_take_done(struct reports *reports, const struct wb_event *event, int64_t now_s);

/*
 * The same of a verdict: a message that was refused for what a web form's script made of it, or the last of REPORTS_WEAK_MESSAGES within
 * REPORTS_WEAK_S that show weak signs of it. is_first: the first event of its message.
 */
void reports_take_verdict(struct reports *reports, const struct wb_event *event, bool is_first, int64_t now_s);

/* Whether what this connection did speaks for its host, if mail was accepted: nothing of it could be a report. */
bool reports_speaks_for(const struct wb_event *event);

/* Does what can be done without waiting. True: something is left. */
bool reports_turn(struct reports *reports, int64_t now_s);

const struct reports_counts *reports_counts(const struct reports *reports);
const struct candidates *reports_candidates(const struct reports *reports); /* hosts that are not decided, or not written */
const struct counter_table *reports_buckets(const struct reports *reports);
bool reports_see_done(const struct reports *reports, int64_t now_s); /* some connection has told of late what it did */
int64_t reports_done_at_s(const struct reports *reports);

#endif
