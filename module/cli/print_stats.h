/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * print_stats.h - the statistics as the command shows them.
 */
#ifndef WB_CLI_PRINT_STATS_H
#define WB_CLI_PRINT_STATS_H

#include "base/status.h"
#include "desk/stats.h"

struct stats_answers;

/* print_stats_text.c: for people; bars where standard output is a terminal */
void cli_print_stats_text(const struct wb_stats *stats);

/* print_stats_export.c: for programs. The file of Prometheus is there whole, or not at all. */
/* answers: null in it when they are not known. */
void cli_print_stats_json(const struct wb_stats *stats, const struct stats_answers *answers);
enum wb_status cli_print_stats_prometheus(const struct wb_stats *stats, const char *path, struct wb_error *error_r);

#endif
