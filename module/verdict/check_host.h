/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * check_host.h - what is known of a client's host, for the rules about it: by what it said in the dialogue, and by what the DNS has
 * answered. Private to the check.
 */
#ifndef WB_CHECK_HOST_H
#define WB_CHECK_HOST_H

#include <stdbool.h>

#include "dns/host_names.h"
#include "dns/name_address.h"
#include "verdict/policy.h"
#include "verdict/query.h"
#include "verdict/rule.h"

/* What rules want to know of a host beyond what Exim hands over. */
struct wb_host_wants {
	bool any;  /* there are rules about hosts */
	bool name; /* the names that its address leads to */
	bool helo; /* whether the name in HELO has an address */
};

struct wb_host_wants wb_check_host_wants(const struct wb_policy *policy);

/*
 * client:      the one that is decided about: behind a translator the host that it counts as.
 * wants:       when no rule asks for the host's name, its facts stay unknown: to find them a library must be loaded.
 * names, helo: what the DNS was asked; NULL: it was not. A question that is open leaves its facts unknown.
 * Ownership:   host_r points into query and names.
 */
void wb_check_host_read(const struct wb_query *query, const struct wb_address *client, struct wb_host_wants wants,
    const struct wb_host_names *names, const struct wb_name_address *helo, struct wb_host *host_r);

#endif
