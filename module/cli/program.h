/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* program.h - runs a program of the system for what it prints, with bounded time and output. */
#ifndef WB_PROGRAM_H
#define WB_PROGRAM_H

#include <stddef.h>

/*
 * Runs arguments[0], a whole path, without a shell and with nothing on its standard input; the last argument is NULL.
 * output:     what it says on both its outputs, as far as it fits in size bytes, without the blanks at its end; what is more is dropped.
 * deadline_s: then the program and what it has started are killed.
 * Returns its exit status; -1 when it was killed, or could not be run: then output says why.
 */
int program_run(const char *const arguments[], unsigned deadline_s, char *output, size_t size);

/* The same with this text on its standard input, all of which is there when it starts. */
int program_run_with(const char *const arguments[], const char *input, unsigned deadline_s, char *output, size_t size);

#endif
