/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* check_message.c - see check_message.h */
#include "verdict/check_message.h"

#include <limits.h>
#include <string.h>

#include "verdict/category.h"
#include "verdict/host_name.h"
#include "verdict/published_listings.h"
#include "verdict/senders_file.h"

/* What facts ask: whether somebody lists an address, and nobody allows it; and how the client's senders are. */
struct asked {
	const struct wb_policy *policy;
	const struct wb_address *client;
	int64_t now_s;
	bool is_listed, is_allowed;
	struct wb_error fault; /* of the file of senders; empty: none */
};

static bool take_listing(void *context, const struct wb_listing *listing)
{
	struct asked *asked = context;

	if (!wb_listing_is_active(listing, asked->now_s))
		return true;
	if (strcmp(listing->category, WB_CATEGORY_ALLOW) == 0)
		asked->is_allowed = true;
	else
		asked->is_listed = true;
	return true;
}

static bool is_listed(void *context, const struct wb_address *address)
{
	struct asked *asked = context;
	size_t unreadable = 0;

	asked->is_listed = asked->is_allowed = false;
	if (asked->policy->store[0] == '\0' ||
	    wb_published_find(asked->policy->store, address, take_listing, asked, &unreadable, NULL) != WB_OK)
		return false;
	return asked->is_listed && !asked->is_allowed;
}

static enum wb_status sender_changes(void *context)
{
	struct asked *asked = context;
	char folder[PATH_MAX];

	wb_policy_run_folder(wb_policy_folder(asked->policy), folder);
	return wb_senders_file_find(folder, asked->client, asked->now_s, &asked->fault);
}

void wb_check_message_read(const struct wb_policy *policy, const struct wb_query *query, const struct wb_host *host,
    int64_t now_s, struct wb_facts *facts, struct wb_check_message *message_r)
{
	struct asked asked = { .policy = policy, .client = &query->client, .now_s = now_s };
	const struct wb_message_asks asks = { is_listed, sender_changes, &asked, wb_host_name_holds_address };
	size_t from = facts->gathered_count;

	message_r->count = message_r->left_out_count = 0;
	if (query->message == NULL)
		return;
	wb_evidence_rewind(facts);
	wb_message_rule_match(policy, query->message, query, host, &asks, facts, &message_r->details);
	message_r->left_out_count = facts->left_out_count - facts->gathered_left_out_count;
	for (size_t i = from; i < facts->evidence_count; i++) {
		if (message_r->count < WB_CHECK_MESSAGE_ROWS_MAX)
			message_r->rows[message_r->count++] = facts->evidence[i];
		else
			message_r->left_out_count++;
	}
	wb_evidence_rewind(facts);
	/* Once for all mails of a connection. */
	if (asked.fault.text[0] != '\0' && strstr(facts->notice, asked.fault.text) == NULL)
		wb_evidence_note(facts, "%s", asked.fault.text);
}

void wb_check_message_add(const struct wb_check_message *message, struct wb_facts *facts)
{
	for (size_t i = 0; i < message->count; i++) {
		struct wb_evidence *evidence = wb_evidence_add(facts);

		if (evidence != NULL)
			*evidence = message->rows[i];
	}
	facts->left_out_count += message->left_out_count;
}
