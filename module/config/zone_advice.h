/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * zone_advice.h - where the operator goes another way than the makers of a list advise, or than can work. Nothing of it is refused: it
 * is said, with what to write instead. Pure.
 */
#ifndef WB_ZONE_ADVICE_H
#define WB_ZONE_ADVICE_H

#include "config/advice.h"
#include "verdict/policy.h"

void wb_zone_advise(const struct wb_policy *policy, const struct wb_zone *zone, wb_advice_visit *visit, void *context);

#endif
