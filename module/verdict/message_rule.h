/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * message_rule.h - evidence by what a mail shows: the rules with a condition about headers, body, sender or message. Those about the client
 * alone are rule.h's.
 *
 * Rules of group script say that a script wrote the mail. That alone is no evidence, since most such mail is wanted: only where one of them
 * holds are those of odd, form and weak looked at, and only when one of these holds is there evidence. Of weak ones the heaviest in a
 * category counts. A mail that the client has taken from a host elsewhere (message_origin.h) is not its script's, so there is none of this:
 * lists and forwarders bring the headers of other people's scripts.
 */
#ifndef WB_MESSAGE_RULE_H
#define WB_MESSAGE_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include "verdict/message_fact.h"
#include "verdict/script.h"

struct wb_facts;
struct wb_host;
struct wb_message;
struct wb_policy;
struct wb_query;

#define WB_MESSAGE_DETAILS_MAX 16 /* evidence beyond that has no detail */

/* What evidence points into. It must live as long as the evidence. */
struct wb_message_details {
	size_t count;
	char texts[WB_MESSAGE_DETAILS_MAX][WB_SCRIPT_SIZE];
};

/* Some rule is about mail. Without one Exim need not hand any over. */
bool wb_message_rule_wants_message(const struct wb_policy *policy);

/* Some rule has a pattern for the body: it holds for no mail while the body's line ends are missing. */
bool wb_message_rule_wants_lines(const struct wb_policy *policy);

/*
 * Adds a row of evidence for each rule that holds. A row's detail says which script it was, or from whom the client has taken the mail, or
 * which header matched.
 * query:     the sender, and all recipients, as far as they are known.
 * host:      for rules that also have a condition about the client's host. NULL: nothing is known of it, and those do not hold.
 * asks:      whom to ask about a host that the client has taken the mail from.
 * details_r: need not be cleared. The evidence points into it.
 * Cost:      a walk over the header when no rule holds. PCRE2 is loaded when all other conditions of a rule with a pattern hold.
 */
void wb_message_rule_match(const struct wb_policy *policy, const struct wb_message *message, const struct wb_query *query,
    const struct wb_host *host, const struct wb_message_asks *asks, struct wb_facts *facts,
    struct wb_message_details *details_r);

#endif
