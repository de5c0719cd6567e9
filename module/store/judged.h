/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * judged.h - which sources have spoken against which host, and what became of it: what accuracy is counted from. It is kept in the folder
 * of cases, and for longer than they are, since only weeks say whether a host was refused rightly.
 */
#ifndef WB_JUDGED_H
#define WB_JUDGED_H

#include <stdbool.h>
#include <stdint.h>

#include "store/age_guard.h"
#include "store/case_session.h"
#include "verdict/event.h"

#define WB_JUDGED_ORIGIN_SIZE 192       /* of what is longer the beginning is kept */
#define WB_JUDGED_KEEP_S (90LL * 86400) /* after the last sign of it */

/* One source about one host. */
struct wb_judged {
	struct wb_address client;
	enum wb_evidence_kind kind;
	uint32_t return_code;                     /* of a zone, host byte order; else 0 */
	char origin[WB_JUDGED_ORIGIN_SIZE];       /* as in wb_event_evidence */
	int64_t first_s, last_s;                  /* of verdicts that rest on it, Unix time */
	uint32_t refusals;                        /* those that were carried out and not softened */
	bool was_guarded;                         /* one was lowered, since the host is a known sender's */
	int64_t in_grace_s;                       /* the last one that was deferred within a grace; 0: none was */
	int64_t accepted_from_s, accepted_last_s; /* since the last refusal mail of the host was accepted; 0: it was not */
};

/* Books a verdict that refuses, or would without guard or grace, on each source that counts for its category. Others are none. */
enum wb_status wb_judged_refuse(
    struct wb_case_session *session, const struct wb_event *event, int64_t at_s, size_t rows_max, struct wb_error *error_r);

/* Mail of the client was accepted in the end: that is booked where sources have spoken against it. */
enum wb_status wb_judged_accept(
    struct wb_case_session *session, const struct wb_address *client, int64_t at_s, struct wb_error *error_r);

/* Visits all, by client. unreadable_r: rows that were passed over. */
typedef bool wb_judged_visit(void *context, const struct wb_judged *judged);
enum wb_status wb_judged_walk(
    const char *store, wb_judged_visit *visit, void *context, size_t *unreadable_r, struct wb_error *error_r);

/* Removes what has had no sign since WB_JUDGED_KEEP_S; nothing when that is more than half of it, see age_guard.h: WB_INVALID. */
enum wb_status wb_judged_expire(const char *store, int64_t now_s, enum wb_age_guard guard, struct wb_error *error_r);

/* Removes what is booked about the hosts in this prefix. */
enum wb_status wb_judged_forget(const char *store, const struct wb_prefix *client, size_t *removed_r, struct wb_error *error_r);

#endif
