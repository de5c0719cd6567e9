/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * request_decide.h - staff approve or deny a request for removal.
 *
 * An approval writes twice: first what is listed, each change with its record of history, in one transaction; then the decision,
 * which is kept with the requests. Cut off between the two, the request is still open, but the history knows what was done for it.
 * Whoever approves it again finishes that approval: nothing is changed a second time, and the decision says what was done, by whom
 * and when. When others have changed what is listed for the host since then, or what was allowed is over, it is approved anew.
 */
#ifndef WB_REQUEST_DECIDE_H
#define WB_REQUEST_DECIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "desk/removal_plan.h"
#include "store/change.h"
#include "store/request.h"

enum wb_decision_standing {
	WB_DECISION_FREE,      /* the request is open */
	WB_DECISION_BEGUN,     /* it is open, and an approval of it was cut off: it can be approved, but not denied */
	WB_DECISION_REPEATED,  /* it was decided so before: there is nothing to do */
	WB_DECISION_OTHERWISE, /* it was decided otherwise, which stays so */
};

struct wb_decision {
	enum wb_decision_standing standing;
	struct wb_request request;   /* as it is: once it is decided, with the decision */
	struct wb_removal_plan done; /* of an approval: what it did, or had done before it was cut off */
	int64_t until_s;             /* of what it allows; 0: without end */

	/* Private. */
	const char *store;
	int lock_fd;
	bool was_begun; /* the history has changes for this request, whether they still stand or not */
	int64_t begun_at_s;
	char begun_by[WB_HISTORY_LOGIN_SIZE];
};

/*
 * Finds a request that is to be decided. Until the decision is closed nobody else decides one: what one of staff does to the
 * listings must not be done for a request that another denies.
 * wanted:    WB_REQUEST_APPROVED or WB_REQUEST_DENIED.
 * now_s:     Unix time; see wb_change.
 * Returns:   WB_OK, and decision_r->standing says whether there is something to decide. WB_NOT_FOUND: there is no such request.
 *            WB_NOT_IN_FORCE: an earlier approval has changed the listings, which could not be published yet.
 *            Close it whatever is returned. store must outlive it.
 */
enum wb_status wb_decision_open(const char *store, uint64_t number, enum wb_request_state wanted, int64_t now_s,
    struct wb_decision *decision_r, struct wb_error *error_r);

/*
 * Approves a request that is free or begun.
 * plan:     made since the decision was opened.
 * until_s:  of what the plan allows; 0: without end.
 * answer:   for the one who asked; may be empty.
 * Returns:  WB_OK, and WB_NOT_IN_FORCE (see wb_listing_commit): decision->request and ->done say what was done. Otherwise error_r says what to do: nothing was changed, or the
 *           request is still open and has to be approved again.
 */
enum wb_status wb_decision_approve(struct wb_decision *decision, const struct wb_removal_plan *plan, int64_t until_s,
    const char *answer, const struct wb_change *change, struct wb_error *error_r);

/* Denies a request that is free. WB_INVALID also for an empty answer: whoever asked is told why. */
enum wb_status wb_decision_deny(
    struct wb_decision *decision, const char *answer, const struct wb_change *change, struct wb_error *error_r);

void wb_decision_close(struct wb_decision *decision);

/*
 * Adds a note on a request, decided or not, for staff alone. It may have lines.
 * Returns: WB_INVALID: it is empty or too long. What wb_request_note_add returns.
 */
enum wb_status wb_decision_note(
    const char *store, uint64_t number, const char *text, const struct wb_change *change, struct wb_error *error_r);

#endif
