/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * diagnostic.h - what is wrong with a file that a person wrote, line by line: as much at once as can be found.
 */
#ifndef WB_DIAGNOSTIC_H
#define WB_DIAGNOSTIC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/position.h"

#define WB_DIAGNOSTICS_MAX 32
#define WB_DIAGNOSTIC_LINE_SIZE 1024

/* What is wrong with a file: as many rows as could be found at once. */
struct wb_diagnostic {
	struct wb_position position; /* line 0: the file as a whole */
	char path[200];              /* of another file, that this one names; empty: of this one */
	char text[400];              /* what was found, and what was expected */
};

struct wb_diagnostics {
	struct wb_diagnostic rows[WB_DIAGNOSTICS_MAX];
	size_t count;
	size_t left_out; /* of which there is no room for a row */
	bool is_denied;  /* this file, or one that it names, is not for whoever asks */
};

/* Adds a row in the order of lines, without the account keys of DNSBL zones; one more than WB_DIAGNOSTICS_MAX is left out. */
void wb_diagnostics_add(struct wb_diagnostics *diagnostics, struct wb_position position, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same of a file that this one names. They come after those of this one. */
void wb_diagnostics_add_of(struct wb_diagnostics *diagnostics, const char *path, struct wb_position position,
    const char *format, ...) __attribute__((format(printf, 4, 5)));

/* That a file is not for whoever asks is all that is wrong: none of it is about a text. */
bool wb_diagnostics_are_of_access(const struct wb_diagnostics *diagnostics);

/* Whether something is wrong there already. */
bool wb_diagnostics_have(const struct wb_diagnostics *diagnostics, struct wb_position position);

/* "FILE:LINE:COLUMN: TEXT", or "FILE: TEXT" for the file as a whole. buffer holds WB_DIAGNOSTIC_LINE_SIZE bytes; a long path is cut. */
void wb_diagnostic_format(const struct wb_diagnostic *diagnostic, const char *path, char *buffer);

#endif
