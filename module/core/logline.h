/*
 * logline.h - reads back a line of Exim's main log that report.h wrote.
 * A stranger's words stand in Exim's own lines (HELO, sender); only a line whose text begins with WB_REPORT_PREFIX is ours.
 */
#ifndef WB_LOGLINE_H
#define WB_LOGLINE_H

#include <stddef.h>
#include <stdint.h>

#include "report.h"
#include "status.h"

#define WB_LOGLINE_DAY_BYTES 10 /* "2026-11-22" */
#define WB_LOGLINE_FIELDS_MAX 32
#define WB_LOGLINE_NO_OFFSET INT32_MIN

struct wb_logline {
	char stamp[20];                           /* "2026-11-22 00:54:17", as it stands in the log */
	int32_t offset_s;                         /* the log's time less UTC; WB_LOGLINE_NO_OFFSET: not said */
	const char *value[WB_LOGLINE_FIELDS_MAX]; /* beside wb_report_fields; NULL: not there */
	char values[WB_REPORT_LOG_SIZE];          /* what value points at */
};

/*
 * line:     without its line break; may hold anything, NUL bytes too.
 * Returns:  WB_OK; WB_NOT_FOUND: not a line of whyblock's; WB_INVALID: one of ours that report.h would not have written, with
 *           only stamp and offset_s filled. A line that was cut at WB_REPORT_LOG_SIZE is read up to its last whole pair.
 *           Keys that wb_report_fields does not name (of a later version) are passed over.
 * Limits:   logline_r points into itself: it cannot be copied. Text that an operator's own `logwrite` begins with a stranger's
 *           words cannot be told apart.
 * Source:   Exim's specification, chapter "Log files": timestamp, then, if selected, milliseconds, zone and [pid]; a message id
 *           of 16 characters, or of 23 from 4.97 on.
 */
enum wb_status wb_logline_parse(const char *line, size_t length, struct wb_logline *logline_r);

/* The value of the field that wb_report_fields names so; NULL when the line does not have it. */
const char *wb_logline_get(const struct wb_logline *logline, const char *key);

/* Unix time of the stamp; without an offset it is taken for this machine's local time, as Exim writes it. 0: none. */
int64_t wb_logline_time_s(const struct wb_logline *logline);

#endif
