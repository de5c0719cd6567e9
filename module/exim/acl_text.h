/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * acl_text.h - pieces of the ACL text that Exim is given. It is constant but for the path of the object, since Exim expands it. Knows what
 * Exim does with such text, and nothing of its code.
 */
#ifndef ACL_TEXT_H
#define ACL_TEXT_H

#include <stdbool.h>

#include "base/text.h"
#include "exim/dialogue.h"

/* "${dlfunc{OBJECT}{NAME}ARGUMENTS}". False: it does not fit, or object, the path of what is loaded, is NULL. */
bool acl_text_add_call(struct wb_text *acl, const char *object, const char *name, const char *arguments);

/*
 * Takes a stranger's headers of our name out of the message, whatever the verdict: whoever sorts mail by the tag must not be misled. Add it
 * before our own header: before DATA Exim removes what the message brings and leaves what an ACL adds; in the DATA ACL it also removes our
 * own of before.
 */
void acl_text_add_removal(struct wb_text *acl, const struct dialogue_progress *progress);

#endif
