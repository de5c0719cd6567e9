/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* counts_as.c - see counts_as.h */
#include "cli/counts_as.h"

#include "base/nat64.h"

void cli_say_counts_as(const struct wb_prefix *written, const struct wb_prefix *plain)
{
	char note[WB_NAT64_TEXT_SIZE];

	if (wb_prefix_equals(written, plain))
		return;
	wb_nat64_format(written, plain, note);
	cli_fail(CLI_DONE, "%s", note);
}

struct wb_prefix cli_counts_as(const struct cli *cli, const struct wb_prefix *written)
{
	struct wb_prefix plain;

	wb_nat64_prefix(&cli->config->policy.nat64_prefixes, written, &plain, NULL);
	cli_say_counts_as(written, &plain);
	return plain;
}
