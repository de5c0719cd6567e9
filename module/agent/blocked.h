/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * blocked.h - what a genuine reference, or a visit from an address itself, may learn about it. Reads the store and nothing else:
 * no DNS, no database of networks.
 */
#ifndef WB_AGENT_BLOCKED_H
#define WB_AGENT_BLOCKED_H

#include <stdint.h>

#include "page/page.h"
#include "verdict/policy.h"
#include "verdict/reference.h"

/*
 * What is known at this time, the same way as Exim decides.
 * reference: genuine; or NULL, and it is about visitor.
 * visitor:   where the visitor comes from, or NULL. When it lies in the /64 that a reference of before holds of an IPv6 client, it
 *            stands for it: it says more than the code can.
 * policy:    without GeoIP files: what they say rejects nobody alone.
 * blocked_r: all but code and url_code; points into policy.
 * Returns:   WB_OK, also when the store cannot be read: blocked_r->now is WB_BLOCKED_UNKNOWN then, or it has no case, and error_r says why (its
 *            text is empty otherwise). WB_NO_MEMORY.
 */
enum wb_status blocked_find(const struct wb_policy *policy, const struct wb_reference *reference,
    const struct wb_address *visitor, int64_t now_s, struct wb_blocked *blocked_r, struct wb_error *error_r);

/*
 * Takes out of a listing's reason what only staff may know: mail addresses, which may be traps, and account keys of DNSBL zones.
 * buffer holds WB_LISTING_REASON_SIZE bytes.
 */
void blocked_clean_reason(const char *reason, char *buffer);

#endif
