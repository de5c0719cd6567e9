/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * settled.h - whether anything that may still be heard of a client could change what is done about it, and what is said.
 */
#ifndef WB_SETTLED_H
#define WB_SETTLED_H

#include <stdbool.h>

#include "verdict/classify.h"

/*
 * True when no answer that is still to come can change a byte of the reply or of the tag: nobody need wait for it. Pure.
 * facts:   they also say whether a rule about the host waits for the DNS.
 * verdict: wb_classify's on the same facts. When it was made with the least limits that any recipient has (wb_choice_find_least), the
 *          answer holds for every recipient.
 * is_open: for each zone of the policy, whether its answer is still to come.
 */
bool wb_settled(
    const struct wb_policy *policy, const struct wb_facts *facts, const struct wb_verdict *verdict, const bool *is_open);

#endif
