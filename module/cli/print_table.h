/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * print_table.h - tables of which a row is shown as soon as it is known. In a file or a pipe each row is one line, whatever its length. On a
 * terminal (screen.h) no line is longer than that is wide, and still nothing is cut off: a cell that is wider than its column
 * moves what follows to the next line, and some columns stand in lines below the others.
 */
#ifndef WB_CLI_PRINT_TABLE_H
#define WB_CLI_PRINT_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/screen.h"

#define CLI_TABLE_REST (-1) /* the last one in its line: what is left of that, or the line below */
#define CLI_TABLE_BELOW 0

struct cli_column {
	const char *heading;
	int wide;          /* in a file */
	int narrow;        /* on a terminal; or CLI_TABLE_REST, or CLI_TABLE_BELOW */
	const char *label; /* of CLI_TABLE_BELOW: what is said before it, "created"; may be NULL */
	bool is_right;     /* a number */
};

void cli_table_heading(const struct cli_column *columns, size_t count);

/* cells: one for each column. coloured: the column that has the colour. */
void cli_table_row(
    const struct cli_column *columns, size_t count, const char *const *cells, size_t coloured, enum cli_colour colour);

#endif
