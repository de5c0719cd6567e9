/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* clock.c - see clock.h */
#include "base/clock.h"

#include <time.h>

#define US_PER_S 1000000

static int64_t read_us(clockid_t id)
{
	struct timespec now;

	clock_gettime(id, &now);
	return (int64_t)now.tv_sec * US_PER_S + now.tv_nsec / 1000;
}

static int64_t wall_us(void *context)
{
	(void)context;
	return read_us(CLOCK_REALTIME);
}

static int64_t monotonic_us(void *context)
{
	(void)context;
	return read_us(CLOCK_MONOTONIC);
}

const struct wb_clock wb_clock_system = { wall_us, monotonic_us, NULL };

int64_t wb_clock_wall_s(const struct wb_clock *clock)
{
	return clock->wall_us(clock->context) / US_PER_S;
}
