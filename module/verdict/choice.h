/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * choice.h - what the recipients of a mail want at most. They lower what the policy does with it, and never raise it.
 */
#ifndef WB_CHOICE_H
#define WB_CHOICE_H

#include <stdbool.h>

#include "verdict/policy.h"
#include "verdict/query.h"

/* Of each of the policy's categories, in their order. */
struct wb_limits {
	struct wb_limit {
		enum wb_action action;
		const char *chooser; /* the name of the section that says so; NULL: none does, and nothing is limited */
	} of[WB_POLICY_CATEGORIES_MAX];
};

/*
 * The limits of a mail to query's recipient: of its address, and where that says nothing of a category, of its domain. Names are compared without
 * case. Without a recipient, at the message's end, for each category the strictest among the recipients that are not exempt.
 * Returns false when there are none, and leaves limits_r unset then. Pure; limits_r points into policy.
 */
bool wb_choice_find(const struct wb_policy *policy, const struct wb_query *query, struct wb_limits *limits_r);

/* The least that any recipient wants of each category: no mail has lower limits. False and limits_r unset: nobody chooses. */
bool wb_choice_find_least(const struct wb_policy *policy, struct wb_limits *limits_r);

#endif
