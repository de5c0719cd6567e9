/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * setup_place.h - where `whyblock setup debian` puts what: a row for each file of ours in /etc/exim4, the snippet that it is made of, and the
 * line by which Exim comes to read it.
 */
#ifndef WB_SETUP_PLACE_H
#define WB_SETUP_PLACE_H

#include <limits.h>
#include <stdbool.h>

#include "base/status.h"
#include "cli/setup_exim.h"

#define SETUP_FOLDER "/etc/exim4/"
#define SETUP_MACROS_SPLIT SETUP_FOLDER "conf.d/main/000_localmacros"

/* The file with our line, which Debian's RCPT ACL includes. */
#define SETUP_ACL_FILE SETUP_FOLDER "whyblock-rcpt-local.conf"

/* What can be asked for, as bits. */
enum setup_part {
	SETUP_PART_RCPT = 1, /* the line in the RCPT ACL, which is always asked for */
	SETUP_PART_DATA = 2, /* the line in the DATA ACL, and the options by which rules see a body */
	SETUP_PART_DONE = 4, /* the ACLs that count, around Debian's RCPT ACL and at the end of a connection */
	SETUP_PART_TRAP = 8, /* the traps in the first of these ACLs */
};

/* How Exim comes to read a file of ours. */
enum setup_way {
	SETUP_BY_MACRO,       /* an ACL of Debian's includes what the macro names */
	SETUP_BY_MACROS_FILE, /* the file with the site's own macros, at the beginning of the main section, includes it */
	SETUP_BY_NAME,        /* another file of ours includes it, if it is there */
};

struct setup_place {
	enum setup_part part;
	enum setup_way way;
	enum setup_macro macro; /* of SETUP_BY_MACRO */
	const char *file;
	const char *snippet; /* its name below acl-snippets/ */
};

/* In the order in which their files are written. */
#define SETUP_PLACES 6
extern const struct setup_place setup_places[SETUP_PLACES];

/* The head of a file of ours, by which it is known. */
#define SETUP_HEAD "# Made by whyblock setup debian --apply; --undo deletes it.\n"
#define SETUP_HEAD_FROM "# Included from: "

/* What stands behind the head of a file of ours; NULL: it is another's. */
const char *setup_place_skip_head(const char *text);

/*
 * The snippet of this name as it was installed, with the object's path in it. is_elsewhere: in the system that we have entered (setup_root.h),
 * else beside this command. The caller frees *text_r.
 */
enum wb_status setup_place_read_snippet(const char *name, bool is_elsewhere, char **text_r, struct wb_error *error_r);

#define SETUP_LINE_SIZE (PATH_MAX + 64)

/* The line that a file includes ours with; it may be missing, so that nothing depends on the order of its removal. */
void setup_place_format_include(const struct setup_place *place, char line_r[SETUP_LINE_SIZE]);

/* The line that defines the macro of SETUP_BY_MACRO. */
void setup_place_format_macro(const struct setup_place *place, char line_r[SETUP_LINE_SIZE]);

#endif
