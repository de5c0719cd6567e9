/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * turn.h - a lock that one process has at a time; whoever has to wait for it longer than a second tells for whom.
 * A lock of fcntl(2), since of these alone the kernel says who holds them: it is given back when the process ends, and when it closes
 * any descriptor of the file, so nobody else may open it.
 */
#ifndef WB_TURN_H
#define WB_TURN_H

#include <stdbool.h>

#include "base/status.h"

#define WB_TURN_LOCK "turn.lock" /* in the folder of the listings */

/*
 * Opens the file, which is made where it is missing, and waits for its lock. The caller closes *fd_r, which gives the lock back.
 * WB_UNAVAILABLE: no permission, or the file is a link or has a second name.
 */
enum wb_status wb_turn_take(const char *path, int *fd_r, struct wb_error *error_r);

/* The same for one who must not wait. WB_NOT_FOUND: another process has it. */
enum wb_status wb_turn_try(const char *path, int *fd_r, struct wb_error *error_r);

/*
 * As wb_turn_take, for one who only reads, beside others who do: the file is neither made nor changed. Without a file nobody has written ever,
 * and *fd_r is -1.
 */
enum wb_status wb_turn_share(const char *path, int *fd_r, struct wb_error *error_r);

/* Whether another process has it. Not for who has taken it: the lock would be given back. */
bool wb_turn_is_taken(const char *path);

/* Called once by whoever has waited for a second. holder: "process 4711 (whyblock list import)", printable. */
typedef void wb_turn_waits(const char *path, const char *holder);

/* Who is told, in this process; NULL: nobody, as it begins. */
void wb_turn_tell(wb_turn_waits *tell);

#endif
