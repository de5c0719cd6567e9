/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * unseen_rules.h - rules about a mail, or about what a host says in HELO, that may have decided when a reference was given: a look at the
 * host alone does not see them.
 */
#ifndef WB_UNSEEN_RULES_H
#define WB_UNSEEN_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "verdict/check.h"
#include "verdict/reference.h"

struct wb_unseen_rules {
	const struct wb_rule *rule; /* the heaviest, one of the policy's; NULL: there is none */
	bool is_known;              /* the reference's case says that it counted; false: no case is kept, and it may have */
	size_t category;            /* of the reference: its place in the policy's categories */
	uint64_t weight_milli;      /* of all of them */
};

/*
 * Those that counted in the case of a reference and that the policy still has, with the weights that it gives them; without a case all
 * that can give the reference's category.
 * outcome:   of a look at the host now: what it could see of the host's name is not among them. The rules live as long as its policy.
 * reference: NULL: there is none, and nothing is known.
 * A store that cannot be read is one without cases.
 */
void wb_unseen_rules_find(
    const struct wb_outcome *outcome, const struct wb_reference *reference, struct wb_unseen_rules *unseen_r);

/*
 * True when a mail for which they hold would be deferred or rejected, with what is known of the host besides. score_milli: of their
 * category. Pure.
 */
bool wb_unseen_rules_block(const struct wb_policy *policy, const struct wb_unseen_rules *unseen, uint64_t score_milli);

#endif
