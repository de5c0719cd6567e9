/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* case_reference.h - which cases a reference, of which nothing is kept, may be of. */
#ifndef WB_CASE_REFERENCE_H
#define WB_CASE_REFERENCE_H

#include <stdbool.h>

#include "store/case_record.h"
#include "verdict/reference.h"

/*
 * The same client, category and action, and a time that the case was seen in; a code holds the time to the minute, so a minute either way.
 * Pure.
 */
bool wb_case_is_of_reference(const struct wb_case *remembered, const struct wb_reference *reference);

#endif
