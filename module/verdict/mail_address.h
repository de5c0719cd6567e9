/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * mail_address.h - the mailboxes in the value of a From, Sender, Reply-To or To field. Pure, linear, bounded.
 * Source: RFC 5322 sections 3.2.2 (comments), 3.2.4 (quoted strings), 3.4 and 4.4; RFC 2047 section 5 (encoded words).
 */
#ifndef WB_MAIL_ADDRESS_H
#define WB_MAIL_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

#define WB_MAIL_ADDRESS_NAME_SIZE 512
#define WB_MAIL_ADDRESS_SIZE 321 /* RFC 5321 section 4.5.3.1: local part 64, "@", domain 255 */

struct wb_mail_address {
	/* The display name without its quotes, else the comment behind the address; empty: none. Encoded words stay as they are. */
	char name[WB_MAIL_ADDRESS_NAME_SIZE];
	/* local@domain, without blanks and comments; a quoted local part keeps its quotes. Never empty, but for a path that is too long. */
	char address[WB_MAIL_ADDRESS_SIZE];
};

/*
 * Reads the first mailbox of a value on one line (wb_field_unfold), the members of groups included.
 * address_r: all empty when there is none.
 * Returns:   how many mailboxes there are. What has no "@" is none: a part of a name in which somebody forgot the quotes, a local user.
 */
size_t wb_mail_address_read(const char *value, struct wb_mail_address *address_r);

/* The domain of a mailbox, behind its last "@"; empty: there is none. */
const char *wb_mail_address_domain(const char *mailbox);

#endif
