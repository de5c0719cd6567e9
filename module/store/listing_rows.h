/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * listing_rows.h - the rows that a published file must have of a store: for the publisher, and for whoever compares.
 * Private to publish.c and published_audit.c.
 */
#ifndef WB_LISTING_ROWS_H
#define WB_LISTING_ROWS_H

#include "store/listing_session.h"
#include "verdict/listings_file.h"

enum wb_listing_rows {
	WB_LISTING_ROWS_ALL,     /* of a base */
	WB_LISTING_ROWS_CHANGED, /* of recent: all that is listed for each prefix that was changed, or one row REMOVED */
};

/*
 * Called for each row in the order of the store, which is that of each family. listing: the prefix; when the kind is LISTED or
 * STILL_ALLOW, all of it. What is not WB_OK ends the walk.
 */
typedef enum wb_status wb_listing_rows_visit(
    void *context, enum wb_listings_kind kind, const struct wb_listing *listing, struct wb_error *error_r);

/* The session reads. Records without a prefix, which cover nobody, are left out. */
enum wb_status wb_listing_rows_walk(struct wb_listing_session *session, enum wb_listing_rows rows, wb_listing_rows_visit *visit,
    void *context, struct wb_error *error_r);

/* How many there are of each family; of all listings sooner than by walking them. */
enum wb_status wb_listing_rows_count(struct wb_listing_session *session, enum wb_listing_rows rows,
    uint32_t count_r[WB_LISTINGS_FAMILIES], struct wb_error *error_r);

#endif
