/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * query.h - the facts of one SMTP dialogue, as far as it has come: bounded, but not yet printable.
 */
#ifndef WB_QUERY_H
#define WB_QUERY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/address.h"

#define WB_QUERY_NAME_SIZE 256    /* RFC 1035 section 2.3.4: a domain name has at most 255 octets */
#define WB_QUERY_MAILBOX_SIZE 321 /* RFC 5321 section 4.5.3.1: local part 64, "@", domain 255 */

struct wb_message;

struct wb_query {
	struct wb_address client;
	const struct wb_address *came_from; /* as Exim sees the client, when a translator stands between; NULL: as client */
	bool authenticated;
	char name[WB_QUERY_NAME_SIZE]; /* host name, when Exim has looked it up; else empty, like all that is not known */
	char helo[WB_QUERY_NAME_SIZE];
	char sender[WB_QUERY_MAILBOX_SIZE];
	char recipient[WB_QUERY_MAILBOX_SIZE]; /* of this RCPT */
	char own_name[WB_QUERY_NAME_SIZE];     /* of this server, as it greets; empty: not known */
	struct wb_address own_address;         /* to which the client has connected */
	bool has_own_address;
	const struct wb_message *message; /* at its end: header and beginning of the body; NULL: not known */
	const char *recipients;           /* of the message, at its end: Exim's $recipients; NULL or empty elsewhere */
};

/*
 * The next of a list as $recipients has it, "a@b, "c, d"@e": a comma inside a quoted local part separates nothing. list: where it begins; moves on.
 * NULL: there is none any more, or no list. length_r: of what is returned, which does not end there.
 */
const char *wb_query_next_recipient(const char **list, size_t *length_r);

#endif
