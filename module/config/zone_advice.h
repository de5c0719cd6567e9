/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * zone_advice.h - where the operator goes another way than the makers of a list advise, or than can work. Nothing of it is refused: it
 * is said, with what to write instead. Pure.
 */
#ifndef WB_ZONE_ADVICE_H
#define WB_ZONE_ADVICE_H

#include "base/position.h"
#include "verdict/policy.h"

enum wb_advice {
	WB_ADVICE_NOTE,    /* it works, and somebody may expect more or less of it */
	WB_ADVICE_WARNING, /* innocent hosts may be refused, or the section does nothing */
};

/* position: where it stands in the configuration's file. */
typedef void wb_zone_advice_visit(void *context, enum wb_advice advice, struct wb_position position, const char *text);

/* zone: one of policy's, as the configuration made it: a published policy knows neither lines nor makers. */
void wb_zone_advise(const struct wb_policy *policy, const struct wb_zone *zone, wb_zone_advice_visit *visit, void *context);

#endif
