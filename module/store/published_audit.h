/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * published_audit.h - compares the published listings with the store, row by row, and looks at each number of the files that a
 * look-up trusts. Both are read as they were at one moment: nobody waits for it.
 */
#ifndef WB_PUBLISHED_AUDIT_H
#define WB_PUBLISHED_AUDIT_H

#include "base/status.h"

#define WB_PUBLISHED_AUDIT_FAULTS_MAX 20 /* that are told; then it ends */

/* Called for each fault: one line for people, printable. */
typedef void wb_published_audit_report(void *context, const char *fault);

/*
 * Reports what is published and not in the store, the other way round, or otherwise than there; covers and numbers of an index that
 * are wrong; and changes that are not in force, unless they are published within two seconds.
 * Returns WB_OK whatever was reported, and for a store to which nothing was ever written; WB_UNAVAILABLE when it cannot be read.
 */
enum wb_status wb_published_audit_walk(
    const char *store, wb_published_audit_report *report, void *context, struct wb_error *error_r);

#endif
