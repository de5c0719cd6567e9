/*
 * message.h - what a mail says that is of use here, whoever made it and however: bounded, decoded, cleaned.
 * GMime reads the MIME (RFC 2045 to 2047) and stays inside message.c.
 */
#ifndef WB_CLI_MESSAGE_H
#define WB_CLI_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "store/request.h"

#define CLI_MESSAGE_BYTES_MAX (10 << 20) /* what follows is not looked at */

struct cli_message {
	/* From the headers; empty when there is none, or none that is of use. Cleaned. */
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

/*
 * data:     the message, changed on the way: lines without end are cut, and what is behind too many lines is left out.
 * Returns:  WB_OK, for anything that can be sent: what is no mail has no headers. WB_NO_MEMORY. Close it whatever is returned.
 */
enum wb_status cli_message_parse(char *data, size_t length, struct cli_message *message_r, struct wb_error *error_r);
void cli_message_close(struct cli_message *message);

#endif
