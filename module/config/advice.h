/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * advice.h - what is told of a configuration that can be read, and may not be what its operator means. Pure.
 */
#ifndef WB_ADVICE_H
#define WB_ADVICE_H

#include "base/position.h"

enum wb_advice {
	WB_ADVICE_NOTE,    /* it works, and somebody may expect more or less of it */
	WB_ADVICE_WARNING, /* innocent hosts may be refused, or the section does nothing */
};

/* text lasts until it returns. */
typedef void wb_advice_visit(void *context, enum wb_advice advice, struct wb_position position, const char *text);

/* Who is told. */
struct wb_advice_taker {
	wb_advice_visit *visit;
	void *context;
};

/* Tells one; what is longer than 499 bytes is cut. */
void wb_advise(const struct wb_advice_taker *taker, enum wb_advice advice, struct wb_position position, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
