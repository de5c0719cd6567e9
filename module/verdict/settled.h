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
 * True when no answer that is still to come can change the bytes of the reply, or of the tag: nobody need wait for it. is_open tells, for each zone
 * of the policy, whether it may still speak; facts tell whether a rule about the host waits for the DNS. verdict is wb_classify's on the same facts. Made with the least limits that any recipient has
 * (wb_choice_find_least), it holds for every recipient. Pure.
 */
bool wb_settled(
    const struct wb_policy *policy, const struct wb_facts *facts, const struct wb_verdict *verdict, const bool *is_open);

#endif
