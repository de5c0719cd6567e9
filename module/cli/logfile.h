/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * logfile.h - the lines of a log: plain, compressed by gzip, or standard input.
 */
#ifndef WB_CLI_LOGFILE_H
#define WB_CLI_LOGFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct cli_logfile; /* opaque; zlib stays inside logfile.c */

struct cli_logfile_line {
	const char *text; /* until the next call; no line break, no final NUL, any bytes */
	size_t length;
	bool whole; /* false: of a very long line only the beginning, or the last line without its line break */
};

/* path "-" is standard input. WB_INVALID: compressed in a way that zlib does not read; the reason says what to do. */
enum wb_status cli_logfile_open(const char *path, struct cli_logfile **file_r, struct wb_error *error_r);

/* WB_NOT_FOUND at the end; WB_UNAVAILABLE when it cannot be read, or is compressed and damaged. Memory stays the same whatever the lines. */
enum wb_status cli_logfile_next(struct cli_logfile *file, struct cli_logfile_line *line_r, struct wb_error *error_r);

/* How much has been read, in percent; -1 when nobody knows, as of a pipe. */
int cli_logfile_percent(const struct cli_logfile *file);

void cli_logfile_close(struct cli_logfile **file);

#endif
