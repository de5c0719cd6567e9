/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * replay.h - what another policy would have done with the verdicts of the past: both policies decide about the same recorded facts
 * (redecide.h), and what differs is counted. Nothing is asked, and nothing changes.
 */
#ifndef WB_REPLAY_H
#define WB_REPLAY_H

#include <stdbool.h>
#include <stdint.h>

#include "desk/redecide.h"
#include "desk/tally.h"
#include "store/case_record.h"

#define WB_REPLAY_HOSTS_MAX 100000 /* whose accepted mail is counted; that of others is counted together */
#define WB_REPLAY_NAMES_MAX 5000   /* rows of any other table */

/* One verdict, or several that are alike, under both policies. */
struct wb_replay_row {
	const struct wb_event *event;
	const char *recipient; /* empty: not known */
	uint64_t count;        /* verdicts */
	uint64_t accepted;     /* recipients, or messages of the log, whose mail was accepted then */
	enum wb_action before; /* by the policy in force */
	const struct wb_redecision *after;
};

/* Called for each row that changes, or of which it is not known whether it does. */
typedef void wb_replay_visit(void *context, const struct wb_replay_row *row);

enum wb_replay_table {
	WB_REPLAY_BY_ACTION,
	WB_REPLAY_BY_CATEGORY,
	WB_REPLAY_BY_SOURCE,
	WB_REPLAY_BY_ASN,
	WB_REPLAY_HOSTS,
	WB_REPLAY_TABLES
};

struct wb_replay_table_row {
	const char *key, *title; /* in --json, and for people */
};
extern const struct wb_replay_table_row wb_replay_tables[WB_REPLAY_TABLES];

struct wb_replay {
	struct wb_redecider *before, *after;
	bool is_same_policy;
	wb_replay_visit *visit; /* NULL: nobody wants the rows */
	void *context;
	uint64_t verdicts, same, changed, unknown;
	uint64_t refused_more;              /* of changed: verdicts that defer or reject and did not */
	uint64_t refused_less;              /* the other way round */
	uint64_t maybe_more;                /* of unknown: those that might defer or reject, and did not */
	uint64_t missing[WB_MISSING_COUNT]; /* verdicts of unknown, by each thing that is not known of them */
	uint64_t accepted_refused;          /* mail that was accepted, and would be refused now */
	uint64_t unknown_mail;   /* verdicts that let mail through, of which nobody said whether it was accepted in the end */
	int64_t first_s, last_s; /* 0: nothing was seen */
	struct wb_tally tallies[WB_REPLAY_TABLES]; /* beside wb_replay_tables */
};

/*
 * before: the policy in force; after: the one that is tried. Both must outlive it.
 * is_same: they are alike in each setting: nothing changes then, whatever was not recorded.
 */
enum wb_status wb_replay_open(struct wb_replay *replay, const struct wb_policy *before, const struct wb_policy *after,
    bool is_same, struct wb_error *error_r);
void wb_replay_close(struct wb_replay *replay);

/* Takes a case in, or what a line of the log says, as a case. */
void wb_replay_add(struct wb_replay *replay, const struct wb_case *remembered);

/* When all is counted: puts each table in its order. */
void wb_replay_sort(struct wb_replay *replay);

/* "accept", "log", "tag", "defer", "reject": WB_OFF lets through. */
const char *wb_replay_action_name(enum wb_action action);

#endif
