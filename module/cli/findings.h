/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* findings.h - what a check of the configuration has found: printed as it comes, or kept for one JSON object. */
#ifndef WB_CLI_FINDINGS_H
#define WB_CLI_FINDINGS_H

#include <json-c/json.h>
#include <stdbool.h>

#include "base/status.h"
#include "cli/cli.h"
#include "config/advice.h"

struct findings {
	bool json;
	enum cli_exit status;
	bool is_unread;   /* it could not be read at all */
	bool is_unusable; /* the file could not be read as a configuration */
	json_object *diagnostics, *faults, *warnings, *notes;
};

void findings_open(struct findings *findings, bool json);

/* kind: "mistake", "fault", "warning" or "note". */
__attribute__((format(printf, 3, 4))) void findings_add(struct findings *findings, const char *kind, const char *format, ...);

/* Something that the file names cannot be used: the exit status says so, unless there is a mistake. */
void findings_add_fault(struct findings *findings, const struct wb_error *error);

/* Findings, and the file whose lines are told. */
struct findings_advised {
	struct findings *findings;
	const char *path;
};

/* A wb_advice_visit, for a struct findings_advised. */
void findings_add_advice(void *advised, enum wb_advice advice, struct wb_position position, const char *text);

/* The last line, or the object, which frees what was kept. */
void findings_print(const struct findings *findings, const char *path);

#endif
