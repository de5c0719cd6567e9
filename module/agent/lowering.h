/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * lowering.h - which sources count with scope range, since they were wrong too often for the floor of a category (desk/accuracy.h): once an
 * hour it is counted anew, and the file that Exim's process reads is written when that has changed.
 */
#ifndef WB_AGENT_LOWERING_H
#define WB_AGENT_LOWERING_H

#include <stdint.h>
#include <systemd/sd-event.h>

#include "agent/live.h"
#include "verdict/lowered_file.h"

#define LOWERING_EVERY_US 3600000000ULL

struct lowering_counts {
	uint64_t sources; /* that are lowered, in a category each */
	uint64_t faults;  /* times that they could not be counted, or written */
};

struct lowering;

/* loop: NULL: the caller has the turns; for tests. live: must outlive it. Close it whatever is returned. */
enum wb_status lowering_open(sd_event *loop, struct live *live, struct lowering **lowering_r, struct wb_error *error_r);
void lowering_close(struct lowering **lowering);

/* Counts, and writes the file. */
enum wb_status lowering_turn(struct lowering *lowering, int64_t now_s, struct wb_error *error_r);

struct lowering_counts lowering_counts(const struct lowering *lowering);

#endif
