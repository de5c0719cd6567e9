/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * config_name.h - names as somebody wrote them, among those of setting.h's tables: which one it is, which one was meant, where it belongs.
 */
#ifndef WB_CONFIG_NAME_H
#define WB_CONFIG_NAME_H

#include <stdbool.h>
#include <stddef.h>

#include "config/setting.h"

/* section: NULL: outside of any. NULL: there is no such row there. */
const struct wb_setting *wb_config_name_setting(const struct wb_section *section, const char *name, size_t length);
const struct wb_section *wb_config_name_section(const struct wb_section *section, const char *name, size_t length);

/* Whether a line reads as the beginning of a statement (a name of the tables, and behind it a = or a {), or as a } alone. */
bool wb_config_name_begins(const char *line);

/* Whether it is a setting as messages and manual pages call it: "site.name". */
bool wb_config_name_is_dotted(const char *name, size_t length);

/*
 * What was expected in the place of a name that is none there: the nearest one, the section where it belongs, or all that there are.
 * has_block: a { follows it, so that a section was meant.
 */
void wb_config_name_add_expected(
    struct wb_text *text, const struct wb_section *section, const char *name, size_t length, bool has_block);

/* The nearest of words (separated by spaces) to one that is none of them; empty: none is near. length_r: its bytes. */
const char *wb_config_name_nearest(const char *words, const char *word, size_t *length_r);

#endif
