/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * setup_exim.h - Debian's Exim as `whyblock setup` meets it: where its files are, what its configuration says now, and how it is
 * told of a change. What a macro stands for is asked of Exim itself, since its rules for macros, conditions and includes are its own.
 */
#ifndef WB_SETUP_EXIM_H
#define WB_SETUP_EXIM_H

#include <limits.h>
#include <stdbool.h>

#include "base/status.h"

/* The macros that name a file of the site's, which Debian's ACLs include. */
enum setup_macro {
	SETUP_MACRO_RCPT, /* in the RCPT ACL, near its end */
	SETUP_MACRO_DATA, /* in the DATA ACL, at its end */
	SETUP_MACRO_ACLS, /* at the very end of an ACL: what is behind it begins with the name of another one */
	SETUP_MACROS
};
extern const char *const setup_macro_names[SETUP_MACROS];

struct setup_exim {
	char root[PATH_MAX / 2];            /* "" for this system itself; else in front of each path, in what is written too */
	bool is_split;                      /* dc_use_split_config */
	bool includes[SETUP_MACROS];        /* the file that the macro names is included */
	char named[SETUP_MACROS][PATH_MAX]; /* that file; "" when the macro is not defined */
};

/* Writes root and path into buffer. */
void setup_exim_path(const struct setup_exim *exim, const char *path, char buffer[PATH_MAX]);

/* Fills in all but root, from the files as they are now, whether or not Exim has seen them yet. */
enum wb_status setup_exim_look(struct setup_exim *exim, struct wb_error *error_r);

/* WB_OK: this Exim can load whyblock. WB_NOT_FOUND: it cannot; error_r says what to install. */
enum wb_status setup_exim_check_dlfunc(const struct setup_exim *exim, struct wb_error *error_r);

/*
 * The configuration that the files make now, after macros, conditions and includes, as `exim -bP config` prints it. The caller frees it;
 * NULL unless WB_OK is returned.
 */
enum wb_status setup_exim_read_config(const struct setup_exim *exim, char **config_r, struct wb_error *error_r);

/*
 * Checks that Exim would take its configuration with file instead of the one that the macro names now.
 * WB_INVALID: Exim's own words are in error_r.
 */
enum wb_status setup_exim_try(
    const struct setup_exim *exim, enum setup_macro macro, const char *file, struct wb_error *error_r);

/* Makes the configuration that Exim reads anew, and checks it. After a failure Exim still has the one before. */
enum wb_status setup_exim_update(const struct setup_exim *exim, struct wb_error *error_r);

/* True when a line of the file that Exim reads could not do without this path. */
bool setup_exim_needs(const struct setup_exim *exim, const char *path);

/*
 * Tells the daemon to read its configuration, and waits until it has. WB_NOT_FOUND: no daemon is running.
 * A daemon that was told keeps serving its old connections with the old configuration.
 */
enum wb_status setup_exim_reload(const struct setup_exim *exim, struct wb_error *error_r);

#endif
