/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * message_fact.h - what the header of a message shows that no pattern can say: facts for rules, each yes, no or unknown.
 * None is a verdict. What of a header was not looked at makes a fact unknown, unless what was looked at is enough.
 */
#ifndef WB_MESSAGE_FACT_H
#define WB_MESSAGE_FACT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "verdict/truths.h"

struct wb_address;
struct wb_message;
struct wb_query;

enum wb_message_fact {
	/* Two To fields that name different people, or two Subject fields that differ (RFC 5322 section 3.6 allows one of each). */
	WB_MESSAGE_REPEATED_HEADER,
	/*
	 * The only mailbox in To is the only one in Reply-To, and its domain is not that of From: a form "confirms" to whoever was typed
	 * in. No for what comes from a mailing list, whose Reply-To is the list.
	 */
	WB_MESSAGE_REPLY_TO_IS_TO,
	/*
	 * In To or Reply-To, where the name of a person belongs: a link, or more than 60 characters. No where the mailbox is of From's
	 * domain, or the link is to the domain of the mailbox or of From: shops call themselves by their address.
	 */
	WB_MESSAGE_LINK_IN_NAME,
	/* Content-Type (RFC 2045 section 5) is neither text nor multipart nor a message. Without one, it is text. */
	WB_MESSAGE_NO_TEXT_PART,
	/* The client has taken it from a stranger (message_origin.h) ... */
	WB_MESSAGE_RECEIVED_LISTED,   /* ... whose address is listed */
	WB_MESSAGE_RECEIVED_END_USER, /* ... whose name in the reverse DNS holds its address */
	WB_MESSAGE_FROM_SCRIPT, /* script.h: a program of a web site has sent it, as it does with most mail of shops and forums */
	/* Not of this message: nearly each of those that the client has brought lately has a sender domain of its own (senders_file.h). */
	WB_MESSAGE_SENDER_CHANGES,
	WB_MESSAGE_FACTS,
};

#define WB_MESSAGE_NAME_CHARACTERS 60

/* As the setting has them: "repeated-header". */
extern const char *const wb_message_fact_names[WB_MESSAGE_FACTS];

/* Whom to ask about a stranger, and about the client. NULL: nobody, and the fact is unknown. */
struct wb_message_asks {
	bool (*is_listed)(void *context, const struct wb_address *address);
	enum wb_status (*sender_changes)(void *context); /* WB_OK: it does; WB_NOT_FOUND: it does not; else nobody knows */
	void *context;                                   /* of both */
	bool (*name_holds_address)(const char *name, const struct wb_address *address);
};

/* Those of the facts in wanted (1u << fact); the others are no. Costs nothing for a fact that is not wanted. */
struct wb_truths wb_message_facts_find(
    const struct wb_message *message, const struct wb_query *query, const struct wb_message_asks *asks, uint32_t wanted);

#endif
