/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* clock.c - see clock.h */
#include "base/clock.h"

#include <time.h>

static int64_t wall_s(void *context)
{
	(void)context;
	return (int64_t)time(NULL);
}

static int64_t monotonic_us(void *context)
{
	struct timespec now;

	(void)context;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

const struct wb_clock wb_clock_system = { wall_s, monotonic_us, NULL };
