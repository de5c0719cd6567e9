/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* refusal.c - see refusal.h */
#include "verdict/refusal.h"

#define ON_ERROR_STATUS "5.7.1"
#define ON_ERROR_TEXT "Server [%{ip}] cannot be checked at present\nplease try again later"

static void value_of_outcome(const void *context, const struct wb_placeholder *placeholder, struct wb_text *text)
{
	placeholder->add(context, text);
}

void wb_refusal_format(const struct wb_outcome *outcome, char *buffer)
{
	const struct wb_verdict *verdict = &outcome->verdict;

	buffer[0] = '\0';
	if (outcome->action < WB_DEFER)
		return;
	wb_reply_render(verdict->on_error ? ON_ERROR_TEXT : verdict->category->text,
	    verdict->on_error ? ON_ERROR_STATUS : verdict->category->status, verdict->action, value_of_outcome, outcome,
	    buffer);
}
