/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* refusals.c - see refusals.h */
#include "agent/refusals.h"

#include <string.h>

/* The row of this pair, a new one while there are fewer than most rows; else NULL. */
static struct refusals_row *find_row(struct refusals *refusals, const char *category, const char *source, size_t most)
{
	struct refusals_row *row;

	for (size_t i = 0; i < refusals->count; i++) {
		row = &refusals->rows[i];
		if (strcmp(row->category, category) == 0 && strcmp(row->source, source) == 0)
			return row;
	}
	if (refusals->count >= most)
		return NULL;
	row = &refusals->rows[refusals->count++];
	wb_text_copy(row->category, sizeof(row->category), category);
	wb_text_copy(row->source, sizeof(row->source), source);
	return row;
}

/* Of equals the first one, as the log line has its reason. NULL: no evidence counts. */
static const struct wb_event_evidence *find_heaviest(const struct wb_event *event, const char *category)
{
	const struct wb_event_evidence *heaviest = NULL;

	for (size_t i = 0; i < event->evidence_count; i++) {
		const struct wb_event_evidence *row = &event->evidence[i];

		if (row->discount == WB_DISCOUNT_NONE && strcmp(row->category, category) == 0 &&
		    (heaviest == NULL || row->weight_milli > heaviest->weight_milli))
			heaviest = row;
	}
	return heaviest;
}

void refusals_take(struct refusals *refusals, const struct wb_event *event)
{
	char buffer[WB_EVIDENCE_SOURCE_SIZE], category[WB_CATEGORY_ID_SIZE], source[REFUSALS_SOURCE_SIZE];
	const struct wb_event_evidence *heaviest;
	struct refusals_row *row;
	struct wb_text text;
	const char *id = wb_event_field(event, "category");

	if (event->kind != WB_EVENT_VERDICT || !event->is_refusal)
		return;
	heaviest = find_heaviest(event, id);
	wb_text_open(&text, buffer, sizeof(buffer));
	if (heaviest == NULL)
		wb_text_add(&text, REFUSALS_NONE);
	else if (heaviest->kind == WB_EVIDENCE_ZONE)
		wb_text_addf(&text, "dnsbl:%s", heaviest->origin); /* a zone has as many return codes as its makers like */
	else
		wb_evidence_add_source_of(heaviest->kind, heaviest->origin, 0, &text);
	wb_text_copy_utf8(source, sizeof(source), buffer, text.length);
	wb_text_copy_utf8(
	    category, sizeof(category), id[0] != '\0' ? id : REFUSALS_NONE, strlen(id[0] != '\0' ? id : REFUSALS_NONE));
	row = find_row(refusals, category, source, REFUSALS_PAIRS_MAX);
	if (row == NULL)
		row = find_row(refusals, category, REFUSALS_OTHER, REFUSALS_ROWS_MAX - 1);
	if (row == NULL)
		row = find_row(refusals, REFUSALS_OTHER, REFUSALS_OTHER, REFUSALS_ROWS_MAX);
	row->count++;
}
