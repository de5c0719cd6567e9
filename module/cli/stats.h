/*
 * stats.h - what whyblock stats counts, and the three ways to show it.
 */
#ifndef WB_CLI_STATS_H
#define WB_CLI_STATS_H

#include <stdint.h>

#include "cli/cli.h"
#include "cli/tally.h"
#include "desk/log_line.h"

struct stats;

/* One table of names; a line that accepts goes only into those that say so. */
struct stats_table {
	const char *key; /* in --json */
	const char *title;
	void (*count)(
	    struct stats *stats, struct tally *tally, const struct stats_table *table, const struct wb_log_line *line);
	const char *field;   /* of wb_log_fields, for those that count a field's value */
	const char *missing; /* the name when a line does not have it; NULL: it is not counted */
	bool of_accepted;
	size_t limit; /* names; the others are counted together */
	enum tally_order order;
	size_t shown;         /* rows for people; 0: the table is not for them */
	const char *metric;   /* of Prometheus; NULL: none */
	const char *label[2]; /* the second gets what stands behind the first space of the name */
	size_t exported;      /* rows for Prometheus, which keeps a series for each */
	const char *help;
};

enum { STATS_TABLES = 11 };
extern const struct stats_table stats_tables[STATS_TABLES];

struct stats {
	uint64_t lines;      /* that were read */
	uint64_t unreadable; /* of them, lines of ours that cannot be read */
	uint64_t outside;    /* lines of ours before --since, or not before --until */
	uint64_t verdicts;   /* that were carried out */
	uint64_t monitored;  /* that were only logged, in mode = "monitor" */
	uint64_t accepted;   /* lines that accept and tell of a fault or notice */
	uint64_t faults, notices;
	int64_t since_s, until_s;  /* Unix time; 0: not given */
	int64_t first_s, last_s;   /* of what was counted; 0: nothing */
	enum tally_mode mode;      /* of the line at hand */
	struct wb_log_line line;   /* at hand */
	struct wb_log_line minute; /* whose time was computed last */
	int64_t minute_s;
	struct tally tallies[STATS_TABLES];
};

/* The single figures, for --json and Prometheus. */
struct stats_total {
	const char *key;
	size_t offset;
	const char *metric; /* NULL: none */
	const char *help;
};
extern const struct stats_total stats_totals[];
extern const size_t stats_total_count;

uint64_t stats_total_value(const struct stats *stats, const struct stats_total *total);

/* stats_text.c: for people; bars where standard output is a terminal */
void stats_print_text(const struct stats *stats);

/* stats_export.c: for programs. The file of Prometheus is there whole, or not at all. */
void stats_print_json(const struct stats *stats);
enum wb_status stats_write_prometheus(const struct stats *stats, const char *path, struct wb_error *error_r);

#endif
