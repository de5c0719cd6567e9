/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * zone_section.h - the sections dnsbl, dnswl and code become zones (dns/zone.h).
 */
#ifndef WB_ZONE_SECTION_H
#define WB_ZONE_SECTION_H

#include <stdbool.h>

#include "base/status.h"
#include "config/diagnostic.h"
#include "dns/zone.h"

struct wb_config;

/* Appends a zone to config->policy.zones with its settings' defaults; NULL when the name is wrong (a diagnostic was added) or memory ran out. */
struct wb_zone *wb_zone_section_add(
    struct wb_config *config, const char *name, bool is_dnswl, struct wb_position position, struct wb_diagnostics *diagnostics);

/* Appends a code of the operator's own to the last zone; NULL as above. */
struct wb_code *wb_zone_section_add_code(
    struct wb_config *config, const char *codes, struct wb_position position, struct wb_diagnostics *diagnostics);

/* Once all settings are read: resolves categories and weights, adds the catalogue's codes. Adds diagnostics. */
enum wb_status wb_zone_sections_finish(struct wb_config *config, struct wb_diagnostics *diagnostics);

#endif
