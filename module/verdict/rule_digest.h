/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * rule_digest.h - a number for the conditions of rules, by which two policies are told apart in whose rules a mail could match. It is no
 * secret and no proof: who writes rules that collide misleads only himself.
 */
#ifndef WB_RULE_DIGEST_H
#define WB_RULE_DIGEST_H

#include <stdint.h>

struct wb_policy;
struct wb_rule;

/* Of one rule: its name and its conditions; not what it weighs, nor for which category. Pure. */
uint64_t wb_rule_digest(const struct wb_rule *rule);

/* Of all rules about a mail, in their order. */
uint64_t wb_rule_digest_messages(const struct wb_policy *policy);

#endif
