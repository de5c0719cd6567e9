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
#include "store/held_mail.h"
#include "store/request.h"

/* Bounded, decoded and cleaned by whoever parses the mail, but for its text. */
struct wb_request_mail {
	/* From the headers; empty when there is none, or none that is of use. */
	char from[WB_REQUEST_EMAIL_SIZE];
	char reply_to[WB_REQUEST_EMAIL_SIZE]; /* its only address; empty also when it has several */
	char name[WB_REQUEST_NAME_SIZE];
	char subject[WB_LISTING_REASON_SIZE];
	char message_id[256];
	char in_reply_to[512];
	char references[2048];
	char accept_language[256];
	char content_language[64];
	char auto_submitted[64];
	char precedence[64];
	char suppress[128]; /* X-Auto-Response-Suppress, as Exchange writes it */
	char report[64]; /* report-type of the whole mail, as RFC 6522 has it: "delivery-status", "disposition-notification" */
	bool is_of_list; /* has a List-... header */
	bool is_responder; /* has a header by which programs say that they answer all mail, X-Autoreply for one */
	bool is_too_deep;  /* its parts stand in one another more often than anybody looks: a code may be there */

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
	WB_REQUEST_MAIL_ALREADY_OPEN, /* a request about the same host; the mail is kept with it as a reply */
	WB_REQUEST_MAIL_REPLY,        /* it answers a mail of ours, and is kept with that one's request. Never answered */
	WB_REQUEST_MAIL_NO_REFERENCE, /* no genuine one is in it: the answer says how to ask; if an address is, a request without proof is filed */
	WB_REQUEST_MAIL_HELD, /* some limit is used up, or it may be a reply and nothing proves it: kept for staff, see held_mail.h. Never answered */
	WB_REQUEST_MAIL_IGNORED, /* nobody wrote it */
	WB_REQUEST_MAIL_OUTCOMES
};

#define WB_REQUEST_MAIL_CODES_MAX 5                                  /* of one mail; with more of them it is held, too */
#define WB_REQUEST_MAIL_RECEIPTS_MAX (WB_REQUEST_MAIL_CODES_MAX + 1) /* and of a reply the one of its request */

/* What became of a mail, or of one code in it. */
struct wb_request_mail_receipt {
	enum wb_request_mail_outcome outcome;
	char why[WB_HELD_MAIL_WHY_SIZE];   /* of what is ignored or held, or was looked at in part, for the log; else empty */
	struct wb_request request;         /* that was filed, is open, or is answered; else its number is 0 */
	char token[WB_REQUEST_TOKEN_SIZE]; /* of it, when it may be told to whom the answer goes; else empty */
	bool may_answer;                   /* and it counts as answered from here on */
	struct wb_error no_answer;         /* why not; empty: nobody was to be answered */
};

struct wb_request_mail_receipts {
	struct wb_request_mail_receipt rows[WB_REQUEST_MAIL_RECEIPTS_MAX];
	size_t count;      /* 1 at least */
	uint64_t gave_way; /* number of the held mail that is gone since this one had to be held (held_mail.h); 0: none */
};

/*
 * Where all that is said about the mail goes, the answer to it and later the decision. One rule: the sender of its envelope, as RFC 3834
 * section 4 has it, since that is what the mail came from.
 * - From is taken instead when it is the same mailbox under a name for bounces alone, which ends after some days: BATV's prvs=...,
 *   SRS0=... of a forwarder; or when the sender is a program's (bounces@, noreply@) of From's own domain, as helpdesks have it.
 * - Reply-To is taken instead of either when it is of the same domain as the sender, or one is a part of the other: elsewhere anybody
 *   could name somebody who then gets our mails.
 * Returns: a part of mail; "" when there is none that can be answered.
 */
const char *wb_request_mail_answer_to(const struct wb_request_mail *mail);

/*
 * Files what a mail asks for, all of it before anything is answered, and says what is to be answered.
 * A mail that is given once more after a failure changes nothing where it was dealt with: no second request, no second note.
 * Returns: WB_OK, whatever the outcomes are; otherwise the mail system must try again, since something is not yet kept: the key or the
 *          store cannot be read or written.
 */
enum wb_status wb_request_mail_receive(const struct wb_config *config, const struct wb_request_mail *mail, int64_t now_s,
    struct wb_request_mail_receipts *receipts_r, struct wb_error *error_r);

/* Keeps a mail for staff that nothing else has become of, since its answer could not be sent: why. WB_OK, or the mail system must try again. */
enum wb_status wb_request_mail_hold(const struct wb_config *config, const struct wb_request_mail *mail, int64_t now_s,
    const char *why, uint64_t *gave_way_r, struct wb_error *error_r);

#endif
