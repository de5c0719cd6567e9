/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * ask_own.h - which addresses are the operator's own: those of this host's interfaces, and of the MX hosts of Exim's local domains.
 */
#ifndef WB_ASK_OWN_H
#define WB_ASK_OWN_H

#include "cli/cli.h"
#include "desk/own_address.h"

/*
 * Asks the system; and of what may be many hosts also Exim (for its domain list local_domains) and the DNS, which have some seconds: too much
 * for each host that a program lists. What cannot be found out is left out: then it is not guarded, and nobody is told, since it is no reason
 * not to list a host.
 * own_r: the caller closes it.
 */
void cli_ask_own(const struct cli *cli, bool are_many, struct wb_own_addresses *own_r);

#endif
