/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * event_facts.h - what an event says beside the verdict, so that another policy can decide about the same facts: what each zone has
 * answered, what is known of the host, and where in the dialogue it was. One table names the fields; desk/recorded_facts.c reads them back.
 *
 *   stage       "data": at the message's end; not there: before that
 *   login       "yes": the client had logged in
 *   unread      "listings": they could not be read
 *   recipients  at the message's end, as Exim's $recipients; ends with "..." when it was cut
 *   answers     "ZONE=ANSWER ..." of each zone that was asked: its return codes with "/" between them, or no, unknown, error, unproven:
 *               with the codes of an allow list behind it that no probe was sent to, or unasked; a zone that is not named was given up, or
 *               found no room
 *   host        "YES/UNKNOWN YES/UNKNOWN NAME", the truths of HELO and of the name as hexadecimal numbers, and the confirmed name
 *   names       "SCOPE STATE NAME+ NAME- NAME? ..." of the host's names in the DNS: SCOPE is all, or senders, when only names under a known
 *               sender's suffix were looked at; STATE is confirmed, denied or unknown; + leads back, - does not, ? is not known
 *   grace       ids of the categories that are within their grace: of their evidence the agent was asked since when it knows it
 *   rules       the number of wb_rule_digest_messages of the policy, hexadecimal; only at stage data
 */
#ifndef WB_EVENT_FACTS_H
#define WB_EVENT_FACTS_H

#include <stddef.h>

#include "base/text.h"
#include "verdict/check.h"

#define WB_EVENT_FACTS_MAX 9
#define WB_EVENT_RECIPIENTS_MAX 1024 /* bytes */
#define WB_EVENT_FACT_SIZE 3072      /* bytes of a field: WB_ZONES_MAX zones with long names and a code */

struct wb_event_fact {
	const char *key;
	void (*format)(
	    const struct wb_outcome *outcome, const char *recipients, struct wb_text *text); /* empty: nothing to say */
};

extern const struct wb_event_fact wb_event_facts[];
extern const size_t wb_event_fact_count;

#endif
