/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * list_guard.h - what staff are kept from listing: a listing that the configuration does not know, or that would block, or let in,
 * everybody, or block the operator.
 */
#ifndef WB_LIST_GUARD_H
#define WB_LIST_GUARD_H

#include <stdbool.h>

#include "base/text.h"
#include "config/config.h"
#include "desk/own_address.h"
#include "verdict/listing.h"

enum wb_list_guard {
	WB_LIST_GUARD_NONE,
	WB_LIST_GUARD_NAT64, /* some of its clients count as IPv4 hosts, others do not */
	WB_LIST_GUARD_WIDE, /* the prefix covers very many hosts: it is shorter than /8, or /19 of IPv6. Guards what allows, too */
	WB_LIST_GUARD_SELF,    /* it covers this host itself: loopback */
	WB_LIST_GUARD_PRIVATE, /* it overlaps private space, where the operator's own hosts are */
	WB_LIST_GUARD_EXEMPT,  /* it covers what exempt.hosts exempts */
	WB_LIST_GUARD_OWN,     /* it covers an address of the operator's own */
	WB_LIST_GUARD_SENDER,  /* it covers a host of a known sender, or some of its space */
};

enum wb_list_force {
	WB_LIST_GUARDED,
	WB_LIST_FORCED, /* whatever a guard says */
};

/* True for a category of the configuration, and for "allow". */
bool wb_list_knows_category(const struct wb_config *config, const char *category);

/* "spam, virus, allow": what a listing's category may be. */
void wb_list_add_categories(const struct wb_config *config, struct wb_text *text);

/* The category that somebody may have meant who wrote this one; NULL: none is near enough. */
const char *wb_list_nearest_category(const struct wb_config *config, const char *written);

/*
 * Makes of a prefix what its clients count as: an IPv4 host or network, when somebody wrote it as a NAT64 translator does. Before
 * wb_list_check, of what allows as well.
 * WB_INVALID: WB_LIST_GUARD_NAT64, as below; forced, prefix stays as it is.
 */
enum wb_status wb_list_translate(const struct wb_config *config, struct wb_prefix *prefix, enum wb_list_force force,
    enum wb_list_guard *guard_r, struct wb_error *error_r);

/*
 * WB_INVALID: the category is unknown, a field breaks a rule of listings, or a guard refuses the prefix.
 * own:      as far as somebody has found them, or NULL.
 * guard_r:  which one; its reason ends with what was expected, and the caller can add how to list the prefix all the same.
 */
enum wb_status wb_list_check(const struct wb_config *config, const struct wb_listing *listing, enum wb_list_force force,
    const struct wb_own_addresses *own, enum wb_list_guard *guard_r, struct wb_error *error_r);

#endif
