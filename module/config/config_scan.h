/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * config_scan.h - reads the statements of a configuration's text before libconfuse does.
 * libconfuse stops at the first mistake, knows no columns, and does some things silently (it expands ${NAME}, lets a second setting wipe
 * the first, forgives a missing brace). So all that is wrong with form and names is found here and overwritten with blanks; what
 * is left is right for libconfuse, and where each of its values and sections stood is known.
 */
#ifndef WB_CONFIG_SCAN_H
#define WB_CONFIG_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pool.h"
#include "base/position.h"
#include "base/status.h"
#include "config/diagnostic.h"
#include "config/setting.h"

#define WB_CONFIG_SECTIONS_MAX 8192 /* in one file */

/* A section of the text. */
struct wb_scanned_section {
	const struct wb_section *section;
	size_t place;                /* its own, from 1 */
	size_t parent;               /* that of the section that it stands in; 0: none */
	const char *title;           /* in the text, as it stands there; NULL: none */
	size_t title_length;         /* bytes */
	bool has_mistake;            /* something in it is left out */
	struct wb_position position; /* of its title, or of its name */
};

/* What is left of a text, in its order. Starts with zeros. */
struct wb_config_scan {
	struct wb_position *values; /* each value of a setting */
	size_t value_count;
	struct wb_scanned_section *sections;
	size_t section_count;
	struct wb_pool pool; /* holds both; whoever scans closes it */
};

/*
 * Line breaks are \n alone by now. Adds a diagnostic for each mistake, and blanks what has one.
 * Returns: WB_OK, whatever was found; WB_NO_MEMORY.
 * Limits: at most WB_CONFIG_SECTIONS_MAX sections; what follows is blanked, with a diagnostic.
 */
enum wb_status wb_config_scan_text(char *text, struct wb_config_scan *scan, struct wb_diagnostics *diagnostics);

#endif
