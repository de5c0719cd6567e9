/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* own_address.c - see own_address.h */
#include "desk/own_address.h"

#include <ifaddrs.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/private_space.h"
#include "base/text.h"

void wb_own_address_add(struct wb_own_addresses *own, enum wb_own_kind kind, const struct wb_address *address, const char *what)
{
	const struct wb_prefix host = wb_prefix_of(address, WB_ADDRESS_BITS);
	struct wb_own_address *rows;

	if (wb_private_space_overlap(&host) != NULL || wb_own_address_find(own, &host) != NULL)
		return;
	rows = wb_grow(own->rows, own->count * sizeof(*rows), sizeof(*rows), &own->room);
	if (rows == NULL)
		return;
	own->rows = rows;
	rows[own->count].kind = kind;
	rows[own->count].address = *address;
	wb_text_copy(rows[own->count].what, sizeof(rows[0].what), what);
	own->count++;
}

static bool is_for_documentation(const struct wb_address *address)
{
	static const struct wb_prefix space[] = {
		{ { { [10] = 0xff, 0xff, 192, 0, 2 } }, 120 },
		{ { { [10] = 0xff, 0xff, 198, 51, 100 } }, 120 },
		{ { { [10] = 0xff, 0xff, 203, 0, 113 } }, 120 },
		{ { { 0x20, 0x01, 0x0d, 0xb8 } }, 32 },
	};

	for (size_t i = 0; i < sizeof(space) / sizeof(space[0]); i++) {
		if (wb_prefix_covers(&space[i], address))
			return true;
	}
	return false;
}

void wb_own_address_add_interfaces(struct wb_own_addresses *own, const struct ifaddrs *first)
{
	for (const struct ifaddrs *row = first; row != NULL; row = row->ifa_next) {
		struct wb_address address = { { [10] = 0xff, 0xff } };
		char what[WB_OWN_WHAT_SIZE];
		struct sockaddr_in6 six;
		struct sockaddr_in four;

		/* Some have no address, others one of another family. Copied, since a struct sockaddr is aligned for less. */
		if (row->ifa_addr == NULL)
			continue;
		if (row->ifa_addr->sa_family == AF_INET) {
			memcpy(&four, row->ifa_addr, sizeof(four));
			memcpy(address.bytes + 12, &four.sin_addr, sizeof(four.sin_addr));
		} else if (row->ifa_addr->sa_family == AF_INET6) {
			memcpy(&six, row->ifa_addr, sizeof(six));
			memcpy(address.bytes, &six.sin6_addr, sizeof(six.sin6_addr));
		} else {
			continue;
		}
		snprintf(what, sizeof(what), "an address of this host (%.32s)", row->ifa_name);
		if (!is_for_documentation(&address))
			wb_own_address_add(own, WB_OWN_HOST, &address, what);
	}
}

const struct wb_own_address *wb_own_address_find(const struct wb_own_addresses *own, const struct wb_prefix *prefix)
{
	for (size_t i = 0; own != NULL && i < own->count; i++) {
		if (wb_prefix_covers(prefix, &own->rows[i].address))
			return &own->rows[i];
	}
	return NULL;
}

void wb_own_address_close(struct wb_own_addresses *own)
{
	free(own->rows);
	*own = (struct wb_own_addresses){ NULL };
}
