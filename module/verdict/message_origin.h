/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * message_origin.h - from whom the client has taken a message, as far as the Received fields below our own say.
 *
 * An open relay takes mail from strangers and brings it to whomever they name. So do others, for good reasons; they are told apart
 * by what stands in the header, and where that is doubtful, it was no stranger:
 *
 *	the client's own users have logged in, or are on the same host, or in a private network
 *	a provider's customers have names of the provider's domain, or addresses of the client's network
 *	a forwarder has taken it for another recipient than ours, or rewrites the sender (SRS), or says that it forwards
 *	a mailing list says that it is one
 *
 * What a list or a forwarder hands on within its own house is doubtful, too: somebody else may have written it.
 *
 * A relay of the site's own (a second MX, a filter before the server) takes mail from strangers, too: name it in exempt.hosts.
 */
#ifndef WB_MESSAGE_ORIGIN_H
#define WB_MESSAGE_ORIGIN_H

#include "verdict/received.h"

struct wb_message;
struct wb_query;

enum wb_message_origin {
	WB_MESSAGE_ORIGIN_UNKNOWN,   /* the fields do not say */
	WB_MESSAGE_ORIGIN_ITS_OWN,   /* from itself, its users, or somebody for whom it may be the relay */
	WB_MESSAGE_ORIGIN_DOUBTFUL,  /* from a host elsewhere, perhaps its user's, or from a list */
	WB_MESSAGE_ORIGIN_FORWARDED, /* from a host elsewhere, for somebody whose mail it brings here */
	WB_MESSAGE_ORIGIN_STRANGER,  /* from a host elsewhere that has not logged in, for our recipient */
};

/*
 * Our own field is the first that names the client's address; below it, those of loopback and of the client itself are passed over.
 * received_r: of a stranger, what the client's field says; else not to be used.
 * Limits:     the first WB_MESSAGE_SAME_MAX Received fields. Pure.
 */
enum wb_message_origin wb_message_origin_find(
    const struct wb_message *message, const struct wb_query *query, struct wb_received *received_r);

#endif
