/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * removal_standing.h - whether anything of ours stands against a client that somebody asks about: what the store lists, and what the
 * configuration could refuse it by besides, without a question to the DNS.
 */
#ifndef WB_REMOVAL_STANDING_H
#define WB_REMOVAL_STANDING_H

#include <stdbool.h>

#include "base/address.h"
#include "base/status.h"
#include "verdict/check.h"

struct wb_removal_standing {
	bool is_exempt; /* Exim accepts it whatever lists it */
	bool
	    is_refused; /* it would be refused or deferred now by what the store and its place say: a listing of staff, a feed or a report */
	bool has_part; /* of a /64: something that would refuse is listed inside it */
	bool has_weak; /* something is listed, which does not refuse alone: with a zone or a rule it may */
	bool zone_may; /* a zone gives a category that refuses: it was not asked, and may list the client */
	bool rule_may; /* a rule gives one: whether it holds is known only when the client connects */
};

/*
 * What stands against it now.
 * outcome:  about the client's address (of a /64 its first one), of a check that skipped DNS or not.
 * category: of the request; "" when it is not known: each category that refuses then counts for zone_may and rule_may.
 * Returns:  WB_OK. WB_UNAVAILABLE: what is listed cannot be read, and nothing is to be concluded. WB_NO_MEMORY.
 */
enum wb_status wb_removal_standing_find(const struct wb_outcome *outcome, const struct wb_prefix *client, const char *category,
    int64_t now_s, struct wb_removal_standing *standing_r, struct wb_error *error_r);

/* True when nobody has to look at a request about it: nothing of ours is listed, and no zone or rule could refuse it, or it is exempt. */
bool wb_removal_standing_is_clear(const struct wb_removal_standing *standing);

/* True when nothing of ours is listed against it; a zone or a rule may still refuse it. */
bool wb_removal_standing_is_unlisted(const struct wb_removal_standing *standing);

#endif
