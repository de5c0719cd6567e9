/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * own_address.h - addresses that are the operator's own, each with a word on what it is, so that nobody blocks them without a word.
 */
#ifndef WB_OWN_ADDRESS_H
#define WB_OWN_ADDRESS_H

#include <stddef.h>

#include "base/address.h"

#define WB_OWN_WHAT_SIZE 300

struct ifaddrs; /* ifaddrs.h */

/* Why somebody should think twice. */
enum wb_own_kind {
	WB_OWN_HOST,   /* the operator's own */
	WB_OWN_SENDER, /* a known sender's */
};

struct wb_own_address {
	enum wb_own_kind kind;
	struct wb_address address;
	char what[WB_OWN_WHAT_SIZE]; /* "an address of this host (eth0)", "the MX of example.org": what stands behind "is" */
};

/* Begin with { NULL }. Each address stands in it once, as what it was added first. */
struct wb_own_addresses {
	struct wb_own_address *rows;
	size_t count;
	size_t room; /* bytes */
};

/* One of private space is left out: that space is guarded as such. So is what there is no memory for: then it is not guarded. */
void wb_own_address_add(
    struct wb_own_addresses *own, enum wb_own_kind kind, const struct wb_address *address, const char *what);

/*
 * Those of this host's interfaces, as getifaddrs(3) lists them; but for documentation space (RFC 5737, 3849), which no host of the Internet has:
 * on an interface it is a laboratory's, whose clients have it, too.
 */
void wb_own_address_add_interfaces(struct wb_own_addresses *own, const struct ifaddrs *first);

/* The first one that the prefix covers, or NULL. own may be NULL: none is known. */
const struct wb_own_address *wb_own_address_find(const struct wb_own_addresses *own, const struct wb_prefix *prefix);

/* Frees what it holds; leaves it as it began. */
void wb_own_address_close(struct wb_own_addresses *own);

#endif
