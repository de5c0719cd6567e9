/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * request_mail.h - a mail to the address for requests: what it says, as far as that is of use here, and what becomes of it.
 */
#ifndef WB_REQUEST_MAIL_H
#define WB_REQUEST_MAIL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "desk/request_file.h"
#include "store/request.h"

/* Bounded, decoded and cleaned by whoever parses the mail, but for its text. */
struct wb_request_mail {
	/* From the headers; empty when there is none, or none that is of use. */
	char from[WB_REQUEST_EMAIL_SIZE];
	char name[WB_REQUEST_NAME_SIZE];
	char subject[WB_LISTING_REASON_SIZE];
	char message_id[256];
	char references[2048];
	char accept_language[256];
	char content_language[64];
	char auto_submitted[64];
	char precedence[64];
	char suppress[128]; /* X-Auto-Response-Suppress, as Exchange writes it */
	bool is_of_list;    /* has a List-... header */
	bool is_too_deep;   /* its parts stand in one another more often than anybody looks: a code may be there */

	char body[WB_REQUEST_TEXT_SIZE]; /* of its first text; UTF-8 and \n */

	/*
	 * All the text in it: of its parts, of what it forwards or returns, of HTML with and without its tags. Not cleaned. Parts are
	 * separated by a control character, and none is in it but those of the text itself.
	 */
	char *text;
	size_t length;

	/* Not from the mail itself. */
	const char *sender;   /* of the envelope: who gets the answer (RFC 3834 section 4). Empty or "<>": a bounce */
	const char *language; /* "en": of the answer */
};

enum wb_request_mail_outcome {
	WB_REQUEST_MAIL_FILED,
	WB_REQUEST_MAIL_ALREADY_OPEN, /* a request about the same host; the mail is kept as a note on it when it may be answered */
	WB_REQUEST_MAIL_NO_REFERENCE, /* no genuine one is in it: the answer says how to ask */
	WB_REQUEST_MAIL_IGNORED,      /* nobody wrote it, or a limit of requests is used up */
	WB_REQUEST_MAIL_OUTCOMES
};

#define WB_REQUEST_MAIL_CODES_MAX 5 /* of one mail; further ones are not looked at */

/* What became of a mail. */
struct wb_request_mail_receipt {
	enum wb_request_mail_outcome outcome;
	const char *why;               /* of what is ignored, for the log; else NULL */
	struct wb_request_filed filed; /* of the request that was filed, or is open; else its number is 0 */
	bool may_answer;               /* and it counts as answered from here on */
	struct wb_error no_answer;     /* why not; empty: nobody was to be answered */
	/* Genuine references about other clients that the mail has, too: wb_request_mail_file files each. */
	struct wb_reference more[WB_REQUEST_MAIL_CODES_MAX - 1];
	size_t more_count;
};

/*
 * Files the request that a mail makes, and says whether it is to be answered.
 * Returns: WB_OK, whatever the outcome is; otherwise nothing was filed, and the mail system may try again: the key or the store
 *          cannot be read, or nothing has become of a person's mail and how many were answered is not known.
 */
enum wb_status wb_request_mail_receive(const struct wb_config *config, const struct wb_request_mail *mail, int64_t now_s,
    struct wb_request_mail_receipt *receipt_r, struct wb_error *error_r);

/* The same for a further reference of the mail, as receipt->more has it. */
enum wb_status wb_request_mail_file(const struct wb_config *config, const struct wb_request_mail *mail,
    const struct wb_reference *reference, int64_t now_s, struct wb_request_mail_receipt *receipt_r, struct wb_error *error_r);

#endif
