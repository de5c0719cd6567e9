/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * mail.h - the mails about requests for removal: made from the texts of mail_text.h, and sent.
 */
#ifndef WB_CLI_MAIL_H
#define WB_CLI_MAIL_H

#include <stdint.h>

#include "base/status.h"
#include "config/config.h"
#include "page/language.h"
#include "page/mail_text.h"
#include "store/request.h"

/* What one mail says. A text may be NULL or empty: its line is then left out. */
struct cli_mail {
	enum wb_mail text;
	enum wb_language language;
	const char *to;
	const struct wb_request
	    *request;      /* number, client and reference are its own, and the Message-ID names it; NULL: none */
	const char *token; /* of its status page; NULL or empty: no link */
	const char *answer;
	const char *until;
	const char *levels; /* how deep a mail was looked into that has more */

	/* Set when it answers a mail (RFC 3834): nobody is then to answer it, and its bounce goes nowhere. */
	bool is_reply;
	const char *message_id; /* of that mail, and its references; may be empty */
	const char *references;
};

/*
 * Makes and sends it. Returns WB_OK; WB_INVALID: the configuration has no address or no command for it, or `to` is no address;
 * WB_UNAVAILABLE: the command failed. error_r says why no mail was sent.
 */
enum wb_status cli_mail_send(const struct wb_config *config, const struct cli_mail *mail, struct wb_error *error_r);

#endif
