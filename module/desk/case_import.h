/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * case_import.h - verdicts of logs become cases. What is remembered already, by the agent or an import of before, is not counted twice.
 */
#ifndef WB_CASE_IMPORT_H
#define WB_CASE_IMPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "desk/log_case.h"
#include "store/case_session.h"

#define WB_CASE_IMPORT_BATCH 1000 /* verdicts in a transaction: the agent, which writes there too, waits for no more */
#define WB_CASE_IMPORT_LOCK "cases/import.lock" /* in the store, see turn.h */
#define WB_CASE_IMPORT_SLACK_S 2                /* between the agent's time of a verdict and the log's */

struct wb_case_import {
	const char *store;
	const struct wb_policy *policy;
	uint64_t verdicts, cases; /* that were taken in, and the cases of them that are new */
	uint64_t known;           /* verdicts that were remembered already */
	uint64_t bare;            /* verdicts without evidence, which are no cases */
	struct wb_case_session session;
	bool is_open; /* the session is */
	size_t in_batch;
	int lock_fd;   /* -1: it has not begun. One import at a time: of what another one is about to write nobody knows */
	void *touched; /* cases that this import has made or added to, by number: see tsearch(3) */
};

/* Both must outlive it. Close it whatever happens. */
void wb_case_import_open(struct wb_case_import *import, const char *store, const struct wb_policy *policy);

/* Takes in the verdict that the reader has just found. The first one waits for an import of another process to end. */
enum wb_status wb_case_import_add(struct wb_case_import *import, const struct wb_log_reader *reader, struct wb_error *error_r);

/* Writes what is not written yet. */
enum wb_status wb_case_import_finish(struct wb_case_import *import, struct wb_error *error_r);
void wb_case_import_close(struct wb_case_import *import);

#endif
