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

/* Of a line of the log what is asked of it more than once. */
struct wb_redecide_line {
	enum wb_action action;
	const char *dnswl;
	bool has_complaint, may_be_unread, has_changed_rule;
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
	bool countries_differ; /* the file by which a country, ... */
	bool asns_differ;      /* ... or an ASN, was looked up is another one */
	/* A rule or a zone is new, or makes something else of the same sign; or neighbours weigh something else. */
	bool weights_differ;
	const struct wb_zone *zone_then[WB_ZONES_MAX]; /* for each zone: of recorded, the same one; NULL: it was none then */
	uint64_t zones_alike;                          /* a bit for each zone: it makes the same of each code */
	uint64_t come;                                 /* a bit for each category: it counts now, and did not then */
	struct wb_redecide_line line;
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

/* What staff have listed, by the origin of evidence. */
bool wb_redecide_is_of_staff(enum wb_evidence_kind kind, const char *origin);

/* Adds the evidence of rules, in the order of a connection: those about the place, about the host, and about the mail. */
void wb_redecide_add_rules(struct wb_redecider *redecider);

/* Makes redecider->facts of the event at hand, and notes in missing what had to be supposed. */
void wb_redecide_gather(struct wb_redecider *redecider);

/*
 * What a line of the log says, which is less than an event: of the category that has won, or of a client that is let through of all of
 * them, the evidence that counts. redecide_log.c knows what may be beside it.
 */

/*
 * The zone at this place: redecider->result has the codes that the line names; what an allow list has said is set in the facts.
 * False: there may be more, or it is not known at all.
 */
bool wb_redecide_log_zone(struct wb_redecider *redecider, size_t place);

/* The category and all that is counted for it are as they were: what is not said makes no other difference than it made then. */
bool wb_redecide_log_is_as_then(const struct wb_redecider *redecider, const struct wb_category *category);

/* The listings may have been unread then, so that nothing else was looked at: there is a complaint, and no category. */
bool wb_redecide_log_may_be_unread(const struct wb_redecider *redecider);

/*
 * A rule that was one then, and is not in the line, may hold: it did not count for the sake of a heavier one about the same, or since its
 * category was off. False: it does not, or there is an event.
 */
bool wb_redecide_log_hides_rule(const struct wb_redecider *redecider, const struct wb_rule *rule);

/* Listings have a scope, which the line does not say. */
void wb_redecide_log_scopes(struct wb_redecider *redecider);

/* Whose host it is. False: it is not known. */
bool wb_redecide_log_sender(struct wb_redecider *redecider);

/* The most that could be done for the sake of categories and listings that the line says nothing of; WB_OFF: nothing. */
enum wb_action wb_redecide_log_hidden(const struct wb_redecider *redecider);

/* What two policies have in common, found out once; and what is so of the line at hand. */
void wb_redecide_log_open(struct wb_redecider *redecider);
void wb_redecide_log_begin(struct wb_redecider *redecider);

#endif
