/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * explain_words.h - what text and JSON of a trail say in the same words.
 */
#ifndef WB_CLI_EXPLAIN_WORDS_H
#define WB_CLI_EXPLAIN_WORDS_H

#include "base/text.h"
#include "base/timestamp.h"
#include "verdict/check.h"
#include "verdict/evidence_text.h"

/* A row of evidence in words. */
struct cli_explain_words {
	char source[WB_EVIDENCE_SOURCE_SIZE], detail[WB_EVIDENCE_DETAIL_SIZE], expires[WB_TIMESTAMP_TEXT_SIZE];
};

void cli_explain_word(const struct wb_evidence *evidence, const struct wb_place *place, struct cli_explain_words *words_r);

/* What a zone has answered: its codes, or in a word. */
void cli_explain_add_result(const struct wb_dnsbl_result *result, struct wb_text *text);

/* The header that a tag would add; WB_TAG_HEADER_SIZE bytes. */
void cli_explain_header(const struct wb_outcome *outcome, char *buffer);

#endif
