/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * case_book.h - remembers verdicts as cases, in the store. They are written once a second, many in one transaction; what waits for that is
 * lost with a process that is killed, and nothing else. A store that cannot be written, or where another process writes and does not end,
 * costs cases alone: so many wait, and then the oldest of these go. When the disk is full the oldest cases in the store make room.
 */
#ifndef WB_AGENT_CASE_BOOK_H
#define WB_AGENT_CASE_BOOK_H

#include <stdbool.h>
#include <stdint.h>
#include <systemd/sd-event.h>

#include "agent/counter_table.h"
#include "base/status.h"
#include "verdict/event.h"

#define CASE_BOOK_WAITING_MAX 4096     /* events */
#define CASE_BOOK_BATCH 512            /* of them in one transaction; so many are written at once, without waiting */
#define CASE_BOOK_CONNECTIONS_MAX 8192 /* that have a case, and may still tell how they ended */
#define CASE_BOOK_RESERVE_BYTES \
	(8 << 20)                   /* of the disk, in a file that goes when the disk is full, so that cases can be removed */
#define CASE_BOOK_RESERVE "reserve" /* its name, in the folder cases/ of the store */

struct case_book_counts {
	uint64_t verdicts;  /* that were written */
	uint64_t cases;     /* that were new */
	uint64_t lost;      /* verdicts that could not be written */
	uint64_t removed;   /* cases that made room: for cases.max, or on a full disk */
	uint64_t unwritten; /* times that the store could not be written */
};

struct case_book;

/*
 * store: its folder, which must outlive it; loop: NULL: the caller has the turns; for tests. Close it whatever is returned.
 * Returns: WB_OK or WB_NO_MEMORY.
 */
enum wb_status case_book_open(sd_event *loop, const char *store, struct case_book **book_r, struct wb_error *error_r);

/* How many cases there may be; 0: none is kept. */
void case_book_set_max(struct case_book *book, uint32_t cases_max);

/* Writes what waits, unless another process writes and does not end within seconds. NULL is allowed; leaves NULL. */
void case_book_close(struct case_book **book);

/* Takes an event in: a verdict with evidence, or the end of a connection. now_s: when it came. */
void case_book_take(struct case_book *book, const struct wb_event *event, int64_t now_s);

/*
 * Writes what waits, a batch at most. WB_OK, also when nothing does; WB_NOT_FOUND: another process writes; else than WB_OK it waits still.
 */
enum wb_status case_book_write(struct case_book *book, struct wb_error *error_r);

uint32_t case_book_waiting(const struct case_book *book);
const struct case_book_counts *case_book_counts(const struct case_book *book);

#endif
