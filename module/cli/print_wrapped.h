/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * print_wrapped.h - text in lines that a terminal has room for.
 */
#ifndef WB_CLI_PRINT_WRAPPED_H
#define WB_CLI_PRINT_WRAPPED_H

#include <stdio.h>

#define CLI_COLUMNS 80

/* How many columns of a terminal so many bytes of a text take: its characters. */
int cli_text_columns(const char *text, size_t length);

/*
 * Prints words from column indent on, where the line has got to already, and goes on there in the next lines. A word that is longer
 * than a line is cut apart. tail: what a line that goes on ends with.
 */
void cli_print_wrapped(const char *text, int indent, const char *tail);

/* The same into a file. */
void cli_put_wrapped(FILE *file, const char *text, int indent, const char *tail);

/* The same in lines of so many columns, more than indent and tail take. */
void cli_put_wrapped_in(FILE *file, const char *text, int indent, const char *tail, int columns);

/* A label that ends at this column, and the words behind it; nothing without words. */
void cli_print_labelled(const char *label, const char *words, int indent);

#endif
