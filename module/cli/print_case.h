/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* print_case.h - a case on one screen, a table of cases, and both for programs. */
#ifndef WB_CLI_PRINT_CASE_H
#define WB_CLI_PRINT_CASE_H

#include <json-c/json.h>

#include "store/case_record.h"
#include "verdict/check.h"

/*
 * A zone that spoke against the client then, and was not asked now, or gave no answer; or "the check", when something was at fault. Empty: all
 * that spoke then was heard.
 */
const char *cli_case_unheard(const struct wb_case *remembered, const struct wb_outcome *now);

/* All that is known of it. now: what Exim would do now; NULL: that is not asked. */
void cli_case_print(const struct wb_case *remembered, const struct wb_outcome *now);

/* A row of a table; first: with its head. */
void cli_case_print_row(const struct wb_case *remembered, bool first);

json_object *cli_case_json(const struct wb_case *remembered);

#endif
