/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * exim_probe.h - whether Exim, as it is set up on this system, can ask whyblock, and does. Exim itself is asked, in a process of
 * its own that has 10 s; nothing is changed.
 */
#ifndef WB_EXIM_PROBE_H
#define WB_EXIM_PROBE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/status.h"

struct exim_probe {
	char program[PATH_MAX];
	char config[PATH_MAX]; /* the file that it is told to read; "": it reads what it always reads */
	/* The folder whose Exim it is, which is called in there, so that it includes that system's files; "": it is not. */
	char root[PATH_MAX];
};

/* root: the folder of a system; "" for this one. WB_NOT_FOUND: there is no Exim. */
enum wb_status exim_probe_find(const char *root, struct exim_probe *probe_r);

/*
 * How it is called: with an empty environment, or it would write a warning into its log where keep_environment is not set. The program
 * and what it needs to read its configuration are put into arguments_r, which has room for EXIM_PROBE_WORDS; returns how many these are.
 */
#define EXIM_PROBE_WORDS 6
size_t exim_probe_call(const struct exim_probe *probe, const char **arguments_r);

/* What Exim prints when it is asked with up to three arguments; NULL behind the last one. WB_UNAVAILABLE: it fails, and says so. */
enum wb_status exim_probe_ask(const struct exim_probe *probe, const char *one, const char *two, const char *three, char *answer,
    size_t size, struct wb_error *error_r);

/* The value of one of its main options, as `-bP NAME` prints it; "" when that is not set. */
enum wb_status exim_probe_option(
    const struct exim_probe *probe, const char *name, char *value, size_t size, struct wb_error *error_r);

/* All of its configuration, as it is after macros, conditions and includes. The caller frees it; NULL unless WB_OK is returned. */
enum wb_status exim_probe_config(const struct exim_probe *probe, char **config_r, struct wb_error *error_r);

/* WB_NOT_FOUND: it was built without dlfunc. */
enum wb_status exim_probe_dlfunc(const struct exim_probe *probe, struct wb_error *error_r);

/* A line of its configuration that calls whyblock. */
struct exim_line {
	char object[PATH_MAX];   /* the file that is loaded */
	char argument[PATH_MAX]; /* "store=DIR" or "config=PATH"; "": the usual store */
};

/* The first one. False: there is none, and all of line_r is "". */
bool exim_probe_find_line(const char *config, struct exim_line *line_r);

/* The ACL of this name in what exim_probe_config() gives, without its head; length_r: of it. NULL: there is none. */
const char *exim_probe_find_acl(const char *config, const char *name, size_t *length_r);

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
