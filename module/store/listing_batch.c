/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* listing_batch.c - see listing_batch.h */
#include "store/listing_batch.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/grow.h"
#include "store/listing_record.h"
#include "store/prefix_order.h"

#define ROWS_MAX 20000000 /* some gigabytes: more is no file of a person's */
#define LENGTH_BYTES 2

_Static_assert(WB_LISTING_KEY_BYTES_MAX < 1 << 16 && WB_LISTING_VALUE_BYTES_MAX < 1 << 16, "a length needs more bytes");

enum wb_status wb_listing_batch_add(
    struct wb_listing_batch *batch, const struct wb_listing *listing, enum wb_listing_end end, struct wb_error *error_r)
{
	unsigned char key_bytes[WB_LISTING_KEY_BYTES_MAX], value_bytes[WB_LISTING_VALUE_BYTES_MAX];
	struct wb_listing_batch_row *rows;
	struct wb_blob key, value;
	unsigned char *bytes;

	if (wb_listing_check(listing, error_r) != WB_OK)
		return WB_INVALID;
	if (batch->count == ROWS_MAX)
		return wb_fail(error_r, WB_UNAVAILABLE, "more than %d listings: expected a smaller file", ROWS_MAX);
	/* The prefix stands in the row already. */
	key = wb_listing_record_encode_key(listing, key_bytes);
	key = (struct wb_blob){ key.data + WB_LISTING_HEAD_BYTES, key.size - WB_LISTING_HEAD_BYTES };
	value = wb_listing_record_encode_value(listing, value_bytes);
	rows = wb_grow(batch->rows, batch->count * sizeof(*rows), sizeof(*rows), &batch->rows_room);
	if (rows != NULL)
		batch->rows = rows;
	bytes = wb_grow(batch->bytes, batch->bytes_used, 2 * LENGTH_BYTES + key.size + value.size, &batch->bytes_room);
	if (bytes != NULL)
		batch->bytes = bytes;
	if (rows == NULL || bytes == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	rows[batch->count++] = (struct wb_listing_batch_row){ listing->prefix, (uint8_t)end, batch->bytes_used };
	bytes += batch->bytes_used;
	wb_bytes_put(bytes, key.size, LENGTH_BYTES);
	wb_bytes_put(bytes + LENGTH_BYTES, value.size, LENGTH_BYTES);
	memcpy(bytes + 2 * LENGTH_BYTES, key.data, key.size);
	memcpy(bytes + 2 * LENGTH_BYTES + key.size, value.data, value.size);
	batch->bytes_used += 2 * LENGTH_BYTES + key.size + value.size;
	return WB_OK;
}

static int compare_rows(const void *a, const void *b)
{
	const struct wb_listing_batch_row *left = a, *right = b;
	int order = wb_prefix_order(&left->prefix, &right->prefix);

	return order != 0 ? order : (left->place > right->place) - (left->place < right->place);
}

void wb_listing_batch_sort(struct wb_listing_batch *batch)
{
	bool sorted = true;

	for (size_t i = 1; i < batch->count && sorted; i++)
		sorted = compare_rows(&batch->rows[i - 1], &batch->rows[i]) < 0;
	if (!sorted)
		qsort(batch->rows, batch->count, sizeof(*batch->rows), compare_rows);
}

void wb_listing_batch_record(
    const struct wb_listing_batch *batch, size_t row, unsigned char *key_bytes, struct wb_blob *key_r, struct wb_blob *value_r)
{
	const unsigned char *bytes = batch->bytes + batch->rows[row].place;
	size_t rest = wb_bytes_get(bytes, LENGTH_BYTES), value = wb_bytes_get(bytes + LENGTH_BYTES, LENGTH_BYTES);

	bytes += 2 * LENGTH_BYTES;
	wb_listing_record_encode_head(&batch->rows[row].prefix, key_bytes);
	memcpy(key_bytes + WB_LISTING_HEAD_BYTES, bytes, rest);
	*key_r = (struct wb_blob){ key_bytes, WB_LISTING_HEAD_BYTES + rest };
	*value_r = (struct wb_blob){ bytes + rest, value };
}

void wb_listing_batch_close(struct wb_listing_batch *batch)
{
	free(batch->rows);
	free(batch->bytes);
	*batch = (struct wb_listing_batch){ NULL };
}
