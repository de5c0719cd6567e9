/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* range.c - see range.h */
#include "desk/range.h"

#include <string.h>

#include "base/text.h"

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

enum wb_status wb_range_parse(char *text, struct wb_range *range_r, struct wb_error *error_r)
{
	char *hyphen = strchr(text, '-');
	char *first, *last;
	struct wb_prefix prefix;

	range_r->is_empty = false;
	if (hyphen == NULL) {
		if (wb_prefix_parse(text, &prefix, error_r) != WB_OK)
			return WB_INVALID;
		range_r->first = prefix.address;
		range_r->last = last_of(&prefix);
		return WB_OK;
	}
	*hyphen = '\0';
	first = wb_text_trim(text);
	last = wb_text_trim(hyphen + 1);
	if (wb_address_parse(first, &range_r->first, error_r) != WB_OK ||
	    wb_address_parse(last, &range_r->last, error_r) != WB_OK)
		return WB_INVALID;
	if (wb_address_is_v4(&range_r->first) == wb_address_is_v4(&range_r->last) &&
	    compare_addresses(&range_r->first, &range_r->last) <= 0)
		return WB_OK;
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
