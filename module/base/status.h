/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * status.h - how a function of this library says how it went.
 * Three outcomes are kept apart: done, "no" as a normal answer, and a failure with a reason.
 */
#ifndef WB_STATUS_H
#define WB_STATUS_H

#include <stdbool.h>

enum wb_status {
	WB_OK = 0,
	WB_NOT_FOUND,   /* a normal answer, not a failure: error_r is left alone */
	WB_INVALID,     /* what was given is wrong: text, a number, a configuration */
	WB_UNAVAILABLE, /* a file, a database or a server could not be used */
	WB_NO_MEMORY,
	WB_NOT_IN_FORCE, /* done and kept, but Exim does not see it yet: the next change makes that good */
};

#define WB_ERROR_SIZE 512

/* True when it is done, in force or not yet: what the function tells of it holds. */
static inline bool wb_status_is_done(enum wb_status status)
{
	return status == WB_OK || status == WB_NOT_IN_FORCE;
}

/* The caller's fixed buffer: reporting an error allocates nothing. */
struct wb_error {
	char text[WB_ERROR_SIZE];
};

/*
 * Writes the formatted reason into error_r (cut to fit; NULL is allowed) and returns status,
 * so that a failure is one statement: return wb_fail(error_r, WB_INVALID, "...").
 */
enum wb_status wb_fail(struct wb_error *error_r, enum wb_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
