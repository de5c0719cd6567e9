/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * auto_reply.h - which mails nobody wrote, or nobody waits for an answer to (RFC 3834 section 2).
 */
#ifndef WB_AUTO_REPLY_H
#define WB_AUTO_REPLY_H

#include <stdbool.h>

#include "desk/request_mail.h"

enum wb_auto_reply {
	WB_AUTO_REPLY_PERSON,   /* a person seems to have sent it */
	WB_AUTO_REPLY_UNASKED,  /* nobody waits for an answer: bulk, a list's, a helpdesk's. A person may have written it */
	WB_AUTO_REPLY_PROGRAM,  /* a program answers all mail: holidays, tickets */
	WB_AUTO_REPLY_RETURNED, /* a mail came back */
	WB_AUTO_REPLY_LOOP,     /* our own mail */
};

/*
 * Who wrote the mail; all but a person's must not be answered. Pure.
 * own:   the address for requests: what comes from it is a loop. May be empty.
 * why_r: for the log; NULL for a person's.
 */
enum wb_auto_reply wb_auto_reply_kind(const struct wb_request_mail *mail, const char *own, const char **why_r);

/* True for an address that a program sends from, and no person reads. */
bool wb_auto_reply_is_program(const char *address);

#endif
