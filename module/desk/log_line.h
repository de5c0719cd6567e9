/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * log_line.h - reads back a line of Exim's main log that log_field.h wrote.
 * A stranger's words stand in Exim's own lines (HELO, sender); only a line whose text begins with WB_LOG_PREFIX is ours.
 */
#ifndef WB_LOG_LINE_H
#define WB_LOG_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "desk/log_shape.h"
#include "verdict/log_field.h"

#define WB_LOG_LINE_DAY_BYTES 10 /* "2026-11-22" */
#define WB_LOG_LINE_FIELDS_MAX 32
#define WB_LOG_LINE_NO_OFFSET INT32_MIN

struct wb_log_line {
	char stamp[WB_LOG_STAMP_SIZE];             /* "2026-11-22 00:54:17", as it stands in the log */
	int32_t offset_s;                          /* the log's time less UTC; WB_LOG_LINE_NO_OFFSET: not said */
	const char *value[WB_LOG_LINE_FIELDS_MAX]; /* beside wb_log_fields; NULL: not there */
	char values[WB_LOG_LINE_SIZE];             /* what value points at */
};

/*
 * line:     without its line break; may hold anything, NUL bytes too.
 * Returns:  WB_OK; WB_NOT_FOUND: not a line of whyblock's; WB_INVALID: one of ours that log_field.h would not have written, with
 *           only stamp and offset_s filled. A line that was cut at WB_LOG_LINE_SIZE is read up to its last whole pair.
 *           Keys that wb_log_fields does not name (of a later version) are passed over.
 * Limits:   logline_r points into itself: it cannot be copied. Text that an operator's own `logwrite` begins with a stranger's
 *           words cannot be told apart.
 * Source:   Exim's specification, chapter "Log files": timestamp, then, if selected, milliseconds, zone and [pid]; a message id
 *           of 16 characters, or of 23 from 4.97 on.
 */
enum wb_status wb_log_line_parse(const char *line, size_t length, struct wb_log_line *logline_r);

/*
 * The same of a text that syslog or the journal keeps, whose stamp and offset_s are filled: Exim's own before it count instead.
 * was_cut: its end may be missing.
 */
enum wb_status wb_log_line_parse_text(const char *text, size_t length, bool was_cut, struct wb_log_line *logline_r);

/*
 * What Exim puts in front of the text of any line of its logs: fills stamp and offset_s alone. Returns where the text begins; 0: it is
 * no line of Exim's.
 */
size_t wb_log_line_read_head(const char *line, size_t length, struct wb_log_line *logline_r);

/* The value of the field that wb_log_fields names so; NULL when the line does not have it. */
const char *wb_log_line_get(const struct wb_log_line *logline, const char *key);

/* Unix time of the stamp; without an offset it is taken for this machine's local time, as Exim writes it. 0: none. */
int64_t wb_log_line_time_s(const struct wb_log_line *logline);

#endif
