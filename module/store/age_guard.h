/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * age_guard.h - what goes because it is old goes by the clock of one moment. When that would be more than half of what is there, the clock
 * is looked at first: nothing goes, unless a person says so.
 */
#ifndef WB_AGE_GUARD_H
#define WB_AGE_GUARD_H

#include <stdbool.h>
#include <stdint.h>

enum wb_age_guard { WB_AGE_GUARDED, WB_AGE_FORCED };

#define WB_AGE_GUARD_FREE 3 /* so few may always go: whoever has a handful of them sees each */

static inline bool wb_age_guard_allows(enum wb_age_guard guard, uint64_t gone, uint64_t all)
{
	return guard == WB_AGE_FORCED || gone <= WB_AGE_GUARD_FREE || gone <= all / 2;
}

#endif
