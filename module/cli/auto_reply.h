/*
 * auto_reply.h - which mails nobody wrote, or nobody waits for an answer to (RFC 3834 section 2).
 */
#ifndef WB_CLI_AUTO_REPLY_H
#define WB_CLI_AUTO_REPLY_H

#include <stdbool.h>

#include "cli/message.h"

/*
 * Why the mail is no request and must not be answered, for the log; NULL when a person seems to have sent it. Pure.
 * sender:  of the envelope; empty: a bounce.
 * own:     the address for requests: what comes from it is a loop.
 */
const char *cli_auto_reply_reason(const struct cli_message *message, const char *sender, const char *own);

/* True for an address that a program sends from, and no person reads. */
bool cli_auto_reply_is_program(const char *address);

#endif
