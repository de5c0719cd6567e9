/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * answer_times.h - how long people waited until staff answered their requests for removal: by a decision, or by asking back.
 */
#ifndef WB_ANSWER_TIMES_H
#define WB_ANSWER_TIMES_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct wb_answer_times {
	size_t answered;             /* requests with an answer in that time ... */
	int64_t median_s, longest_s; /* ... and how long they took; 0 without any */
	size_t within;               /* of them, no later than was promised */
	size_t open;                 /* that wait for staff now, whenever they were made ... */
	int64_t oldest_s;            /* ... the oldest of them for so long */
	size_t late;                 /* of them, longer than was promised */
};

/*
 * since_s, until_s: of the answers; 0: not bounded.
 * promised_s:       as removal.answer_within has it; 0: nothing is promised, and within and late are 0.
 * Returns:          WB_OK, also when there was no request; WB_UNAVAILABLE: the store cannot be read; WB_NO_MEMORY.
 */
enum wb_status wb_answer_times_find(const char *store, int64_t since_s, int64_t until_s, int64_t promised_s, int64_t now_s,
    struct wb_answer_times *times_r, struct wb_error *error_r);

#endif
