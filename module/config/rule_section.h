/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * rule_section.h - sections rule become rules (verdict/rule.h): those of whyblock.conf, and those of the file that rules_file names, which
 * holds nothing else. A rule with the same name in both is one rule: each setting that whyblock.conf gives replaces the file's.
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

/* Appends a rule with its settings' defaults to config->policy.rules. NULL: the name is wrong, and a diagnostic was added; or no memory. */
struct wb_rule *wb_rule_section_add(
    struct wb_config *config, const char *name, struct wb_position position, struct wb_diagnostics *diagnostics);

/*
 * Once all settings are read: reads the file, puts both together, checks each rule, looks its category up, and drops what is not enabled.
 * Returns: WB_OK, also when there are mistakes, which are diagnostics, and when there is no such file, which config->rules_file_missing
 *          says; WB_NO_MEMORY.
 */
enum wb_status wb_rule_sections_finish(struct wb_config *config, struct wb_diagnostics *diagnostics);

/* "rules_file: 8 of FILE are on, and 1 of the configuration", or that there is no such file. */
void wb_rule_add_origin(const struct wb_config *config, struct wb_text *text);

#endif
