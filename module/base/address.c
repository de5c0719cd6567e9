/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* address.c - see address.h */
#include "base/address.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#define ASN_OFFSET 12 /* of an AS number in its prefix */

static const uint8_t asn_space[ASN_OFFSET] = { 0x00, 0xa5 };
static const uint8_t v4_mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

enum wb_status wb_address_parse(const char *text, struct wb_address *address_r, struct wb_error *error_r)
{
	memcpy(address_r->bytes, v4_mapped, sizeof(v4_mapped));
	if (inet_pton(AF_INET, text, address_r->bytes + sizeof(v4_mapped)) == 1)
		return WB_OK;
	if (inet_pton(AF_INET6, text, address_r->bytes) == 1)
		return WB_OK;
	return wb_fail(
	    error_r, WB_INVALID, "\"%.60s\" is no IP address: expected one such as 192.0.2.66 or 2001:db8::66", text);
}

bool wb_address_is_v4(const struct wb_address *address)
{
	return memcmp(address->bytes, v4_mapped, sizeof(v4_mapped)) == 0;
}

bool wb_address_equals(const struct wb_address *a, const struct wb_address *b)
{
	return memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

bool wb_address_is_loopback(const struct wb_address *address)
{
	static const struct wb_address v6 = { { [15] = 1 } };

	return wb_address_is_v4(address) ? address->bytes[sizeof(v4_mapped)] == 127 : wb_address_equals(address, &v6);
}

void wb_address_format(const struct wb_address *address, char *buffer)
{
	if (wb_address_is_v4(address))
		inet_ntop(AF_INET, address->bytes + sizeof(v4_mapped), buffer, WB_ADDRESS_TEXT_SIZE);
	else
		inet_ntop(AF_INET6, address->bytes, buffer, WB_ADDRESS_TEXT_SIZE);
}

struct wb_prefix wb_prefix_of(const struct wb_address *address, unsigned prefix_bits)
{
	struct wb_prefix prefix = { .prefix_bits = (uint8_t)prefix_bits };
	size_t whole = prefix_bits / 8;

	memcpy(prefix.address.bytes, address->bytes, whole);
	if (prefix_bits % 8 != 0)
		prefix.address.bytes[whole] = (uint8_t)(address->bytes[whole] & (0xff00 >> prefix_bits % 8));
	return prefix;
}

/* A decimal number without sign, space or leading zero, at most max; -1 when it is none. */
static int parse_length(const char *text, int max)
{
	int length = 0;

	if (text[0] == '\0' || (text[0] == '0' && text[1] != '\0'))
		return -1;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9')
			return -1;
		length = 10 * length + (*text - '0');
		if (length > max)
			return -1;
	}
	return length;
}

enum wb_status wb_prefix_parse(const char *text, struct wb_prefix *prefix_r, struct wb_error *error_r)
{
	char host[WB_ADDRESS_TEXT_SIZE];
	char network[WB_PREFIX_TEXT_SIZE];
	const char *slash = strchr(text, '/');
	size_t host_length = slash == NULL ? strlen(text) : (size_t)(slash - text);
	struct wb_address address;
	bool is_v4;
	int length;

	if (host_length >= sizeof(host))
		return wb_fail(error_r, WB_INVALID, "\"%.60s\" is no prefix: expected one such as 192.0.2.0/24", text);
	memcpy(host, text, host_length);
	host[host_length] = '\0';
	if (wb_address_parse(host, &address, error_r) != WB_OK)
		return WB_INVALID;
	is_v4 = strchr(host, ':') == NULL;
	length = is_v4 ? 32 : 128;
	if (slash != NULL)
		length = parse_length(slash + 1, length);
	if (length < 0)
		return wb_fail(
		    error_r, WB_INVALID, "\"%.60s\": the prefix length is a whole number from 0 to %d", text, is_v4 ? 32 : 128);
	*prefix_r = wb_prefix_of(&address, (unsigned)(is_v4 ? length + WB_ADDRESS_V4_BITS : length));
	if (memcmp(prefix_r->address.bytes, address.bytes, sizeof(address.bytes)) != 0) {
		wb_prefix_format(prefix_r, network);
		return wb_fail(error_r, WB_INVALID, "\"%.60s\" has host bits set: the network is %s, the host alone %s/%d",
		    text, network, host, is_v4 ? 32 : 128);
	}
	return WB_OK;
}

bool wb_prefix_is_v4(const struct wb_prefix *prefix)
{
	return prefix->prefix_bits >= WB_ADDRESS_V4_BITS && wb_address_is_v4(&prefix->address);
}

unsigned wb_prefix_length(const struct wb_prefix *prefix)
{
	return wb_prefix_is_v4(prefix) ? prefix->prefix_bits - WB_ADDRESS_V4_BITS : prefix->prefix_bits;
}

struct wb_prefix wb_prefix_of_asn(uint32_t asn)
{
	struct wb_prefix prefix = { .prefix_bits = WB_ADDRESS_BITS };

	memcpy(prefix.address.bytes, asn_space, sizeof(asn_space));
	for (size_t i = 0; i < sizeof(asn); i++)
		prefix.address.bytes[ASN_OFFSET + i] = (uint8_t)(asn >> (24 - 8 * i));
	return prefix;
}

bool wb_prefix_is_asn(const struct wb_prefix *prefix)
{
	return prefix->prefix_bits == WB_ADDRESS_BITS && memcmp(prefix->address.bytes, asn_space, sizeof(asn_space)) == 0;
}

bool wb_prefix_parse_asn(const char *text, struct wb_prefix *prefix_r)
{
	uint64_t asn = 0;

	if ((text[0] | 0x20) != 'a' || (text[1] | 0x20) != 's' || text[2] < '1' || text[2] > '9')
		return false;
	for (text += 2; *text >= '0' && *text <= '9' && asn <= UINT32_MAX; text++)
		asn = 10 * asn + (uint64_t)(*text - '0');
	if (*text != '\0' || asn > UINT32_MAX)
		return false;
	*prefix_r = wb_prefix_of_asn((uint32_t)asn);
	return true;
}

static void format_asn(const struct wb_prefix *prefix, char *buffer)
{
	const uint8_t *bytes = prefix->address.bytes + ASN_OFFSET;

	snprintf(buffer, WB_PREFIX_TEXT_SIZE, "AS%lu",
	    (unsigned long)bytes[0] << 24 | (unsigned long)bytes[1] << 16 | (unsigned long)bytes[2] << 8 | bytes[3]);
}

void wb_prefix_format(const struct wb_prefix *prefix, char *buffer)
{
	if (wb_prefix_is_asn(prefix)) {
		format_asn(prefix, buffer);
		return;
	}
	wb_address_format(&prefix->address, buffer);
	/* ::ffff:0:0 cut shorter than /96 is an IPv6 prefix and must not print as IPv4. */
	if (!wb_prefix_is_v4(prefix))
		inet_ntop(AF_INET6, prefix->address.bytes, buffer, WB_ADDRESS_TEXT_SIZE);
	snprintf(buffer + strlen(buffer), WB_PREFIX_TEXT_SIZE - strlen(buffer), "/%u", wb_prefix_length(prefix));
}

void wb_prefix_format_short(const struct wb_prefix *prefix, char *buffer)
{
	if (wb_prefix_is_host(prefix) && !wb_prefix_is_asn(prefix))
		wb_address_format(&prefix->address, buffer);
	else
		wb_prefix_format(prefix, buffer);
}

struct wb_prefix wb_prefix_of_holder(const struct wb_address *address)
{
	return wb_prefix_of(address, wb_address_is_v4(address) ? WB_ADDRESS_BITS : WB_ADDRESS_V6_SUBNET_BITS);
}

bool wb_prefix_is_valid(const struct wb_prefix *prefix)
{
	struct wb_prefix masked;

	if (prefix->prefix_bits > WB_ADDRESS_BITS)
		return false;
	masked = wb_prefix_of(&prefix->address, prefix->prefix_bits);
	return wb_prefix_equals(&masked, prefix);
}

bool wb_prefix_is_host(const struct wb_prefix *prefix)
{
	return prefix->prefix_bits == WB_ADDRESS_BITS;
}

bool wb_prefix_equals(const struct wb_prefix *a, const struct wb_prefix *b)
{
	return a->prefix_bits == b->prefix_bits && wb_address_equals(&a->address, &b->address);
}

bool wb_prefix_covers(const struct wb_prefix *prefix, const struct wb_address *address)
{
	size_t whole = prefix->prefix_bits / 8;
	unsigned mask = 0xff00U >> prefix->prefix_bits % 8 & 0xff;

	if (memcmp(address->bytes, prefix->address.bytes, whole) != 0 ||
	    (mask != 0 && (address->bytes[whole] & mask) != prefix->address.bytes[whole]))
		return false;
	return wb_address_is_v4(address) == wb_prefix_is_v4(prefix);
}

bool wb_prefix_lies_in(const struct wb_prefix *prefix, const struct wb_prefix *in)
{
	return prefix->prefix_bits >= in->prefix_bits && wb_prefix_covers(in, &prefix->address);
}

bool wb_prefix_overlaps(const struct wb_prefix *a, const struct wb_prefix *b)
{
	return a->prefix_bits <= b->prefix_bits ? wb_prefix_covers(a, &b->address) : wb_prefix_covers(b, &a->address);
}
