/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * setup_source.h - from a line of the configuration that update-exim4.conf has generated back to the operator's file and line: a mistake is
 * mended there.
 */
#ifndef WB_SETUP_SOURCE_H
#define WB_SETUP_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

/* The operator's file with macros, which the unsplit configuration begins with. */
#define SETUP_MACROS_SINGLE "/etc/exim4/exim4.conf.localmacros"
#define SETUP_TEMPLATE "/etc/exim4/exim4.conf.template"

/*
 * Copies said to text_r, with each "line N of FILE" in it replaced by the operator's line and file, where these are known.
 * generated: what is in FILE. It may have been made without comments.
 * kept:      what update-exim4.conf --keepcomments makes of the same files.
 */
void setup_source_name(
    const char *said, const char *file, const char *generated, const char *kept, bool is_split, char *text_r, size_t size);

#endif
