/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* senders.c - see senders.h */
#include "exim/senders.h"

#include <string.h>

#include "base/bytes.h"
#include "verdict/mail_address.h"
#include "verdict/message_origin.h"
#include "verdict/query.h"

/* A number that stands for the domain of a mailbox. False: it has none. */
static bool number_domain(const char *mailbox, uint32_t *number_r)
{
	const char *domain = wb_mail_address_domain(mailbox);
	unsigned char lower[WB_QUERY_MAILBOX_SIZE];
	size_t length = strlen(domain), from = length;
	int dots = 0;

	/* The dot of the root is no label's. */
	if (length > 0 && domain[length - 1] == '.')
		length--;
	if (length == 0 || length > sizeof(lower))
		return false;
	for (from = length; from > 0 && (domain[from - 1] != '.' || ++dots < 2);)
		from--;
	for (size_t i = from; i < length; i++)
		lower[i - from] = (unsigned char)(domain[i] >= 'A' && domain[i] <= 'Z' ? domain[i] | 0x20 : domain[i]);
	*number_r = (uint32_t)(wb_bytes_check(lower, length - from) >> 32);
	return true;
}

/* False: it brings somebody else's mail to where that is wanted, or it may. */
static bool is_sent_by_client(const struct wb_message *message, const struct wb_query *query)
{
	struct wb_received received;

	switch (wb_message_origin_find(message, query, &received)) {
	case WB_MESSAGE_ORIGIN_UNKNOWN:
	case WB_MESSAGE_ORIGIN_ITS_OWN:
	case WB_MESSAGE_ORIGIN_STRANGER:
		return true;
	case WB_MESSAGE_ORIGIN_DOUBTFUL:
	case WB_MESSAGE_ORIGIN_FORWARDED:
		return false;
	}
	return false;
}

void senders_note(struct wb_event_senders *senders, const struct wb_query *query, const struct wb_message *message)
{
	uint32_t number;
	size_t i;

	if (senders->is_full || query->authenticated || !number_domain(query->sender, &number) ||
	    !is_sent_by_client(message, query))
		return;
	for (i = 0; i < senders->domain_count && senders->domains[i] != number;)
		i++;
	if (i == WB_EVENT_DOMAINS_MAX) {
		senders->is_full = true;
		return;
	}
	if (i == senders->domain_count)
		senders->domains[senders->domain_count++] = number;
	senders->messages++;
}
