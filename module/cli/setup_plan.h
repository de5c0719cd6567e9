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
#include "cli/setup_exim.h"

#define SETUP_CHANGES_MAX 24

/* What can be asked for, as bits. */
enum setup_part {
	SETUP_PART_RCPT = 1, /* the line in the RCPT ACL, which is always asked for */
	SETUP_PART_DATA = 2, /* the line in the DATA ACL, and the options by which rules see a body */
	SETUP_PART_DONE = 4, /* the ACLs that count, around Debian's RCPT ACL and at the end of a connection */
	SETUP_PART_TRAP = 8, /* the traps in the first of these ACLs */
};

/* What stands in the RCPT ACL. */
#define SETUP_ACL_LINES \
	"    .ifdef _HAVE_DLFUNC\n" \
	"      require acl = ${if!exists{FILE}{accept\\n}{${dlfunc{FILE}{whyblock}}}}\n" \
	"    .endif\n"

struct setup_change {
	char path[PATH_MAX];
	char *before; /* NULL: there is no such file */
	char *after;  /* NULL: it is removed */
	bool is_late; /* only when Exim has taken the others up, and only if its configuration can do without the file then */
};

struct setup_plan {
	struct setup_change changes[SETUP_CHANGES_MAX];
	size_t count;
	char by_hand[1024]; /* not "": why this cannot be done here, and what to do with SETUP_ACL_LINES instead */
	char left[2048];    /* what else is left to the operator, a line each; "": nothing */
};

/* The file with our line, which Debian's RCPT ACL includes. */
void setup_plan_acl_file(const struct setup_exim *exim, char path_r[PATH_MAX]);

/* Plans to have Exim ask whyblock. parts: a set of enum setup_part. No rows: the files say so already. */
enum wb_status setup_plan_apply(
    const struct setup_exim *exim, unsigned parts, struct setup_plan *plan, struct wb_error *error_r);

/* Plans to take all of that back, whichever parts were asked for. No rows: nothing is left of it. */
enum wb_status setup_plan_undo(const struct setup_exim *exim, struct setup_plan *plan, struct wb_error *error_r);

void setup_plan_free(struct setup_plan *plan);

#endif
