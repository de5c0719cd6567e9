/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* source_key.c - see source_key.h */
#include "verdict/source_key.h"

#include <string.h>

#include "dns/return_code.h"
#include "verdict/evidence_text.h"

void wb_source_key_add(
    enum wb_evidence_kind kind, const char *origin, uint32_t return_code, bool is_whole_zone, struct wb_text *text)
{
	char code[WB_CODE_TEXT_SIZE];

	switch (kind) {
	case WB_EVIDENCE_LISTING:
		/* Staff together: whoever of them listed it. A feed and a kind of report are named by their source. */
		if (strncmp(origin, WB_LISTING_SOURCE_STAFF, strlen(WB_LISTING_SOURCE_STAFF)) == 0)
			wb_text_add(text, WB_SOURCE_KEY_STAFF);
		else
			wb_text_add(text, origin);
		break;
	case WB_EVIDENCE_ZONE:
		wb_code_format(return_code, code);
		wb_text_addf(text, is_whole_zone ? "zone:%s" : "code:%s:%s", origin, code);
		break;
	case WB_EVIDENCE_RULE:
	case WB_EVIDENCE_MESSAGE:
	case WB_EVIDENCE_NEIGHBOURS:
		wb_evidence_add_source_of(kind, origin, return_code, text);
		break;
	case WB_EVIDENCE_KIND_COUNT:
		break;
	}
}
