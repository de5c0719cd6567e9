/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * removal_plan.h - what it takes that a host is not blocked any more: the plan that staff see before they approve a request, and
 * that the approval then follows.
 */
#ifndef WB_REMOVAL_PLAN_H
#define WB_REMOVAL_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/status.h"
#include "desk/unseen_rules.h"
#include "verdict/check.h"
#include "verdict/listing.h"

#define WB_REMOVAL_LISTINGS_MAX 100
#define WB_REMOVAL_WHY_SIZE 512

/* What is listed for exactly the host, or for parts of it when it is the /64 that a reference holds of an IPv6 address. */
struct wb_removal_listings {
	struct wb_listing rows[WB_REMOVAL_LISTINGS_MAX];
	size_t count;
	bool truncated; /* there are more */
};

/*
 * Those that cover the host come from the outcome, which has read them; the store is read for what lies inside a /64, and for a
 * host that is exempt, of which nothing was looked up.
 */
enum wb_status wb_removal_find(const struct wb_outcome *outcome, const struct wb_prefix *client,
    struct wb_removal_listings *listings_r, struct wb_error *error_r);

struct wb_removal_plan {
	struct wb_listing removed[WB_REMOVAL_LISTINGS_MAX]; /* they go */
	size_t removed_count;
	bool allows;             /* "allow" has to be listed for the host */
	bool is_allowed;         /* it is listed already ... */
	int64_t allowed_until_s; /* ... until then; 0: without end */
	/* For staff: what else blocks the host, keeps it unblocked, or is not known; may be empty. */
	char why[WB_REMOVAL_WHY_SIZE];
};

/*
 * Staff's own listings of exactly this host go: of an IPv6 /64, its own and those of single hosts in it as category (empty: as any).
 * Where something else would still block the host (a network's listing, a feed's, a rule, a DNSBL), or nothing was found and some
 * zone did not answer, the host is to be allowed. A zone's silence alone is no reason when a listing was found: "allow" hides all
 * that comes after it. The same is so of a rule about a mail: where the reference's case says that it decided, and it would again, the
 * host is to be allowed; where no case is kept, only when no listing was found. Pure.
 * outcome: about the client's address; of a /64 about its first one.
 * unseen:  of the same outcome and of the request's reference.
 */
void wb_removal_plan_make(const struct wb_outcome *outcome, const struct wb_prefix *client, const char *category,
    const struct wb_removal_listings *listings, const struct wb_unseen_rules *unseen, int64_t now_s,
    struct wb_removal_plan *plan_r);

#endif
