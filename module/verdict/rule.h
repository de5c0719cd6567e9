/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * rule.h - evidence by ASN and country, as the configuration's rule sections say.
 */
#ifndef WB_RULE_H
#define WB_RULE_H

struct wb_policy;
struct wb_facts;

/*
 * Adds a row of evidence for each rule that matches facts->place. Pure.
 * A rule with both lists wants both to match; an unknown country or ASN matches nothing.
 */
void wb_rule_match(const struct wb_policy *policy, struct wb_facts *facts);

#endif
