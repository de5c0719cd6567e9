/*
 * request_mail.h - a mail to the address for requests: what it says, as far as that is of use here, and what becomes of it.
 */
#ifndef WB_REQUEST_MAIL_H
#define WB_REQUEST_MAIL_H

#include <stdbool.h>
#include <stddef.h>

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

	char body[WB_REQUEST_TEXT_SIZE]; /* of its first text; UTF-8 and \n */

	/*
	 * All the text in it: of its parts, of what it forwards or returns, of HTML with and without its tags. Not cleaned. Parts are
	 * separated by a control character, and none is in it but those of the text itself.
	 */
	char *text;
	size_t length;
};

#endif
