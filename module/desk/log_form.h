/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * log_form.h - the forms in which a log keeps Exim's lines: Exim's own file, a file of syslog's, what journalctl prints.
 */
#ifndef WB_LOG_FORM_H
#define WB_LOG_FORM_H

#include "desk/log_line.h"

enum wb_log_form {
	WB_LOG_UNKNOWN, /* none of those below */
	WB_LOG_EXIM,    /* "2026-11-22 00:54:17 TEXT" */
	WB_LOG_SYSLOG,  /* "Nov 22 00:54:17 HOST exim[12]: TEXT" and its kin, journalctl's output for people included */
	WB_LOG_JOURNAL, /* journalctl -o json: an object in each line */
};

/*
 * Which form a line has, and what a line of whyblock's says. In the forms of syslog and the journal only a program whose name begins with
 * "exim" is believed; whoever may write to them on this machine can take that name. A TEXT with a stamp of Exim's own is of that time.
 * line:     without its line break; may hold anything.
 * now_s:    Unix time; a stamp of syslog's without a year is of the twelve months that end with that day.
 * form_r:   the form. One log has one: another one in the same log is none of Exim's.
 * Returns:  as wb_log_line_parse. Of a line that syslog has divided ("[1/2] TEXT") the first part is read up to its last whole pair; the
 *           others are none of whyblock's, since a stranger's words may begin one.
 * Source:   RFC 3164 section 4.1; RFC 5424 section 6; rsyslog's templates; journalctl(1), --output; systemd.journal-fields(7); Exim's
 *           specification, chapter "Log files", of syslog.
 */
enum wb_status wb_log_form_parse(
    const char *line, size_t length, int64_t now_s, struct wb_log_line *logline_r, enum wb_log_form *form_r);

#endif
