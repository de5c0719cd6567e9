/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* category_text.h - what a category does, and what is amiss with its grace, in the words of check-config. */
#ifndef WB_CATEGORY_TEXT_H
#define WB_CATEGORY_TEXT_H

#include <stdbool.h>

#include "base/text.h"
#include "verdict/category.h"

/* "category spam: reject with 550 5.7.1 from a score of 1.0, tag from 0.5". */
void cli_category_describe(const struct wb_category *category, struct wb_text *text);

/* Why its grace does nothing, or nobody learns of it. False: there is nothing to say. */
bool cli_category_add_grace_advice(const struct wb_category *category, struct wb_text *text);

#endif
