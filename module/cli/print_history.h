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

json_object *cli_history_json(const struct wb_history_record *record);

#endif
