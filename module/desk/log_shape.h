/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* log_shape.h - reads a line of a log from left to right by the shape of what stands there. */
#ifndef WB_LOG_SHAPE_H
#define WB_LOG_SHAPE_H

#include <stdbool.h>
#include <stdint.h>

#define WB_LOG_STAMP_SIZE 20 /* "2026-11-22 00:54:17" and a NUL */

/* What is left of the line; any bytes, no final NUL. */
struct wb_log_rest {
	const char *at;
	const char *end;
};

bool wb_log_is_digit(char c);
bool wb_log_is_letter(char c);

/* Passes over what has this shape: '0' stands for a digit, 'a' for a digit or letter, anything else for itself. False: nothing is passed. */
bool wb_log_skip(struct wb_log_rest *rest, const char *shape);

/* text: two digits. */
int wb_log_two_digits(const char *text);

/* A date and a time of the day, with the shape between them; stamp_r has a space there. False: it is none, and nothing is passed. */
bool wb_log_read_stamp(struct wb_log_rest *rest, const char *between, char stamp_r[WB_LOG_STAMP_SIZE]);

/* "+0100", "-03:30" or "Z": the time less UTC. False: there is none, and nothing is passed or written. */
bool wb_log_read_offset(struct wb_log_rest *rest, int32_t *offset_s_r);

#endif
