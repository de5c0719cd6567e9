/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * nat64.h - IPv6 addresses in which a translator writes an IPv4 host: they count as that host, whichever way it comes.
 * Source: RFC 6052 section 2 (NAT64), RFC 3056 section 2 (6to4).
 *
 * own is what the operator adds to 64:ff9b::/96, which always counts. Some embedded addresses are not believed, since no such host can
 * come this way: this host itself, multicast and reserved space; in 64:ff9b::/96 and 2002::/16, which anybody may use, also private
 * space (RFC 6052 section 3.1, RFC 3964 section 5). A client in these stays the IPv6 address that it is.
 */
#ifndef WB_NAT64_H
#define WB_NAT64_H

#include <stdbool.h>

#include "base/address.h"
#include "base/list.h"
#include "base/status.h"

#define WB_NAT64_WANTED \
	"an IPv6 network of length /32, /40, /48, /56, /64 or /96 whose bits 64 to 71 are 0 (RFC 6052), or \"2002::/16\" (6to4)"

/* 64:ff9b::/96 */
extern const struct wb_prefix wb_nat64_well_known;

/* True for what may be one of own. */
bool wb_nat64_is_valid(const struct wb_prefix *prefix);

/* True when an IPv4 host stands in address: *host_r is that host. Else *host_r is address as it is. */
bool wb_nat64_host(const struct wb_prefixes *own, const struct wb_address *address, struct wb_address *host_r);

/*
 * The same for a prefix that somebody lists or asks about.
 * plain_r:  the IPv4 host or network whose clients come from prefix; or prefix as it is, unless WB_OK is returned.
 * Returns:  WB_OK; WB_NOT_FOUND: no client in it counts as IPv4; WB_INVALID: some do and others do not, so it is no network of clients:
 *           error_r says what was expected.
 */
enum wb_status wb_nat64_prefix(
    const struct wb_prefixes *own, const struct wb_prefix *prefix, struct wb_prefix *plain_r, struct wb_error *error_r);

#define WB_NAT64_TEXT_SIZE (2 * WB_PREFIX_TEXT_SIZE + 16)

/* "64:ff9b::c000:242 counts as 192.0.2.66". buffer holds WB_NAT64_TEXT_SIZE bytes. */
void wb_nat64_format(const struct wb_prefix *prefix, const struct wb_prefix *plain, char *buffer);

#endif
