/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * setup_exim.h - Debian's Exim as `whyblock setup` meets it: what its configuration says now, and how it is
 * told of a change. What a macro stands for is asked of Exim itself, since its rules for macros, conditions and includes are its own.
 */
#ifndef WB_SETUP_EXIM_H
#define WB_SETUP_EXIM_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

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
	bool is_elsewhere; /* set by the caller: this process has entered the system of another folder, see setup_root.h */
	bool is_split;     /* dc_use_split_config */
	bool includes[SETUP_MACROS];        /* the file that the macro names is included */
	char named[SETUP_MACROS][PATH_MAX]; /* that file; "" when the macro is not defined */
};

/* Debian's Exim, and the configuration that it reads instead of the generated one. */
#define SETUP_EXIM "/usr/sbin/exim4"
#define SETUP_BY_HAND "/etc/exim4/exim4.conf"

/* What the name of a file ends with that is a trial of another. */
#define SETUP_TRIAL_SUFFIX ".whyblock-trial"

/*
 * Fills in all but is_elsewhere, from the files as they are now, whether or not Exim has seen them yet.
 * config_r: the configuration that they make, after macros, conditions and includes, as `exim -bP config` prints it; where there is
 * SETUP_BY_HAND, that one's. The caller frees it. NULL: not wanted.
 * Returns:  WB_OK; WB_INVALID: Exim refuses them, and error_r has its own words, with the file and line that the operator has written.
 */
enum wb_status setup_exim_look(struct setup_exim *exim, char **config_r, struct wb_error *error_r);

/* WB_OK: this Exim can load whyblock. WB_NOT_FOUND: it cannot; error_r says what to install. */
enum wb_status setup_exim_check_dlfunc(struct wb_error *error_r);

/* Copies what Exim has said, with the operator's file and line for those of the generated configuration. */
void setup_exim_name_sources(const struct setup_exim *exim, const char *said, char *text_r, size_t size);

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
enum wb_status setup_exim_reload(struct wb_error *error_r);

#endif
