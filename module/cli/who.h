/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * who.h - who uses the command, as history and sources name them. Asks the environment: the rooms below are told.
 */
#ifndef WB_CLI_WHO_H
#define WB_CLI_WHO_H

#include "cli/cli.h"
#include "store/change.h"

/* Asks once, as the command begins. */
void cli_caller_find(struct cli_caller *caller_r);

/* Who changes the list now, for its history. */
struct wb_change cli_change(const struct cli *cli);

/* "staff:" and the login name. buffer: WB_LISTING_SOURCE_SIZE bytes. */
void cli_default_source(const struct cli *cli, char *buffer);

#endif
