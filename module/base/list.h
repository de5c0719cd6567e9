/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * list.h - lists of values as settings have them. The items belong to whoever made the list.
 */
#ifndef WB_LIST_H
#define WB_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct wb_prefix;

struct wb_texts {
	const char **items;
	size_t count;
};

struct wb_prefixes {
	struct wb_prefix *items;
	size_t count;
};

struct wb_asns {
	uint32_t *items;
	size_t count;
};

static inline bool wb_asns_hold(const struct wb_asns *list, uint32_t asn)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->items[i] == asn)
			return true;
	}
	return false;
}

#endif
