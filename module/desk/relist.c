/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* relist.c - see relist.h */
#include "desk/relist.h"

int64_t wb_relist_span(int64_t asked_s, size_t removals, uint32_t factor_milli)
{
	int64_t span_s = asked_s;

	if (asked_s <= 0 || factor_milli <= 1000)
		return asked_s;
	/* What is multiplied is at most WB_RELIST_MAX_S, and each step makes it longer: neither overflow nor a long loop. */
	for (; removals > 0 && span_s < WB_RELIST_MAX_S; removals--) {
		span_s = (int64_t)(((uint64_t)span_s * factor_milli + 999) / 1000);
		if (span_s > WB_RELIST_MAX_S)
			span_s = WB_RELIST_MAX_S;
	}
	return span_s;
}

bool wb_relist_count(void *context, const struct wb_request *request)
{
	struct wb_relist *relist = context;

	if (request->state != WB_REQUEST_APPROVED || request->is_unchanged || request->decided_at_s > relist->before_s ||
	    !wb_prefix_lies_in(&relist->prefix, &request->client))
		return true;
	relist->removals++;
	if (request->decided_at_s >= relist->last_at_s) {
		relist->last_at_s = request->decided_at_s;
		relist->last_number = request->number;
	}
	return true;
}
