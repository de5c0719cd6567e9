/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * log_field.h - a verdict in words: the log line, and its fields one by one.
 * One table names the fields, for the log, whyblock_get, --json and the statistics.
 */
#ifndef WB_LOG_FIELD_H
#define WB_LOG_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "verdict/check.h"

#define WB_LOG_PREFIX "whyblock: " /* what the text of a log line begins with */
#define WB_LOG_LINE_SIZE 2048
#define WB_LOG_FIELD_SIZE 512
#define WB_LOG_FIELDS_MAX 36 /* rows of the table */

struct wb_log_field {
	const char *key;
	bool is_number;
	void (*format)(
	    const struct wb_outcome *outcome, struct wb_text *text); /* leaves text empty when there is nothing to say */
	const char *help;
};

extern const struct wb_log_field wb_log_fields[];
extern const size_t wb_log_field_count;

/* The row of this name, or NULL. */
const struct wb_log_field *wb_log_field_find(const char *key);

/* How many events the field "event" says were lost: "lost" one, "lost:3" three. Of what the field never says, and of numbers beyond 32 bits: none. */
uint32_t wb_log_field_lost(const char *value);

/* "whyblock: action=reject category=open-relay client=192.0.2.66 ...": printable ASCII of bounded length. */
void wb_log_format_line(const struct wb_outcome *outcome, struct wb_text *text);

#endif
