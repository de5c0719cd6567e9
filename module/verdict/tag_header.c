/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* tag_header.c - see tag_header.h */
#include "verdict/tag_header.h"

#include <string.h>

#include "verdict/placeholder.h"

void wb_tag_header_format(const struct wb_outcome *outcome, struct wb_text *text)
{
	const struct wb_verdict *verdict = &outcome->verdict;
	char buffer[WB_PLACEHOLDER_BYTES_MAX + 1];
	struct wb_text source;

	if (outcome->action != WB_TAG || verdict->category == NULL)
		return;
	wb_text_addf(text, "action=tag category=%s score=", verdict->category->id);
	wb_text_add_milli(text, verdict->score_milli);
	wb_text_add(text, " of ");
	wb_text_add_milli(text, verdict->category->threshold_milli);
	wb_text_add(text, " source=");
	/* Who is named in a reply. */
	wb_text_open(&source, buffer, sizeof(buffer));
	wb_placeholder_find("source", strlen("source"))->add(outcome, &source);
	wb_text_add_value(text, buffer, sizeof(buffer));
}
