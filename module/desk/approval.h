/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * approval.h - what an approval of a removal request has listed to let a host in, how it is known, and how it ends when the host is
 * listed again: who was let in after a mistake is not let in for the rest of that time after the next one.
 */
#ifndef WB_APPROVAL_H
#define WB_APPROVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/change.h"

#define WB_APPROVAL_WHY_SIZE 64
#define WB_APPROVAL_ENDED_SHOWN 20

/* Why the history says that something was changed for a request, and the reason of what that allows: both are found by it. */
void wb_approval_format_why(uint64_t number, char why[WB_APPROVAL_WHY_SIZE]);

/* True for a listing that an approval has made, by its category, source, reason and prefix. */
bool wb_approval_has_listed(const struct wb_listing *listing);

struct wb_approval_ended {
	struct wb_listing rows[WB_APPROVAL_ENDED_SHOWN]; /* the first of them, as they were */
	size_t count;
};

/*
 * Removes, in the writer's transaction, what approvals allow of this prefix and still counts at change->at_s: of it exactly, of hosts in it,
 * and of the IPv6 /64 that it lies in. Each removal has its record of history. What somebody allowed by hand stays.
 * For whoever lists the prefix: staff, or a report.
 * why:      for the history.
 * Returns:  WB_OK, also when there was nothing; what wb_listing_find_prefix and wb_change_remove return.
 */
enum wb_status wb_approval_end(struct wb_listing_writer *writer, const struct wb_change *change, const struct wb_prefix *prefix,
    const char *why, struct wb_approval_ended *ended_r, struct wb_error *error_r);

#endif
