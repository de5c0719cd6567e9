/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * screen.h - whether a person looks at the standard output, how wide it is then, and what is coloured. Where programs read it, in a pipe
 * or a file, nothing is wrapped and nothing is coloured. No colour says what the words do not.
 */
#ifndef WB_CLI_SCREEN_H
#define WB_CLI_SCREEN_H

#include <stddef.h>

#include "verdict/category.h"

enum cli_colour {
	CLI_PLAIN,
	CLI_RED,
	CLI_YELLOW,
	CLI_GREEN,
};

/* Columns of the terminal, or as many as COLUMNS says, wherever the output goes; at least 40. 0: there is none. */
int cli_screen_columns(void);

/*
 * Prints text and ends the line, which has got to column indent already. On a terminal that has no room for it, it goes on from that
 * column in the next lines.
 */
void cli_screen_put(const char *text, int indent);

/*
 * What begins this colour, and what ends it; empty unless the output is a terminal that has colours, and NO_COLOR is not set.
 * Source: no-color.org.
 */
const char *cli_screen_begin(enum cli_colour colour);
const char *cli_screen_end(enum cli_colour colour);

/* Red refuses, yellow defers or marks, green lets in. */
enum cli_colour cli_colour_of(enum wb_action action);

/* The same of an action's name in an event; CLI_PLAIN of any other text. */
enum cli_colour cli_colour_of_name(const char *action);

#endif
