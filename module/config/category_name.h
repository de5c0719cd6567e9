/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * category_name.h - a section's setting category = "...", and what was expected of it.
 */
#ifndef WB_CATEGORY_NAME_H
#define WB_CATEGORY_NAME_H

#include <stdbool.h>

#include "base/position.h"
#include "config/diagnostic.h"

struct wb_config;

/*
 * Finds a category by its id. NULL: there is none, and the diagnostic says which one is near.
 * what: the section, as a message names it, such as: rule "a". It stands at section; its setting is looked up there.
 * takes_allow: the id of the list of good hosts is one, too, and NULL its answer without a diagnostic.
 */
const struct wb_category *wb_category_name_find(struct wb_config *config, struct wb_diagnostics *diagnostics,
    struct wb_position section, const char *what, const char *id, bool takes_allow);

/* "a category: open-relay, ... or policy; the nearest is ...": what was expected in the place of an id. buffer holds 300 bytes. */
#define WB_CATEGORY_NAME_EXPECTED_SIZE 300
const char *wb_category_name_expected(const struct wb_config *config, const char *id, bool takes_allow, char *buffer);

#endif
