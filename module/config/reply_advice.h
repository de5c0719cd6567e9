/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * reply_advice.h - what is good for the parser and not for people who are refused: a reply without a way to ask, a line of it that is left
 * out. Nothing of it is a mistake: it is said, with what to write. Pure.
 */
#ifndef WB_REPLY_ADVICE_H
#define WB_REPLY_ADVICE_H

#include "config/advice.h"
#include "config/config.h"

/* Of the site, and of each template that the file has. What is said of a setting that the file does not have stands at line 0. */
void wb_reply_advise(const struct wb_config *config, wb_advice_visit *visit, void *context);

#endif
