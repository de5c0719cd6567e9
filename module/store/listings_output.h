/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * listings_output.h - writes a file of published listings, in the format of verdict/listings_file.h, from rows that come in order.
 * Takes memory of fixed size, some 2 MiB, for any number of them.
 */
#ifndef WB_LISTINGS_OUTPUT_H
#define WB_LISTINGS_OUTPUT_H

#include "store/published_file.h"
#include "verdict/listings_file.h"

#define WB_LISTINGS_INDEXED_ROWS 4096 /* from so many rows of a base on it has an index */

struct wb_listings_output;

/*
 * Begins a file of published/; see wb_published_file_open.
 * header: serial, base_serial, made_at_s and rows are read. rows: how many will come of each family.
 */
enum wb_status wb_listings_output_open(const char *store, const char *name, const struct wb_listings_header *header,
    struct wb_listings_output **output_r, struct wb_error *error_r);

/*
 * Adds a row. Rows of a family come in their order; the families may be mixed.
 * listing: read for its prefix; when the kind is LISTED or STILL_ALLOW, for all of it.
 * WB_UNAVAILABLE: it cannot be written, or the texts have more than 4 GiB; WB_INVALID: more rows than were announced, or out of order.
 */
enum wb_status wb_listings_output_add(
    struct wb_listings_output *output, enum wb_listings_kind kind, const struct wb_listing *listing, struct wb_error *error_r);

/* All rows have come: publishes the file. It must still be closed. */
enum wb_status wb_listings_output_commit(struct wb_listings_output *output, struct wb_error *error_r);

/* Without a commit nothing has changed. NULL is allowed; leaves NULL. */
void wb_listings_output_close(struct wb_listings_output **output);

#endif
