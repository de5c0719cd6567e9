/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * value_hint.h - what somebody meant by a value that a setting does not take: the same without what is wrong with it, where that can be
 * told. It only chooses words.
 */
#ifndef WB_VALUE_HINT_H
#define WB_VALUE_HINT_H

#include <stdbool.h>

#include "base/text.h"
#include "config/setting.h"

/* Adds what to write instead, as it stands behind "expected". False: nothing more is known than wb_setting_wanted says. */
bool wb_value_hint_add(struct wb_text *text, const struct wb_setting *setting, const char *value);

/* The same of the template of a reply: of a placeholder that there is not. */
bool wb_value_hint_add_template(struct wb_text *text, const char *template);

#endif
