/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* redecide_part.h - what the two files of redecide.h share: the state, and how the facts are made of what was recorded. */
#ifndef WB_REDECIDE_PART_H
#define WB_REDECIDE_PART_H

#include "desk/recorded_facts.h"
#include "desk/redecide.h"
#include "verdict/pattern.h"

/* The patterns of a rule, compiled when they are first needed. */
struct compiled {
	struct wb_pattern *helo, *host_name;
};

struct wb_redecider {
	const struct wb_policy *policy, *recorded;
	bool *is_recorded; /* for each rule: it was one then, too */
	struct compiled *compiled;
	uint64_t recorded_rules; /* wb_rule_digest_messages of recorded */
	bool senders_differ, recipients_differ;
	/* At hand: the event, and what is supposed of what it does not say. */
	const struct wb_event *event;
	const struct wb_redecide_about *about;
	struct wb_recorded_facts recorded_facts;
	bool supposes_most;
	unsigned missing;
	struct wb_dnsbl_result result; /* of the zone at hand; of its kind only the text is pointed at */
	struct wb_facts facts;
};

/* Makes redecider->facts of the event at hand, and notes in missing what had to be supposed. */
void wb_redecide_gather(struct wb_redecider *redecider);

#endif
