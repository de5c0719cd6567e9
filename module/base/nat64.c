/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* nat64.c - see nat64.h */
#include "base/nat64.h"

#include <stdio.h>
#include <string.h>

#define SIX_TO_FOUR_BITS 16
#define OCTET_U 8 /* bits 64 to 71: zero, and of no IPv4 address (RFC 6052 section 2.2) */

const struct wb_prefix wb_nat64_well_known = { { { 0, 0x64, 0xff, 0x9b } }, 96 };
static const struct wb_prefix six_to_four = { { { 0x20, 0x02 } }, SIX_TO_FOUR_BITS };

#define V4(a, b) \
	{ \
		{ \
			0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b \
		} \
	}
/* This network, loopback, multicast and reserved space: no host is there. */
static const struct wb_prefix nobody[] = {
	{ V4(0, 0), 104 },
	{ V4(127, 0), 104 },
	{ V4(224, 0), 99 },
};
/* RFC 1918, 6598 and 3927. */
static const struct wb_prefix private_space[] = {
	{ V4(10, 0), 104 },
	{ V4(172, 16), 108 },
	{ V4(192, 168), 112 },
	{ V4(100, 64), 106 },
	{ V4(169, 254), 112 },
};

bool wb_nat64_is_valid(const struct wb_prefix *prefix)
{
	static const uint8_t lengths[] = { 32, 40, 48, 56, 64, 96 };

	if (wb_prefix_equals(prefix, &six_to_four))
		return true;
	if (wb_prefix_is_v4(prefix) || !wb_prefix_is_valid(prefix) || prefix->address.bytes[OCTET_U] != 0)
		return false;
	return memchr(lengths, prefix->prefix_bits, sizeof(lengths)) != NULL;
}

/* Of the prefixes that cover address the longest: a translator's own stands inside a site's network. NULL: none does. */
static const struct wb_prefix *find_space(const struct wb_prefixes *own, const struct wb_address *address)
{
	const struct wb_prefix *found = wb_prefix_covers(&wb_nat64_well_known, address) ? &wb_nat64_well_known : NULL;

	for (size_t i = 0; i < own->count; i++) {
		if (wb_prefix_covers(&own->items[i], address) &&
		    (found == NULL || found->prefix_bits < own->items[i].prefix_bits))
			found = &own->items[i];
	}
	return found;
}

static bool lies_in_one(const struct wb_prefix *prefix, const struct wb_prefix *spaces, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (wb_prefix_lies_in(prefix, &spaces[i]))
			return true;
	}
	return false;
}

static bool is_believed(const struct wb_prefix *space, const struct wb_prefix *plain)
{
	bool is_own = !wb_prefix_equals(space, &wb_nat64_well_known) && !wb_prefix_equals(space, &six_to_four);

	return !lies_in_one(plain, nobody, sizeof(nobody) / sizeof(nobody[0])) &&
	    (is_own || !lies_in_one(plain, private_space, sizeof(private_space) / sizeof(private_space[0])));
}

/* The IPv4 network whose hosts stand in prefix, which lies in space; false when none does. What is behind the 32 bits says nothing. */
static bool take_plain(const struct wb_prefix *space, const struct wb_prefix *prefix, struct wb_prefix *plain_r)
{
	unsigned from = space->prefix_bits / 8, known = prefix->prefix_bits - space->prefix_bits;
	struct wb_address host = V4(0, 0);

	if (!wb_prefix_equals(space, &six_to_four) && prefix->address.bytes[OCTET_U] != 0)
		return false;
	if (from <= OCTET_U && prefix->prefix_bits > 8 * OCTET_U)
		known -= prefix->prefix_bits < 8 * OCTET_U + 8 ? prefix->prefix_bits - 8 * OCTET_U : 8;
	for (unsigned i = 12; i < 16; i++, from++) {
		from += from == OCTET_U;
		host.bytes[i] = prefix->address.bytes[from];
	}
	*plain_r = wb_prefix_of(&host, WB_ADDRESS_V4_BITS + (known < 32 ? known : 32));
	return is_believed(space, plain_r);
}

bool wb_nat64_host(const struct wb_prefixes *own, const struct wb_address *address, struct wb_address *host_r)
{
	const struct wb_prefix *space = wb_address_is_v4(address) ? NULL : find_space(own, address);
	struct wb_prefix host = wb_prefix_of(address, WB_ADDRESS_BITS), plain;
	bool is_embedded = space != NULL && take_plain(space, &host, &plain);

	*host_r = is_embedded ? plain.address : *address;
	return is_embedded;
}

enum wb_status wb_nat64_prefix(
    const struct wb_prefixes *own, const struct wb_prefix *prefix, struct wb_prefix *plain_r, struct wb_error *error_r)
{
	const struct wb_prefix *space = wb_prefix_is_v4(prefix) ? NULL : find_space(own, &prefix->address);
	char shown[WB_PREFIX_TEXT_SIZE], inside[WB_PREFIX_TEXT_SIZE];
	struct wb_prefix plain;

	*plain_r = *prefix;
	for (size_t i = 0; i <= own->count; i++) {
		const struct wb_prefix *narrow = i < own->count ? &own->items[i] : &wb_nat64_well_known;

		if (narrow->prefix_bits <= prefix->prefix_bits || !wb_prefix_covers(prefix, &narrow->address))
			continue;
		wb_prefix_format(prefix, shown);
		wb_prefix_format(narrow, inside);
		return wb_fail(error_r, WB_INVALID,
		    "%s covers %s, whose clients count as their IPv4 addresses: expected a network beside it, or the IPv4 networks",
		    shown, inside);
	}
	/* A space that covers the address and is longer than prefix lies in it: that was refused. */
	if (space == NULL || !take_plain(space, prefix, &plain))
		return WB_NOT_FOUND;
	*plain_r = plain;
	return WB_OK;
}

void wb_nat64_format(const struct wb_prefix *prefix, const struct wb_prefix *plain, char *buffer)
{
	char asked[WB_PREFIX_TEXT_SIZE], counted[WB_PREFIX_TEXT_SIZE];

	wb_prefix_format_short(prefix, asked);
	wb_prefix_format_short(plain, counted);
	snprintf(buffer, WB_NAT64_TEXT_SIZE, "%s counts as %s", asked, counted);
}
