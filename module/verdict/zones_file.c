/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * zones_file.c - see zones_file.h
 *
 * Format (1 byte), check of what follows (8), count of rows (2); of each row: name, state (1), timeouts (4), since, until, tested (8 each),
 * why.
 */
#include "verdict/zones_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/text.h"
#include "verdict/policy.h"
#include "verdict/published.h"

#define FORMAT 1
#define HEAD_BYTES 9

static void walk_row(struct wb_record *record, struct wb_zone_row *row)
{
	struct wb_health *health = &row->health;

	wb_record_text(record, row->zone, sizeof(row->zone));
	health->state = (enum wb_health_state)wb_record_choice(record, health->state, WB_HEALTH_STATE_COUNT);
	health->timeouts = (uint32_t)wb_record_number(record, health->timeouts, 4);
	health->since_s = wb_record_time(record, health->since_s);
	health->until_s = wb_record_time(record, health->until_s);
	health->tested_at_s = wb_record_time(record, health->tested_at_s);
	wb_record_text(record, health->why, sizeof(health->why));
}

static size_t walk_rows(struct wb_record *record, struct wb_zone_row *rows, size_t count)
{
	count = (size_t)wb_record_number(record, count, 2);
	record->has_failed = record->has_failed || count > WB_ZONES_FILE_ROWS_MAX;
	for (size_t i = 0; !record->has_failed && i < count; i++)
		walk_row(record, &rows[i]);
	return count;
}

struct wb_blob wb_zones_file_encode(const struct wb_zone_row *rows, size_t count, unsigned char *bytes)
{
	struct wb_zone_row copy[WB_ZONES_FILE_ROWS_MAX];
	struct wb_record record;

	for (size_t i = 0; i < count; i++)
		copy[i] = rows[i];
	wb_record_open_write(&record, bytes + HEAD_BYTES, WB_ZONES_FILE_BYTES_MAX - HEAD_BYTES);
	walk_rows(&record, copy, count);
	bytes[0] = FORMAT;
	wb_bytes_put(bytes + 1, wb_bytes_check(bytes + HEAD_BYTES, record.at), 8);
	return (struct wb_blob){ bytes, HEAD_BYTES + record.at };
}

static enum wb_status fail(const char *path, const char *what, struct wb_error *error_r)
{
	return wb_fail(error_r, WB_UNAVAILABLE, "zones %.200s: %s: run whyblock dnsbl check", path, what);
}

enum wb_status wb_zones_file_read(const char *path, struct wb_zone_row *rows_r, size_t *count_r, struct wb_error *error_r)
{
	unsigned char bytes[WB_ZONES_FILE_BYTES_MAX + 1];
	struct wb_record record;
	ssize_t size;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);

	*count_r = 0;
	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR ? WB_NOT_FOUND : fail(path, strerror(errno), error_r);
	size = read(fd, bytes, sizeof(bytes));
	close(fd);
	if (size < 0)
		return fail(path, strerror(errno), error_r);
	if (size < HEAD_BYTES || bytes[0] != FORMAT ||
	    wb_bytes_get(bytes + 1, 8) != wb_bytes_check(bytes + HEAD_BYTES, (size_t)size - HEAD_BYTES))
		return fail(path, "is damaged", error_r);
	wb_record_open_read(&record, (struct wb_blob){ bytes + HEAD_BYTES, (size_t)size - HEAD_BYTES });
	*count_r = walk_rows(&record, rows_r, 0);
	if (wb_record_ends_key(&record))
		return WB_OK;
	*count_r = 0;
	return fail(path, "is damaged", error_r);
}

static const struct wb_health *find(const struct wb_zone_row *rows, size_t count, const char *zone)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(rows[i].zone, zone) == 0)
			return &rows[i].health;
	}
	return NULL;
}

enum wb_status wb_zones_load(
    const char *store, const char *const *zones, size_t count, struct wb_health *health_r, struct wb_error *error_r)
{
	struct wb_zone_row rows[WB_ZONES_FILE_ROWS_MAX];
	const struct wb_health *found;
	char path[PATH_MAX], run[PATH_MAX];
	size_t row_count;
	enum wb_status tested, seen;

	memset(health_r, 0, count * sizeof(*health_r));
	snprintf(path, sizeof(path), "%s/" WB_PUBLISHED_FOLDER "/" WB_PUBLISHED_ZONES, store);
	tested = wb_zones_file_read(path, rows, &row_count, error_r);
	for (size_t i = 0; i < count; i++) {
		found = find(rows, row_count, zones[i]);
		if (found != NULL)
			health_r[i] = *found;
	}
	wb_policy_run_folder(store, run);
	snprintf(path, sizeof(path), "%.4000s/" WB_PUBLISHED_ZONES, run);
	seen = wb_zones_file_read(path, rows, &row_count, tested == WB_UNAVAILABLE ? NULL : error_r);
	for (size_t i = 0; i < count; i++) {
		found = find(rows, row_count, zones[i]);
		if (found != NULL)
			wb_health_join(&health_r[i], found);
	}
	return tested == WB_UNAVAILABLE || seen == WB_UNAVAILABLE ? WB_UNAVAILABLE : WB_OK;
}
