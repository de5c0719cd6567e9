/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* lowering.c - see lowering.h */
#include "agent/lowering.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "desk/accuracy.h"
#include "service/complaint.h"
#include "verdict/published.h"

#define FIRST_US 1000000 /* after the agent's start: what it has missed is old enough */

struct lowering {
	struct live *live;
	sd_event_source *timer;
	struct lowering_counts counts;
};

static bool has_floor(const struct wb_policy *policy)
{
	for (size_t i = 0; i < policy->category_count; i++) {
		if (policy->categories[i].floor_milli > 0)
			return true;
	}
	return false;
}

static void path_of(const struct lowering *lowering, const char *prefix, char path_r[PATH_MAX])
{
	snprintf(path_r, PATH_MAX, "%.4000s/" WB_SEEN_FOLDER "/%s" WB_SEEN_LOWERED, lowering->live->store, prefix);
}

static enum wb_status write_file(const struct lowering *lowering, const uint64_t *rows, size_t count, struct wb_error *error_r)
{
	unsigned char bytes[WB_LOWERED_BYTES_MAX];
	size_t size = wb_lowered_write(rows, count, bytes);
	char path[PATH_MAX], temporary[PATH_MAX];
	bool is_written;
	int fd;

	path_of(lowering, "", path);
	path_of(lowering, WB_PUBLISHED_TEMPORARY, temporary);
	fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0640);
	is_written = fd >= 0 && wb_file_write(fd, bytes, size) && fdatasync(fd) == 0 && rename(temporary, path) == 0;
	if (!is_written)
		wb_fail(error_r, WB_UNAVAILABLE, "lowered sources %s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return is_written ? WB_OK : WB_UNAVAILABLE;
}

enum wb_status lowering_turn(struct lowering *lowering, int64_t now_s, struct wb_error *error_r)
{
	uint64_t rows[WB_LOWERED_ROWS_MAX];
	struct wb_accuracy accuracy;
	char path[PATH_MAX];
	enum wb_status status;

	live_look_policy(lowering->live, now_s);
	if (!lowering->live->has_policy)
		return WB_OK;
	if (!has_floor(&lowering->live->policy)) {
		path_of(lowering, "", path);
		unlink(path);
		lowering->counts.sources = 0;
		return WB_OK;
	}
	status = wb_accuracy_count(lowering->live->store, now_s - WB_ACCURACY_WINDOW_S, &accuracy, error_r);
	if (status == WB_OK) {
		lowering->counts.sources = wb_accuracy_find_lowered(&accuracy, &lowering->live->policy, rows);
		status = write_file(lowering, rows, lowering->counts.sources, error_r);
	}
	wb_accuracy_close(&accuracy);
	lowering->counts.faults += status != WB_OK;
	return status;
}

static int on_time(sd_event_source *timer, uint64_t due_us, void *context)
{
	struct lowering *lowering = context;
	struct wb_error error;

	(void)due_us;
	if (lowering_turn(lowering, (int64_t)time(NULL), &error) != WB_OK)
		wb_complain("%s", error.text);
	sd_event_source_set_time_relative(timer, LOWERING_EVERY_US);
	sd_event_source_set_enabled(timer, SD_EVENT_ONESHOT);
	return 0;
}

enum wb_status lowering_open(sd_event *loop, struct live *live, struct lowering **lowering_r, struct wb_error *error_r)
{
	struct lowering *lowering = calloc(1, sizeof(*lowering));

	*lowering_r = lowering;
	if (lowering == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	lowering->live = live;
	if (loop != NULL &&
	    sd_event_add_time_relative(loop, &lowering->timer, CLOCK_MONOTONIC, FIRST_US, 0, on_time, lowering) < 0)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	return WB_OK;
}

void lowering_close(struct lowering **lowering)
{
	if (*lowering != NULL)
		sd_event_source_disable_unref((*lowering)->timer);
	free(*lowering);
	*lowering = NULL;
}

struct lowering_counts lowering_counts(const struct lowering *lowering)
{
	return lowering->counts;
}
