/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * message_rtf.h - text that Outlook has compressed, in winmail.dat and in mails saved as .msg.
 * Source: MS-OXRTFCP section 3.1, decompression.
 */
#ifndef WB_CLI_MESSAGE_RTF_H
#define WB_CLI_MESSAGE_RTF_H

#include <stddef.h>

/*
 * Expands the first compressed text in data, from *at on, which is then behind its head: call it again for the next one.
 * text_r: room of it; what is longer is cut. Returns its length; 0: there is no more.
 */
size_t cli_message_expand_rtf(const unsigned char *data, size_t length, size_t *at, char *text_r, size_t room);

#endif
