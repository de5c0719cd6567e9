/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * received.h - what one Received field says of one step of a message's way. Pure, linear, bounded.
 *
 * RFC 5321 section 4.4 leaves the writer much freedom, so each mail server has a form of its own: those of Exim, Postfix, Sendmail,
 * Exchange, qmail, Gmail, Courier, MDaemon, hMailServer, OpenSMTPD, XMail and CommuniGate are known. What a form does not say is not known.
 * Everything in a field may be forged, but for the one that our own server wrote.
 */
#ifndef WB_RECEIVED_H
#define WB_RECEIVED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/address.h"

#define WB_RECEIVED_NAME_SIZE 256    /* RFC 1035 section 2.3.4; what is longer is cut */
#define WB_RECEIVED_PROTOCOL_SIZE 24 /* "UTF8SMTPSA" and whatever people make up */
#define WB_RECEIVED_MAILBOX_SIZE 321 /* RFC 5321 section 4.5.3.1 */

/* Whether the client of this step has logged in. */
enum wb_received_login {
	WB_RECEIVED_LOGIN_UNKNOWN, /* this kind of server does not say, or it is not known which kind it is */
	WB_RECEIVED_LOGIN_NO,      /* this kind of server would have said so */
	WB_RECEIVED_LOGIN_YES,
};

/* Where the message came from. */
enum wb_received_kind {
	WB_RECEIVED_OTHER, /* not known, or a step within one host that names nobody */
	WB_RECEIVED_HOST,  /* another host; there is an address */
	WB_RECEIVED_LOCAL, /* a user or a program of the same host, a web mail, a form: nobody connected by SMTP */
};

struct wb_received {
	enum wb_received_kind kind;
	enum wb_received_login login;
	struct wb_address address;                /* of the client; WB_RECEIVED_HOST alone */
	char helo[WB_RECEIVED_NAME_SIZE];         /* what it called itself; empty: not said */
	char name[WB_RECEIVED_NAME_SIZE];         /* its name in the reverse DNS; empty: none, or not said */
	char by[WB_RECEIVED_NAME_SIZE];           /* who wrote the field */
	char protocol[WB_RECEIVED_PROTOCOL_SIZE]; /* as written, "ESMTPS"; empty: not said */
	char recipient[WB_RECEIVED_MAILBOX_SIZE]; /* of the envelope, without < >; empty: not said */
};

/* value: on one line, as wb_field_unfold makes it; of a value that is cut, the end is missing. */
void wb_received_read(const char *value, struct wb_received *received_r);

#endif
