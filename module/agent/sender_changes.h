/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * sender_changes.h - hosts of which nearly each message has a sender domain of its own, as relays for anybody have. Counted over the
 * connections of a day, which begins with the first message of the host; those that are such are in a file (verdict/senders_file.h), which
 * Exim's process reads. What is counted does not outlive the agent, and a new one begins with an empty file.
 */
#ifndef WB_AGENT_SENDER_CHANGES_H
#define WB_AGENT_SENDER_CHANGES_H

#include <stdint.h>
#include <systemd/sd-event.h>

#include "verdict/event.h"

#define SENDER_CHANGES_MESSAGES 10 /* that a host has sent at least ... */
#define SENDER_CHANGES_PERCENT 80  /* ... and so many different domains for 100 of them, as estimated */

struct sender_changes;

struct sender_changes_counts {
	uint32_t hosts;    /* whose messages are counted */
	uint32_t changing; /* of these, in the file, as it was written last */
	uint64_t evicted, unwritten;
};

/*
 * All memory that it will ever take, and an empty file.
 * loop:     in which what has changed is written, a second later; NULL: whoever calls does.
 * folder:   the run folder; it must outlive it.
 * capacity: hosts that are counted, at most WB_SENDERS_ROWS_MAX; who was not seen for longest makes room.
 * Returns:  WB_OK; WB_NO_MEMORY; or WB_UNAVAILABLE: the file could not be written, which is tried again. Close it whatever is returned.
 */
enum wb_status sender_changes_open(
    sd_event *loop, const char *folder, uint32_t capacity, struct sender_changes **changes_r, struct wb_error *error_r);

/* NULL is allowed; leaves NULL. */
void sender_changes_close(struct sender_changes **changes);

/* Takes in what a connection did, an event of WB_EVENT_DONE. A clock that was set back begins the day of a host anew. */
void sender_changes_take(struct sender_changes *changes, const struct wb_event *event, int64_t now_s);

/* Writes the file, if something has changed since. A reader finds that of before or this one. */
enum wb_status sender_changes_write(struct sender_changes *changes, int64_t now_s, struct wb_error *error_r);

struct sender_changes_counts sender_changes_counts(const struct sender_changes *changes);

#endif
