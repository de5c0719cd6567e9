/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * check_message.h - what the rules about mail say of the mail that a check is about: found once, and evidence for as long as the DNS is asked.
 * Private to the check.
 */
#ifndef WB_CHECK_MESSAGE_H
#define WB_CHECK_MESSAGE_H

#include "verdict/evidence.h"
#include "verdict/message_rule.h"
#include "verdict/query.h"

#define WB_CHECK_MESSAGE_ROWS_MAX 32 /* rules that hold for one mail; further ones are left out */

struct wb_check_message {
	size_t count, left_out_count;
	struct wb_evidence rows[WB_CHECK_MESSAGE_ROWS_MAX];
	struct wb_message_details details; /* that they point into */
};

/*
 * Finds them; none without a mail. Who has listed a host that the client took the mail from is looked up in the published listings; what cannot
 * be read there is listed nowhere. A damaged file of senders (senders_file.h) is told in the facts' notice.
 * facts: of the client; host: what is known of it, NULL: nothing. Rows that are in facts beside those about the address are taken away.
 */
void wb_check_message_read(const struct wb_policy *policy, const struct wb_query *query, const struct wb_host *host,
    int64_t now_s, struct wb_facts *facts, struct wb_check_message *message_r);

/* Adds them to the facts. */
void wb_check_message_add(const struct wb_check_message *message, struct wb_facts *facts);

#endif
