/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * rule.h - evidence by what is true of a client: the rules of the configuration and of the file beside it. Here are those about its place
 * and its host; message_rule.h has those about a mail. A rule holds when all its conditions do. A condition about something that is not
 * known does not hold.
 */
#ifndef WB_RULE_H
#define WB_RULE_H

#include <stdbool.h>

#include "verdict/truths.h"

struct wb_facts;
struct wb_place;
struct wb_policy;
struct wb_rule;

/* The facts' names in settings, "own-name", in the order of truths.h. Those of a message's facts are in message_fact.h. */
extern const char *const wb_helo_fact_names[WB_HELO_FACTS];
extern const char *const wb_host_name_fact_names[WB_HOST_NAME_FACTS];

#define WB_RULE_SHOWN_SIZE 128

/* What is known of the client's host beside its place. */
struct wb_host {
	const char *helo; /* that it says; empty: not known */
	const char *name; /* that leads to it and back; empty: there is none, or it is not known */
	struct wb_truths helo_truths, name_truths;
	char helo_shown[WB_RULE_SHOWN_SIZE], name_shown[WB_RULE_SHOWN_SIZE]; /* of evidence: filled when a rule holds */
};

bool wb_rule_has_condition(const struct wb_rule *rule);
bool wb_rule_is_about_host(const struct wb_rule *rule);
bool wb_rule_is_about_message(const struct wb_rule *rule);

/* The DNS must be asked for the host's name, or for the addresses of the name in HELO. */
bool wb_rule_asks_name(const struct wb_rule *rule);
bool wb_rule_asks_helo(const struct wb_rule *rule);

/* Some rule asks for country or ASN. */
bool wb_rule_wants_place(const struct wb_policy *policy);

/*
 * True when the conditions about the client hold: ASN, country, HELO and host name. host: NULL when nothing is known of it. Loads PCRE2 when
 * a pattern must be matched.
 */
bool wb_rule_holds(const struct wb_rule *rule, const struct wb_place *place, const struct wb_host *host);

/* Its conditions about ASN and country hold, or there are none. */
bool wb_rule_holds_for_place(const struct wb_rule *rule, const struct wb_place *place);

/* Adds a row of evidence for each rule about the place alone that holds for facts->place. Pure. */
void wb_rule_match(const struct wb_policy *policy, struct wb_facts *facts);

/* The same for each rule about the host, which the evidence then points into. */
void wb_rule_match_host(const struct wb_policy *policy, struct wb_host *host, struct wb_facts *facts);

#endif
