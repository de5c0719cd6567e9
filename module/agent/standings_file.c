/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * standings_file.c - see standings_file.h
 *
 * File: a head of its mark (8 bytes), the check of all behind it (8), the number of rows (4) and when a connection has told last what it did
 * (8); then the rows, from the one that is next to make room: key, recipients (8), day (4), and of each day the recipients (2) and
 * the reports (1).
 */
#include "agent/standings_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent/standing.h"
#include "base/bytes.h"
#include "base/file.h"
#include "store/age_guard.h"
#include "verdict/published.h"

#define MARK "WBSTAND1"
#define CHECKED 16 /* where that begins which the check is of */
#define HEAD_BYTES (CHECKED + 12)
#define ROW_BYTES (STANDING_KEY_USED + 12 + STANDING_DAYS * 3)
#define BYTES_MAX (64U << 20)
#define DAY_S 86400

static enum wb_status fail(const char *path, const char *why, struct wb_error *error_r)
{
	return wb_fail(error_r, WB_UNAVAILABLE, "standings %s: %s", path, why);
}

static void format_path(const char *store, const char *prefix, char path[PATH_MAX])
{
	snprintf(path, PATH_MAX, "%.4000s/" WB_SEEN_FOLDER "/%s" STANDINGS_FILE, store, prefix);
}

static void take_row(struct counter_table *table, const unsigned char *bytes)
{
	unsigned char key[COUNTER_KEY_BYTES] = { 0 };
	struct standing *standing;

	memcpy(key, bytes, STANDING_KEY_USED);
	standing = counter_table_take(table, key);
	bytes += STANDING_KEY_USED;
	standing->recipients = wb_bytes_get(bytes, 8);
	standing->day = (int32_t)wb_bytes_get(bytes + 8, 4);
	bytes += 12;
	for (int i = 0; i < STANDING_DAYS; i++, bytes += 3) {
		standing->accepted[i] = (uint16_t)wb_bytes_get(bytes, 2);
		standing->reports[i] = bytes[2];
	}
}

static enum wb_status read_file(const char *path, unsigned char **bytes_r, size_t *size_r, struct wb_error *error_r)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	enum wb_status status = WB_OK;
	struct stat st;
	size_t length = 0;
	ssize_t part = 1;

	*bytes_r = NULL;
	*size_r = 0;
	if (fd < 0)
		return errno == ENOENT ? WB_NOT_FOUND : fail(path, strerror(errno), error_r);
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_size < HEAD_BYTES || st.st_size > (off_t)BYTES_MAX)
		status = fail(path, "not a file of ours", error_r);
	if (status == WB_OK && (*bytes_r = malloc((size_t)st.st_size)) == NULL)
		status = wb_fail(error_r, WB_NO_MEMORY, "standings %s: out of memory", path);
	while (status == WB_OK && length < (size_t)st.st_size &&
	    (part = read(fd, *bytes_r + length, (size_t)st.st_size - length)) > 0)
		length += (size_t)part;
	if (status == WB_OK && length < (size_t)st.st_size)
		status = fail(path, part < 0 ? strerror(errno) : "it is shorter than it was", error_r);
	close(fd);
	*size_r = length;
	return status;
}

enum wb_status standings_load(struct counter_table *table, const char *store, int64_t *done_at_s_r, struct wb_error *error_r)
{
	char path[PATH_MAX];
	unsigned char *bytes;
	enum wb_status status;
	size_t size, count;

	*done_at_s_r = INT64_MIN;
	format_path(store, "", path);
	status = read_file(path, &bytes, &size, error_r);
	if (status == WB_OK) {
		count = (size_t)wb_bytes_get(bytes + CHECKED, 4);
		if (memcmp(bytes, MARK, 8) != 0 || size != HEAD_BYTES + count * ROW_BYTES ||
		    wb_bytes_get(bytes + 8, 8) != wb_bytes_check(bytes + CHECKED, size - CHECKED))
			status = fail(path, "it is damaged: whose mail is accepted is learnt again", error_r);
		for (size_t i = 0; status == WB_OK && i < count; i++)
			take_row(table, bytes + HEAD_BYTES + i * ROW_BYTES);
		if (status == WB_OK)
			*done_at_s_r = (int64_t)wb_bytes_get(bytes + CHECKED + 4, 8);
	}
	free(bytes);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

/* Those of which nothing was seen in the last days. */
struct counting {
	int64_t since_day;
	size_t old;
};

/* A counter_table_visit. */
static void count_old(void *context, const unsigned char key[COUNTER_KEY_BYTES], const void *value)
{
	struct counting *counting = context;

	(void)key;
	counting->old += ((const struct standing *)value)->day < counting->since_day;
}

struct writing {
	unsigned char *bytes;
	size_t count;
	int64_t since_day;
};

/* A counter_table_visit. */
static void put_row(void *context, const unsigned char key[COUNTER_KEY_BYTES], const void *value)
{
	struct writing *writing = context;
	const struct standing *standing = value;
	unsigned char *bytes = writing->bytes + HEAD_BYTES + writing->count * ROW_BYTES;

	if (standing->day < writing->since_day)
		return;
	writing->count++;
	memcpy(bytes, key, STANDING_KEY_USED);
	bytes += STANDING_KEY_USED;
	wb_bytes_put(bytes, standing->recipients, 8);
	wb_bytes_put(bytes + 8, (uint32_t)standing->day, 4);
	bytes += 12;
	for (int i = 0; i < STANDING_DAYS; i++, bytes += 3) {
		wb_bytes_put(bytes, standing->accepted[i], 2);
		bytes[2] = standing->reports[i];
	}
}

enum wb_status standings_save(
    const struct counter_table *table, const char *store, int64_t done_at_s, int64_t now_s, struct wb_error *error_r)
{
	size_t most = HEAD_BYTES + (size_t)counter_table_count(table) * ROW_BYTES, size;
	struct counting counting = { .since_day = now_s / DAY_S - STANDING_DAYS + 1 };
	struct writing writing = { .bytes = malloc(most), .since_day = counting.since_day };
	char path[PATH_MAX], temporary[PATH_MAX];
	bool is_written;
	int fd;

	if (writing.bytes == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "standings: out of memory");
	format_path(store, "", path);
	format_path(store, WB_PUBLISHED_TEMPORARY, temporary);
	/* When that is more than half of them, the clock is ahead rather: they say nothing by it, and something again when it is right. */
	counter_table_walk(table, count_old, &counting);
	if (!wb_age_guard_allows(WB_AGE_GUARDED, counting.old, counter_table_count(table)))
		writing.since_day = INT64_MIN;
	counter_table_walk(table, put_row, &writing);
	size = HEAD_BYTES + writing.count * ROW_BYTES;
	memcpy(writing.bytes, MARK, 8);
	wb_bytes_put(writing.bytes + CHECKED, writing.count, 4);
	wb_bytes_put(writing.bytes + CHECKED + 4, (uint64_t)done_at_s, 8);
	wb_bytes_put(writing.bytes + 8, wb_bytes_check(writing.bytes + CHECKED, size - CHECKED), 8);
	fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	is_written = fd >= 0 && wb_file_write(fd, writing.bytes, size) && rename(temporary, path) == 0;
	if (!is_written)
		fail(fd < 0 ? temporary : path, strerror(errno), error_r);
	if (fd >= 0)
		close(fd);
	free(writing.bytes);
	return is_written ? WB_OK : WB_UNAVAILABLE;
}
