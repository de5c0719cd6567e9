/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * first_seen.h - since when there is evidence of zones and rules, for the grace of categories: takes it from events, and keeps the two
 * files that Exim's process looks it up in (verdict/first_seen_file.h). What was written outlives the agent, however it ends: a row is
 * lost only where it could not be written, and then its evidence stays new, which defers.
 *
 * Nothing is read, and no memory taken, before a category has grace; then 32 bytes for each row, 32 MB at most, and as much again for a
 * moment where rows make room.
 */
#ifndef WB_AGENT_FIRST_SEEN_H
#define WB_AGENT_FIRST_SEEN_H

#include <limits.h>

#include "verdict/event.h"
#include "verdict/first_seen_file.h"

struct first_seen {
	const char *store;
	size_t rows_max, log_max; /* WB_FIRST_SEEN_ROWS_MAX, WB_FIRST_SEEN_LOG_MAX, or what a test gives */
	bool is_open;
	struct wb_first_seen_row *base, *log; /* both sorted; the log has keys that the base has not */
	size_t base_count, log_count;
	size_t log_rows; /* in its file: also those that are new again, whose keys are in the base */
	int log_fd;      /* -1: nothing can be written behind it */
	bool is_changed; /* the base's file lacks something ... */
	bool lacks_rows; /* ... that is not in the log either */
	int64_t merged_at_s, tried_at_s;
	int64_t newest_s;   /* when any row was seen last */
	uint64_t evicted;   /* rows that made room */
	uint64_t unwritten; /* new rows that could not be written at once, or found no memory */
};

/* store: its folder; must outlive it. Reads nothing yet. */
void first_seen_init(struct first_seen *seen, const char *store, size_t rows_max, size_t log_max);

/*
 * Takes in what an event says of evidence that counts, in categories that have grace. policy: in force.
 * now_s:   the agent's own time: what an event says of it is not looked at. A clock that was set back makes nothing older.
 * Returns: WB_OK; WB_UNAVAILABLE or WB_NO_MEMORY: a file could not be read or written. What can be kept is, and is written later.
 */
enum wb_status first_seen_take(struct first_seen *seen, const struct wb_policy *policy, const struct wb_event *event,
    int64_t now_s, struct wb_error *error_r);

/* Writes down when each row was seen last, and ends. */
void first_seen_close(struct first_seen *seen);

size_t first_seen_count(const struct first_seen *seen);

#endif
