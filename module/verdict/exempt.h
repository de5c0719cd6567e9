/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * exempt.h - who is never blocked, whatever is listed.
 */
#ifndef WB_EXEMPT_H
#define WB_EXEMPT_H

#include <stdbool.h>
#include <stddef.h>

#include "verdict/policy.h"
#include "verdict/query.h"

/*
 * True when the client's address, its login, the recipient, or every recipient of the message is exempt; why says which.
 * Pure. Recipients are compared without case (RFC 5321 section 4.1.1.3 wants that for postmaster).
 */
bool wb_exempt_match(const struct wb_exempt *exempt, const struct wb_query *query, char *why, size_t why_size);

/* The entry of exempt.recipients that a mailbox of this length is, or NULL. */
const char *wb_exempt_recipient(const struct wb_exempt *exempt, const char *mailbox, size_t length);

/* The exempt network that the client is in, or NULL. */
const struct wb_prefix *wb_exempt_host(const struct wb_exempt *exempt, const struct wb_address *client);

/* The exempt network that overlaps prefix, or NULL. */
const struct wb_prefix *wb_exempt_overlap(const struct wb_exempt *exempt, const struct wb_prefix *prefix);

#endif
