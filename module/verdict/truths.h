/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * truths.h - what is known of a client's HELO and of its name: facts that are yes, no or unknown. A rule's condition holds when one of its
 * facts is yes; an unknown one is no evidence.
 */
#ifndef WB_TRUTHS_H
#define WB_TRUTHS_H

#include <stdint.h>

enum wb_helo_fact {
	WB_HELO_OWN_NAME,       /* this host's own name or address */
	WB_HELO_BARE_IP,        /* an IP address without brackets */
	WB_HELO_OTHER_LITERAL,  /* an address literal (RFC 5321 section 4.1.3) of another address than the client's */
	WB_HELO_UNQUALIFIED,    /* a name without a dot */
	WB_HELO_LOCALHOST,      /* a name that every host has for itself */
	WB_HELO_CLIENT_ADDRESS, /* a name that the client's address stands in */
	WB_HELO_UNRESOLVED,     /* a name without an address */
	WB_HELO_FACTS
};

enum wb_host_name_fact {
	WB_HOST_NAME_IS_NONE,        /* the address has no name */
	WB_HOST_NAME_IS_UNCONFIRMED, /* it has, and none leads back to it */
	WB_HOST_NAME_IS_GENERIC,     /* one that leads back is of those that a network gives each of its addresses */
	WB_HOST_NAME_FACTS
};

/* Bits of one of these enums, 1u << fact. What is in neither is no. */
struct wb_truths {
	uint32_t yes, unknown;
};

#endif
