/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * feed_entries.h - what a feed's file says, packed, since there may be a million prefixes in it.
 */
#ifndef WB_FEED_ENTRIES_H
#define WB_FEED_ENTRIES_H

#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/status.h"

enum wb_feed_entry_state {
	WB_FEED_ENTRY_NEW,     /* not listed */
	WB_FEED_ENTRY_KEPT,    /* listed as it is here */
	WB_FEED_ENTRY_CHANGED, /* listed with something else, or about to end: to be written again */
};

struct wb_feed_entry {
	struct wb_prefix prefix;
	uint8_t state;   /* enum wb_feed_entry_state, in one byte; set by wb_feed_listings_merge */
	uint32_t reason; /* where it begins in the reasons; 0: none */
};

/* Begin with { NULL }. */
struct wb_feed_entries {
	struct wb_feed_entry *items;
	size_t count;
	size_t room; /* bytes of items */
	char *reasons;
	size_t reasons_bytes;
	size_t reasons_room;
};

/* reason may be empty; WB_INVALID when it breaks a rule of listings. WB_UNAVAILABLE when there are too many, WB_NO_MEMORY. */
enum wb_status wb_feed_entries_add(
    struct wb_feed_entries *entries, const struct wb_prefix *prefix, const char *reason, struct wb_error *error_r);

/*
 * Takes what is excluded away from all entries: one that is partly excluded becomes the prefixes around that, with its reason. Both are sorted, and
 * freed of repetitions; excluded also of what lies in another of its entries. WB_UNAVAILABLE when there are too many, WB_NO_MEMORY: the entries must not be used.
 */
enum wb_status wb_feed_entries_exclude(
    struct wb_feed_entries *entries, struct wb_feed_entries *excluded, struct wb_error *error_r);

/* Puts the entries into the order of the store and frees them of repetitions: the first one's reason stays. */
void wb_feed_entries_sort(struct wb_feed_entries *entries);

/* The entry's reason; may be empty. Valid until an entry is added. */
const char *wb_feed_entries_reason(const struct wb_feed_entries *entries, const struct wb_feed_entry *entry);

/* Frees what they hold; leaves them as they began. */
void wb_feed_entries_close(struct wb_feed_entries *entries);

#endif
