/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * counts_as.h - staff write an address as Exim logs it, and mean the client that it counts as (base/nat64.h). They are told on
 * standard error, since it is no answer.
 */
#ifndef WB_CLI_COUNTS_AS_H
#define WB_CLI_COUNTS_AS_H

#include "base/address.h"
#include "cli/cli.h"

/* Says it when the two are not the same. */
void cli_say_counts_as(const struct wb_prefix *written, const struct wb_prefix *plain);

/* The IPv4 host or network that is meant, which is said; any other prefix as it is. */
struct wb_prefix cli_counts_as(const struct cli *cli, const struct wb_prefix *written);

#endif
