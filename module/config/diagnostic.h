/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * diagnostic.h - what is wrong with a file that a person wrote, line by line: as much at once as can be found.
 */
#ifndef WB_DIAGNOSTIC_H
#define WB_DIAGNOSTIC_H

#include <stddef.h>

#define WB_DIAGNOSTICS_MAX 32
#define WB_DIAGNOSTIC_LINE_SIZE 1024

/* What is wrong with a file: as many rows as could be found at once. */
struct wb_diagnostic {
	int line;       /* from 1; 0: the file as a whole */
	char text[400]; /* what was found, and what was expected */
};

struct wb_diagnostics {
	struct wb_diagnostic rows[WB_DIAGNOSTICS_MAX];
	size_t count;
};

/* Adds a row in the order of lines, without the account keys of DNSBL zones; one more than WB_DIAGNOSTICS_MAX is left out. */
void wb_diagnostics_add(struct wb_diagnostics *diagnostics, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* "FILE:LINE: TEXT", or "FILE: TEXT" for the file as a whole. buffer holds WB_DIAGNOSTIC_LINE_SIZE bytes; a long path is cut. */
void wb_diagnostic_format(const struct wb_diagnostic *diagnostic, const char *path, char *buffer);

#endif
