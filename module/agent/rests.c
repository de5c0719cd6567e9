/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* rests.c - see rests.h */
#include "agent/rests.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "verdict/published.h"

static void path_of(const struct rests *rests, const char *prefix, char path[PATH_MAX])
{
	snprintf(path, PATH_MAX, "%.4000s/%s" WB_PUBLISHED_ZONES, rests->folder, prefix);
}

enum wb_status rests_open(struct rests *rests, const char *folder, struct wb_error *error_r)
{
	char path[PATH_MAX];
	enum wb_status status;

	memset(rests, 0, sizeof(*rests));
	rests->folder = folder;
	path_of(rests, "", path);
	status = wb_zones_file_read(path, rests->rows, &rests->count, error_r);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

/* The row of this zone; of a new one the first that has nothing to say makes room. NULL: all of them rest. */
static struct wb_zone_row *find_row(struct rests *rests, const char *zone)
{
	struct wb_zone_row *row = NULL;

	for (size_t i = 0; i < rests->count; i++) {
		if (strcmp(rests->rows[i].zone, zone) == 0)
			return &rests->rows[i];
		if (row == NULL && rests->rows[i].health.state == WB_HEALTH_GOOD)
			row = &rests->rows[i];
	}
	if (rests->count < WB_ZONES_FILE_ROWS_MAX)
		row = &rests->rows[rests->count++];
	if (row != NULL) {
		memset(row, 0, sizeof(*row));
		wb_text_copy(row->zone, sizeof(row->zone), zone);
	}
	return row;
}

static enum wb_status fail(const char *path, struct wb_error *error_r)
{
	return wb_fail(error_r, WB_UNAVAILABLE, "zones %s: %s", path, strerror(errno));
}

/* A reader sees the file of before or this one. It need not outlive the machine. */
static enum wb_status write_file(const struct rests *rests, struct wb_error *error_r)
{
	unsigned char bytes[WB_ZONES_FILE_BYTES_MAX];
	struct wb_blob blob = wb_zones_file_encode(rests->rows, rests->count, bytes);
	char path[PATH_MAX], temporary[PATH_MAX];
	ssize_t written;
	int fd;

	path_of(rests, "", path);
	path_of(rests, WB_PUBLISHED_TEMPORARY, temporary);
	fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0640);
	if (fd < 0)
		return fail(temporary, error_r);
	written = write(fd, blob.data, blob.size);
	close(fd);
	if (written != (ssize_t)blob.size || rename(temporary, path) < 0)
		return fail(path, error_r);
	return WB_OK;
}

enum wb_status rests_take(struct rests *rests, const struct wb_event *event, int64_t now_s, struct wb_error *error_r)
{
	bool is_changed = false;

	for (size_t i = 0; i < event->zone_count; i++) {
		const struct wb_event_zone *seen = &event->zones[i];
		char zone[WB_ZONE_NAME_MAX + 1], why[WB_HEALTH_WHY_SIZE];
		struct wb_zone_row *row;
		struct wb_health before;

		/* What comes from outside is made printable and cut as the file wants it. */
		wb_text_copy_utf8(zone, sizeof(zone), seen->zone, strlen(seen->zone));
		wb_text_copy_utf8(why, sizeof(why), seen->why, strlen(seen->why));
		row = find_row(rests, zone);
		if (row == NULL) {
			rests->no_room++;
			continue;
		}
		before = row->health;
		wb_health_note(&row->health, seen->finding, why, now_s);
		is_changed = is_changed || memcmp(&before, &row->health, sizeof(before)) != 0;
	}
	return is_changed ? write_file(rests, error_r) : WB_OK;
}

size_t rests_count(const struct rests *rests, int64_t now_s)
{
	size_t count = 0;

	for (size_t i = 0; i < rests->count; i++)
		count += !wb_health_may_ask(&rests->rows[i].health, now_s);
	return count;
}
