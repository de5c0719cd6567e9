/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* feed_entries.c - see feed_entries.h */
#include "store/feed_entries.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "store/prefix_order.h"
#include "verdict/listing.h"

#define ENTRIES_MAX 20000000 /* half a gigabyte: more is no feed */

/* Where the reason stands; 0 when it is empty. The one before is often the same: a range becomes many prefixes. */
static enum wb_status add_reason(
    struct wb_feed_entries *entries, const char *reason, uint32_t *place_r, struct wb_error *error_r)
{
	size_t bytes = strlen(reason) + 1;
	uint32_t last = entries->count > 0 ? entries->items[entries->count - 1].reason : 0;
	char *reasons;

	*place_r = 0;
	if (reason[0] == '\0')
		return WB_OK;
	if (last != 0 && strcmp(entries->reasons + last, reason) == 0) {
		*place_r = last;
		return WB_OK;
	}
	if (wb_listing_check_reason(reason, error_r) != WB_OK)
		return WB_INVALID;
	if (entries->reasons_bytes > UINT32_MAX - bytes - 1)
		return wb_fail(error_r, WB_UNAVAILABLE, "more than 4 GiB of comments: expected a smaller file");
	reasons = wb_grow(entries->reasons, entries->reasons_bytes, bytes + 1, &entries->reasons_room);
	if (reasons == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	entries->reasons = reasons;
	if (entries->reasons_bytes == 0)
		reasons[entries->reasons_bytes++] = '\0';
	memcpy(reasons + entries->reasons_bytes, reason, bytes);
	*place_r = (uint32_t)entries->reasons_bytes;
	entries->reasons_bytes += bytes;
	return WB_OK;
}

static enum wb_status append(struct wb_feed_entries *entries, const struct wb_feed_entry *entry, struct wb_error *error_r)
{
	struct wb_feed_entry *items;

	if (entries->count == ENTRIES_MAX)
		return wb_fail(error_r, WB_UNAVAILABLE, "more than %d prefixes: expected a smaller file", ENTRIES_MAX);
	items = wb_grow(entries->items, entries->count * sizeof(*items), sizeof(*items), &entries->room);
	if (items == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	entries->items = items;
	items[entries->count++] = *entry;
	return WB_OK;
}

enum wb_status wb_feed_entries_add(
    struct wb_feed_entries *entries, const struct wb_prefix *prefix, const char *reason, struct wb_error *error_r)
{
	struct wb_feed_entry entry = { .prefix = *prefix };
	enum wb_status status = add_reason(entries, reason, &entry.reason, error_r);

	return status == WB_OK ? append(entries, &entry, error_r) : status;
}

static int compare_entries(const void *a, const void *b)
{
	const struct wb_feed_entry *left = a, *right = b;
	int order = wb_prefix_order(&left->prefix, &right->prefix);

	/* Of two lines with one prefix, the first that gives a reason: 0, which stands for none, comes last. */
	return order != 0 ? order : (left->reason - 1 > right->reason - 1) - (left->reason - 1 < right->reason - 1);
}

void wb_feed_entries_sort(struct wb_feed_entries *entries)
{
	size_t count = 0;
	bool sorted = true;

	for (size_t i = 1; i < entries->count && sorted; i++)
		sorted = compare_entries(&entries->items[i - 1], &entries->items[i]) <= 0;
	/* qsort takes as much memory again for a while: most files are sorted already. */
	if (!sorted)
		qsort(entries->items, entries->count, sizeof(*entries->items), compare_entries);
	for (size_t i = 0; i < entries->count; i++) {
		if (i == 0 || wb_prefix_order(&entries->items[i].prefix, &entries->items[count - 1].prefix) != 0)
			entries->items[count++] = entries->items[i];
	}
	entries->count = count;
}

/* Prefixes of one family in their order, of which none lies in another. */
struct excluded {
	const struct wb_feed_entry *items;
	size_t count;
};

/* What of entry is not excluded: all of it, nothing, or some of its halves. */
static enum wb_status add_rest(struct wb_feed_entries *entries, const struct wb_feed_entry *entry,
    const struct excluded *excluded, struct wb_error *error_r)
{
	const struct wb_prefix *prefix = &entry->prefix;
	struct wb_feed_entry half = *entry;
	size_t low = 0, high = excluded->count;
	enum wb_status status;

	/* The first that begins where prefix does, or behind. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (memcmp(excluded->items[middle].prefix.address.bytes, prefix->address.bytes, sizeof(prefix->address.bytes)) <
		    0)
			low = middle + 1;
		else
			high = middle;
	}
	if ((low > 0 && wb_prefix_lies_in(prefix, &excluded->items[low - 1].prefix)) ||
	    (low < excluded->count && wb_prefix_lies_in(prefix, &excluded->items[low].prefix)))
		return WB_OK;
	if (low == excluded->count || !wb_prefix_overlaps(prefix, &excluded->items[low].prefix))
		return append(entries, entry, error_r);
	half.prefix.prefix_bits++;
	status = add_rest(entries, &half, excluded, error_r);
	half.prefix.address.bytes[prefix->prefix_bits / 8] |= (uint8_t)(0x80 >> prefix->prefix_bits % 8);
	return status == WB_OK ? add_rest(entries, &half, excluded, error_r) : status;
}

/* IPv4 first: an IPv6 prefix covers none of it, though it may stand between. */
static int compare_families(const void *a, const void *b)
{
	const struct wb_feed_entry *left = a, *right = b;
	int order = wb_prefix_is_v4(&right->prefix) - wb_prefix_is_v4(&left->prefix);

	return order != 0 ? order : wb_prefix_order(&left->prefix, &right->prefix);
}

enum wb_status wb_feed_entries_exclude(
    struct wb_feed_entries *entries, struct wb_feed_entries *excluded, struct wb_error *error_r)
{
	struct wb_feed_entries rest = { NULL };
	size_t count = 0, v4 = 0;
	enum wb_status status = WB_OK;

	if (excluded->count == 0)
		return WB_OK;
	qsort(excluded->items, excluded->count, sizeof(*excluded->items), compare_families);
	for (size_t i = 0; i < excluded->count; i++) {
		if (count > 0 && wb_prefix_lies_in(&excluded->items[i].prefix, &excluded->items[count - 1].prefix))
			continue;
		excluded->items[count++] = excluded->items[i];
		v4 += wb_prefix_is_v4(&excluded->items[count - 1].prefix);
	}
	excluded->count = count;
	/* Of what stands there many times each one would be split anew. */
	wb_feed_entries_sort(entries);
	for (size_t i = 0; status == WB_OK && i < entries->count; i++) {
		struct excluded family = { excluded->items, v4 };

		if (!wb_prefix_is_v4(&entries->items[i].prefix))
			family = (struct excluded){ excluded->items + v4, count - v4 };
		status = add_rest(&rest, &entries->items[i], &family, error_r);
	}
	/* The reasons stay where they are. */
	free(entries->items);
	entries->items = rest.items;
	entries->count = rest.count;
	entries->room = rest.room;
	return status;
}

void wb_feed_entries_close(struct wb_feed_entries *entries)
{
	free(entries->items);
	free(entries->reasons);
	*entries = (struct wb_feed_entries){ NULL };
}

const char *wb_feed_entries_reason(const struct wb_feed_entries *entries, const struct wb_feed_entry *entry)
{
	return entry->reason == 0 ? "" : entries->reasons + entry->reason;
}
