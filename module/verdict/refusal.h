/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * refusal.h - the reply to a verdict that defers or rejects: the category's template, filled with what the check found.
 */
#ifndef WB_REFUSAL_H
#define WB_REFUSAL_H

#include "verdict/check.h"
#include "verdict/reply.h"

/*
 * As it is handed to Exim: lines with the enhanced code in front. Empty for any other verdict, and in monitor mode.
 * buffer holds WB_REPLY_TEXT_SIZE bytes.
 */
void wb_refusal_format(const struct wb_outcome *outcome, char *buffer);

#endif
