/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * reference_scan.h - finds a genuine reference in a text, such as a mail or what somebody pastes.
 */
#ifndef WB_REFERENCE_SCAN_H
#define WB_REFERENCE_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "verdict/reference.h"

/*
 * The first one that a key of this site sealed: in a URL, in the lines of the reply, quoted with "> ", broken over lines, alone.
 * Pure; the work is bounded whatever the text.
 */
bool wb_reference_scan(const struct wb_reference_keys *keys, const char *text, size_t length, struct wb_reference *reference_r);

#endif
