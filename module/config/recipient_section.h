/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * recipient_section.h - the sections recipient "..." { category "..." { action = } } of a configuration: who chooses, and what.
 */
#ifndef WB_RECIPIENT_SECTION_H
#define WB_RECIPIENT_SECTION_H

#include "base/status.h"
#include "config/diagnostic.h"

struct wb_choice;
struct wb_config;
struct wb_recipient;

/*
 * Appends a recipient to config->policy, or a choice to the last one there, with defaults. name: "example.org", "@example.org", which is the
 * same, or "ann@example.org". NULL: no memory, or, if the diagnostics have grown, a mistake.
 */
struct wb_recipient *wb_recipient_section_add(
    struct wb_config *config, const char *name, struct wb_position position, struct wb_diagnostics *diagnostics);
struct wb_choice *wb_recipient_section_add_choice(
    struct wb_config *config, const char *category_id, struct wb_position position);

/* When the whole file is read: looks the categories up, and puts the recipients in the order of their names. */
void wb_recipient_sections_finish(struct wb_config *config, struct wb_diagnostics *diagnostics);

#endif
