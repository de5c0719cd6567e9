/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * setup_plan.h - what `whyblock setup debian` would change: made once, then shown, carried out, or taken back.
 * The order of its rows is the order in which they are written, and at each moment between them Exim's configuration is good.
 */
#ifndef WB_SETUP_PLAN_H
#define WB_SETUP_PLAN_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "cli/exim_probe.h"
#include "cli/setup_exim.h"
#include "cli/setup_place.h"

#define SETUP_CHANGES_MAX 64

struct setup_change {
	char path[PATH_MAX];
	char *before; /* NULL: there is no such file */
	char *after;  /* NULL: it is removed */
	bool is_late; /* only when Exim has taken the others up, and only if its configuration can do without the file then */
};

struct setup_plan {
	struct setup_change changes[SETUP_CHANGES_MAX];
	size_t count;
	char by_hand[1024]; /* not "": why this cannot be done here, and where to write lines instead */
	char *lines;        /* of by_hand: the snippet with them; NULL: none */
	bool has_data_line; /* the DATA ACL calls whyblock already */
	/* Not 0: the statement in this line of the file that the macro for RCPT names lets nothing get to our line. */
	size_t end_line;
	char left[4096]; /* what else is left to the operator, a line each; "": nothing */
};

/* The row with this path; NULL: there is none. */
struct setup_change *setup_plan_find(struct setup_plan *plan, const char *path);

/* Adds a row, and takes before and after over, whatever it returns. */
enum wb_status setup_plan_add(
    struct setup_plan *plan, const char *path, char *before, char *after, bool is_late, struct wb_error *error_r);

/* Adds a line to what is left to the operator. */
void setup_plan_leave(struct setup_plan *plan, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * Plans to have Exim ask whyblock. config: of setup_exim_look(). parts: a set of enum setup_part. No rows: the files say so already, by what
 * setup has made or somebody has written.
 */
enum wb_status setup_plan_apply(
    const struct setup_exim *exim, const char *config, unsigned parts, struct setup_plan *plan, struct wb_error *error_r);

/*
 * What to write by hand (by_hand, lines; is_elsewhere: as in setup_exim.h) into the configuration of an Exim that is not Debian's; nothing when its RCPT ACL calls whyblock already.
 * WB_UNAVAILABLE: Exim refuses it.
 */
enum wb_status setup_plan_other(
    const struct exim_probe *probe, bool is_elsewhere, struct setup_plan *plan, struct wb_error *error_r);

/*
 * Plans to take all of that back, whichever parts were asked for, and what an operator has put there by hand (setup_hand.h). No rows: nothing
 * is left of it.
 */
enum wb_status setup_plan_undo(const struct setup_exim *exim, struct setup_plan *plan, struct wb_error *error_r);

void setup_plan_free(struct setup_plan *plan);

#endif
