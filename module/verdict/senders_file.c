/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * senders_file.c - see senders_file.h
 *
 * Row: address (16 bytes), until (8), check of these (8). Head: mark (8), count of rows (8), nothing (8), check of these (8). Numbers are
 * big-endian.
 */
#include "verdict/senders_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bytes.h"
#include "verdict/published.h"

#define MARK "wbsends1"
#define CHECK_AT 24

void wb_senders_file_write_head(size_t rows, unsigned char *bytes_r)
{
	memset(bytes_r, 0, WB_SENDERS_ROW_BYTES);
	memcpy(bytes_r, MARK, 8);
	wb_bytes_put(bytes_r + 8, rows, 8);
	wb_bytes_seal(bytes_r, CHECK_AT);
}

void wb_senders_file_write_row(const struct wb_address *client, int64_t until_s, unsigned char *bytes_r)
{
	const struct wb_prefix holder = wb_prefix_of_holder(client);

	memcpy(bytes_r, holder.address.bytes, 16);
	wb_bytes_put(bytes_r + 16, (uint64_t)until_s, 8);
	wb_bytes_seal(bytes_r, CHECK_AT);
}

static enum wb_status fail(const char *path, const char *what, struct wb_error *error_r)
{
	return wb_fail(error_r, WB_UNAVAILABLE, "senders %.200s: %s: run systemctl restart whyblock-agent", path, what);
}

/* The head, or row at - 1. False: errno says why, or is 0: it is damaged. */
static bool read_at(int fd, size_t at, unsigned char *bytes_r)
{
	ssize_t got;

	errno = 0;
	do
		got = pread(fd, bytes_r, WB_SENDERS_ROW_BYTES, (off_t)(at * WB_SENDERS_ROW_BYTES));
	while (got < 0 && errno == EINTR);
	return got == WB_SENDERS_ROW_BYTES && wb_bytes_are_sealed(bytes_r, CHECK_AT);
}

/* until_s_r: of the row of this address, 0: there is none. False: as read_at. */
static bool search(int fd, size_t rows, const struct wb_address *address, int64_t *until_s_r)
{
	unsigned char bytes[WB_SENDERS_ROW_BYTES];
	size_t low = 0, high = rows;

	*until_s_r = 0;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order;

		if (!read_at(fd, middle + 1, bytes))
			return false;
		order = memcmp(address->bytes, bytes, sizeof(address->bytes));
		if (order == 0) {
			*until_s_r = (int64_t)wb_bytes_get(bytes + 16, 8);
			return true;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return true;
}

enum wb_status wb_senders_file_find(
    const char *folder, const struct wb_address *client, int64_t now_s, struct wb_error *error_r)
{
	const struct wb_prefix holder = wb_prefix_of_holder(client);
	unsigned char head[WB_SENDERS_ROW_BYTES];
	char path[PATH_MAX];
	enum wb_status status;
	int64_t until_s = 0;
	struct stat st;
	uint64_t rows;
	int fd;

	snprintf(path, sizeof(path), "%.4000s/" WB_RUN_SENDERS, folder);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR ? WB_NOT_FOUND : fail(path, strerror(errno), error_r);
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		status = fail(path, "is no file", error_r);
	} else if (!read_at(fd, 0, head) || memcmp(head, MARK, 8) != 0 ||
	    (rows = wb_bytes_get(head + 8, 8)) > WB_SENDERS_ROWS_MAX ||
	    (uint64_t)st.st_size != (rows + 1) * WB_SENDERS_ROW_BYTES || !search(fd, (size_t)rows, &holder.address, &until_s)) {
		status = fail(path, errno != 0 ? strerror(errno) : "is damaged", error_r);
	} else {
		/* What is to hold for longer than a day was written by a clock that was wrong. */
		status = now_s < until_s && until_s - now_s <= WB_SENDERS_DAY_S ? WB_OK : WB_NOT_FOUND;
	}
	close(fd);
	return status;
}
