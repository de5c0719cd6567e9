/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * listing_batch.h - many listings that are to be added together: packed, and put into the order of the store, before anybody waits for
 * the lock of its writers. In that order LMDB needs half the time, and its pages come out full.
 */
#ifndef WB_LISTING_BATCH_H
#define WB_LISTING_BATCH_H

#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/record.h"
#include "base/status.h"
#include "verdict/listing.h"

/* Until when a listing counts that is listed already, by the same source. */
enum wb_listing_end {
	WB_LISTING_END_SAID, /* as it says now */
	WB_LISTING_END_KEPT, /* it says nothing: if what is listed still counts, until when that does */
};

struct wb_listing_batch_row {
	struct wb_prefix prefix;
	uint8_t end;    /* enum wb_listing_end */
	uint64_t place; /* where its record begins in the bytes */
};

/* Begin with { NULL }. */
struct wb_listing_batch {
	struct wb_listing_batch_row *rows;
	size_t count;
	size_t rows_room;     /* bytes */
	unsigned char *bytes; /* of each record: two lengths, the key behind its prefix, the value */
	size_t bytes_used;
	size_t bytes_room;
};

/* WB_INVALID when it breaks a rule of listings; WB_UNAVAILABLE when there are too many; WB_NO_MEMORY. */
enum wb_status wb_listing_batch_add(
    struct wb_listing_batch *batch, const struct wb_listing *listing, enum wb_listing_end end, struct wb_error *error_r);

/* Into the order of the store; of one prefix, as they came. */
void wb_listing_batch_sort(struct wb_listing_batch *batch);

/*
 * The key and the value of a row, as listing_record.h writes them. key_bytes: WB_LISTING_KEY_BYTES_MAX, into which the key is put; the value is
 * valid until one is added.
 */
void wb_listing_batch_record(
    const struct wb_listing_batch *batch, size_t row, unsigned char *key_bytes, struct wb_blob *key_r, struct wb_blob *value_r);

/* Frees what it holds; leaves it as it began. */
void wb_listing_batch_close(struct wb_listing_batch *batch);

#endif
