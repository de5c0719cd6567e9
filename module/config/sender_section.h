/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * sender_section.h - the sections sender become known senders (verdict/guard.h): those of whyblock.conf, and those of the file that
 * known_senders names, which holds nothing else.
 */
#ifndef WB_SENDER_SECTION_H
#define WB_SENDER_SECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "base/text.h"
#include "config/diagnostic.h"
#include "verdict/policy.h"

struct wb_config;

#define WB_SENDER_FRESH_MONTHS 12 /* after which somebody should look again */

/* Appends a sender to config->policy.senders with its settings' defaults; NULL when the name is wrong (a diagnostic was added) or memory ran out. */
struct wb_sender *wb_sender_section_add(
    struct wb_config *config, const char *name, struct wb_position position, struct wb_diagnostics *diagnostics);

/*
 * Once all settings are read: reads the file, and leaves out those of it that the configuration has, too, and whoever has no suffix. A file
 * that is not there is no mistake; config->known_senders_missing says so. Its mistakes are told with its path, as one of known_senders.
 */
enum wb_status wb_sender_sections_finish(struct wb_config *config, struct wb_diagnostics *diagnostics);

/*
 * "known_senders: 60 of FILE, 1 of the configuration", or that there is no such file.
 * False, and nothing: with sender_action = "off".
 */
bool wb_sender_add_origin(const struct wb_config *config, struct wb_text *text);

/* "3 of 40 known senders were checked more than 12 months ago ..."; false, and nothing: none was. */
bool wb_sender_add_age(const struct wb_policy *policy, int64_t now_s, struct wb_text *text);

/* How many months ago a sender was checked; 0: this month, later, or not said. */
unsigned wb_sender_age_months(const struct wb_sender *sender, int64_t now_s);

#endif
