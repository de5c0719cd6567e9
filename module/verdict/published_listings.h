/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * published_listings.h - what this operator has listed, as Exim's process reads it: two published files, `recent` and its base.
 * They are what the store was at one moment. Nothing is written, locked, or waited for.
 */
#ifndef WB_PUBLISHED_LISTINGS_H
#define WB_PUBLISHED_LISTINGS_H

#include "verdict/listing.h"
#include "verdict/listings_file.h"
#include "verdict/published.h"

/* 5 KiB. Keeps the store that it was opened with. */
struct wb_published_listings {
	struct wb_listings_file recent, base;
};

/* The name of the base that recent says it belongs to. */
void wb_published_base_name(const struct wb_listings_header *recent, char name_r[WB_PUBLISHED_NAME_SIZE]);

/*
 * Opens recent first, and then the base that it names. When that base is gone, a newer recent is there: so it begins again, three times.
 * Close it whatever is returned. WB_UNAVAILABLE: nothing is published, or a file cannot be used; error_r says what to run.
 */
enum wb_status wb_published_listings_open(const char *store, struct wb_published_listings *published, struct wb_error *error_r);

/* Safe to repeat. */
void wb_published_listings_close(struct wb_published_listings *published);

/*
 * Every listing that covers the address, expired ones too; the longest prefix first, then by category and source.
 * unreadable_r: records that cannot be read. They were skipped, save that one whose name says "allow" still allows, and that one
 *               whose name cannot be read, and so might, makes the answer WB_UNAVAILABLE. So does a fault of the files.
 * Returns WB_OK (also when there is none), WB_UNAVAILABLE.
 */
enum wb_status wb_published_listings_find(struct wb_published_listings *published, const struct wb_address *address,
    wb_listing_visit *visit, void *context, size_t *unreadable_r, struct wb_error *error_r);

/* True in *have_r when some AS is listed, or was: else nobody need ask for a client's. */
enum wb_status wb_published_listings_have_asns(struct wb_published_listings *published, bool *have_r, struct wb_error *error_r);

/* The three in one. */
enum wb_status wb_published_find(const char *store, const struct wb_address *address, wb_listing_visit *visit, void *context,
    size_t *unreadable_r, struct wb_error *error_r);

#endif
