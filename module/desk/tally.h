/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * tally.h - how often each name was seen, in a table that cannot grow without bounds.
 */
#ifndef WB_TALLY_H
#define WB_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WB_TALLY_NAME_SIZE 128 /* longer names are cut */

/* Verdicts that were carried out, and those of mode = "monitor", which were only logged. */
enum wb_tally_mode { WB_TALLY_ENFORCED, WB_TALLY_MONITORED, WB_TALLY_MODES };

struct wb_tally_row {
	char name[WB_TALLY_NAME_SIZE];
	uint64_t count[WB_TALLY_MODES];
	uint64_t last_line;
	char note[]; /* what was said of the name when it was first seen; may be empty */
};

struct wb_tally {
	void *tree; /* of the rows, by name: see tsearch(3) */
	size_t limit;
	size_t row_count, room;
	uint64_t other[WB_TALLY_MODES]; /* of names that came when the table was full */
	struct wb_tally_row **rows;     /* row_count of them: as they came, or as wb_tally_sort put them */
};

/* Without memory the table behaves as a full one. */
void wb_tally_open(struct wb_tally *tally, size_t limit);

/*
 * Counts the name once for a line, however often the line has it. name of length bytes and note (NULL: none) may hold anything:
 * they are kept as UTF-8 without control characters.
 */
void wb_tally_add(
    struct wb_tally *tally, const char *name, size_t length, const char *note, enum wb_tally_mode mode, uint64_t line);

/* Adds so many to the name, whatever the line. */
void wb_tally_add_many(struct wb_tally *tally, const char *name, const char *note, uint64_t many);

enum wb_tally_order { WB_TALLY_BY_COUNT, WB_TALLY_BY_NAME };

void wb_tally_sort(struct wb_tally *tally, enum wb_tally_order order);

uint64_t wb_tally_sum(const uint64_t count[WB_TALLY_MODES]);

void wb_tally_close(struct wb_tally *tally);

#endif
