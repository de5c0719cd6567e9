/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * print_excerpt.h - the line of a file in which something is wrong, and a mark below the place.
 */
#ifndef WB_CLI_PRINT_EXCERPT_H
#define WB_CLI_PRINT_EXCERPT_H

#include "base/position.h"

/*
 * Prints two lines that fit a terminal. Nothing when the file cannot be read any more, or the line holds an account's key. position: of
 * lines that end as the configuration's may; see there.
 */
void cli_print_excerpt(const char *path, struct wb_position position);

#endif
