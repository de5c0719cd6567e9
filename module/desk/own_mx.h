/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * own_mx.h - the addresses of the hosts that take mail for the operator's own domains.
 */
#ifndef WB_OWN_MX_H
#define WB_OWN_MX_H

#include <stdint.h>

#include "base/list.h"
#include "desk/local_domains.h"
#include "desk/own_address.h"

#define WB_OWN_MX_PER_DOMAIN 16 /* further ones are not looked at ... */
#define WB_OWN_MX_HOSTS 80      /* ... nor is what lies behind so many hosts of all domains */

/*
 * Asks for the MX hosts of each domain, or the domain itself where it has none (RFC 5321 section 5.1), and for their addresses; each is added as
 * "the MX of DOMAIN". What the DNS does not answer within the deadline is not added: a failure is no guard, and nobody is told.
 * servers:     as for wb_resolver_open.
 * deadline_ms: for all questions together.
 */
void wb_own_mx_add(
    const struct wb_local_domains *domains, const struct wb_texts *servers, uint32_t deadline_ms, struct wb_own_addresses *own);

#endif
