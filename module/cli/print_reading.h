/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * print_reading.h - what people see while the command reads a file of theirs: its mistakes, and on a terminal how far it is.
 */
#ifndef WB_CLI_PRINT_READING_H
#define WB_CLI_PRINT_READING_H

#include "cli/cli.h"
#include "desk/line_reader.h"

struct cli_reading {
	struct wb_line_listener listener;
	const char *bad;       /* goes before the reason of a bad line */
	const char *guarded;   /* goes behind the reason of a line that a guard refuses: how to take it all the same */
	bool progress_by_name; /* several files are read one behind the other */
	size_t shown[WB_LINE_FAULTS];
};

/* A file that the command line names: "-" is standard input, and so is one that is open already, see owner.h. */
struct wb_line_source cli_named_source(const struct cli *cli, const char *path);

/* Begins with nothing shown: of each kind of fault the first ten are. The caller has filled the rest of it in. */
void cli_reading_begin(struct cli_reading *reading);

#endif
