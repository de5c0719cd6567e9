/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * nat64_listings.h - listings of IPv6 space whose clients count as IPv4 hosts (base/nat64.h): made before that prefix was named, they
 * count for none of these clients.
 */
#ifndef WB_NAT64_LISTINGS_H
#define WB_NAT64_LISTINGS_H

#include <stddef.h>
#include <stdint.h>

#include "verdict/listing.h"
#include "verdict/policy.h"

struct wb_nat64_listings {
	struct wb_prefix space; /* that was asked about */
	size_t count;           /* inside the space, or around it */
	size_t allows;          /* of them, those that allow */
	struct wb_prefix first; /* of those that allow, if there are any */
};

/*
 * Those that have not expired, of a policy's store; of a policy without one there are none.
 * space:   one of the policy's nat64_prefixes, or wb_nat64_well_known.
 * Returns: WB_OK, WB_NOT_FOUND (none), WB_UNAVAILABLE, WB_NO_MEMORY.
 */
enum wb_status wb_nat64_listings_find(const struct wb_policy *policy, const struct wb_prefix *space, int64_t now_s,
    struct wb_nat64_listings *found_r, struct wb_error *error_r);

#define WB_NAT64_LISTINGS_TEXT_SIZE 256

/* "listings in and around 2001:db8:64::/96 do not count ...", of one or more. Returns buffer, of WB_NAT64_LISTINGS_TEXT_SIZE bytes. */
const char *wb_nat64_listings_format(const struct wb_nat64_listings *found, char *buffer);

#endif
