/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * tag_header.h - the header of a message that is let through with the action "tag".
 */
#ifndef WB_TAG_HEADER_H
#define WB_TAG_HEADER_H

#include "base/text.h"
#include "verdict/check.h"

#define WB_TAG_HEADER_NAME "X-Whyblock"
#define WB_TAG_HEADER_SIZE 640 /* of the value: a source has 200 bytes at most, of which each may become two */

/*
 * The value: "action=tag category=policy score=0.5 of 1.0 source=zen.spamhaus.org", the second number being the category's threshold. Printable
 * ASCII on one line: a source with other characters than a domain's is quoted, as in the log. Empty unless the action is WB_TAG.
 */
void wb_tag_header_format(const struct wb_outcome *outcome, struct wb_text *text);

#endif
