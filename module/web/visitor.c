/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* visitor.c - see visitor.h */
#include "web/visitor.h"

#include <stddef.h>
#include <string.h>

static bool is_in(const struct wb_prefixes *prefixes, const struct wb_address *address)
{
	for (size_t i = 0; i < prefixes->count; i++) {
		if (wb_prefix_covers(&prefixes->items[i], address))
			return true;
	}
	return false;
}

/* "192.0.2.1", "192.0.2.1:555", "2001:db8::1", "[2001:db8::1]" or "[2001:db8::1]:555", as proxies write it. */
static bool last_entry(const char *forwarded, struct wb_address *address_r)
{
	const char *comma = strrchr(forwarded, ',');
	const char *begin = comma != NULL ? comma + 1 : forwarded;
	char buffer[64], *entry = buffer, *colon, *bracket;
	size_t length;

	begin += strspn(begin, " \t");
	length = strlen(begin);
	while (length > 0 && strchr(" \t", begin[length - 1]) != NULL)
		length--;
	if (length == 0 || length >= sizeof(buffer))
		return false;
	memcpy(buffer, begin, length);
	buffer[length] = '\0';
	colon = strchr(buffer, ':');
	if (buffer[0] == '[') {
		bracket = strchr(++entry, ']');
		if (bracket == NULL || (bracket[1] != '\0' && bracket[1] != ':'))
			return false;
		*bracket = '\0';
	} else if (colon != NULL && strchr(colon + 1, ':') == NULL) {
		*colon = '\0';
	}
	return wb_address_parse(entry, address_r, NULL) == WB_OK;
}

struct wb_visitor wb_visitor_find(const struct wb_prefixes *trusted_proxies, const struct wb_prefixes *metrics_from,
    const struct wb_address *peer, const char *forwarded)
{
	struct wb_visitor visitor = { .address = *peer };

	if (!is_in(trusted_proxies, peer)) {
		visitor.is_known = true;
		visitor.is_unheard = forwarded != NULL;
		/* A header from somebody who may not set it: perhaps the operator's proxy, forgotten in trusted_proxies. */
		visitor.may_read_metrics = forwarded == NULL && is_in(metrics_from, peer);
	} else if (forwarded != NULL) {
		visitor.is_known = last_entry(forwarded, &visitor.address);
		visitor.may_read_metrics = visitor.is_known && is_in(metrics_from, &visitor.address);
	} else {
		/* A program on the proxy's host itself, such as Prometheus: the proxy names everybody whom it lets through. */
		visitor.may_read_metrics = is_in(metrics_from, peer);
	}
	return visitor;
}
