/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* print_reading.c - see print_reading.h */
#include "cli/print_reading.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FAULTS_SHOWN 10

static void print_line_fault(void *context, const char *path, unsigned long line, enum wb_line_fault fault, const char *why)
{
	struct cli_reading *reading = context;
	if (reading->shown[fault]++ < FAULTS_SHOWN)
		cli_fail(CLI_BAD_DATA, "%s:%lu: %s%s%s", path, line, fault == WB_LINE_BAD ? reading->bad : "", why,
		    fault == WB_LINE_GUARDED ? reading->guarded : "");
}

static void print_line_progress(void *context, const char *path, unsigned long lines, enum wb_line_progress progress)
{
	const struct cli_reading *reading = context;
	const char *end = progress == WB_LINE_PROGRESS_END ? "\n" : "";

	if (!isatty(STDERR_FILENO))
		return;
	if (reading->progress_by_name)
		fprintf(stderr, "\r%s: %lu lines%s", path, lines, end);
	else
		fprintf(stderr, "\r%lu lines%s", lines, end);
}

struct wb_line_source cli_named_source(const struct cli *cli, const char *path)
{
	return (struct wb_line_source){ path, cli->is_opened || strcmp(path, "-") == 0 };
}

void cli_reading_begin(struct cli_reading *reading)
{
	reading->listener = (struct wb_line_listener){ print_line_fault, print_line_progress, reading };
	memset(reading->shown, 0, sizeof(reading->shown));
}
