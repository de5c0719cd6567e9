/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * print_history.h - changes of what is listed as the command shows them.
 */
#ifndef WB_CLI_HISTORY_IO_H
#define WB_CLI_HISTORY_IO_H

#include <json-c/json.h>
#include <stdbool.h>

#include "store/history.h"

/* A row of a table for people, under its heading when it is the first. */
void cli_history_print(const struct wb_history_record *record, bool first);

/* The same as a paragraph of CLI_COLUMNS, "2026-11-30 01:10  ann  add 192.0.2.66/32 as spam by staff:ann: seen relaying [without end]". */
void cli_history_print_short(const struct wb_history_record *record);

json_object *cli_history_json(const struct wb_history_record *record);

#endif
