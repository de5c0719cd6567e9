/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * case_prune.h - cases that go: those that were kept long enough, and those of who asks for it. Many transactions, so that the agent waits
 * for none long.
 */
#ifndef WB_CASE_PRUNE_H
#define WB_CASE_PRUNE_H

#include <stddef.h>
#include <stdint.h>

#include "store/age_guard.h"
#include "store/case_session.h"
#include "store/subject.h"

/*
 * Removes the cases whose last verdict may have been before before_s, and the days of then. WB_INVALID: they are more than half of all, and
 * guarded (age_guard.h): none was removed.
 */
enum wb_status wb_case_expire(
    const char *store, int64_t before_s, enum wb_age_guard guard, size_t *removed_r, struct wb_error *error_r);

/*
 * Removes the cases of a client; of a mail address, what cases say of mails from or to it, and the case itself when that leaves no mail, or
 * names it elsewhere.
 * changed_r: cases that were removed or changed. unreadable_r: those that it may have, too, and that cannot be read: they stay.
 */
enum wb_status wb_case_forget(
    const char *store, const struct wb_subject *subject, size_t *changed_r, size_t *unreadable_r, struct wb_error *error_r);

#endif
