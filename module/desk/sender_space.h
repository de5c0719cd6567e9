/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * sender_space.h - which known senders (verdict/guard.h) a prefix would hit that somebody is about to list: a staff listing of scope host
 * counts although the host is theirs.
 */
#ifndef WB_SENDER_SPACE_H
#define WB_SENDER_SPACE_H

#include <stdint.h>

#include "desk/own_address.h"
#include "verdict/policy.h"

#define WB_SENDER_SPACE_NETWORKS_MAX 1000000 /* of the ASN file that are looked at */

/*
 * Adds at most one row, of kind WB_OWN_SENDER. A host is a sender's by its name, which the DNS is asked for; a network may hold a sender's hosts when
 * some address in it is in one of the networks that the sender sends from, by the published copy of the ASN file.
 * prefix:      as somebody has written it: a translator's (base/nat64.h) is looked up as what it counts as.
 * deadline_ms: for the DNS. What cannot be found out is not added: a failure is no guard, and nobody is told.
 */
void wb_sender_space_add(
    const struct wb_policy *policy, const struct wb_prefix *prefix, uint32_t deadline_ms, struct wb_own_addresses *own);

#endif
