/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * config_file.h - reads whyblock.conf through libconfuse, and only through what is safe inside Exim.
 * Knows the names of setting.h's tables, not what their values mean.
 */
#ifndef WB_CONFIG_FILE_H
#define WB_CONFIG_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "config/diagnostic.h"

/* Called for what stands in the file: a section, its settings, and so on. Lines count from 1. */
struct wb_config_visitor {
	/* title is NULL for a section without one. Untitled sections come once, whether or not the file has them. parent: "" for none. is_whole:
	 * nothing in it had to be left out for a mistake. */
	void (*section)(
	    void *context, const char *parent, const char *name, const char *title, bool is_whole, struct wb_position position);
	/* index is the place in a list; an empty list comes as one call with value NULL. */
	void (*value)(void *context, const char *name, const char *value, size_t index, struct wb_position position);
};

/*
 * Returns WB_OK, WB_INVALID (diagnostics added; what could be read was visited all the same),
 * WB_UNAVAILABLE (the file may not be used; nothing was visited), WB_NO_MEMORY.
 * Sections are visited by kind, within a kind in the order of the file; those in a section after its settings.
 */
enum wb_status wb_config_file_read(
    const char *path, const struct wb_config_visitor *visitor, void *context, struct wb_diagnostics *diagnostics);

#endif
