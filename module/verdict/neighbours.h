/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * neighbours.h - how many other hosts around a client this operator has listed: several of them say something of the network.
 *
 * The network is the /24 of an IPv4 address, the /48 of an IPv6 address. A host is an IPv4 address, or an IPv6 /64, since whoever has one
 * address of that has all: however many addresses of it are listed, it is one. The client's own does not count.
 *
 * A host counts by a listing of it, or of a part of its /64, that is active, in a category that the policy has and that is not off.
 * Not when it is allowed, by a listing of the same prefix or of one around it: what staff has let in speaks against nobody. A
 * listing of a range (a /26, an IPv6 /56) is one decision, about the hosts that it covers and no others: it is no host, and counts none.
 */
#ifndef WB_NEIGHBOURS_H
#define WB_NEIGHBOURS_H

#include "verdict/policy.h"
#include "verdict/published_listings.h"

#define WB_NEIGHBOURS_WANTED 3 /* so many are evidence; no more are looked for */

/* How many rows are looked at, of both files together, beside eight searches. A /24 in which every host is listed twice has as many. */
#define WB_NEIGHBOURS_ROWS_MAX 512

/* The network around a client. */
struct wb_prefix wb_neighbours_network(const struct wb_address *client);

/*
 * Counts the other listed hosts in the client's network.
 * now_s:     the time at which a listing is to be active.
 * count_r:   at most WB_NEIGHBOURS_WANTED. Too few when there are more rows than are looked at: what is not known does not count.
 *            0 unless WB_OK is returned.
 * Returns:   WB_OK; WB_UNAVAILABLE: a file cannot be read, or is damaged where this looks.
 * A record that cannot be read lists no host, and is no fault: it does not cover the client. If it might allow, it does.
 */
enum wb_status wb_neighbours_count(struct wb_published_listings *published, const struct wb_policy *policy,
    const struct wb_address *client, int64_t now_s, size_t *count_r, struct wb_error *error_r);

#endif
