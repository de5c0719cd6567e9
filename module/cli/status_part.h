/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * status_part.h - what `whyblock status` looks at, part by part, and what it has found: values, which print_status.c shows.
 *
 * Nothing is changed, and each look has an end: what Exim is asked 10 s, the trial 20 s (exim_trial.h), each name server 2 s, the log
 * STATUS_LOG_BYTES_MAX; so a system on which nothing answers is told of within a minute or two, any other in a second.
 */
#ifndef WB_STATUS_PART_H
#define WB_STATUS_PART_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/cli.h"
#include "cli/exim_probe.h"

#define STATUS_FINDINGS_MAX 48
#define STATUS_LOG_BYTES_MAX (16 << 20) /* of each log file: its end */
#define STATUS_DAY_S 86400

enum status_state {
	STATUS_GOOD,
	STATUS_NOTE, /* worth knowing; nothing has to be done */
	STATUS_FAULT,
	STATUS_STATES
};

struct status_finding {
	size_t part; /* row of the table of parts */
	enum status_state state;
	bool is_symptom; /* a trace of a fault that another part may have found: counts only when none has */
	char text[512];  /* printable ASCII */
	char help[512];  /* the one command that helps, or "edit FILE: ..."; empty: none is needed */
};

struct status {
	const struct cli *cli;
	const struct wb_config *config;           /* NULL: the file has mistakes */
	const struct wb_diagnostics *diagnostics; /* which ones */
	const struct wb_policy *policy;           /* in force; NULL: none, or not looked at yet */
	char store[PATH_MAX];                     /* below which the policy is; wb_policy_folder */
	bool is_root;                             /* whoever began: Exim tells root alone how it is set up */

	/* What the look at Exim leaves for those behind it. */
	struct exim_probe probe;
	char *exim_config;        /* exim_probe_config; NULL: not known */
	struct exim_line line;    /* which of its lines calls whyblock */
	char log[PATH_MAX];       /* the main log; empty: not known */
	char panic_log[PATH_MAX]; /* the same */
	char spool[PATH_MAX];
	bool has_no_server;   /* no name server answers: so the zones tell nothing of themselves */
	int64_t exim_since_s; /* since when the daemon has had its configuration; 0: not known */

	size_t part; /* that is looked at now */
	struct status_finding findings[STATUS_FINDINGS_MAX];
	size_t count;
	size_t left_out; /* faults that found no room */
};

/* Whose rights a look needs. */
enum status_as { STATUS_AS_CALLER, STATUS_AS_OWNER };

struct status_part {
	const char *name;
	enum status_as as;
	void (*look)(struct status *status); /* adds nothing when the part is not used */
	const char *help;                    /* what it is about, for the manual */
};

/* The rows, in the order in which they are shown; NULL behind the last one. */
const struct status_part *status_part_at(size_t i);

/* Each adds a finding of the part that is looked at. help: copied; "" for none. */
void status_add(struct status *status, enum status_state state, const char *help, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The same of a fault that is only a trace of another one. */
void status_add_symptom(struct status *status, const char *help, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* True when the part that is looked at has a finding of this state or a worse one. */
bool status_has(const struct status *status, enum status_state state);

/* A command of ours for this configuration: "whyblock apply", with -c FILE where that is not the usual one. */
struct status_command {
	char text[512];
};
struct status_command status_command(const struct status *status, const char *words);

/* "90 seconds", "9 days": a span in the largest unit of which it fills two. */
struct status_span {
	char text[24];
};
struct status_span status_span(int64_t seconds);

/* True when the store has the folder in which it publishes; else that is told once, with the policy. */
bool status_is_published(const struct status *status);

/* True when systemd runs here and this unit is enabled by a link in /etc/systemd/system. */
bool status_has_systemd(void);
bool status_unit_is_enabled(const char *unit);

/* status_exim.c */
void status_look_exim(struct status *status);

/* status_store.c */
void status_look_policy(struct status *status);
void status_look_geoip(struct status *status);
void status_look_references(struct status *status);
void status_look_listings(struct status *status);
void status_look_feeds(struct status *status);
void status_look_requests(struct status *status);

/* status_dns.c */
void status_look_zones(struct status *status);
void status_look_name_servers(struct status *status);

/* status_system.c */
void status_look_agent(struct status *status);
void status_look_disk(struct status *status);
void status_look_clock(struct status *status);

/* status_reports.c */
void status_look_reports(struct status *status);

/* status_accuracy.c */
void status_look_accuracy(struct status *status);

/* status_log.c */
/* What helps against what a line of the log calls a fault. */
struct status_command status_fault_help(const struct status *status, const char *fault);
void status_look_log(struct status *status);

#endif
