/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * section_file.h - a file beside whyblock.conf that holds sections of one kind and nothing else: the known senders, the rules.
 */
#ifndef WB_SECTION_FILE_H
#define WB_SECTION_FILE_H

#include <stdbool.h>

#include "base/status.h"
#include "config/diagnostic.h"

struct wb_config;

struct wb_section_file {
	const char *setting; /* that names it, for diagnostics */
	const char *section; /* the kind: a titled one of the table */
	/* Appends one with defaults; NULL: its name is wrong, which is a diagnostic, or there is no memory. */
	void *(*add)(
	    struct wb_config *config, const char *title, struct wb_position position, struct wb_diagnostics *diagnostics);
};

/*
 * Reads path. Its mistakes are told with its path and line, as ones of the setting: diagnostics of the configuration.
 * Returns: WB_OK, also when there are mistakes; WB_NO_MEMORY.
 */
enum wb_status wb_section_file_read(
    struct wb_config *config, const char *path, const struct wb_section_file *kind, struct wb_diagnostics *diagnostics);

/* There is no such file. */
bool wb_section_file_is_missing(const char *path);

#endif
