/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * timestamp.h - points and spans of time as people write them.
 */
#ifndef WB_TIMESTAMP_H
#define WB_TIMESTAMP_H

#include <stdint.h>

#include "base/status.h"

#define WB_TIMESTAMP_TEXT_SIZE 24

/* "2026-12-24T18:00:00Z" (RFC 3339, also with an offset such as +01:00), "2026-12-24" (its first second) or Unix seconds; never 0, which stands for never. */
enum wb_status wb_timestamp_parse(const char *text, int64_t *time_s_r, struct wb_error *error_r);

/* A point in time as above, or "never": 0. */
enum wb_status wb_timestamp_parse_end(const char *text, int64_t *time_s_r, struct wb_error *error_r);

/* A point in time as above, or a span before now: "7d". Never later than it says, and at least 1. */
enum wb_status wb_timestamp_parse_since(const char *text, int64_t now_s, int64_t *time_s_r, struct wb_error *error_r);

/* RFC 3339 in UTC; "-" for 0, which stands for never. buffer holds WB_TIMESTAMP_TEXT_SIZE bytes. */
void wb_timestamp_format(int64_t time_s, char *buffer);

/* For people, to the minute: "2026-12-24 18:00 UTC"; empty for 0. buffer holds WB_TIMESTAMP_TEXT_SIZE bytes. */
void wb_timestamp_format_minute(int64_t time_s, char *buffer);

#define WB_SPAN_MAX_S (100LL * 366 * 86400)

/* A span: 45s, 90m, 12h, 30d, 2w; at least one second, at most 100 years. */
enum wb_status wb_span_parse(const char *text, int64_t *seconds_r, struct wb_error *error_r);

/* In the largest unit that says it exactly: "2w" for 1209600; empty for 0. buffer holds WB_SPAN_TEXT_SIZE bytes. */
#define WB_SPAN_TEXT_SIZE 24
void wb_span_format(int64_t seconds, char *buffer);

#endif
