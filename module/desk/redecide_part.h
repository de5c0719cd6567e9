/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* redecide_part.h - what the files of redecide.h share: the state, and how the facts are made of what was recorded. */
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
	const struct wb_rule **then; /* for each rule: of recorded, the same one; NULL: it was none then */
	struct compiled *compiled;
	uint64_t recorded_rules; /* wb_rule_digest_messages of recorded */
	bool senders_differ, recipients_differ, neighbours_differ;
	bool has_other_suffix; /* policy has senders with names that no sender of recorded has */
	bool wants_names;      /* policy looks at each name of the host, for its rules */
	bool groups_differ;    /* rules of a group, which count together, are others */
	/* At hand: the event, and what is supposed of what it does not say. */
	const struct wb_event *event;
	const struct wb_redecide_about *about;
	struct wb_recorded_facts recorded_facts;
	bool supposes_most;
	unsigned missing;
	struct wb_dnsbl_result result; /* of the zone at hand; of its kind only the text is pointed at */
	struct wb_facts facts;
};

/* Notes that something is not known, which may matter. */
void wb_redecide_miss(struct wb_redecider *redecider, enum wb_missing what);

/* Adds the evidence of rules, in the order of a connection: those about the place, about the host, and about the mail. */
void wb_redecide_add_rules(struct wb_redecider *redecider);

/* Makes redecider->facts of the event at hand, and notes in missing what had to be supposed. */
void wb_redecide_gather(struct wb_redecider *redecider);

#endif
