/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * check_age.h - since when evidence of zones and rules is known, where a category would reject by it but for its grace: looked up once for a
 * connection, in first_seen_file.h. Private to check.c and check_dns.c.
 */
#ifndef WB_CHECK_AGE_H
#define WB_CHECK_AGE_H

#include "verdict/evidence.h"
#include "verdict/first_seen_file.h"

struct wb_check_ages {
	size_t count;
	struct wb_first_seen *rows; /* that were looked up; room for WB_EVIDENCE_MAX */
};

/*
 * Fills since_s of the facts' evidence. Nothing is looked up without need, and a first sight that is not known is one that the agent learns of
 * by this verdict. What cannot be read is told in the facts' notice.
 */
void wb_check_age_find(const struct wb_policy *policy, struct wb_facts *facts, int64_t now_s, struct wb_check_ages *ages);

#endif
