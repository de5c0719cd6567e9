/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * stats.h - counts the verdicts in the lines of Exim's main log: by category, action and more. How that is shown is the caller's.
 */
#ifndef WB_STATS_H
#define WB_STATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "desk/log_reader.h"
#include "desk/tally.h"

/* What a table takes out of a line. */
enum wb_stats_names {
	WB_STATS_FIELD,   /* the value of a field */
	WB_STATS_NETWORK, /* the same of an ASN, whose network's name goes with it as a note */
	WB_STATS_VERDICT, /* "reject open-relay"; an action without a category ends with the space */
	WB_STATS_ZONES,   /* of the list of evidence, "dnsbl:ZONE:CODE,listing:staff:ann,rule:NAME": each ZONE ... */
	WB_STATS_SOURCES, /* ... and all else, as it stands */
	WB_STATS_DAY,
	WB_STATS_HOUR,
};

/* One table of names; a line that accepts goes only into those that say so. */
struct wb_stats_table {
	const char *key; /* in --json */
	const char *title;
	enum wb_stats_names names;
	const char *field;   /* of wb_log_fields, for those that count a field's value */
	const char *missing; /* the name when a line does not have it; NULL: it is not counted */
	enum { WB_STATS_OF_BLOCKED, WB_STATS_OF_ALL } lines;
	size_t limit; /* names; the others are counted together */
	enum wb_tally_order order;
	size_t shown;         /* rows for people; 0: the table is not for them */
	const char *metric;   /* of Prometheus; NULL: none */
	const char *label[2]; /* the second gets what stands behind the first space of the name */
	size_t exported;      /* rows for Prometheus, which keeps a series for each */
	const char *help;
};

/* In the order in which people read them. */
enum { WB_STATS_TABLES = 14 };
extern const struct wb_stats_table wb_stats_tables[WB_STATS_TABLES];

struct wb_stats {
	struct wb_log_reader reader; /* has the lines that were read, and the one at hand */
	uint64_t unreadable;         /* of them, lines of ours that cannot be read */
	uint64_t outside;            /* lines of ours before since_s, or not before until_s */
	uint64_t verdicts;           /* that were carried out */
	uint64_t monitored;          /* that were only logged, in mode = "monitor" */
	uint64_t accepted;           /* lines that accept: something spoke against the client, or there is a fault or notice */
	uint64_t in_grace;           /* of the verdicts, those that will be a refusal when the grace of a category is over */
	uint64_t faults, notices;
	uint64_t events_lost;                     /* of which the agent could not be told */
	int64_t since_s, until_s;                 /* Unix time; 0: not given */
	int64_t first_s, last_s;                  /* of what was counted; 0: nothing */
	enum wb_tally_mode mode;                  /* of the line at hand */
	struct wb_tally tallies[WB_STATS_TABLES]; /* beside wb_stats_tables */
};

/* The single figures, for --json and Prometheus. */
struct wb_stats_total {
	const char *key;
	size_t offset;
	const char *metric; /* NULL: none */
	const char *help;
};
extern const struct wb_stats_total wb_stats_totals[];
extern const size_t wb_stats_total_count;

uint64_t wb_stats_total_value(const struct wb_stats *stats, const struct wb_stats_total *total);

/* since_s, until_s: what is counted; 0: not bounded. now_s: see log_form.h. Limits: it points into itself: it cannot be copied. */
void wb_stats_open(struct wb_stats *stats, int64_t since_s, int64_t until_s, int64_t now_s);

/* Before the first line of each log: its form is its own. */
void wb_stats_begin_log(struct wb_stats *stats);

/* One line of the log, ours or not, without its line break; may hold anything. */
void wb_stats_add(struct wb_stats *stats, const char *line, size_t length, enum wb_log_whole is_whole);

/* When all is counted: puts each table in its order. */
void wb_stats_sort(struct wb_stats *stats);

void wb_stats_close(struct wb_stats *stats);

#endif
