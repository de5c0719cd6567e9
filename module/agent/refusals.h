/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * refusals.h - how often recipients and messages were refused, by category and source, for metrics. Of events of Exim's group the texts
 * are those of configuration and listings, never a client's; still they are cleaned, cut, and bounded in number.
 */
#ifndef WB_AGENT_REFUSALS_H
#define WB_AGENT_REFUSALS_H

#include "verdict/event.h"
#include "verdict/evidence_text.h"

#define REFUSALS_PAIRS_MAX 200 /* of category and source; what is beyond has the source REFUSALS_OTHER */
#define REFUSALS_ROWS_MAX (REFUSALS_PAIRS_MAX + WB_POLICY_CATEGORIES_MAX + 1)
#define REFUSALS_SOURCE_SIZE WB_EVIDENCE_SOURCE_SIZE
#define REFUSALS_OTHER "(other)"
#define REFUSALS_NONE "(none)" /* no category: on_error; no source: its evidence found no room in the event */

struct refusals_row {
	char category[WB_CATEGORY_ID_SIZE]; /* its id */
	/* "listing:staff:ann", "dnsbl:zen.example" without the return code, "rule:snowshoe". */
	char source[REFUSALS_SOURCE_SIZE];
	uint64_t count;
};

/* All zero: none yet. No pair is there twice. */
struct refusals {
	size_t count;
	struct refusals_row rows[REFUSALS_ROWS_MAX];
};

/* Counts a verdict that refuses, once, for the heaviest row of evidence that counts in its category; of any other event nothing. */
void refusals_take(struct refusals *refusals, const struct wb_event *event);

#endif
