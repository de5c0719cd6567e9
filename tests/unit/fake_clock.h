/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * fake_clock.h - a clock that shows what the test says: deadlines are over without anybody waiting for them.
 */
#ifndef WB_FAKE_CLOCK_H
#define WB_FAKE_CLOCK_H

#include "base/clock.h"

struct fake_clock {
	struct wb_clock clock; /* its context is this */
	int64_t now_us, now_s;
	int64_t leap_us; /* by which it has gone on after each look */
};

static inline int64_t fake_clock_wall_us(void *context)
{
	return ((struct fake_clock *)context)->now_s * 1000000;
}

static inline int64_t fake_clock_monotonic_us(void *context)
{
	struct fake_clock *clock = context;
	int64_t now_us = clock->now_us;

	clock->now_us += clock->leap_us;
	return now_us;
}

/* The value of the clock that is called name. */
#define FAKE_CLOCK(name, leap) \
	{ \
		{ fake_clock_wall_us, fake_clock_monotonic_us, &(name) }, 0, 0, leap \
	}

#endif
