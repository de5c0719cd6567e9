/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * listing_record.h - a listing as the bytes of a record: what names it is the key, the rest the value.
 * Keys sort by address, then prefix length, category and source.
 */
#ifndef WB_LISTING_RECORD_H
#define WB_LISTING_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/record.h"
#include "verdict/listing.h"

#define WB_LISTING_HEAD_BYTES WB_RECORD_PREFIX_BYTES /* what all listings of a prefix begin with */
#define WB_LISTING_KEY_BYTES_MAX (WB_LISTING_HEAD_BYTES + WB_CATEGORY_ID_SIZE + WB_LISTING_SOURCE_SIZE)
#define WB_LISTING_VALUE_BYTES_MAX (22 + 2 * WB_LISTING_REASON_SIZE)

/* What each writes, into bytes of WB_LISTING_HEAD_BYTES, _KEY_BYTES_MAX and _VALUE_BYTES_MAX, and points at. */
struct wb_blob wb_listing_record_encode_head(const struct wb_prefix *prefix, unsigned char *bytes);
struct wb_blob wb_listing_record_encode_key(const struct wb_listing *listing, unsigned char *bytes);
struct wb_blob wb_listing_record_encode_value(const struct wb_listing *listing, unsigned char *bytes);

/*
 * False: the record does not decode; unreadable_r grows by one. One that is named an allow listing counts there too and is
 * returned all the same, for any host and without end: damage never blocks.
 */
bool wb_listing_record_decode(struct wb_blob key, struct wb_blob value, struct wb_listing *listing_r, size_t *unreadable_r);

/* The prefix of a key, whatever the rest says. False: the key has none. */
bool wb_listing_record_decode_head(struct wb_blob key, struct wb_prefix *prefix_r);

/* True when the key's category is "allow", or cannot be read and so might be. */
bool wb_listing_record_might_allow(struct wb_blob key);

/* True when the value has this scope and this reason, which is a good one: the rest is not looked at, for a walk over very many. */
bool wb_listing_record_says(struct wb_blob value, enum wb_scope scope, const char *reason, int64_t *expires_at_s_r);

/* True for the key of any listing of this source, whatever its category: told by its end, for a walk over very many. */
bool wb_listing_record_is_from(struct wb_blob key, const char *source);

#endif
