/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * setup_hand.h - what an operator has put into Exim's configuration by hand, as our snippets tell: found, so that it is not put there twice,
 * and taken out again where it is word for word what a snippet says. All else that names whyblock is told with file and line.
 */
#ifndef WB_SETUP_HAND_H
#define WB_SETUP_HAND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "cli/setup_exim.h"
#include "cli/setup_plan.h"

/*
 * Adds to a plan to undo, which has all that setup itself has made, what was made by hand: the lines that include a copy of a snippet or define
 * a macro as one, the statements of a snippet, and the copies. What names whyblock and is neither is left to the operator (plan->left).
 */
enum wb_status setup_hand_plan_undo(const struct setup_exim *exim, struct setup_plan *plan, struct wb_error *error_r);

/* True when the ACL that this option of the main section names calls whyblock. config: as `exim -bP config` prints it. */
bool setup_hand_has_line(const char *config, const char *option);

/*
 * Writes where in this file the ACL stands that the option names, and which statement accepts in it last, as " (acl_check_rcpt, from line 12 on,
 * before the accept in line 40)"; "" when it does not stand there.
 */
void setup_hand_find_acl(const char *path, const char *config, const char *option, char *text_r, size_t size);

/*
 * The number of the first statement in the text, part of an ACL, that accepts or refuses without a condition, so that nothing behind it is
 * reached; 0: none surely does.
 */
size_t setup_hand_find_end(const char *text);

#endif
