/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * auto_reply.h - which mails nobody wrote, or nobody waits for an answer to (RFC 3834 section 2).
 */
#ifndef WB_AUTO_REPLY_H
#define WB_AUTO_REPLY_H

#include <stdbool.h>

#include "desk/request_mail.h"

/* The Message-IDs of our own mails begin with it, which tells them from others. */
#define WB_AUTO_REPLY_OWN_ID "<whyblock."

/*
 * Why the mail is no request and must not be answered, for the log; NULL when a person seems to have sent it. Pure.
 * own: the address for requests: what comes from it is a loop. May be empty.
 */
const char *wb_auto_reply_reason(const struct wb_request_mail *mail, const char *own);

/* True for an address that a program sends from, and no person reads. */
bool wb_auto_reply_is_program(const char *address);

#endif
