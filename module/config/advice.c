/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* advice.c - see advice.h */
#include "config/advice.h"

#include <stdarg.h>
#include <stdio.h>

#define ADVICE_BYTES 500

void wb_advise(const struct wb_advice_taker *taker, enum wb_advice advice, struct wb_position position, const char *format, ...)
{
	char text[ADVICE_BYTES];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	taker->visit(taker->context, advice, position, text);
}
