/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * zone_states.h - what all processes know about DNSBL zones, by their shown names: see dns/health.h.
 * Kept in the store's health/ folder, written only when something changes, and never waited for: it may be lost.
 */
#ifndef WB_ZONE_STATES_H
#define WB_ZONE_STATES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "dns/health.h"

/*
 * Reads what is known about each zone; what is not known, or cannot be read, is good. Never waits.
 * rows_r:  count rows, in the order of zones; the caller owns them.
 * Returns: WB_OK, also when nothing was ever written; or WB_UNAVAILABLE with every row good.
 */
enum wb_status wb_zone_states_load(
    const char *store, const char *const *zones, size_t count, struct wb_health *rows_r, struct wb_error *error_r);

/*
 * Writes the rows whose changed flag is set.
 * loaded: the rows as they were read; a row that another process has changed since is left as that process wrote it, and when one
 * is writing just now nothing is written (WB_NOT_FOUND): Exim never waits. NULL, for the command: waits, and writes all.
 */
enum wb_status wb_zone_states_save(const char *store, const char *const *zones, const bool *changed, size_t count,
    const struct wb_health *loaded, const struct wb_health *rows, struct wb_error *error_r);

#endif
