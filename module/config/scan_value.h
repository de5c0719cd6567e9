/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * scan_value.h - the value behind a NAME = of a configuration's text: one, or a list in braces.
 */
#ifndef WB_SCAN_VALUE_H
#define WB_SCAN_VALUE_H

#include <stdbool.h>

#include "config/config_scan.h"
#include "config/config_token.h"

/* What a walk over a text has in its hands. */
struct wb_scan_walk {
	struct wb_token_scanner at;
	struct wb_config_scan *scan;
	struct wb_diagnostics *diagnostics;
	int unclosed; /* braces that are never closed, of which nothing is said yet */
	bool no_memory;
};

/* Whether a name, a title or a value can be read as it stands; else there is a diagnostic. */
bool wb_scan_check_text(struct wb_scan_walk *walk, const struct wb_token *token, const struct wb_setting *setting);

/*
 * Takes the value of a setting behind its =, and notes where it, or each of a list, stands. name: the setting's, for messages.
 * False: it has a mistake, and the statement is to be blanked up to where the walk stands.
 */
bool wb_scan_value(struct wb_scan_walk *walk, const struct wb_setting *setting, const struct wb_token *name);

/* The next token, behind spaces that are none, which are told and blanked. */
struct wb_token wb_scan_peek(struct wb_scan_walk *walk);

/* Moves behind what is left of a statement: a title, a value, a block. What follows in its line is kept, if it is a statement. */
void wb_scan_skip_statement(struct wb_scan_walk *walk);

/* Moves behind a statement that cannot be read: to the end of its line, or of the braces that are opened in it. */
void wb_scan_skip(struct wb_scan_walk *walk, int open_braces);

#endif
