/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* print_apply.h - what a configuration changes, for people and for programs. */
#ifndef WB_CLI_PRINT_APPLY_H
#define WB_CLI_PRINT_APPLY_H

#include <json-c/json.h>

#include "base/text.h"
#include "cli/cli.h"
#include "desk/apply.h"

#define CLI_APPLY_CHANGE_SIZE 900 /* of a change in words; long values are cut */

/* "added", "changed", "removed". */
const char *cli_apply_kind_name(enum wb_apply_kind kind);

/* "changed mode = \"enforce\" (it was \"monitor\")". */
void cli_apply_change_format(const struct wb_apply_change *change, struct wb_text *text);

/*
 * What was copied of the mmdb files goes to standard output unless it is JSON, what was not and why to standard error.
 * CLI_IO when a file was not taken.
 */
enum cli_exit cli_apply_tell_copies(const struct wb_apply *apply, bool json);

/* All of an outcome; the caller releases it. */
json_object *cli_apply_json(const char *path, const struct wb_apply *apply);

#endif
