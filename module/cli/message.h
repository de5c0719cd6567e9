/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * message.h - what a mail says that is of use here, whoever made it and however: bounded, decoded, cleaned.
 * GMime reads the MIME (RFC 2045 to 2047) and stays inside message.c.
 */
#ifndef WB_CLI_MESSAGE_H
#define WB_CLI_MESSAGE_H

#include <stddef.h>

#include "base/status.h"
#include "desk/request_mail.h"

#define CLI_MESSAGE_LEVELS_MAX 10        /* of parts in parts */
#define CLI_MESSAGE_BYTES_MAX (10 << 20) /* what follows is not looked at */

/*
 * data:     the message, changed on the way: lines without end are cut, and what is behind too many lines is left out.
 * Returns:  WB_OK, for anything that can be sent: what is no mail has no headers. WB_NO_MEMORY. Close it whatever is returned.
 */
enum wb_status cli_message_parse(char *data, size_t length, struct wb_request_mail *message_r, struct wb_error *error_r);
void cli_message_close(struct wb_request_mail *message);

#endif
