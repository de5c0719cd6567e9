/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * standings_file.h - how hosts stand (standing.h), in a file of the agent's own in WB_SEEN_FOLDER of the store: whose mail was accepted is not
 * forgotten when the agent begins anew, which would have reports list mail servers like any other.
 */
#ifndef WB_AGENT_STANDINGS_FILE_H
#define WB_AGENT_STANDINGS_FILE_H

#include <stdint.h>

#include "agent/counter_table.h"
#include "base/status.h"

#define STANDINGS_FILE "standings-1"
#define STANDINGS_SAVE_S 3600 /* how often, while connections tell what they did */

/* Adds what the file has to the table. done_at_s_r: what was saved; INT64_MIN: nothing. WB_UNAVAILABLE: it cannot be read, or is damaged. */
enum wb_status standings_load(struct counter_table *table, const char *store, int64_t *done_at_s_r, struct wb_error *error_r);

/* Writes those of the last days. done_at_s: when a connection has told last what it did. A reader finds the file of before or this one. */
enum wb_status standings_save(
    const struct counter_table *table, const char *store, int64_t done_at_s, int64_t now_s, struct wb_error *error_r);

#endif
