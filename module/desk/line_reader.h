/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * line_reader.h - a file that staff or somebody else wrote, line by line, in memory that does not grow with it; and whom to tell
 * about a line, since a mistake belongs beside its number and the file may be long.
 */
#ifndef WB_LINE_READER_H
#define WB_LINE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/status.h"

#define WB_LINE_BYTES_MAX 4096

/* What is wrong with a line. */
enum wb_line_fault {
	WB_LINE_BAD,     /* it cannot be read */
	WB_LINE_GUARDED, /* it can, and a guard refuses what it says */
	WB_LINE_NOTED,   /* nothing: it is taken, and somebody should know how */
	WB_LINE_FAULTS
};

enum wb_line_progress { WB_LINE_PROGRESS_ON, WB_LINE_PROGRESS_END };

/* Called while a file is read. */
struct wb_line_listener {
	void (*fault)(void *context, const char *path, unsigned long line, enum wb_line_fault fault, const char *why);
	void (*progress)(void *context, const char *path, unsigned long lines, enum wb_line_progress progress);
	void *context;
};

struct wb_line_reader {
	const char *path;
	const struct wb_line_listener *listener;
	FILE *stream;
	bool is_begun;        /* lines were asked for: the listener wants to know when that is over */
	unsigned long number; /* of the line that was read last: 1 is the first */
	size_t length;        /* its bytes, which may be more than fit into text */
	char text[WB_LINE_BYTES_MAX + 2];
};

/* Where the lines come from. */
struct wb_line_source {
	const char *path;
	bool is_stdin; /* it is open already, as standard input, and path is what people call it */
};

/* Ownership: keeps all three pointers. WB_UNAVAILABLE: nothing is open. */
enum wb_status wb_line_reader_open(struct wb_line_reader *reader, const struct wb_line_source *source,
    const struct wb_line_listener *listener, struct wb_error *error_r);

/* The next line, without its end ("\n" or "\r\n"). WB_NOT_FOUND: there is none; WB_UNAVAILABLE: it cannot be read. */
enum wb_status wb_line_reader_next(struct wb_line_reader *reader, struct wb_error *error_r);

/* WB_INVALID for a line that is too long or holds a NUL byte: text is then not all of it. */
enum wb_status wb_line_reader_check(const struct wb_line_reader *reader, struct wb_error *error_r);

/* Tells the listener about the line that was read last. */
void wb_line_reader_report(const struct wb_line_reader *reader, enum wb_line_fault fault, const char *why);

/* The listener is told that reading is over. Safe after a failed open, and to repeat. */
void wb_line_reader_close(struct wb_line_reader *reader);

#endif
