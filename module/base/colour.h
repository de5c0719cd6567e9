/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * colour.h - the operator's colours, and whether text in them can be read.
 */
#ifndef WB_COLOUR_H
#define WB_COLOUR_H

#include <stdbool.h>

#define WB_COLOUR_PAGE_LIGHT "#ffffff" /* what the pages stand on */
#define WB_COLOUR_PAGE_DARK "#16181c"

/*
 * True when both are "#rrggbb" and text of the one on the other has a contrast of at least 4.5 to 1.
 * Source: WCAG 2.2 success criterion 1.4.3, and its definitions of contrast ratio and relative luminance.
 */
bool wb_colour_is_readable(const char *text, const char *page);

#endif
