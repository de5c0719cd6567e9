/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * config_scan.h - a look at a configuration's text before and between libconfuse's own readings.
 * It finds what libconfuse would do silently (expand ${NAME}, forgive a missing brace), and where a statement begins and
 * ends, so that one with an unknown name can be blanked and the reading go on behind it.
 */
#ifndef WB_CONFIG_SCAN_H
#define WB_CONFIG_SCAN_H

#include <stdbool.h>

#include "config/diagnostic.h"

/*
 * Adds the diagnostics that libconfuse would not report, blanks comments and disarms each ${ in text: what is left, libconfuse reads
 * and numbers as it should. False: the grammar is broken.
 */
bool wb_config_scan_check(char *text, struct wb_diagnostics *diagnostics);

/*
 * Overwrites with spaces the statement that begins with name at this line (a setting with its value, a section with all that
 * it holds). Line breaks stay, so that line numbers do. False: there is none.
 */
bool wb_config_scan_blank(char *text, const char *name, int line);

/* Where the last section with this title begins that does so at or before the line; 0 when there is none. */
int wb_config_scan_titled_line(char *text, const char *title, int line);

/* Blanks that section. False: there is none. */
bool wb_config_scan_blank_titled(char *text, const char *title, int line);

#endif
