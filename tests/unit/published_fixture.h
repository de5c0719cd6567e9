/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * published_fixture.h - files of published listings, made by hand from rows: by the comment of listings_file.h alone, so that reader and
 * writer each meet somebody who has read it, too.
 */
#ifndef WB_PUBLISHED_FIXTURE_H
#define WB_PUBLISHED_FIXTURE_H

#include "unit.h"
#include "verdict/published_listings.h"

#define BUILT_ROWS_MAX 6000

/* A row; they are given in order, IPv4 first. category NULL: spam by staff:ann, seen relaying. */
struct built_row {
	const char *prefix;
	const char *category, *source, *reason;
	enum wb_listings_kind kind;
	int64_t expires_at_s;
};

struct built {
	struct wb_listings_header header;
	uint32_t index[2][WB_LISTINGS_INDEX_NUMBERS];
	struct wb_listings_row rows[BUILT_ROWS_MAX];
	unsigned char heap[BUILT_ROWS_MAX * 64];
};

static inline uint32_t build_text(struct built *built, const char *text)
{
	uint32_t check = wb_listings_check(text, strlen(text) + 1);
	uint32_t place = (uint32_t)built->header.heap_bytes;

	memcpy(built->heap + place, &check, sizeof(check));
	memcpy(built->heap + place + sizeof(check), text, strlen(text) + 1);
	built->header.heap_bytes += sizeof(check) + strlen(text) + 1;
	assert_true(built->header.heap_bytes <= sizeof(built->heap));
	return place;
}

/* The last row of the nearest group around row number i: found by looking at all rows before it. */
static inline uint32_t build_cover(const struct wb_listings_row *rows, uint32_t i)
{
	uint32_t cover = WB_LISTINGS_NONE;

	for (uint32_t k = 0; k < i; k++) {
		if (!wb_prefix_equals(&rows[k].prefix, &rows[i].prefix) && wb_prefix_lies_in(&rows[i].prefix, &rows[k].prefix))
			cover = k;
	}
	return cover;
}

/* Rows with their covers, and the heap; header.rows counts them. */
static inline void build_rows(struct built *built, const struct built_row *rows, size_t count)
{
	memset(&built->header, 0, sizeof(built->header));
	assert_true(count <= BUILT_ROWS_MAX);
	for (size_t i = 0; i < count; i++) {
		struct wb_listings_row *row = &built->rows[i];
		bool has_texts = rows[i].kind == WB_LISTINGS_LISTED || rows[i].kind == WB_LISTINGS_STILL_ALLOW;
		uint32_t *family;

		memset(row, 0, sizeof(*row));
		row->prefix = prefix_of(rows[i].prefix);
		row->kind = (uint8_t)rows[i].kind;
		row->category = row->source = row->reason = WB_LISTINGS_NONE;
		if (has_texts) {
			row->category = build_text(built, rows[i].category != NULL ? rows[i].category : "spam");
			row->source = build_text(built, rows[i].source != NULL ? rows[i].source : "staff:ann");
			row->reason = build_text(built, rows[i].reason != NULL ? rows[i].reason : "seen relaying");
			row->created_at_s = NOW_S;
			row->expires_at_s = rows[i].expires_at_s;
		}
		family = &built->header.rows[wb_listings_family_of(&row->prefix)];
		row->cover = build_cover(row - *family, *family);
		(*family)++;
	}
}

/* Checks and sizes, as they are when nothing is damaged. */
static inline void build_seal(struct built *built)
{
	struct wb_listings_header *header = &built->header;

	memcpy(header->magic, WB_LISTINGS_MAGIC, sizeof(header->magic));
	header->format = WB_LISTINGS_FORMAT;
	header->byte_order = WB_LISTINGS_BYTE_ORDER;
	header->header_bytes = sizeof(*header);
	header->row_bytes = sizeof(struct wb_listings_row);
	header->file_bytes = sizeof(*header) + (header->index_bits != 0 ? sizeof(built->index) : 0) +
	    (header->rows[0] + header->rows[1]) * sizeof(struct wb_listings_row) + header->heap_bytes;
	for (size_t i = 0; i < header->rows[0] + header->rows[1]; i++)
		built->rows[i].check = wb_listings_check_row(&built->rows[i]);
	header->check = wb_listings_check_header(header);
}

static inline void build_index(struct built *built)
{
	const struct wb_listings_row *row = built->rows;

	built->header.index_bits = WB_LISTINGS_INDEX_BITS;
	memset(built->index, 0, sizeof(built->index));
	for (enum wb_listings_family family = 0; family < WB_LISTINGS_FAMILIES; family++) {
		for (uint32_t i = 0; i < built->header.rows[family]; i++, row++) {
			for (uint32_t bucket = wb_listings_bucket(family, &row->prefix.address) + 1;
			     bucket < WB_LISTINGS_INDEX_NUMBERS; bucket++)
				built->index[family][bucket]++;
		}
	}
}

static inline const char *build_write(const struct built *built, const char *store, const char *name)
{
	const char *path = path_in(store, "published");
	size_t rows = built->header.rows[0] + built->header.rows[1];
	FILE *file;

	mkdir(path, 0755);
	path = path_in(path, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fwrite(&built->header, sizeof(built->header), 1, file);
	if (built->header.index_bits != 0)
		fwrite(built->index, sizeof(built->index), 1, file);
	fwrite(built->rows, sizeof(built->rows[0]), rows, file);
	fwrite(built->heap, 1, built->header.heap_bytes, file);
	assert_int_equal(fclose(file), 0);
	return path;
}

static struct built built_file; /* large: not on the stack */

/* A base of serial 7, "listings-1.7"; returns its path. */
static inline const char *publish_base(const char *store, const struct built_row *rows, size_t count, bool has_index)
{
	build_rows(&built_file, rows, count);
	built_file.header.serial = built_file.header.base_serial = 7;
	if (has_index)
		build_index(&built_file);
	build_seal(&built_file);
	return build_write(&built_file, store, "listings-1.7");
}

/* Recent changes on it. */
static inline const char *publish_recent(const char *store, const struct built_row *rows, size_t count)
{
	build_rows(&built_file, rows, count);
	built_file.header.serial = 9;
	built_file.header.base_serial = 7;
	build_seal(&built_file);
	return build_write(&built_file, store, "recent-1");
}

/* What a search came by: "192.0.2.0/24 spam staff:ann; ..." */
struct listings_found {
	enum wb_status status;
	char text[4096];
	size_t count, unreadable;
	size_t stop_after; /* 0: never */
	struct wb_listing last;
	struct wb_error error;
};

static inline bool note_found(void *context, const struct wb_listing *listing)
{
	struct listings_found *found = context;
	char prefix[WB_PREFIX_TEXT_SIZE];
	size_t length = strlen(found->text);

	wb_prefix_format(&listing->prefix, prefix);
	snprintf(found->text + length, sizeof(found->text) - length, "%s%s %s %s", length > 0 ? "; " : "", prefix,
	    listing->category, listing->source);
	found->last = *listing;
	found->count++;
	return found->count != found->stop_after;
}

static inline struct listings_found find_published(const char *store, const char *client)
{
	struct wb_address address = address_of(client);
	struct listings_found found = { .status = WB_OK };

	found.status = wb_published_find(store, &address, note_found, &found, &found.unreadable, &found.error);
	return found;
}

#endif
