/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* email.h - which e-mail addresses are taken: of people who want an answer, and of the operator who sends it. */
#ifndef WB_EMAIL_H
#define WB_EMAIL_H

#include <stdbool.h>

/*
 * True for an address that an answer may be sent to: local@domain of at most 254 bytes, without quotes, spaces and comments; the local
 * part a dot-string (RFC 5321 section 4.1.2) that begins with no hyphen, the domain with a dot, of letters, digits and hyphens, and no
 * IP address. Either may have characters of UTF-8 that can be seen (RFC 6531 section 3.3): a mail system that knows SMTPUTF8, as Exim's and
 * Postfix's sendmail do, finds that out of the address.
 */
bool wb_email_is_valid(const char *email);

#endif
