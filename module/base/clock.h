/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * clock.h - where the time comes from: the system, or in a test whatever the test says.
 */
#ifndef WB_CLOCK_H
#define WB_CLOCK_H

#include <stdint.h>

struct wb_clock {
	int64_t (*wall_us)(void *context);      /* Unix time in microseconds; an administrator may set it back */
	int64_t (*monotonic_us)(void *context); /* microseconds from some moment on; never goes back: for what is measured */
	void *context;
};

extern const struct wb_clock wb_clock_system;

/* Unix time in seconds. */
int64_t wb_clock_wall_s(const struct wb_clock *clock);

#endif
