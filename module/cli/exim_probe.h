/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * exim_probe.h - whether Exim, as it is set up on this system, can ask whyblock, and does. Exim itself is asked, in a process of
 * its own that has 10 s; nothing is changed.
 */
#ifndef WB_EXIM_PROBE_H
#define WB_EXIM_PROBE_H

#include <limits.h>
#include <sys/types.h>

#include "base/status.h"

struct exim_probe {
	char program[PATH_MAX];
	char config[PATH_MAX]; /* the file that it is told to read; "": it reads what it always reads */
};

/* root: the folder of a system, as in setup_exim.h; "" for this one. WB_NOT_FOUND: there is no Exim. */
enum wb_status exim_probe_find(const char *root, struct exim_probe *probe_r);

/*
 * Each of these returns WB_OK: it is as it should be. WB_NOT_FOUND: it is not, and error_r says what was found, where, and what was
 * expected. WB_UNAVAILABLE, WB_NO_MEMORY: this could not be looked at, and error_r says why.
 */

/* Exim can load whyblock, and its configuration, as it is after macros, conditions and includes, has a line that calls it. */
enum wb_status exim_probe_line(const struct exim_probe *probe, struct wb_error *error_r);

/* The group of its processes. */
enum wb_status exim_probe_group(const struct exim_probe *probe, gid_t *gid_r, struct wb_error *error_r);

/*
 * Exim's user, with its groups, may read all that is published below this folder; where nothing is published, too. By owner, group and
 * mode alone: what has an access control list counts as readable, and a daemon that runs may not have its newest group yet.
 */
enum wb_status exim_probe_published(const struct exim_probe *probe, const char *folder, struct wb_error *error_r);

#endif
