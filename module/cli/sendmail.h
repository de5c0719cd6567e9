/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * sendmail.h - hands one message to the machine's mail system, by the command that all of them have.
 */
#ifndef WB_CLI_SENDMAIL_H
#define WB_CLI_SENDMAIL_H

#include <stddef.h>

#include "base/status.h"

/*
 * Runs `command -oi -f sender -- recipient`, without a shell, with the message on its standard input, and waits until it has
 * taken it, but not for ever.
 * sender:   of the envelope; empty: none, so that nothing answers it (RFC 5321 section 4.5.5).
 * Returns:  WB_OK, or WB_UNAVAILABLE: it is not there, failed, or took too long and was ended.
 */
enum wb_status cli_sendmail(const char *command, const char *sender, const char *recipient, const char *message, size_t length,
    struct wb_error *error_r);

/* Runs a command without arguments in the same way, with a text on its standard input. */
enum wb_status cli_command(const char *command, const char *text, size_t length, struct wb_error *error_r);

#endif
