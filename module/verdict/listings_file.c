/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* listings_file.c - see listings_file.h */
#include "verdict/listings_file.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "verdict/kept_file.h"
#include "verdict/published.h"

#define V4_AT 12 /* where the four bytes of an IPv4 address stand in its sixteen */

uint32_t wb_listings_check(const void *bytes, size_t count)
{
	const unsigned char *byte = bytes;
	uint32_t check = 2166136261U;

	for (size_t i = 0; i < count; i++)
		check = (check ^ byte[i]) * 16777619U;
	return check;
}

uint32_t wb_listings_check_header(const struct wb_listings_header *header)
{
	return wb_listings_check(header, offsetof(struct wb_listings_header, check));
}

uint32_t wb_listings_check_row(const struct wb_listings_row *row)
{
	struct wb_listings_row copy = *row;

	copy.check = 0;
	return wb_listings_check(&copy, sizeof(copy));
}

enum wb_listings_family wb_listings_family_of(const struct wb_prefix *prefix)
{
	return wb_prefix_is_v4(prefix) ? WB_LISTINGS_V4 : WB_LISTINGS_V6;
}

uint32_t wb_listings_bucket(enum wb_listings_family family, const struct wb_address *address)
{
	const uint8_t *bytes = address->bytes + (family == WB_LISTINGS_V4 ? V4_AT : 0);

	return (uint32_t)bytes[0] << 8 | bytes[1];
}

int wb_listings_compare(const struct wb_prefix *a, const struct wb_prefix *b)
{
	_Static_assert(sizeof(struct wb_prefix) == sizeof(struct wb_address) + 1, "the length stands behind the address");
	return memcmp(a, b, sizeof(*a));
}

static uint64_t index_bytes(const struct wb_listings_header *header)
{
	return header->index_bits == 0 ? 0 : WB_LISTINGS_INDEX_NUMBERS * sizeof(uint32_t);
}

uint64_t wb_listings_index_at(const struct wb_listings_header *header, enum wb_listings_family family)
{
	return sizeof(*header) + (family == WB_LISTINGS_V4 ? 0 : index_bytes(header));
}

uint64_t wb_listings_rows_at(const struct wb_listings_header *header, enum wb_listings_family family)
{
	uint64_t before = family == WB_LISTINGS_V4 ? 0 : header->rows[WB_LISTINGS_V4];

	return sizeof(*header) + 2 * index_bytes(header) + before * sizeof(struct wb_listings_row);
}

uint64_t wb_listings_heap_at(const struct wb_listings_header *header)
{
	return wb_listings_rows_at(header, WB_LISTINGS_V6) +
	    (uint64_t)header->rows[WB_LISTINGS_V6] * sizeof(struct wb_listings_row);
}

static enum wb_status fail_damaged(const struct wb_listings_file *file, struct wb_error *error_r)
{
	return wb_fail(error_r, WB_UNAVAILABLE, WB_LISTINGS_PATH ": the file is damaged: publish it again with whyblock init",
	    WB_LISTINGS_PATH_OF(file));
}

/* Copies bytes of the file out; one that has fewer was cut since it was opened. */
static enum wb_status read_at(struct wb_listings_file *file, struct wb_listings_window *window, uint64_t at, void *bytes_r,
    size_t bytes, struct wb_error *error_r)
{
	unsigned char *out = bytes_r;

	while (bytes > 0) {
		uint64_t page_at = at - at % WB_LISTINGS_WINDOW_BYTES, into = at - page_at;
		size_t part;

		if (window->bytes == 0 || window->at != page_at) {
			ssize_t got;

			do
				got = pread(file->fd, window->page, sizeof(window->page), (off_t)page_at);
			while (got < 0 && errno == EINTR);
			window->bytes = got < 0 ? 0 : (size_t)got;
			window->at = page_at;
			if (got < 0)
				return wb_fail(error_r, WB_UNAVAILABLE, WB_LISTINGS_PATH ": %s", WB_LISTINGS_PATH_OF(file),
				    strerror(errno));
		}
		if (into >= window->bytes)
			return fail_damaged(file, error_r);
		part = window->bytes - (size_t)into;
		if (part > bytes)
			part = bytes;
		memcpy(out, window->page + into, part);
		out += part;
		at += part;
		bytes -= part;
	}
	return WB_OK;
}

/* The format first: of one that is not known nothing else may be said. */
static enum wb_status check_header(const struct wb_listings_file *file, uint64_t file_bytes, struct wb_error *error_r)
{
	const struct wb_listings_header *header = &file->header;

	if (memcmp(header->magic, WB_LISTINGS_MAGIC, sizeof(header->magic)) != 0 ||
	    header->byte_order != WB_LISTINGS_BYTE_ORDER)
		return fail_damaged(file, error_r);
	if (header->format != WB_LISTINGS_FORMAT)
		return wb_fail(error_r, WB_UNAVAILABLE,
		    WB_LISTINGS_PATH
		    ": its format is %u, this whyblock knows %d: use the version that wrote it, or publish it again with whyblock init",
		    WB_LISTINGS_PATH_OF(file), header->format, WB_LISTINGS_FORMAT);
	if (header->check != wb_listings_check_header(header) || header->header_bytes != sizeof(*header) ||
	    header->row_bytes != sizeof(struct wb_listings_row) ||
	    (header->index_bits != 0 && header->index_bits != WB_LISTINGS_INDEX_BITS) ||
	    header->rows[WB_LISTINGS_V4] > WB_LISTINGS_ROWS_MAX || header->rows[WB_LISTINGS_V6] > WB_LISTINGS_ROWS_MAX ||
	    header->heap_bytes > WB_LISTINGS_HEAP_MAX || header->base_serial > header->serial ||
	    header->file_bytes != wb_listings_heap_at(header) + header->heap_bytes)
		return fail_damaged(file, error_r);
	if (header->file_bytes != file_bytes)
		return wb_fail(error_r, WB_UNAVAILABLE,
		    WB_LISTINGS_PATH ": the file was cut short: publish it again with whyblock init",
		    WB_LISTINGS_PATH_OF(file));
	return WB_OK;
}

enum wb_status wb_listings_file_open(
    const char *store, const char *name, struct wb_listings_file *file, struct wb_error *error_r)
{
	char path[PATH_MAX];
	struct stat st;
	enum wb_status status;

	file->fd = -1;
	file->store = store;
	snprintf(file->name, sizeof(file->name), "%s", name);
	file->rows.bytes = file->texts.bytes = 0;
	file->rows.at = file->texts.at = 0;
	if ((size_t)snprintf(path, sizeof(path), WB_LISTINGS_PATH, store, name) >= sizeof(path))
		return wb_fail(error_r, WB_UNAVAILABLE, "store %.200s: the path is too long", store);
	file->fd = wb_kept_file_open(path, &st);
	if (file->fd < 0 && errno == ENOENT)
		return WB_NOT_FOUND;
	if (file->fd < 0)
		return wb_fail(error_r, WB_UNAVAILABLE, WB_LISTINGS_PATH ": %s", WB_LISTINGS_PATH_OF(file), strerror(errno));
	if (!S_ISREG(st.st_mode))
		return wb_fail(error_r, WB_UNAVAILABLE,
		    WB_LISTINGS_PATH ": is no file: remove it, and publish with whyblock init", WB_LISTINGS_PATH_OF(file));
	status = read_at(file, &file->rows, 0, &file->header, sizeof(file->header), error_r);
	return status == WB_OK ? check_header(file, (uint64_t)st.st_size, error_r) : status;
}

void wb_listings_file_close(struct wb_listings_file *file)
{
	if (file->fd >= 0)
		wb_kept_file_close(file->fd);
	file->fd = -1;
}

static enum wb_status read_row(struct wb_listings_file *file, enum wb_listings_family family, uint32_t number,
    struct wb_listings_row *row_r, struct wb_error *error_r)
{
	return read_at(file, &file->rows, wb_listings_rows_at(&file->header, family) + (uint64_t)number * sizeof(*row_r), row_r,
	    sizeof(*row_r), error_r);
}

/* What a row that nobody damaged keeps to: the header's comment, one line each. */
static bool keeps_rules(const struct wb_listings_row *row, enum wb_listings_family family, uint32_t number)
{
	bool has_texts = row->kind == WB_LISTINGS_LISTED || row->kind == WB_LISTINGS_STILL_ALLOW;

	return row->check == wb_listings_check_row(row) && wb_prefix_is_valid(&row->prefix) &&
	    wb_listings_family_of(&row->prefix) == family && row->kind < WB_LISTINGS_KINDS && row->scope < WB_SCOPE_COUNT &&
	    row->zero == 0 && (row->cover == WB_LISTINGS_NONE || row->cover < number) &&
	    (row->category != WB_LISTINGS_NONE) == has_texts && (row->source != WB_LISTINGS_NONE) == has_texts &&
	    (row->reason != WB_LISTINGS_NONE) == has_texts && row->created_at_s >= 0 && row->expires_at_s >= 0;
}

enum wb_status wb_listings_file_row(struct wb_listings_file *file, enum wb_listings_family family, uint32_t number,
    struct wb_listings_row *row_r, struct wb_error *error_r)
{
	enum wb_status status;

	if (number >= file->header.rows[family])
		return fail_damaged(file, error_r);
	status = read_row(file, family, number, row_r, error_r);
	return status == WB_OK && !keeps_rules(row_r, family, number) ? fail_damaged(file, error_r) : status;
}

enum wb_status wb_listings_file_index(struct wb_listings_file *file, enum wb_listings_family family, uint32_t bucket,
    uint32_t *number_r, struct wb_error *error_r)
{
	return read_at(file, &file->rows, wb_listings_index_at(&file->header, family) + (uint64_t)bucket * sizeof(*number_r),
	    number_r, sizeof(*number_r), error_r);
}

/* WB_NOT_FOUND: there is no such text of at most size - 1 bytes, or its check does not agree. */
static enum wb_status read_text(
    struct wb_listings_file *file, uint32_t place, char *text_r, size_t size, struct wb_error *error_r)
{
	uint64_t heap_bytes = file->header.heap_bytes, at = (uint64_t)place + sizeof(uint32_t);
	uint64_t heap_at = wb_listings_heap_at(&file->header);
	const char *end;
	uint32_t check;
	enum wb_status status;

	if (at >= heap_bytes)
		return WB_NOT_FOUND;
	if (size > heap_bytes - at)
		size = (size_t)(heap_bytes - at);
	status = read_at(file, &file->texts, heap_at + place, &check, sizeof(check), error_r);
	if (status == WB_OK)
		status = read_at(file, &file->texts, heap_at + at, text_r, size, error_r);
	if (status != WB_OK)
		return status;
	end = memchr(text_r, '\0', size);
	return end != NULL && check == wb_listings_check(text_r, (size_t)(end - text_r) + 1) ? WB_OK : WB_NOT_FOUND;
}

enum wb_status wb_listings_file_listing(
    struct wb_listings_file *file, struct wb_listings_row *row, struct wb_listing *listing_r, struct wb_error *error_r)
{
	bool is_allow;
	enum wb_status status = read_text(file, row->category, listing_r->category, sizeof(listing_r->category), error_r);

	if (status == WB_OK && !wb_listing_category_is_valid(listing_r->category))
		status = WB_NOT_FOUND;
	if (status != WB_OK) {
		row->kind = WB_LISTINGS_MIGHT_ALLOW;
		return status;
	}
	is_allow = strcmp(listing_r->category, WB_CATEGORY_ALLOW) == 0;
	status = read_text(file, row->source, listing_r->source, sizeof(listing_r->source), error_r);
	if (status == WB_OK && !wb_listing_source_is_valid(listing_r->source))
		status = WB_NOT_FOUND;
	if (status != WB_OK) {
		row->kind = is_allow ? WB_LISTINGS_MIGHT_ALLOW : WB_LISTINGS_UNREADABLE;
		return status;
	}
	listing_r->prefix = row->prefix;
	listing_r->scope = (enum wb_scope)row->scope;
	listing_r->created_at_s = row->created_at_s;
	listing_r->expires_at_s = row->expires_at_s;
	listing_r->note[0] = '\0';
	status = read_text(file, row->reason, listing_r->reason, sizeof(listing_r->reason), error_r);
	if (status == WB_OK && wb_listing_check_reason(listing_r->reason, NULL) == WB_OK)
		return WB_OK;
	if (status != WB_OK && status != WB_NOT_FOUND)
		return status;
	row->kind = is_allow ? WB_LISTINGS_STILL_ALLOW : WB_LISTINGS_UNREADABLE;
	listing_r->scope = WB_SCOPE_HOST;
	listing_r->created_at_s = listing_r->expires_at_s = 0;
	strcpy(listing_r->reason, "unreadable record");
	return is_allow ? WB_OK : WB_NOT_FOUND;
}

/* True when the row and the one before it stand on the two sides of key: whatever led here. */
static enum wb_status check_place(struct wb_listings_file *file, enum wb_listings_family family, uint32_t number,
    const struct wb_prefix *key, struct wb_error *error_r)
{
	struct wb_listings_row row;
	enum wb_status status = WB_OK;

	if (number < file->header.rows[family]) {
		status = wb_listings_file_row(file, family, number, &row, error_r);
		if (status == WB_OK && wb_listings_compare(&row.prefix, key) <= 0)
			status = fail_damaged(file, error_r);
	}
	if (status == WB_OK && number > 0) {
		status = wb_listings_file_row(file, family, number - 1, &row, error_r);
		if (status == WB_OK && wb_listings_compare(&row.prefix, key) > 0)
			status = fail_damaged(file, error_r);
	}
	return status;
}

enum wb_status wb_listings_file_search_prefix(
    struct wb_listings_file *file, const struct wb_prefix *key, uint32_t *number_r, struct wb_error *error_r)
{
	enum wb_listings_family family = wb_listings_family_of(key);
	uint32_t low = 0, high = file->header.rows[family];
	enum wb_status status = WB_OK;

	*number_r = WB_LISTINGS_NONE;
	if (high > 0 && file->header.index_bits != 0) {
		uint32_t bucket = wb_listings_bucket(family, &key->address);

		status = wb_listings_file_index(file, family, bucket, &low, error_r);
		if (status == WB_OK)
			status = wb_listings_file_index(file, family, bucket + 1, &high, error_r);
		if (status == WB_OK && (low > high || high > file->header.rows[family]))
			status = fail_damaged(file, error_r);
	}
	/* low: rows that do not come behind the key; high: from here on all do. */
	while (status == WB_OK && low < high) {
		uint32_t middle = low + (high - low) / 2;
		struct wb_listings_row row;

		status = read_row(file, family, middle, &row, error_r);
		if (status != WB_OK)
			break;
		if (wb_listings_compare(&row.prefix, key) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (status == WB_OK)
		status = check_place(file, family, low, key, error_r);
	if (status == WB_OK && low > 0)
		*number_r = low - 1;
	return status;
}

enum wb_status wb_listings_file_search(
    struct wb_listings_file *file, const struct wb_address *address, uint32_t *number_r, struct wb_error *error_r)
{
	const struct wb_prefix key = { *address, WB_ADDRESS_BITS };

	return wb_listings_file_search_prefix(file, &key, number_r, error_r);
}

enum wb_status wb_listings_file_next(
    struct wb_listings_file *file, uint32_t *number, struct wb_listings_row *row, struct wb_error *error_r)
{
	enum wb_listings_family family = wb_listings_family_of(&row->prefix);
	struct wb_listings_row next;
	enum wb_status status;

	if (*number + 1 >= file->header.rows[family])
		return WB_NOT_FOUND;
	status = wb_listings_file_row(file, family, *number + 1, &next, error_r);
	if (status == WB_OK && wb_listings_compare(&next.prefix, &row->prefix) < 0)
		status = fail_damaged(file, error_r);
	if (status != WB_OK)
		return status;
	(*number)++;
	*row = next;
	return WB_OK;
}

enum wb_status wb_listings_file_cover(struct wb_listings_file *file, const struct wb_listings_row *row, uint32_t number,
    struct wb_listings_row *cover_r, struct wb_error *error_r)
{
	enum wb_status status;

	if (row->cover == WB_LISTINGS_NONE)
		return WB_NOT_FOUND;
	status = row->cover >= number
	    ? fail_damaged(file, error_r)
	    : wb_listings_file_row(file, wb_listings_family_of(&row->prefix), row->cover, cover_r, error_r);
	if (status == WB_OK &&
	    (cover_r->prefix.prefix_bits >= row->prefix.prefix_bits || !wb_prefix_lies_in(&row->prefix, &cover_r->prefix)))
		return fail_damaged(file, error_r);
	return status;
}
