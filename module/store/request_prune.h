/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * request_prune.h - removes requests that were kept long enough, with everything that belongs to them.
 * wb_request_prune is private to the files that keep requests.
 */
#ifndef WB_REQUEST_PRUNE_H
#define WB_REQUEST_PRUNE_H

#include "store/age_guard.h"
#include "store/request_session.h"
#include "store/subject.h"

/*
 * Removes what was created before before_s, in whatever state: open requests hold personal data too. Goes by number, and ends at
 * the first one that is younger and not from the future (the clock was set back since). What cannot be read at all stays, since
 * nobody knows how old it is: whyblock verify reports it.
 * WB_INVALID: they are more than half of all, and guarded (age_guard.h): none was removed.
 */
enum wb_status wb_request_prune(struct wb_request_session *session, int64_t before_s, int64_t now_s, enum wb_age_guard guard,
    size_t *removed_r, struct wb_error *error_r);

/* The same in a transaction of its own. Waits for another writer. WB_OK, also when there were never any. */
enum wb_status wb_request_expire(
    const char *store, int64_t before_s, int64_t now_s, enum wb_age_guard guard, size_t *removed_r, struct wb_error *error_r);

/*
 * Removes each request about a client of the subject's, from a visitor there, of who gave its mail address, or with that in a text. Waits for
 * another writer. WB_OK, also when there were never any.
 */
enum wb_status wb_request_forget(
    const char *store, const struct wb_subject *subject, size_t *removed_r, struct wb_error *error_r);

#endif
