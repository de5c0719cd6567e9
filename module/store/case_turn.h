/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * case_turn.h - who may write cases now. The agent must not wait for a command that does, and a command with many transactions must not keep
 * the agent off by being first each time: there is one place behind the one who writes, and whoever has it is next. Private to the files of
 * cases.
 */
#ifndef WB_CASE_TURN_H
#define WB_CASE_TURN_H

#include "base/status.h"

struct wb_case_turn {
	int place_fd; /* of who is next; -1: it is not */
	int fd;       /* of who writes; -1: it does not */
};

/* To begin with. */
#define WB_CASE_TURN_NONE ((struct wb_case_turn){ -1, -1 })

/*
 * Takes the turn. wait: when it comes. try: WB_NOT_FOUND: another process writes, or is next; the place, if it was free, is kept for the
 * next try. End it whatever is returned, but not between tries.
 */
enum wb_status wb_case_turn_wait(const char *store, struct wb_case_turn *turn, struct wb_error *error_r);
enum wb_status wb_case_turn_try(const char *store, struct wb_case_turn *turn, struct wb_error *error_r);

/* Gives the turn back, and the place. Safe to repeat. */
void wb_case_turn_end(struct wb_case_turn *turn);

#endif
