/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * relist.h - a host that was removed on request and is listed again stays listed for longer.
 */
#ifndef WB_RELIST_H
#define WB_RELIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "store/request.h"

#define WB_RELIST_MAX_S (3650LL * 86400) /* longer than this a listing lasts only when it was asked for */

/*
 * How long a listing lasts: asked_s times the factor (thousandths, see removal.relist_factor) for each earlier removal.
 * Never shorter than asked; 0, without end, stays so. Rounded up to a second.
 */
int64_t wb_relist_span(int64_t asked_s, size_t removals, uint32_t factor_milli);

/* What earlier removals there were. prefix and before_s are the caller's; the rest begins as zero. */
struct wb_relist {
	struct wb_prefix prefix;
	int64_t before_s; /* Unix time: decisions later than this do not count */
	size_t removals;
	uint64_t last_number; /* of the latest one: the request's number, and when it was approved */
	int64_t last_at_s;
};

/*
 * A wb_request_visit whose context is a struct wb_relist: counts a request that was approved for a client which is the prefix, or
 * covers it (of IPv6, a request may be about a /64), unless there was nothing to change: anybody can ask about a host that nothing
 * blocks. Approvals of single hosts in a prefix do not lengthen the listing of all.
 */
bool wb_relist_count(void *context, const struct wb_request *request);

#endif
