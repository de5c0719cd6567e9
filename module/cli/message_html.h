/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * message_html.h - what of HTML is text, roughly: for a person to read, and to find a code in.
 */
#ifndef WB_CLI_MESSAGE_HTML_H
#define WB_CLI_MESSAGE_HTML_H

#include <stddef.h>

/* Writes at most length bytes and a NUL; returns how many. Blocks begin a new line; scripts and styles are left out. */
size_t cli_message_strip_html(const char *html, size_t length, char *text_r);

#endif
