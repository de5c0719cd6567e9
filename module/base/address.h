/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * address.h - client addresses and prefixes.
 * An address is 16 bytes in network order; IPv4 is kept v4-mapped (::ffff:0:0/96, RFC 4291 section 2.5.5.2),
 * so that 192.0.2.66 and ::ffff:192.0.2.66 are one client.
 */
#ifndef WB_ADDRESS_H
#define WB_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

#define WB_ADDRESS_BITS 128
#define WB_ADDRESS_V4_BITS 96        /* an IPv4 prefix of length n is kept as 96 + n */
#define WB_ADDRESS_V6_SUBNET_BITS 64 /* the rest is the interface's own (RFC 4291 section 2.5.4) */
#define WB_ADDRESS_TEXT_SIZE 46
#define WB_PREFIX_TEXT_SIZE (WB_ADDRESS_TEXT_SIZE + 4)

struct wb_address {
	uint8_t bytes[16];
};

struct wb_prefix {
	struct wb_address address; /* no bit set behind prefix_bits */
	uint8_t prefix_bits;       /* 0 to 128, IPv4 counted from 96 */
};

/* Dotted IPv4 or IPv6 text as inet_pton(3) reads it; WB_INVALID for anything else. */
enum wb_status wb_address_parse(const char *text, struct wb_address *address_r, struct wb_error *error_r);

/* The canonical text (RFC 5952 section 4); IPv4 in dotted form. buffer holds WB_ADDRESS_TEXT_SIZE bytes. */
void wb_address_format(const struct wb_address *address, char *buffer);

bool wb_address_is_v4(const struct wb_address *address);

bool wb_address_equals(const struct wb_address *a, const struct wb_address *b);

/* True for 127.0.0.0/8 and ::1 (RFC 6890 section 2.2). */
bool wb_address_is_loopback(const struct wb_address *address);

/*
 * "192.0.2.0/24", "2001:db8::/48", or an address alone (/32, /128).
 * Host bits that are set are a mistake: WB_INVALID, and the reason proposes the network.
 */
enum wb_status wb_prefix_parse(const char *text, struct wb_prefix *prefix_r, struct wb_error *error_r);

/* "192.0.2.0/24"; a single host with its /32 or /128 too. buffer holds WB_PREFIX_TEXT_SIZE bytes. */
void wb_prefix_format(const struct wb_prefix *prefix, char *buffer);

/* The same, but a single host as its address alone: "192.0.2.66", "2001:db8::/64". buffer holds WB_PREFIX_TEXT_SIZE bytes. */
void wb_prefix_format_short(const struct wb_prefix *prefix, char *buffer);

/* The prefix of this length that holds address. */
struct wb_prefix wb_prefix_of(const struct wb_address *address, unsigned prefix_bits);

/* What is in one holder's hands: an IPv4 address alone; of an IPv6 address its /64, since whoever has one address of it has all. */
struct wb_prefix wb_prefix_of_holder(const struct wb_address *address);

/* True for what can be a prefix, as struct wb_prefix has it: bytes of foreign origin need not be one. */
bool wb_prefix_is_valid(const struct wb_prefix *prefix);

bool wb_prefix_is_host(const struct wb_prefix *prefix);

bool wb_prefix_equals(const struct wb_prefix *a, const struct wb_prefix *b);

/* An IPv6 prefix never covers an IPv4 client, even where its bits would (::/0). */
bool wb_prefix_covers(const struct wb_prefix *prefix, const struct wb_address *address);

/* True when every address of prefix is one of in; so it is when they are equal. */
bool wb_prefix_lies_in(const struct wb_prefix *prefix, const struct wb_prefix *in);

/* True when some address lies in both. */
bool wb_prefix_overlaps(const struct wb_prefix *a, const struct wb_prefix *b);

bool wb_prefix_is_v4(const struct wb_prefix *prefix);

/*
 * An autonomous system is listed like an address, under a prefix that no client has: a5::/96 with its number behind. It is written "AS64496",
 * here and by both functions that format prefixes. Whose AS a client is in, only geoip can say: no prefix of an AS covers a client.
 */
struct wb_prefix wb_prefix_of_asn(uint32_t asn);
bool wb_prefix_is_asn(const struct wb_prefix *prefix);

/* "AS64496", from 1 on; false for anything else. */
bool wb_prefix_parse_asn(const char *text, struct wb_prefix *prefix_r);

/* The prefix length as people write it: 24, not 120, for 192.0.2.0/24. */
unsigned wb_prefix_length(const struct wb_prefix *prefix);

#endif
