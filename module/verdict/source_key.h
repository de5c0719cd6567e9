/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * source_key.h - what evidence comes from, as a name under which its accuracy is counted: "zone:bl.example.net",
 * "code:bl.example.net:127.0.0.2", "rule:x", "feed:x", "report:trap", "staff" (all of them together), "neighbours".
 */
#ifndef WB_SOURCE_KEY_H
#define WB_SOURCE_KEY_H

#include <stdint.h>

#include "base/text.h"
#include "verdict/evidence.h"

#define WB_SOURCE_KEY_SIZE 256
#define WB_SOURCE_KEY_STAFF "staff"

/* origin: as wb_evidence_origin has it. is_whole_zone: of a zone itself, not of the code. */
void wb_source_key_add(
    enum wb_evidence_kind kind, const char *origin, uint32_t return_code, bool is_whole_zone, struct wb_text *text);

#endif
