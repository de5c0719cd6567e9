/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * mail_domain.h - mail addresses that look mistyped. The answer to a request goes to what was typed and nowhere else, so whoever typed it is asked once.
 */
#ifndef WB_WEB_MAIL_DOMAIN_H
#define WB_WEB_MAIL_DOMAIN_H

#include <stdbool.h>
#include <stddef.h>

/*
 * True for a domain that is one typing error away from that of a large mailbox provider and is none itself: one character too many, too
 * few, another one, or two that changed places. Also for ".con" and the like.
 * email:    valid (base/email.h).
 * better_r: the address that may have been meant; size bytes, of which as many as email has and two more are enough.
 */
bool wb_mail_domain_is_near(const char *email, char *better_r, size_t size);

#endif
