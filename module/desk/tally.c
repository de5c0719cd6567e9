/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * tally.c - see tally.h. Names come from a log, so from strangers: a balanced tree cannot be made slow by choosing them, as a table of
 * hashes without a secret can.
 */
#include "desk/tally.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define FIRST_ROOM 64

/* A row begins with its name, so that a name alone can be looked for. */
static int compare_names(const void *left, const void *right)
{
	return strcmp(left, right);
}

void wb_tally_open(struct wb_tally *tally, size_t limit)
{
	*tally = (struct wb_tally){ .limit = limit };
}

/* NULL: the table is full, or there is no memory. */
static struct wb_tally_row *add_tally_row(struct wb_tally *tally, const char *name, const char *note)
{
	char clean_note[WB_TALLY_NAME_SIZE] = "";
	struct wb_tally_row *row;

	if (tally->row_count >= tally->limit)
		return NULL;
	if (tally->row_count == tally->room) {
		size_t room = tally->room == 0 ? FIRST_ROOM : 2 * tally->room;
		struct wb_tally_row **rows = realloc(tally->rows, room * sizeof(*rows));

		if (rows == NULL)
			return NULL;
		tally->rows = rows;
		tally->room = room;
	}
	if (note != NULL)
		wb_text_copy_utf8(clean_note, sizeof(clean_note), note, strlen(note));
	row = calloc(1, sizeof(*row) + strlen(clean_note) + 1);
	if (row == NULL)
		return NULL;
	wb_text_copy(row->name, sizeof(row->name), name);
	memcpy(row->note, clean_note, strlen(clean_note) + 1);
	if (tsearch(row, &tally->tree, compare_names) == NULL) {
		free(row);
		return NULL;
	}
	tally->rows[tally->row_count++] = row;
	return row;
}

static struct wb_tally_row *find_or_add(struct wb_tally *tally, const char *name, size_t length, const char *note)
{
	char clean[WB_TALLY_NAME_SIZE];
	struct wb_tally_row **found;

	wb_text_copy_utf8(clean, sizeof(clean), name, length);
	found = tfind(clean, &tally->tree, compare_names);
	return found != NULL ? *found : add_tally_row(tally, clean, note);
}

void wb_tally_add(
    struct wb_tally *tally, const char *name, size_t length, const char *note, enum wb_tally_mode mode, uint64_t line)
{
	struct wb_tally_row *row = find_or_add(tally, name, length, note);

	if (row == NULL) {
		tally->other[mode]++;
	} else if (row->last_line != line) {
		row->last_line = line;
		row->count[mode]++;
	}
}

void wb_tally_add_many(struct wb_tally *tally, const char *name, const char *note, uint64_t many)
{
	struct wb_tally_row *row = find_or_add(tally, name, strlen(name), note);

	if (row == NULL)
		tally->other[WB_TALLY_ENFORCED] += many;
	else
		row->count[WB_TALLY_ENFORCED] += many;
}

uint64_t wb_tally_sum(const uint64_t count[WB_TALLY_MODES])
{
	return count[WB_TALLY_ENFORCED] + count[WB_TALLY_MONITORED];
}

static int compare_row_names(const void *left, const void *right)
{
	const struct wb_tally_row *const *a = left, *const *b = right;

	return strcmp((*a)->name, (*b)->name);
}

static int compare_row_counts(const void *left, const void *right)
{
	const struct wb_tally_row *const *a = left, *const *b = right;
	uint64_t a_sum = wb_tally_sum((*a)->count), b_sum = wb_tally_sum((*b)->count);

	return a_sum != b_sum ? (a_sum < b_sum ? 1 : -1) : compare_row_names(left, right);
}

void wb_tally_sort(struct wb_tally *tally, enum wb_tally_order order)
{
	if (tally->row_count > 0)
		qsort(tally->rows, tally->row_count, sizeof(struct wb_tally_row *),
		    order == WB_TALLY_BY_NAME ? compare_row_names : compare_row_counts);
}

void wb_tally_close(struct wb_tally *tally)
{
	for (size_t i = 0; i < tally->row_count; i++) {
		tdelete(tally->rows[i]->name, &tally->tree, compare_names);
		free(tally->rows[i]);
	}
	free(tally->rows);
	*tally = (struct wb_tally){ .limit = 0 };
}
