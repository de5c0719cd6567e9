/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* listings_output.c - see listings_output.h */
#include "store/listings_output.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define STREAM_BYTES (256 * 1024)
#define TEXTS 1024 /* that are remembered: most rows repeat the category, source and reason of others */
#define PREFIXES_AROUND_MAX (WB_ADDRESS_BITS + 1)

/* One part of the file, which grows from its beginning. */
struct stream {
	uint64_t at; /* of the first byte of the buffer, in the file */
	size_t used;
	unsigned char buffer[STREAM_BYTES];
};

/* A prefix around the next row, perhaps, and the last row of its group. */
struct around {
	struct wb_prefix prefix;
	uint32_t number;
};

struct family {
	struct stream rows;
	uint32_t count;
	struct around around[PREFIXES_AROUND_MAX]; /* from the shortest to that of the last row, each in the one before it */
	size_t depth;
	uint32_t index[WB_LISTINGS_INDEX_NUMBERS]; /* until the commit: rows of the bucket before */
};

struct text {
	bool is_known;
	uint32_t place;
	char text[WB_LISTINGS_TEXT_SIZE];
};

struct wb_listings_output {
	struct wb_published_file file;
	struct wb_listings_header header;
	struct family families[WB_LISTINGS_FAMILIES];
	struct stream heap;
	struct text texts[TEXTS]; /* by check */
};

static enum wb_status flush(struct wb_listings_output *output, struct stream *stream, struct wb_error *error_r)
{
	enum wb_status status = wb_published_file_write(&output->file, stream->buffer, stream->used, stream->at, error_r);

	stream->at += stream->used;
	stream->used = 0;
	return status;
}

static enum wb_status append(
    struct wb_listings_output *output, struct stream *stream, const void *bytes, size_t count, struct wb_error *error_r)
{
	enum wb_status status = WB_OK;

	if (stream->used + count > sizeof(stream->buffer))
		status = flush(output, stream, error_r);
	memcpy(stream->buffer + stream->used, bytes, count);
	stream->used += count;
	return status;
}

enum wb_status wb_listings_output_open(const char *store, const char *name, const struct wb_listings_header *header,
    struct wb_listings_output **output_r, struct wb_error *error_r)
{
	struct wb_listings_output *output = calloc(1, sizeof(*output));
	uint64_t rows = (uint64_t)header->rows[WB_LISTINGS_V4] + header->rows[WB_LISTINGS_V6];
	enum wb_status status;

	*output_r = output;
	if (output == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "store %s: out of memory", store);
	output->header = *header;
	memcpy(output->header.magic, WB_LISTINGS_MAGIC, sizeof(output->header.magic));
	output->header.format = WB_LISTINGS_FORMAT;
	output->header.byte_order = WB_LISTINGS_BYTE_ORDER;
	output->header.header_bytes = sizeof(*header);
	output->header.row_bytes = sizeof(struct wb_listings_row);
	output->header.index_bits = rows < WB_LISTINGS_INDEXED_ROWS ? 0 : WB_LISTINGS_INDEX_BITS;
	for (enum wb_listings_family family = 0; family < WB_LISTINGS_FAMILIES; family++)
		output->families[family].rows.at = wb_listings_rows_at(&output->header, family);
	output->heap.at = wb_listings_heap_at(&output->header);
	status = wb_published_file_open(store, name, &output->file, error_r);
	if (status != WB_OK)
		wb_listings_output_close(output_r);
	return status;
}

/* Where the text stands in the heap: one of the last ones that were written serves again. */
static enum wb_status place_text(
    struct wb_listings_output *output, const char *string, uint32_t *place_r, struct wb_error *error_r)
{
	size_t bytes = strlen(string) + 1;
	uint32_t check = wb_listings_check(string, bytes);
	struct text *text = &output->texts[check % TEXTS];
	enum wb_status status;

	if (!text->is_known || strcmp(text->text, string) != 0) {
		if (output->header.heap_bytes + sizeof(check) + bytes > WB_LISTINGS_HEAP_MAX)
			return wb_fail(error_r, WB_UNAVAILABLE, "store %s: more than 4 GiB of reasons", output->file.store);
		text->is_known = true;
		text->place = (uint32_t)output->header.heap_bytes;
		memcpy(text->text, string, bytes);
		output->header.heap_bytes += sizeof(check) + bytes;
		status = append(output, &output->heap, &check, sizeof(check), error_r);
		if (status == WB_OK)
			status = append(output, &output->heap, string, bytes, error_r);
		if (status != WB_OK)
			return status;
	}
	*place_r = text->place;
	return WB_OK;
}

/* The row that covers the next one, which gets the next number of its family. */
static uint32_t find_cover(struct family *family, const struct wb_prefix *prefix)
{
	size_t depth = family->depth;

	while (depth > 0 && !wb_prefix_lies_in(prefix, &family->around[depth - 1].prefix))
		depth--;
	/* Of the same group: what covers the others covers this one. */
	if (depth > 0 && wb_prefix_equals(prefix, &family->around[depth - 1].prefix))
		depth--;
	family->around[depth] = (struct around){ *prefix, family->count };
	family->depth = depth + 1;
	return depth == 0 ? WB_LISTINGS_NONE : family->around[depth - 1].number;
}

enum wb_status wb_listings_output_add(
    struct wb_listings_output *output, enum wb_listings_kind kind, const struct wb_listing *listing, struct wb_error *error_r)
{
	enum wb_listings_family of = wb_listings_family_of(&listing->prefix);
	struct family *family = &output->families[of];
	struct wb_listings_row row = {
		.prefix = listing->prefix,
		.kind = (uint8_t)kind,
		.category = WB_LISTINGS_NONE,
		.source = WB_LISTINGS_NONE,
		.reason = WB_LISTINGS_NONE,
	};
	enum wb_status status = WB_OK;

	if (family->count == output->header.rows[of] ||
	    (family->depth > 0 && wb_listings_compare(&family->around[family->depth - 1].prefix, &listing->prefix) > 0))
		return wb_fail(error_r, WB_INVALID, "store %s: the listings come in the wrong order: run whyblock verify",
		    output->file.store);
	if (kind == WB_LISTINGS_LISTED || kind == WB_LISTINGS_STILL_ALLOW) {
		row.scope = (uint8_t)listing->scope;
		row.created_at_s = listing->created_at_s;
		row.expires_at_s = listing->expires_at_s;
		status = place_text(output, listing->category, &row.category, error_r);
		if (status == WB_OK)
			status = place_text(output, listing->source, &row.source, error_r);
		if (status == WB_OK)
			status = place_text(output, listing->reason, &row.reason, error_r);
	}
	row.cover = find_cover(family, &row.prefix);
	row.check = wb_listings_check_row(&row);
	if (status == WB_OK)
		status = append(output, &family->rows, &row, sizeof(row), error_r);
	family->index[wb_listings_bucket(of, &row.prefix.address) + 1]++;
	family->count++;
	return status;
}

enum wb_status wb_listings_output_commit(struct wb_listings_output *output, struct wb_error *error_r)
{
	struct wb_listings_header *header = &output->header;
	enum wb_status status = flush(output, &output->heap, error_r);

	for (enum wb_listings_family of = 0; status == WB_OK && of < WB_LISTINGS_FAMILIES; of++) {
		struct family *family = &output->families[of];

		if (family->count != header->rows[of])
			return wb_fail(error_r, WB_INVALID, "store %s: fewer listings than were counted", output->file.store);
		status = flush(output, &family->rows, error_r);
		if (status != WB_OK || header->index_bits == 0)
			continue;
		for (size_t i = 1; i < WB_LISTINGS_INDEX_NUMBERS; i++)
			family->index[i] += family->index[i - 1];
		status = wb_published_file_write(
		    &output->file, family->index, sizeof(family->index), wb_listings_index_at(header, of), error_r);
	}
	header->file_bytes = wb_listings_heap_at(header) + header->heap_bytes;
	header->check = wb_listings_check_header(header);
	if (status == WB_OK)
		status = wb_published_file_write(&output->file, header, sizeof(*header), 0, error_r);
	return status == WB_OK ? wb_published_file_commit(&output->file, error_r) : status;
}

void wb_listings_output_close(struct wb_listings_output **output)
{
	if (*output == NULL)
		return;
	wb_published_file_close(&(*output)->file);
	free(*output);
	*output = NULL;
}
