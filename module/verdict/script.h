/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * script.h - which script has sent a message: whoever has to fix the site wants to know that first. Pure, bounded.
 * PHP (mail.add_x_header), hosters' patches of it, hosting panels and mail servers write it into the header. A stranger may forge it.
 */
#ifndef WB_SCRIPT_H
#define WB_SCRIPT_H

#include <stdbool.h>

struct wb_message;

#define WB_SCRIPT_SIZE 201

/*
 * True when a script has sent it: PHP says so, or the hosting panel, or X-Mailer; or the web server's user has handed it to the mail
 * server; or its body begins as the classic FormMail's does. Most such mail is wanted.
 */
bool wb_script_has_sent(const struct wb_message *message);

/*
 * "file mailer.php, uid 33", "example.com/contact.php for 203.0.113.9", "account web12"; where several fields say something, all of
 * it: "file mailer.php, uid 33; account web12". Printable ASCII; what finds no room is left out.
 * text_r:  WB_SCRIPT_SIZE bytes; empty when the header does not tell.
 * Returns: whether it does.
 */
bool wb_script_describe(const struct wb_message *message, char *text_r);

#endif
