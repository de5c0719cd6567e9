/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * first_seen_file.c - see first_seen_file.h
 *
 * Row: network (16 bytes), source (8), first and last sight (4 each), check of these (8). Head: mark (8), count of rows (8), nothing (16),
 * check of these (8). Numbers are big-endian, so that keys sort by their bytes.
 */
#include "verdict/first_seen_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/text.h"
#include "verdict/published.h"

#define MARK "wbfirst1"
#define KEY_BYTES 24
#define CHECK_AT 32
#define V4_NETWORK_BITS 24
#define CHUNK_ROWS 100 /* that are read at once */
/* Of the category and the kind beside the longest source: a zone's name, or the title of a rule, of which more makes no difference. */
#define SOURCE_TEXT_SIZE 512

struct wb_first_seen_key wb_first_seen_key(
    const struct wb_address *client, enum wb_evidence_kind kind, const char *source, const char *category)
{
	bool is_v4 = wb_address_is_v4(client);
	const struct wb_prefix network =
	    wb_prefix_of(client, is_v4 ? WB_ADDRESS_V4_BITS + V4_NETWORK_BITS : WB_ADDRESS_V6_SUBNET_BITS);
	char buffer[SOURCE_TEXT_SIZE];
	struct wb_text text;

	wb_text_open(&text, buffer, sizeof(buffer));
	wb_text_addf(&text, "%d %s ", (int)kind, category);
	wb_text_add_printable(&text, source, strlen(source));
	return (struct wb_first_seen_key){
		.network = network.address,
		.source = wb_bytes_check((const unsigned char *)buffer, text.length),
	};
}

int wb_first_seen_compare(const struct wb_first_seen_key *a, const struct wb_first_seen_key *b)
{
	int order = memcmp(a->network.bytes, b->network.bytes, sizeof(a->network.bytes));

	return order != 0 ? order : (a->source > b->source) - (a->source < b->source);
}

void wb_first_seen_write_head(size_t rows, unsigned char *bytes_r)
{
	memset(bytes_r, 0, WB_FIRST_SEEN_ROW_BYTES);
	memcpy(bytes_r, MARK, 8);
	wb_bytes_put(bytes_r + 8, rows, 8);
	wb_bytes_seal(bytes_r, CHECK_AT);
}

bool wb_first_seen_read_head(const unsigned char *bytes, size_t *rows_r)
{
	uint64_t rows = wb_bytes_get(bytes + 8, 8);

	if (memcmp(bytes, MARK, 8) != 0 || !wb_bytes_are_sealed(bytes, CHECK_AT) || rows > WB_FIRST_SEEN_ROWS_MAX)
		return false;
	*rows_r = (size_t)rows;
	return true;
}

void wb_first_seen_write_row(const struct wb_first_seen_row *row, unsigned char *bytes_r)
{
	memcpy(bytes_r, row->key.network.bytes, 16);
	wb_bytes_put(bytes_r + 16, row->key.source, 8);
	wb_bytes_put(bytes_r + KEY_BYTES, row->first_s, 4);
	wb_bytes_put(bytes_r + KEY_BYTES + 4, row->last_s, 4);
	wb_bytes_seal(bytes_r, CHECK_AT);
}

bool wb_first_seen_read_row(const unsigned char *bytes, struct wb_first_seen_row *row_r)
{
	if (!wb_bytes_are_sealed(bytes, CHECK_AT))
		return false;
	memcpy(row_r->key.network.bytes, bytes, 16);
	row_r->key.source = wb_bytes_get(bytes + 16, 8);
	row_r->first_s = (uint32_t)wb_bytes_get(bytes + KEY_BYTES, 4);
	row_r->last_s = (uint32_t)wb_bytes_get(bytes + KEY_BYTES + 4, 4);
	return true;
}

/* ---- Looking up ------------------------------------------------------------------------------------------------------ */

/* A file that is open; fd -1: there is none. */
struct seen_file {
	char path[PATH_MAX];
	int fd;
	uint64_t bytes;
};

static enum wb_status fail(const struct seen_file *file, const char *what, struct wb_error *error_r)
{
	return wb_fail(
	    error_r, WB_UNAVAILABLE, "first seen %.200s: %s: run systemctl restart whyblock-agent", file->path, what);
}

static enum wb_status open_file(const char *store, const char *name, struct seen_file *file, struct wb_error *error_r)
{
	struct stat st;

	snprintf(file->path, sizeof(file->path), "%.4000s/" WB_SEEN_FOLDER "/%s", store, name);
	file->fd = open(file->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	if (file->fd < 0)
		return errno == ENOENT || errno == ENOTDIR ? WB_OK : fail(file, strerror(errno), error_r);
	if (fstat(file->fd, &st) < 0 || !S_ISREG(st.st_mode))
		return fail(file, "is no file", error_r);
	file->bytes = (uint64_t)st.st_size;
	return WB_OK;
}

/* Reads so many bytes, which the file had when it was opened. */
static enum wb_status read_at(
    const struct seen_file *file, uint64_t at, unsigned char *bytes_r, size_t count, struct wb_error *error_r)
{
	ssize_t got;

	do
		got = pread(file->fd, bytes_r, count, (off_t)at);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return fail(file, strerror(errno), error_r);
	return (size_t)got == count ? WB_OK : fail(file, "was cut short", error_r);
}

/* The row of this key; a first_s of 0: there is none. */
static enum wb_status search_base(const struct seen_file *file, size_t rows, const struct wb_first_seen_key *key,
    struct wb_first_seen_row *row_r, struct wb_error *error_r)
{
	unsigned char bytes[WB_FIRST_SEEN_ROW_BYTES];
	size_t low = 0, high = rows;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		enum wb_status status = read_at(file, (middle + 1) * WB_FIRST_SEEN_ROW_BYTES, bytes, sizeof(bytes), error_r);
		int order;

		if (status != WB_OK)
			return status;
		if (!wb_first_seen_read_row(bytes, row_r))
			return fail(file, "is damaged", error_r);
		order = wb_first_seen_compare(key, &row_r->key);
		if (order == 0)
			return WB_OK;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	row_r->first_s = row_r->last_s = 0;
	return WB_OK;
}

static enum wb_status read_base(const struct seen_file *file, const struct wb_first_seen *wanted, size_t count,
    struct wb_first_seen_row *rows_r, struct wb_error *error_r)
{
	unsigned char bytes[WB_FIRST_SEEN_ROW_BYTES];
	enum wb_status status;
	size_t rows;

	if (file->bytes < sizeof(bytes))
		return fail(file, "was cut short", error_r);
	status = read_at(file, 0, bytes, sizeof(bytes), error_r);
	if (status != WB_OK)
		return status;
	if (!wb_first_seen_read_head(bytes, &rows) || file->bytes != (rows + 1) * WB_FIRST_SEEN_ROW_BYTES)
		return fail(file, "is damaged", error_r);
	for (size_t i = 0; status == WB_OK && i < count; i++)
		status = search_base(file, rows, &wanted[i].key, &rows_r[i], error_r);
	return status;
}

/* What stands behind the last whole row is one that is being written. */
static enum wb_status read_log(const struct seen_file *file, const struct wb_first_seen *wanted, size_t count,
    struct wb_first_seen_row *rows, struct wb_error *error_r)
{
	unsigned char bytes[CHUNK_ROWS * WB_FIRST_SEEN_ROW_BYTES];
	size_t all = (size_t)(file->bytes / WB_FIRST_SEEN_ROW_BYTES);

	if (all > WB_FIRST_SEEN_LOG_MAX)
		return fail(file, "is damaged", error_r);
	for (size_t begin = 0; begin < all; begin += CHUNK_ROWS) {
		size_t part = all - begin < CHUNK_ROWS ? all - begin : CHUNK_ROWS;
		enum wb_status status =
		    read_at(file, begin * WB_FIRST_SEEN_ROW_BYTES, bytes, part * WB_FIRST_SEEN_ROW_BYTES, error_r);

		if (status != WB_OK)
			return status;
		for (size_t i = 0; i < part; i++) {
			struct wb_first_seen_row row;

			if (!wb_first_seen_read_row(bytes + i * WB_FIRST_SEEN_ROW_BYTES, &row))
				return fail(file, "is damaged", error_r);
			for (size_t k = 0; k < count; k++) {
				if (wb_first_seen_compare(&row.key, &wanted[k].key) != 0)
					continue;
				rows[k].first_s = row.first_s;
				rows[k].last_s = row.last_s > rows[k].last_s ? row.last_s : rows[k].last_s;
			}
		}
	}
	return WB_OK;
}

/* A clock that was wrong may have written what is to come, and of an agent that is dead nothing is new. */
static bool still_says(const struct wb_first_seen_row *row, int64_t now_s)
{
	return row->first_s <= now_s && now_s - row->last_s <= WB_FIRST_SEEN_FORGET_S + 2 * WB_FIRST_SEEN_MERGE_S;
}

enum wb_status wb_first_seen_find(
    const char *store, struct wb_first_seen *wanted, size_t count, int64_t now_s, struct wb_error *error_r)
{
	struct wb_first_seen_row rows[WB_EVIDENCE_MAX] = { 0 };
	struct seen_file log = { .fd = -1 }, base = { .fd = -1 };
	enum wb_status status;

	count = count < WB_EVIDENCE_MAX ? count : WB_EVIDENCE_MAX;
	for (size_t i = 0; i < count; i++)
		wanted[i].first_s = 0;
	status = open_file(store, WB_SEEN_LOG, &log, error_r);
	if (status == WB_OK)
		status = open_file(store, WB_SEEN_BASE, &base, error_r);
	if (status == WB_OK && base.fd >= 0)
		status = read_base(&base, wanted, count, rows, error_r);
	if (status == WB_OK && log.fd >= 0)
		status = read_log(&log, wanted, count, rows, error_r);
	for (size_t i = 0; status == WB_OK && i < count; i++)
		wanted[i].first_s = still_says(&rows[i], now_s) ? rows[i].first_s : 0;
	if (log.fd >= 0)
		close(log.fd);
	if (base.fd >= 0)
		close(base.fd);
	return status;
}
