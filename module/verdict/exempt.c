/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* exempt.c - see exempt.h */
#include "verdict/exempt.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

const char *wb_exempt_recipient(const struct wb_exempt *exempt, const char *mailbox, size_t length)
{
	const struct wb_texts *entries = &exempt->recipients;
	const char *at = memrchr(mailbox, '@', length);
	size_t local_length = at == NULL ? length : (size_t)(at - mailbox);

	/* An entry is a local part, an address or "@domain". */
	for (size_t i = 0; i < entries->count; i++) {
		const char *entry = entries->items[i];
		const char *part = mailbox;
		size_t part_length = strchr(entry, '@') == NULL ? local_length : length;

		if (entry[0] == '@') {
			if (at == NULL)
				continue;
			part = at;
			part_length = length - local_length;
		}
		if (part_length == strlen(entry) && strncasecmp(entry, part, part_length) == 0)
			return entry;
	}
	return NULL;
}

static bool all_recipients_match(const struct wb_exempt *exempt, const char *list)
{
	const char *mailbox;
	size_t length;

	while ((mailbox = wb_query_next_recipient(&list, &length)) != NULL) {
		if (wb_exempt_recipient(exempt, mailbox, length) == NULL)
			return false;
	}
	return true;
}

bool wb_exempt_match(const struct wb_exempt *exempt, const struct wb_query *query, char *why, size_t why_size)
{
	const struct wb_prefix *host = wb_exempt_host(exempt, &query->client);
	const char *entry = NULL;
	char network[WB_PREFIX_TEXT_SIZE];

	if (host != NULL) {
		wb_prefix_format(host, network);
		snprintf(why, why_size, "host %s", network);
		return true;
	}
	if (exempt->authenticated && query->authenticated) {
		snprintf(why, why_size, "authenticated");
		return true;
	}
	if (query->recipient[0] != '\0')
		entry = wb_exempt_recipient(exempt, query->recipient, strlen(query->recipient));
	else if (query->recipients != NULL && query->recipients[0] != '\0' && all_recipients_match(exempt, query->recipients))
		entry = "of every recipient";
	if (entry != NULL)
		snprintf(why, why_size, "recipient %.100s", entry);
	return entry != NULL;
}

const struct wb_prefix *wb_exempt_host(const struct wb_exempt *exempt, const struct wb_address *client)
{
	for (size_t i = 0; i < exempt->hosts.count; i++) {
		if (wb_prefix_covers(&exempt->hosts.items[i], client))
			return &exempt->hosts.items[i];
	}
	return NULL;
}

const struct wb_prefix *wb_exempt_overlap(const struct wb_exempt *exempt, const struct wb_prefix *prefix)
{
	for (size_t i = 0; i < exempt->hosts.count; i++) {
		if (wb_prefix_overlaps(&exempt->hosts.items[i], prefix))
			return &exempt->hosts.items[i];
	}
	return NULL;
}
