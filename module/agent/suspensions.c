/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* suspensions.c - see suspensions.h */
#include "agent/suspensions.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "verdict/published.h"

static void path_of(const struct suspensions *known, const char *prefix, char path[PATH_MAX])
{
	snprintf(path, PATH_MAX, "%.4000s/%s" WB_PUBLISHED_ZONES, known->folder, prefix);
}

/* The row of this zone. For a new one that which is not suspended, and was not for longest, makes room. NULL: all of them are suspended. */
static struct wb_zone_row *find_row(struct suspensions *known, const char *zone, int64_t now_s)
{
	struct wb_zone_row *row = NULL;

	for (size_t i = 0; i < known->count; i++) {
		if (strcmp(known->rows[i].zone, zone) == 0)
			return &known->rows[i];
		if (wb_health_may_ask(&known->rows[i].health, now_s) &&
		    (row == NULL || known->rows[i].health.until_s < row->health.until_s))
			row = &known->rows[i];
	}
	if (known->count < WB_ZONES_FILE_ROWS_MAX)
		row = &known->rows[known->count++];
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
static enum wb_status write_file(const struct suspensions *known, struct wb_error *error_r)
{
	unsigned char bytes[WB_ZONES_FILE_BYTES_MAX];
	struct wb_blob blob = wb_zones_file_encode(known->rows, known->count, bytes);
	char path[PATH_MAX], temporary[PATH_MAX];
	ssize_t written;
	bool is_written;
	int fd;

	path_of(known, "", path);
	path_of(known, WB_PUBLISHED_TEMPORARY, temporary);
	fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0640);
	if (fd < 0)
		return fail(temporary, error_r);
	errno = ENOSPC; /* what a write that is cut means */
	written = write(fd, blob.data, blob.size);
	is_written = written == (ssize_t)blob.size && rename(temporary, path) == 0;
	if (!is_written)
		fail(path, error_r);
	close(fd);
	return is_written ? WB_OK : WB_UNAVAILABLE;
}

enum wb_status suspensions_open(struct suspensions *known, const char *folder, struct wb_error *error_r)
{
	char path[PATH_MAX];
	enum wb_status status;

	memset(known, 0, sizeof(*known));
	known->folder = folder;
	path_of(known, "", path);
	status = wb_zones_file_read(path, known->rows, &known->count, error_r);
	if (status != WB_UNAVAILABLE)
		return status == WB_NOT_FOUND ? WB_OK : status;
	/* Connections would complain of it until something is learnt. */
	rmdir(path);
	write_file(known, NULL);
	return status;
}

/* What could not be written is tried again with the next event, once a second at most. */
static enum wb_status write_when_due(struct suspensions *known, bool is_changed, int64_t now_s, struct wb_error *error_r)
{
	enum wb_status status;

	known->is_unwritten = known->is_unwritten || is_changed;
	if (!known->is_unwritten || (!is_changed && known->tried_at_s == now_s))
		return WB_OK;
	known->tried_at_s = now_s;
	status = write_file(known, error_r);
	known->is_unwritten = status != WB_OK;
	return status;
}

enum wb_status suspensions_take(
    struct suspensions *known, const struct wb_event *event, int64_t now_s, struct wb_error *error_r)
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
		row = find_row(known, zone, now_s);
		if (row == NULL) {
			known->no_room++;
			continue;
		}
		before = row->health;
		wb_health_note(&row->health, seen->finding, why, now_s);
		is_changed = is_changed || memcmp(&before, &row->health, sizeof(before)) != 0;
	}
	return write_when_due(known, is_changed, now_s, error_r);
}

struct suspensions_counts suspensions_count(const struct suspensions *known, int64_t now_s)
{
	struct suspensions_counts counts = { 0, 0 };

	for (size_t i = 0; i < known->count; i++) {
		if (wb_health_may_ask(&known->rows[i].health, now_s))
			continue;
		if (known->rows[i].zone[0] == '@')
			counts.name_servers++;
		else
			counts.zones++;
	}
	return counts;
}
