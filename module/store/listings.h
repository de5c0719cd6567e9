/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * listings.h - the prefixes that this operator listed, as the store keeps them: one of each prefix, category and source.
 * What stands behind this interface (LMDB today) shows nowhere in it.
 */
#ifndef WB_LISTINGS_H
#define WB_LISTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/address.h"
#include "base/scope.h"
#include "base/status.h"
#include "store/age_guard.h"
#include "store/listing_batch.h"
#include "verdict/listing.h"

/*
 * Every listing that covers the address, expired ones too; the longest prefix first. One get for each prefix length in use.
 * Opens the store, reads, copies out and closes within the call.
 * unreadable_r: records that did not decode; they were skipped, save that one whose name says "allow" still allows, and that
 *               one whose name cannot be read, and so might, makes the answer WB_UNAVAILABLE.
 * Returns WB_OK (also when there is none), WB_UNAVAILABLE, WB_NO_MEMORY.
 */
enum wb_status wb_listing_find(const char *store, const struct wb_address *address, wb_listing_visit *visit, void *context,
    size_t *unreadable_r, struct wb_error *error_r);

/* All of them by address, then prefix length, then category and source. */
enum wb_status wb_listing_walk(
    const char *store, wb_listing_visit *visit, void *context, size_t *unreadable_r, struct wb_error *error_r);

/*
 * Those of longer prefixes inside this one, in the same order: reads that part of the store alone, and no prefix of the other
 * family. unreadable_r: records that did not decode; they were skipped.
 */
enum wb_status wb_listing_walk_inside(const char *store, const struct wb_prefix *prefix, wb_listing_visit *visit, void *context,
    size_t *unreadable_r, struct wb_error *error_r);

struct wb_listing_count {
	uint64_t listings;
	unsigned prefix_lengths; /* in use */
};
enum wb_status wb_listing_count(const char *store, struct wb_listing_count *count_r, struct wb_error *error_r);

/*
 * One transaction of changes: readers see all of it after the commit, or nothing. A second writer waits in open.
 * A writer killed at any moment leaves the store as it was before the transaction, or after it.
 */
struct wb_listing_writer;

enum wb_status wb_listing_writer_open(const char *store, struct wb_listing_writer **writer_r, struct wb_error *error_r);

/* Whether who opens a writer now would wait for another process. Not while this process has one open. */
bool wb_listing_is_busy(const char *store);

/* Adds, or replaces the listing of the same prefix, category and source. replaced_r may be NULL. */
enum wb_status wb_listing_add(
    struct wb_listing_writer *writer, const struct wb_listing *listing, bool *replaced_r, struct wb_error *error_r);

/*
 * The same for each of a batch, in its order.
 * now_s:       what has expired by then keeps no end. One that was created then keeps since when it is listed, see wb_listing_since_s.
 * *replaced_r: how many of them replaced one; *kept_r: how many kept its end, see enum wb_listing_end.
 */
enum wb_status wb_listing_add_batch(struct wb_listing_writer *writer, const struct wb_listing_batch *batch, int64_t now_s,
    size_t *replaced_r, size_t *kept_r, struct wb_error *error_r);

/* Removes what is listed for exactly this prefix: in one category, or in all of them (NULL); from one source, or from all (NULL). */
enum wb_status wb_listing_remove(struct wb_listing_writer *writer, const struct wb_prefix *prefix, const char *category,
    const char *source, size_t *removed_r, struct wb_error *error_r);

/*
 * What is listed for exactly this prefix, as this transaction sees it. The visitor may write records of another kind.
 * unreadable_r: see wb_listing_find.
 */
enum wb_status wb_listing_find_prefix(struct wb_listing_writer *writer, const struct wb_prefix *prefix, wb_listing_visit *visit,
    void *context, size_t *unreadable_r, struct wb_error *error_r);

/* The same for what is listed for longer prefixes inside this one; the visitor writes nothing. */
enum wb_status wb_listing_find_inside(struct wb_listing_writer *writer, const struct wb_prefix *prefix, wb_listing_visit *visit,
    void *context, size_t *unreadable_r, struct wb_error *error_r);

/*
 * Removes what the store need not keep at this time (wb_listing_is_kept). WB_INVALID: that is more than half of what is listed, and the transaction is not to be
 * committed.
 */
enum wb_status wb_listing_expire(
    struct wb_listing_writer *writer, int64_t now_s, enum wb_age_guard guard, size_t *removed_r, struct wb_error *error_r);

/*
 * Makes the changes durable and visible, and then publishes them. The writer must still be closed.
 * WB_NOT_IN_FORCE: they are durable, and whoever reads the store sees them, but they could not be published; error_r says why.
 */
enum wb_status wb_listing_commit(struct wb_listing_writer *writer, struct wb_error *error_r);

/* Closes; without a commit nothing has changed. NULL is allowed; leaves NULL. */
void wb_listing_writer_close(struct wb_listing_writer **writer);

#endif
