/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * report_list.h - makes listings of reports: many in one transaction, each with its record of history, and published at its end.
 */
#ifndef WB_REPORT_LIST_H
#define WB_REPORT_LIST_H

#include <stddef.h>

#include "config/config.h"
#include "desk/report_result.h"
#include "store/change.h"

struct wb_report_listing {
	struct wb_prefix prefix;                   /* of one host: wb_prefix_of_holder */
	const struct wb_report_settings *settings; /* of its kind, in the configuration */
	char reason[WB_LISTING_REASON_SIZE];       /* printable */
	enum wb_report_result result;              /* LISTED, REPEATED, STANDS, ALLOWED or GUARDED */
	int64_t expires_at_s;                      /* when it is listed: until then */
};

/*
 * Lists each of them, unless something speaks against it, as its result then says. What approvals of removal requests allow of a host ends,
 * see wb_approval_end. Repeats: when the last listing of this source for this prefix has ended less than WB_LISTING_REPEAT_S ago, the new
 * one lasts twice as long as that did; and longer, too, for each removal on request before (wb_relist_span); ttl_max in any case.
 * config:  knows their categories.
 * Returns: WB_OK; WB_NOT_IN_FORCE: see wb_listing_commit; WB_NOT_FOUND: another process writes, so try again: nobody has waited;
 *          WB_UNAVAILABLE, WB_NO_MEMORY: nothing has changed, and the results mean nothing.
 */
enum wb_status wb_report_list(const struct wb_config *config, const struct wb_change *change, struct wb_report_listing *rows,
    size_t count, struct wb_error *error_r);

#endif
