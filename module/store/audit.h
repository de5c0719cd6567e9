/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * audit.h - looks at every record of the store, and copies the listings while others use them.
 */
#ifndef WB_AUDIT_H
#define WB_AUDIT_H

#include <stdint.h>

#include "base/status.h"

#define WB_BACKUP_MODE 0640

struct wb_audit {
	uint64_t listings, history, requests, cases; /* records that can be read */
	uint64_t faults;                             /* each was reported */
};

/* Called for each fault: one line for people, printable. */
typedef void wb_audit_report(void *context, const char *fault);

/*
 * Walks the listings and their history, the requests for removal with their notes, and the cases with what accuracy is counted from: records that do not decode, and a table
 * of prefix lengths that does not agree with the listings (a length that is missing there is never looked up).
 * Returns WB_OK whatever was reported; WB_UNAVAILABLE when the store cannot be opened or walked to its end.
 */
enum wb_status wb_audit_walk(
    const char *store, wb_audit_report *report, void *context, struct wb_audit *audit_r, struct wb_error *error_r);

/*
 * Copies the listings, with their history and feeds, as they are at one moment; Exim and staff go on meanwhile. The file replaces
 * another of this name only when it is complete. It takes the place of listings/data.mdb when it is needed.
 * Requests for removal and cases are not in it: it is one file for one folder, and they hold what people said about themselves.
 * WB_NOT_FOUND: nothing was ever listed. Source: mdb_env_copyfd2 of LMDB.
 */
enum wb_status wb_audit_backup(const char *store, const char *path, struct wb_error *error_r);

/* The same into a file that the caller has opened; path: what it is called. */
enum wb_status wb_audit_backup_to(const char *store, int fd, const char *path, struct wb_error *error_r);

#endif
