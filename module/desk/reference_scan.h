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
 * Those that a key of this site sealed, each about another client, in the order of the text: in a URL, also one that a mail filter has rewritten, in the lines
 * of the reply, quoted with "> ", broken over lines, alone.
 * references_r: room of them. Returns how many were found. Pure; the work is bounded whatever the text.
 */
size_t wb_reference_scan(
    const struct wb_reference_keys *keys, const char *text, size_t length, struct wb_reference *references_r, size_t room);

/*
 * The code that somebody gives as one, by hand or pasted with what stands around it: read as wb_reference_parse does, or else the first one that is found in the text.
 * key_r: which key sealed it, from 0, the newest. Returns: as wb_reference_parse, whose words it has about what is none.
 */
enum wb_status wb_reference_read(const struct wb_reference_keys *keys, const char *text, struct wb_reference *reference_r,
    size_t *key_r, struct wb_error *error_r);

#endif
