/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * help.h - what the command says about itself: the verbs of every day on one screen, a verb or a group of verbs on one screen, and all of
 * it.
 */
#ifndef WB_CLI_HELP_H
#define WB_CLI_HELP_H

#include <stdio.h>

#include "cli/cli.h"

#define CLI_HELP_LINES 23 /* of a terminal of 24, whose last one has the prompt */

/* Every verb with its options, and the exit statuses; with --json an object. */
void cli_help_all(bool json);

/* Of the verb, or the group of verbs, that argv begins with. Returns CLI_DONE, or what cli_help_unknown returns. */
enum cli_exit cli_help_verb(struct cli *cli);

/* Says that argv begins with no verb, and what may have been meant. Returns CLI_USAGE. */
enum cli_exit cli_help_unknown(const struct cli *cli);

#endif
