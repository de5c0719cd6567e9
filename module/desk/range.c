/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* range.c - see range.h */
#include "desk/range.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define V4_OCTETS 4
#define V4_OFFSET 12                            /* of an IPv4 address in struct wb_address */
#define ONE_SIZE (2 * WB_ADDRESS_TEXT_SIZE + 4) /* "[ADDRESS]/MASK" */

/* Numbers with dots between them, which need not be four. */
struct dotted {
	uint8_t octets[V4_OCTETS];
	unsigned count;
	bool is_open;   /* the rest may be anything: "192.0.2.*", "192.0.2." */
	bool is_padded; /* "192.000.002.066" */
	bool is_odd;    /* "192.0.2.066": some programs read octal numbers there */
};

static struct wb_address last_of(const struct wb_prefix *prefix)
{
	struct wb_address last = prefix->address;
	size_t whole = prefix->prefix_bits / 8;

	if (whole < sizeof(last.bytes))
		last.bytes[whole] |= (uint8_t)(0xff >> prefix->prefix_bits % 8);
	for (size_t i = whole + 1; i < sizeof(last.bytes); i++)
		last.bytes[i] = 0xff;
	return last;
}

static int compare_addresses(const struct wb_address *a, const struct wb_address *b)
{
	return memcmp(a->bytes, b->bytes, sizeof(a->bytes));
}

/* False: text is nothing of the kind. */
static bool read_dotted(const char *text, struct dotted *dotted_r)
{
	bool has_zeros = false, all_are_three = true;

	*dotted_r = (struct dotted){ .count = 0 };
	for (;;) {
		unsigned value = 0, digits = 0;

		if (dotted_r->count > 0 && (*text == '\0' || *text == '*')) {
			/* Behind a dot: nothing, or asterisks up to the end. */
			unsigned places = dotted_r->count;

			for (; text[0] == '*'; text += text[1] == '.' && text[2] == '*' ? 2 : 1)
				places++;
			dotted_r->is_open = true;
			return *text == '\0' && places <= V4_OCTETS && dotted_r->count < V4_OCTETS;
		}
		for (; text[digits] >= '0' && text[digits] <= '9' && digits < 4; digits++)
			value = 10 * value + (unsigned)(text[digits] - '0');
		if (digits == 0 || digits > 3 || value > 255 || dotted_r->count == V4_OCTETS)
			return false;
		has_zeros = has_zeros || (digits > 1 && text[0] == '0');
		all_are_three = all_are_three && digits == 3;
		/* Only where all have three digits it is plain that the zeros are there to fill them up. */
		dotted_r->is_padded = has_zeros && all_are_three;
		dotted_r->is_odd = has_zeros && !all_are_three;
		dotted_r->octets[dotted_r->count++] = (uint8_t)value;
		text += digits;
		if (*text == '\0')
			return true;
		if (*text++ != '.')
			return false;
	}
}

static struct wb_address address_of(const struct dotted *dotted)
{
	struct wb_address address = { { [10] = 0xff, [11] = 0xff } };

	memcpy(address.bytes + V4_OFFSET, dotted->octets, V4_OCTETS);
	return address;
}

/* The length that a mask such as 255.255.255.0 stands for; -1 when its ones do not all come first. */
static int length_of_mask(const struct wb_address *mask, bool is_v4)
{
	const unsigned first = is_v4 ? WB_ADDRESS_V4_BITS : 0;
	unsigned bits = first;

	if (wb_address_is_v4(mask) != is_v4)
		return -1;
	while (bits < WB_ADDRESS_BITS && (mask->bytes[bits / 8] & 0x80 >> bits % 8) != 0)
		bits++;
	for (unsigned rest = bits; rest < WB_ADDRESS_BITS; rest++) {
		if ((mask->bytes[rest / 8] & 0x80 >> rest % 8) != 0)
			return -1;
	}
	return (int)(bits - first);
}

int wb_range_mask_length(const char *text)
{
	struct dotted dotted;
	struct wb_address mask;

	/* 0.0.0.0 is rather an address, and what begins with less than /8 no mask that anybody writes. */
	if (!read_dotted(text, &dotted) || dotted.count != V4_OCTETS || dotted.octets[0] != 255)
		return -1;
	mask = address_of(&dotted);
	return length_of_mask(&mask, true);
}

static enum wb_status fail_mask(const char *text, struct wb_error *error_r)
{
	return wb_fail(
	    error_r, WB_INVALID, "\"%.60s\" has no netmask: expected one such as 255.255.255.0, or a length such as /24", text);
}

/* What is read otherwise than it is written is said, or refused when nobody is to be told. */
static enum wb_status note(
    const char *text, const struct wb_prefix *prefix, const char *why, char *note_r, struct wb_error *error_r)
{
	char read_as[WB_PREFIX_TEXT_SIZE];

	wb_prefix_format_short(prefix, read_as);
	if (note_r == NULL)
		return wb_fail(error_r, WB_INVALID, "\"%.60s\" has %s: expected %s", text, why, read_as);
	snprintf(note_r, WB_RANGE_NOTE_SIZE, "%.60s has %s: it is read as %s", text, why, read_as);
	return WB_OK;
}

static void cover(const struct wb_prefix *prefix, struct wb_range *range_r)
{
	range_r->first = prefix->address;
	range_r->last = last_of(prefix);
}

/* WB_INVALID, with the reason that text is no address. */
static enum wb_status fail_address(const char *text, struct wb_error *error_r)
{
	struct wb_address address;

	wb_address_parse(text, &address, error_r);
	return WB_INVALID;
}

/* The same of host bits: the sentence shows the network, and the host alone. */
static enum wb_status fail_host_bits(const char *text, struct wb_error *error_r)
{
	struct wb_prefix prefix;

	wb_prefix_parse(text, &prefix, error_r);
	return WB_INVALID;
}

/* The part in front of a slash, and of what follows it the length of the mask; -1: none. Cuts text apart. */
static enum wb_status read_slash(const char *whole, char *text, bool is_v4, int *length_r, struct wb_error *error_r)
{
	char *slash = strchr(text, '/');
	struct wb_address mask;

	*length_r = -1;
	if (slash == NULL)
		return WB_OK;
	*slash++ = '\0';
	if (strpbrk(slash, ".:") != NULL) {
		if (wb_address_parse(slash, &mask, NULL) != WB_OK)
			return fail_mask(whole, error_r);
		*length_r = length_of_mask(&mask, is_v4);
		return *length_r >= 0 ? WB_OK : fail_mask(whole, error_r);
	}
	*length_r = 0;
	for (const char *c = slash; *c >= '0' && *c <= '9' && *length_r < 1000; c++)
		*length_r = 10 * *length_r + (*c - '0');
	if (slash[0] != '\0' && slash[strspn(slash, "0123456789")] == '\0' && *length_r <= (is_v4 ? 32 : 128) &&
	    (slash[0] != '0' || slash[1] == '\0'))
		return WB_OK;
	return wb_fail(
	    error_r, WB_INVALID, "\"%.60s\": the prefix length is a whole number from 0 to %d", whole, is_v4 ? 32 : 128);
}

/* IPv4, in any of the ways in which people write it. */
static enum wb_status parse_v4(const char *whole, char *text, struct wb_range *range_r, char *note_r, struct wb_error *error_r)
{
	char *colon = strchr(text, ':');
	struct wb_address address;
	struct wb_prefix prefix;
	struct dotted dotted;
	unsigned bits;
	int length;
	enum wb_status status = read_slash(whole, text, true, &length, error_r);

	if (status != WB_OK)
		return status;
	/* A port says nothing of the host. */
	if (colon != NULL && length < 0 && colon[1] != '\0' && colon[1 + strspn(colon + 1, "0123456789")] == '\0')
		*colon = '\0';
	if (!read_dotted(text, &dotted))
		return fail_address(whole, error_r);
	address = address_of(&dotted);
	bits = WB_ADDRESS_V4_BITS + 8 * dotted.count;
	if (dotted.is_odd) {
		prefix = wb_prefix_of(&address, bits);
		return note(whole, &prefix, "numbers that begin with 0, which some programs take for octal", NULL, error_r);
	}
	if (dotted.count < V4_OCTETS && !dotted.is_open && (length < 0 || (unsigned)length > 8 * dotted.count)) {
		if (dotted.count == 1)
			return fail_address(whole, error_r);
		prefix = wb_prefix_of(&address, bits);
		return note(whole, &prefix, "too few numbers", NULL, error_r);
	}
	if (dotted.is_open && length >= 0)
		return fail_address(whole, error_r);
	if (length >= 0)
		bits = WB_ADDRESS_V4_BITS + (unsigned)length;
	prefix = wb_prefix_of(&address, bits);
	cover(&prefix, range_r);
	if (!wb_address_equals(&prefix.address, &address))
		/* Who types it is asked what was meant; the sentence of prefixes shows both. */
		return note_r != NULL ? note(whole, &prefix, "host bits set", note_r, error_r) : fail_host_bits(whole, error_r);
	return dotted.is_padded ? note(whole, &prefix, "numbers that begin with 0", note_r, error_r) : WB_OK;
}

/* IPv6, in brackets or not, and whatever else: the reason is that of an address or of a prefix. */
static enum wb_status parse_other(
    const char *whole, char *text, struct wb_range *range_r, char *note_r, struct wb_error *error_r)
{
	struct wb_address address;
	struct wb_prefix prefix;
	char plain[ONE_SIZE];
	char *end;
	int length;

	if (text[0] == '[' && (end = strchr(text, ']')) != NULL) {
		*end = '\0';
		/* "[2001:db8::66]:25" */
		if (end[1] == ':' && end[2] != '\0' && end[2 + strspn(end + 2, "0123456789")] == '\0')
			end[1] = '\0';
		snprintf(plain, sizeof(plain), "%.60s%.30s", text + 1, end + 1);
		if (strchr(plain, ':') == NULL)
			return parse_v4(whole, plain, range_r, note_r, error_r);
		text = plain;
	}
	if (read_slash(whole, text, false, &length, error_r) != WB_OK)
		return WB_INVALID;
	if (wb_address_parse(text, &address, NULL) != WB_OK)
		return fail_address(whole, error_r);
	prefix = wb_prefix_of(&address, length < 0 ? WB_ADDRESS_BITS : (unsigned)length);
	cover(&prefix, range_r);
	if (wb_address_equals(&prefix.address, &address))
		return WB_OK;
	return note_r != NULL ? note(whole, &prefix, "host bits set", note_r, error_r) : fail_host_bits(whole, error_r);
}

/* One address or network. */
static enum wb_status parse_one(const char *text, struct wb_range *range_r, char *note_r, struct wb_error *error_r)
{
	char copy[ONE_SIZE];
	struct wb_prefix prefix;
	const char *colon = strchr(text, ':');

	if (wb_prefix_parse_asn(text, &prefix)) {
		cover(&prefix, range_r);
		return WB_OK;
	}
	if (!wb_text_copy(copy, sizeof(copy), text))
		return fail_address(text, error_r);
	/* "::ffff:192.0.2.1" has dots, too, but colons first. */
	if (text[0] != '[' && (colon == NULL || (strchr(text, '.') != NULL && strchr(text, '.') < colon)))
		return parse_v4(text, copy, range_r, note_r, error_r);
	return parse_other(text, copy, range_r, note_r, error_r);
}

/* "9" behind "192.0.2.7-": the last number alone. */
static bool complete_last(const char *first, const char *last, char whole_r[ONE_SIZE])
{
	const char *dot = strrchr(first, '.');
	size_t digits = strspn(last, "0123456789"), kept;

	if (digits == 0 || digits > 3 || last[digits] != '\0' || dot == NULL || strpbrk(first, ":/") != NULL)
		return false;
	kept = (size_t)(dot + 1 - first);
	if (kept + digits >= ONE_SIZE)
		return false;
	memcpy(whole_r, first, kept);
	memcpy(whole_r + kept, last, digits + 1);
	return true;
}

enum wb_status wb_range_parse(char *text, struct wb_range *range_r, char *note_r, struct wb_error *error_r)
{
	char *hyphen = strchr(text, '-'), *slash = strchr(text, '/');
	char whole[ONE_SIZE];
	const char *first, *last;
	struct wb_range end;

	range_r->is_empty = false;
	if (note_r != NULL)
		note_r[0] = '\0';
	/* Only addresses have an order; "-5" is no range. */
	if (hyphen == NULL || hyphen == text || (slash != NULL && slash < hyphen))
		return parse_one(text, range_r, note_r, error_r);
	*hyphen = '\0';
	first = wb_text_trim(text);
	last = wb_text_trim(hyphen + 1);
	if (complete_last(first, last, whole))
		last = whole;
	if (strpbrk(first, "*Ss") != NULL)
		return fail_address(first, error_r);
	if (strpbrk(last, "/*-Ss") != NULL)
		return fail_address(last, error_r);
	if (parse_one(first, range_r, note_r, error_r) != WB_OK || parse_one(last, &end, note_r, error_r) != WB_OK)
		return WB_INVALID;
	if (wb_address_equals(&range_r->first, &range_r->last) && wb_address_equals(&end.first, &end.last) &&
	    wb_address_is_v4(&range_r->first) == wb_address_is_v4(&end.first) &&
	    compare_addresses(&range_r->first, &end.first) <= 0) {
		range_r->last = end.last;
		return WB_OK;
	}
	return wb_fail(error_r, WB_INVALID, "%.50s-%.50s is no range: expected two addresses of one kind, the lower one first",
	    first, last);
}

bool wb_range_take(struct wb_range *range, struct wb_prefix *prefix_r)
{
	unsigned shortest = wb_address_is_v4(&range->first) ? WB_ADDRESS_V4_BITS : 0;
	unsigned bits = WB_ADDRESS_BITS;
	struct wb_address end;

	if (range->is_empty)
		return false;
	/* The largest that can begin here, and then the largest that does not go beyond last. */
	while (bits > shortest && (range->first.bytes[(bits - 1) / 8] & 0x80 >> (bits - 1) % 8) == 0)
		bits--;
	*prefix_r = wb_prefix_of(&range->first, bits);
	for (end = last_of(prefix_r); compare_addresses(&end, &range->last) > 0; end = last_of(prefix_r))
		*prefix_r = wb_prefix_of(&range->first, ++bits);
	range->is_empty = compare_addresses(&end, &range->last) == 0;
	range->first = end;
	for (size_t i = sizeof(end.bytes); i-- > 0 && ++range->first.bytes[i] == 0;)
		;
	return true;
}

bool wb_range_is_prefix(const struct wb_range *range)
{
	struct wb_range rest = *range;
	struct wb_prefix prefix;

	return wb_range_take(&rest, &prefix) && rest.is_empty;
}
