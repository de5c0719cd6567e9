/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * special_space.h - addresses that no client on the Internet has: private, loopback, link-local, shared, multicast and reserved space of both
 * families, and what of it stands in an IPv6 address (mapped, compatible, NAT64, 6to4, all of Teredo). Networks for documentation and
 * benchmarks are none of it here: nobody is harmed when one of them is listed. Source: RFC 6890, and IANA's registries of special-purpose addresses.
 */
#ifndef WB_SPECIAL_SPACE_H
#define WB_SPECIAL_SPACE_H

#include <stddef.h>

#include "base/address.h"

/* The networks of it around which others stand; valid for ever. *count_r rows. Outside of 2000::/3 there is more that nobody has. */
const struct wb_prefix *wb_special_space(size_t *count_r);

/* Some of it that overlaps prefix; NULL: none does. */
const struct wb_prefix *wb_special_space_overlap(const struct wb_prefix *prefix);

/* True when prefix is nothing but special space. */
bool wb_special_space_covers(const struct wb_prefix *prefix);

#endif
