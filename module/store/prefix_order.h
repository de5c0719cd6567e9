/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* prefix_order.h - the order of prefixes in the store: by address, then length. */
#ifndef WB_PREFIX_ORDER_H
#define WB_PREFIX_ORDER_H

#include <endian.h>
#include <string.h>

#include "base/address.h"

/* As memcmp. Two numbers are compared sooner than memcmp is called, and a sort calls this very often. */
static inline int wb_prefix_order(const struct wb_prefix *a, const struct wb_prefix *b)
{
	for (size_t i = 0; i < sizeof(a->address.bytes); i += 8) {
		uint64_t left, right;

		memcpy(&left, a->address.bytes + i, 8);
		memcpy(&right, b->address.bytes + i, 8);
		if (left != right)
			return be64toh(left) < be64toh(right) ? -1 : 1;
	}
	return a->prefix_bits - b->prefix_bits;
}

#endif
