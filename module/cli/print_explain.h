/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * print_explain.h - the whole trail of one run of the check, for people and for programs.
 */
#ifndef WB_CLI_EXPLAIN_H
#define WB_CLI_EXPLAIN_H

#include <json-c/json.h>

#include "verdict/check.h"

/* smtp: the reply as Exim sends it, or empty for none; it is taken apart. */
void cli_explain_print(const struct wb_outcome *outcome, char *smtp);
json_object *cli_explain_json(const struct wb_outcome *outcome, char *smtp);

#endif
