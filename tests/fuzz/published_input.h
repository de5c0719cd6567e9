/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * published_input.h - any bytes as a file of published listings, beside a good one of the other kind.
 *
 * Damage is found by checks that no mutation passes. So the first byte says which checks are put right before the file is read: what
 * stands behind them must hold against a file that somebody made on purpose. The last 16 bytes are an address that is looked up; so is
 * the address of each row. What is found must keep the rules of listings and cover the address, from the longest prefix on. Neighbours
 * are counted, too.
 */
#ifndef WB_PUBLISHED_INPUT_H
#define WB_PUBLISHED_INPUT_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "verdict/neighbours.h"
#include "verdict/published.h"
#include "verdict/published_listings.h"

#define BASE_NAME "listings-1.7"
#define INPUT_MAX (1 << 20)
#define FOUND_MAX 100000 /* more listings than an input has rows */

enum { SEAL_HEADER = 1, SEAL_ROWS = 2, SEAL_TEXTS = 4, ADD_INDEX = 8, SEAL_INDEX = 16 };

static char input_folder[64];
static unsigned char input_file[2 * INPUT_MAX];

static void input_remove(void)
{
	char path[128];

	snprintf(path, sizeof(path), "rm -rf %s", input_folder);
	if (system(path) != 0)
		fprintf(stderr, "%s stays\n", input_folder);
}

static void input_write(const char *name, const void *bytes, size_t size)
{
	char path[128];
	int fd;

	if (input_folder[0] == '\0') {
		strcpy(input_folder, "/dev/shm/whyblock-fuzz-XXXXXX");
		if (mkdtemp(input_folder) == NULL)
			abort();
		snprintf(path, sizeof(path), "%s/" WB_PUBLISHED_FOLDER, input_folder);
		mkdir(path, 0700);
		atexit(input_remove);
	}
	snprintf(path, sizeof(path), "%s/" WB_PUBLISHED_FOLDER "/%s", input_folder, name);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (fd < 0 || write(fd, bytes, size) != (ssize_t)size)
		abort();
	close(fd);
}

static struct wb_listings_header input_header(uint64_t serial)
{
	struct wb_listings_header header = {
		.magic = WB_LISTINGS_MAGIC,
		.format = WB_LISTINGS_FORMAT,
		.byte_order = WB_LISTINGS_BYTE_ORDER,
		.header_bytes = sizeof(header),
		.row_bytes = sizeof(struct wb_listings_row),
		.serial = serial,
		.base_serial = 7,
	};

	return header;
}

/* The other file of the pair: 10.0.0.0/8 as spam, which is removed, or listed. */
static void input_write_other(const char *name, uint64_t serial, enum wb_listings_kind kind)
{
	struct wb_listings_header header = input_header(serial);
	struct wb_listings_row row = {
		.prefix = { { { [10] = 0xff, [11] = 0xff, [12] = 10 } }, 104 },
		.kind = (uint8_t)kind,
		.cover = WB_LISTINGS_NONE,
		.category = WB_LISTINGS_NONE,
		.source = WB_LISTINGS_NONE,
		.reason = WB_LISTINGS_NONE,
	};
	static const char texts[] = "\0\0\0\0spam\0\0\0\0\0staff:ann";
	unsigned char file[sizeof(header) + sizeof(row) + sizeof(texts)];
	uint32_t check;

	memcpy(file + sizeof(header) + sizeof(row), texts, sizeof(texts));
	if (kind == WB_LISTINGS_LISTED) {
		row.category = 0;
		row.source = row.reason = 9;
		check = wb_listings_check(texts + 4, 5);
		memcpy(file + sizeof(header) + sizeof(row), &check, sizeof(check));
		check = wb_listings_check(texts + 13, 10);
		memcpy(file + sizeof(header) + sizeof(row) + 9, &check, sizeof(check));
	}
	header.rows[WB_LISTINGS_V4] = 1;
	header.heap_bytes = sizeof(texts);
	header.file_bytes = sizeof(file);
	header.check = wb_listings_check_header(&header);
	row.check = wb_listings_check_row(&row);
	memcpy(file, &header, sizeof(header));
	memcpy(file + sizeof(header), &row, sizeof(row));
	input_write(name, file, sizeof(file));
}

/* What follows the header is rows, as many as the header says and there are, and then the heap. Returns the file's size. */
static size_t input_seal(unsigned seal, uint64_t serial, const uint8_t *bytes, size_t size)
{
	struct wb_listings_header header = { .format = 0 }, good = input_header(serial);
	struct wb_listings_row row;
	size_t index_bytes = (seal & ADD_INDEX) != 0 ? 2 * WB_LISTINGS_INDEX_NUMBERS * sizeof(uint32_t) : 0;
	size_t rest = size > sizeof(header) ? size - sizeof(header) : 0, rows_max = rest / sizeof(row);
	unsigned char *rows = input_file + sizeof(header) + index_bytes, *heap;
	uint32_t *index = (uint32_t *)(void *)(input_file + sizeof(header));

	memcpy(&header, bytes, size < sizeof(header) ? size : sizeof(header));
	if (rest > 0)
		memcpy(rows, bytes + sizeof(header), rest);
	if ((seal & SEAL_HEADER) != 0) {
		good.rows[0] = header.rows[0] % (uint32_t)(rows_max + 1);
		good.rows[1] = header.rows[1] % (uint32_t)(rows_max - good.rows[0] + 1);
		good.index_bits = index_bytes != 0 ? WB_LISTINGS_INDEX_BITS : 0;
		good.heap_bytes = rest - (good.rows[0] + good.rows[1]) * sizeof(row);
		good.file_bytes = sizeof(header) + index_bytes + rest;
		good.check = wb_listings_check_header(&good);
		header = good;
	}
	memcpy(input_file, &header, sizeof(header));
	if ((seal & SEAL_HEADER) == 0)
		return sizeof(header) + index_bytes + rest;
	heap = rows + (header.rows[0] + header.rows[1]) * sizeof(row);
	memset(index, 0, index_bytes);
	for (uint32_t i = 0; i < header.rows[0] + header.rows[1]; i++) {
		enum wb_listings_family family = i < header.rows[0] ? WB_LISTINGS_V4 : WB_LISTINGS_V6;

		memcpy(&row, rows + i * sizeof(row), sizeof(row));
		if ((seal & SEAL_ROWS) != 0)
			row.check = wb_listings_check_row(&row);
		memcpy(rows + i * sizeof(row), &row, sizeof(row));
		for (size_t t = 0; (seal & SEAL_TEXTS) != 0 && t < 3; t++) {
			uint32_t place = t == 0 ? row.category : t == 1 ? row.source : row.reason, check;
			size_t length;

			if ((uint64_t)place + sizeof(check) >= header.heap_bytes)
				continue;
			length = strnlen((char *)heap + place + sizeof(check), header.heap_bytes - place - sizeof(check));
			if (place + sizeof(check) + length < header.heap_bytes)
				length++;
			check = wb_listings_check(heap + place + sizeof(check), length);
			memcpy(heap + place, &check, sizeof(check));
		}
		if (index_bytes != 0)
			index[family * WB_LISTINGS_INDEX_NUMBERS + wb_listings_bucket(family, &row.prefix.address) + 1]++;
	}
	for (size_t i = 1; index_bytes != 0 && i < 2 * WB_LISTINGS_INDEX_NUMBERS; i++) {
		if (i != WB_LISTINGS_INDEX_NUMBERS)
			index[i] += index[i - 1];
	}
	/* One number of it is wrong. */
	if (index_bytes != 0 && (seal & SEAL_INDEX) == 0 && rest >= 6) {
		uint16_t place;

		memcpy(&place, bytes + size - 6, sizeof(place));
		memcpy(&index[place], bytes + size - 4, sizeof(index[place]));
	}
	return header.file_bytes;
}

struct input_finding {
	struct wb_address address;
	unsigned bits; /* of the last one that was found */
	size_t count;
};

static bool input_look(void *context, const struct wb_listing *listing)
{
	struct input_finding *finding = context;

	if (wb_listing_check(listing, NULL) != WB_OK || !wb_prefix_is_valid(&listing->prefix) ||
	    !wb_prefix_covers(&listing->prefix, &finding->address) || listing->prefix.prefix_bits > finding->bits ||
	    listing->scope >= WB_SCOPE_COUNT)
		abort();
	finding->bits = listing->prefix.prefix_bits;
	return ++finding->count < FOUND_MAX;
}

static void input_count(const struct wb_address *address)
{
	static struct wb_category spam = { .id = "spam", .action = WB_REJECT };
	static const struct wb_policy policy = { .categories = &spam, .category_count = 1 };
	struct wb_published_listings published;
	struct wb_error error;
	size_t count = 0;
	enum wb_status status = wb_published_listings_open(input_folder, &published, &error);

	if (status == WB_OK)
		status = wb_neighbours_count(&published, &policy, address, 1, &count, &error);
	wb_published_listings_close(&published);
	if ((status != WB_OK && (status != WB_UNAVAILABLE || count != 0)) || count > WB_NEIGHBOURS_WANTED)
		abort();
}

static void input_find(const struct wb_address *address)
{
	struct input_finding finding = { *address, WB_ADDRESS_BITS, 0 };
	struct wb_error error;
	size_t unreadable;
	enum wb_status status = wb_published_find(input_folder, address, input_look, &finding, &unreadable, &error);

	if ((status != WB_OK && status != WB_UNAVAILABLE) || finding.count == FOUND_MAX)
		abort();
	input_count(address);
}

/* One input: name is what it is written as. */
static int input_run(const char *name, uint64_t serial, const uint8_t *bytes, size_t size)
{
	const size_t rows_at = 1 + sizeof(struct wb_listings_header);
	struct wb_address address = { { 0 } };

	if (size < 2 || size > INPUT_MAX)
		return 0;
	input_write(name, input_file, input_seal(bytes[0], serial, bytes + 1, size - 1));
	memcpy(&address, bytes + (size > sizeof(address) ? size - sizeof(address) : 0),
	    size < sizeof(address) ? size : sizeof(address));
	input_find(&address);
	for (size_t i = 0, at = rows_at; i < 8 && at + sizeof(address) <= size; i++, at += sizeof(struct wb_listings_row)) {
		memcpy(&address, bytes + at, sizeof(address));
		input_find(&address);
	}
	return 0;
}

#endif
