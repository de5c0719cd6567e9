/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * lowered_file.h - sources that were wrong too often for the floor of a category: their evidence for it counts with scope range, so that it
 * rejects nobody alone. The agent writes the file, in WB_SEEN_FOLDER of the store, and Exim's process reads it when a category has a floor.
 * Staff are never in it.
 *
 * A head and rows of 8 bytes, with one check behind them. A row is a number for category and source: two that share one are lowered together.
 */
#ifndef WB_LOWERED_FILE_H
#define WB_LOWERED_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "verdict/evidence.h"

#define WB_LOWERED_ROWS_MAX 1000
#define WB_LOWERED_BYTES_MAX (16 + 8 * WB_LOWERED_ROWS_MAX + 8)

struct wb_lowered {
	bool is_read;
	bool is_unknown; /* the file is there, and cannot be read: each source may be in it */
	size_t count;
	uint64_t rows[WB_LOWERED_ROWS_MAX];
};

/* The number of a source (source_key.h) in a category. */
uint64_t wb_lowered_number(const char *category, const char *source);

/* Bytes of a file with these rows; returns how many. bytes_r: WB_LOWERED_BYTES_MAX. */
size_t wb_lowered_write(const uint64_t *rows, size_t count, unsigned char *bytes_r);

/*
 * Reads the file of the store in this folder.
 * Returns: WB_OK; WB_NOT_FOUND: there is none, so nothing is lowered; WB_UNAVAILABLE: it cannot be read, or is damaged, which is_unknown
 *          says, too.
 */
enum wb_status wb_lowered_read(const char *store, struct wb_lowered *lowered_r, struct wb_error *error_r);

bool wb_lowered_has(const struct wb_lowered *lowered, const char *category, const char *source);

/*
 * Gives evidence of lowered sources the scope range, where the category has a floor. lowered: read at the first need, once; what cannot be
 * read lowers all but staff's, and is told in the facts' notice.
 */
void wb_lowered_apply(const struct wb_policy *policy, struct wb_lowered *lowered, struct wb_facts *facts);

#endif
