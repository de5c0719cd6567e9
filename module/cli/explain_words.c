/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* explain_words.c - see explain_words.h */
#include "cli/explain_words.h"

#include "verdict/tag_header.h"

void cli_explain_word(const struct wb_evidence *evidence, const struct wb_place *place, struct cli_explain_words *words_r)
{
	struct wb_text text;

	wb_text_open(&text, words_r->source, sizeof(words_r->source));
	wb_evidence_add_source(evidence, &text);
	wb_text_open(&text, words_r->detail, sizeof(words_r->detail));
	wb_evidence_add_detail(evidence, place, &text);
	wb_timestamp_format(wb_evidence_expires_at_s(evidence), words_r->expires);
}

void cli_explain_add_result(const struct wb_dnsbl_result *result, struct wb_text *text)
{
	char code[WB_CODE_TEXT_SIZE];

	for (size_t i = 0; i < result->code_count; i++) {
		wb_code_format(result->codes[i], code);
		wb_text_addf(text, "%s%s", i > 0 ? " " : "", code);
	}
	if (result->why[0] != '\0')
		wb_text_addf(text, "%s%s", text->length > 0 ? ", " : "", result->why);
	if (result->unnamed_code != 0)
		wb_text_add(text, ", a code that the zone's table does not name: it does not count");
}

void cli_explain_header(const struct wb_outcome *outcome, char *buffer)
{
	struct wb_text text;

	wb_text_open(&text, buffer, WB_TAG_HEADER_SIZE);
	wb_tag_header_format(outcome, &text);
}
