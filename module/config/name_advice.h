/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * name_advice.h - names that are good, and look like a slip of the pen: a category or a kind of report of one's own whose name is nearly a built-in
 * one, a domain where a local part is meant. Nothing of it is a mistake. Pure.
 */
#ifndef WB_NAME_ADVICE_H
#define WB_NAME_ADVICE_H

#include "config/advice.h"
#include "config/config.h"

void wb_name_advise(const struct wb_config *config, wb_advice_visit *visit, void *context);

#endif
