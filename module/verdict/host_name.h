/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * host_name.h - whether a host's name is one of those that a network gives each of its addresses. Only what stands left of the registered
 * domain is looked at (registered_domain.h). Structure comes first (address_in_name.h), words are looked at second, and only whole ones:
 * "dyn" is not in "dynamo". A word that says what the host is for, such as mail, mx, smtp, out, relay or static, speaks against both.
 *
 * name:   a host's name or a HELO, ASCII as the DNS has it, in any case, with or without a dot at its end. Of one that is longer than
 *         WB_REGISTERED_DOMAIN_NAME_MAX nothing is said: false.
 * Pure, but for loading libpsl; in linear time.
 */
#ifndef WB_HOST_NAME_H
#define WB_HOST_NAME_H

#include <stdbool.h>

#include "base/address.h"

/* True when the client's whole address stands in the name, or what is sure to be it, whatever words there are. */
bool wb_host_name_holds_address(const char *name, const struct wb_address *client);

/* True when a word in it says that it is a server, or at a fixed address. */
bool wb_host_name_is_server(const char *name);

/*
 * True when nobody chose this name: the client's address stands in it, or half of it where networks write that; or a word such as "dynamic",
 * "dhcp" or "dsl"; or one such as "pool", "customer" or "home", which people choose as well, and a digit, by which there may be many of its
 * kind. False when wb_host_name_is_server.
 */
bool wb_host_name_is_generic(const char *name, const struct wb_address *client);

#endif
