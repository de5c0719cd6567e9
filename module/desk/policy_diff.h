/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * policy_diff.h - what is another in a new policy, setting by setting, and what of it a person should have looked at. Pure.
 */
#ifndef WB_POLICY_DIFF_H
#define WB_POLICY_DIFF_H

#include "base/status.h"
#include "desk/apply.h"
#include "verdict/policy_file.h"

/*
 * Fills changes, counts and reasons of apply, whose pool holds copies of all that they name. old NULL: everything is new, and nothing
 * is a reason to wait.
 * Reasons to wait: a setting or section that is missing, which a cut file would lack, too; mode becomes "enforce"; a host, a
 * recipient, or whoever has logged in is no longer exempt; somebody is no longer a known sender, or a rule is new that is about a network
 * which one sends from; another file was compiled. WB_NO_MEMORY is its one failure.
 */
enum wb_status wb_policy_diff(
    const struct wb_policy_file *old, const struct wb_policy_file *new, struct wb_apply *apply, struct wb_error *error_r);

/* Adds a sentence to apply->reasons, and to apply->effects. WB_OK or WB_NO_MEMORY. */
enum wb_status wb_policy_diff_add_reason(struct wb_apply *apply, struct wb_error *error_r, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
