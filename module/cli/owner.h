/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * owner.h - a store belongs to one user, who alone writes it. Before a file of the store is touched, root becomes that user, and for a
 * member of the store's group sudo runs the command again as that user. The file that a command line names stays the caller's
 * business: it is opened with the caller's rights, and the verb has it as its standard input, which is all that sudo passes on.
 */
#ifndef WB_CLI_OWNER_H
#define WB_CLI_OWNER_H

#include <stdbool.h>

#include "cli/cli.h"

/*
 * Whether sudo runs this for somebody who may not do all that the store's owner may: then no file but the usual configuration and
 * standard input is opened, or the owner's rights would reach files that the person named. verb: what was asked for.
 * Returns CLI_DONE, or the status of what was said.
 */
enum cli_exit cli_owner_check_files(const struct cli *cli, const struct cli_verb *verb);

/*
 * Becomes the owner of the store that the configuration names; where there is no store yet, nothing. verb as above: cli->verb is not set
 * yet. *finished_r: another process has done the verb, and its status is returned.
 */
enum cli_exit cli_owner_become(struct cli *cli, const struct cli_verb *verb, bool *finished_r);

/* The same of this store, whatever the configuration says, which may not even be one. */
enum cli_exit cli_owner_become_of(struct cli *cli, const struct cli_verb *verb, const char *store, bool *finished_r);

#endif
