/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * name_address.h - whether a host name, such as a HELO, has an address at all: A or AAAA (RFC 5321 section 2.3.5). Which one is not looked at.
 */
#ifndef WB_NAME_ADDRESS_H
#define WB_NAME_ADDRESS_H

#include "dns/resolver.h"

enum wb_name_address_state {
	WB_NAME_ADDRESS_OPEN,    /* an answer is still to come */
	WB_NAME_ADDRESS_YES,     /* as soon as there is one of either kind */
	WB_NAME_ADDRESS_NO,      /* both answers say that there is none, or nobody can have this name */
	WB_NAME_ADDRESS_UNKNOWN, /* a question failed, and the other one found no address */
};

struct wb_name_address;

/*
 * Asks for both kinds, and returns without waiting. Asked of nobody, and "no", is what is no usable host name: other characters than letters,
 * digits, '-' and '_', fewer than two labels, an empty one or one of more than 63 bytes, more than 253 bytes in all (RFC 1035 section 2.3.4), and
 * digits alone as the last label, such as an IPv4 address has. A dot at the end is allowed.
 * name:      nothing of it is kept.
 * Returns:   the handle, or NULL: out of memory.
 * Ownership: the resolver calls into the handle for as long as it is open: it is closed first.
 */
struct wb_name_address *wb_name_address_open(struct wb_resolver *resolver, const char *name);

enum wb_name_address_state wb_name_address_state(const struct wb_name_address *address);

/* NULL is allowed; leaves NULL. */
void wb_name_address_close(struct wb_name_address **address);

#endif
