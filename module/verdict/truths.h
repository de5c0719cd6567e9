/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * truths.h - what is known of a host and of a mail, as rules ask for it: each fact is true, false or not known.
 */
#ifndef WB_TRUTHS_H
#define WB_TRUTHS_H

#include <stdint.h>

/* A bit for each fact of one of the lists below; in neither: it is false. */
struct wb_truths {
	uint32_t yes, unknown;
};

/* Of the name that the client says in HELO or EHLO, see helo.h. */
enum wb_helo_fact {
	WB_HELO_OWN_NAME,       /* it is this server's own name or address */
	WB_HELO_BARE_IP,        /* an address without brackets */
	WB_HELO_OTHER_LITERAL,  /* an address literal (RFC 5321 section 4.1.3) of another address than the client's */
	WB_HELO_UNQUALIFIED,    /* a name without a dot */
	WB_HELO_LOCALHOST,      /* "localhost", "localhost.localdomain" and the like */
	WB_HELO_CLIENT_ADDRESS, /* a name with the client's address in it */
	WB_HELO_UNRESOLVED,     /* a name without an address in the DNS */
	WB_HELO_FACTS
};

/* Of the name that leads from the address to the host and back, see host_name.h. */
enum wb_host_name_fact {
	WB_HOST_NAME_IS_NONE,        /* there is none */
	WB_HOST_NAME_IS_UNCONFIRMED, /* there is one, and none leads back (RFC 8601 section 2.7.3) */
	WB_HOST_NAME_IS_GENERIC,     /* its structure or its words are those of an end user's line */
	WB_HOST_NAME_FACTS
};

#endif
