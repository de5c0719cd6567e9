/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* message_origin.c - see message_origin.h */
#include "verdict/message_origin.h"

#include <string.h>
#include <strings.h>

#include "base/private_space.h"
#include "verdict/message_view.h"
#include "verdict/query.h"
#include "verdict/registered_domain.h"

#define V4_NETWORK_BITS (WB_ADDRESS_V4_BITS + 24)
#define V6_NETWORK_BITS 48

static bool is_private(const struct wb_address *address)
{
	struct wb_prefix host = { *address, WB_ADDRESS_BITS };

	return wb_private_space_overlap(&host) != NULL;
}

static bool is_near(const struct wb_address *client, const struct wb_address *address)
{
	struct wb_prefix network = wb_prefix_of(client, wb_address_is_v4(client) ? V4_NETWORK_BITS : V6_NETWORK_BITS);

	return wb_address_is_v4(client) == wb_address_is_v4(address) && wb_prefix_covers(&network, address);
}

/* In our own field stands what Exim sees, in those of the client its own address. */
static bool is_client(const struct wb_query *query, const struct wb_address *address)
{
	return wb_address_equals(address, &query->client) ||
	    (query->came_from != NULL && wb_address_equals(address, query->came_from));
}

/* The last two labels; the whole name when it has no more. */
static const char *last_labels(const char *name)
{
	const char *p = name + strlen(name);

	for (int dots = 0; p > name; p--) {
		if (p[-1] == '.' && ++dots == 2)
			break;
	}
	return p;
}

/* Two hosts under one registered domain. The list of those is loaded for few: most pairs differ in the last two labels already. */
static bool shares_domain(const char *name, const char *other)
{
	return strchr(name, '.') != NULL && strcasecmp(last_labels(name), last_labels(other)) == 0 &&
	    strcasecmp(name + wb_registered_domain_start(name), other + wb_registered_domain_start(other)) == 0;
}

/* Who forwards, or is a list, says so in one of these. */
static bool says_it_forwards(const struct wb_message *message, const struct wb_query *query)
{
	static const char *const fields[] = { "List-Id", "List-Post", "Mailing-List", "X-Mailing-List", "X-BeenThere",
		"Delivered-To", "X-Original-To", "X-Forwarded-To", "X-Forwarded-For", "X-Forwarded-Encrypted", "Resent-From",
		"Resent-To", "Resent-Sender", "X-Loop" };

	if (strncasecmp(query->sender, "SRS0", 4) == 0 || strncasecmp(query->sender, "SRS1", 4) == 0)
		return true;
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (wb_message_find(message, fields[i], NULL) > 0)
			return true;
	}
	return false;
}

/* Whether the client has taken it for one of our recipients, if it says for whom. */
static enum wb_message_origin judge_recipient(const char *wanted, const struct wb_query *query)
{
	const char *list = query->recipients, *recipient;
	size_t length;

	if (wanted[0] == '\0' || strcasecmp(query->recipient, wanted) == 0)
		return WB_MESSAGE_ORIGIN_STRANGER;
	if (query->recipient[0] == '\0' && (list == NULL || list[0] == '\0'))
		return WB_MESSAGE_ORIGIN_DOUBTFUL;
	while ((recipient = wb_query_next_recipient(&list, &length)) != NULL) {
		if (length == strlen(wanted) && strncasecmp(recipient, wanted, length) == 0)
			return WB_MESSAGE_ORIGIN_STRANGER;
	}
	return WB_MESSAGE_ORIGIN_FORWARDED;
}

/* From the client's own house. A list server, or a forwarder, has taken it in elsewhere in it, as fields below this one say. */
static enum wb_message_origin judge_inside(const struct wb_message *message, const struct wb_query *query, bool is_first_step)
{
	return !is_first_step && says_it_forwards(message, query) ? WB_MESSAGE_ORIGIN_DOUBTFUL : WB_MESSAGE_ORIGIN_ITS_OWN;
}

/* The client's own field says that it has taken the message from another host. */
static enum wb_message_origin judge_host(
    const struct wb_message *message, const struct wb_query *query, const struct wb_received *received, bool is_first_step)
{
	if (received->login == WB_RECEIVED_LOGIN_YES)
		return WB_MESSAGE_ORIGIN_ITS_OWN;
	if (is_private(&received->address) || is_near(&query->client, &received->address) ||
	    shares_domain(received->name, received->by) || shares_domain(received->name, query->name))
		return judge_inside(message, query, is_first_step);
	if (says_it_forwards(message, query))
		return WB_MESSAGE_ORIGIN_FORWARDED;
	/* What was not looked at might say that it was forwarded. */
	if (received->login == WB_RECEIVED_LOGIN_UNKNOWN || message->is_cut || message->left_out_count > 0)
		return WB_MESSAGE_ORIGIN_DOUBTFUL;
	return judge_recipient(received->recipient, query);
}

/* Fields that do not say where it comes from. */
static enum wb_message_origin judge_silence(const struct wb_message *message, const struct wb_query *query)
{
	return says_it_forwards(message, query) ? WB_MESSAGE_ORIGIN_DOUBTFUL : WB_MESSAGE_ORIGIN_UNKNOWN;
}

enum wb_message_origin wb_message_origin_find(
    const struct wb_message *message, const struct wb_query *query, struct wb_received *received_r)
{
	const struct wb_field *found[WB_MESSAGE_SAME_MAX];
	size_t count = wb_message_find(message, "Received", found);
	bool is_below = false;

	for (size_t i = 0; i < count && i < WB_MESSAGE_SAME_MAX; i++) {
		char value[WB_MESSAGE_VALUE_SIZE];

		wb_field_unfold(found[i], value, sizeof(value));
		wb_received_read(value, received_r);
		if (!is_below) {
			is_below = received_r->kind == WB_RECEIVED_HOST && is_client(query, &received_r->address);
			continue;
		}
		if (received_r->kind == WB_RECEIVED_LOCAL)
			return judge_inside(message, query, i + 1 == count);
		/* Each message that qmail takes in has two fields, of which one tells no more than its process. */
		if (received_r->kind == WB_RECEIVED_OTHER && received_r->by[0] == '\0')
			continue;
		if (received_r->kind == WB_RECEIVED_OTHER)
			return judge_silence(message, query);
		if (received_r->login != WB_RECEIVED_LOGIN_YES &&
		    (wb_address_is_loopback(&received_r->address) || wb_address_equals(&received_r->address, &query->client)))
			continue;
		return judge_host(message, query, received_r, i + 1 == count);
	}
	if (is_below && count <= WB_MESSAGE_SAME_MAX && !message->is_cut && message->left_out_count == 0)
		return WB_MESSAGE_ORIGIN_ITS_OWN;
	return judge_silence(message, query);
}
