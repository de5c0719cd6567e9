/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * rule_section.h - the sections rule become rules (verdict/rule.h): those of whyblock.conf, and those of the file that rules_file names,
 * which holds nothing else. A rule of both is one: what whyblock.conf gives of it takes the place of what the file says.
 */
#ifndef WB_RULE_SECTION_H
#define WB_RULE_SECTION_H

#include <stddef.h>

#include "base/status.h"
#include "base/text.h"
#include "config/diagnostic.h"
#include "config/setting_text.h"
#include "verdict/policy.h"

struct wb_config;

/* Appends a rule to config->policy.rules with its settings' defaults; NULL when the name is wrong (a diagnostic was added) or memory ran out. */
struct wb_rule *wb_rule_section_add(struct wb_config *config, const char *name, int line, struct wb_diagnostics *diagnostics);

/*
 * Once all settings are read: reads the file, puts both together, looks the categories up, and leaves out what is not enabled. A file that is not
 * there is no mistake; config->rules_missing says so. notes: of all that whyblock.conf sets.
 */
enum wb_status wb_rule_sections_finish(
    struct wb_config *config, const struct wb_setting_note *notes, size_t note_count, struct wb_diagnostics *diagnostics);

/* "rules_file: 8 of FILE are on, and 1 of the configuration", or that there is no such file. */
void wb_rule_add_origin(const struct wb_config *config, struct wb_text *text);

#endif
