/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* private_space.c - see private_space.h */
#include "base/private_space.h"

#define V4(a, b) \
	{ \
		{ \
			0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b \
		} \
	}
/* RFC 1918, 6598, 1122 section 3.2.1.3, 3927, 4291, 4193. */
static const struct wb_prefix private_space[] = {
	{ V4(10, 0), 104 },
	{ V4(172, 16), 108 },
	{ V4(192, 168), 112 },
	{ V4(100, 64), 106 },
	{ V4(127, 0), 104 },
	{ V4(169, 254), 112 },
	{ { { [15] = 1 } }, 128 },
	{ { { 0xfc } }, 7 },
	{ { { 0xfe, 0x80 } }, 10 },
};

const struct wb_prefix *wb_private_space_overlap(const struct wb_prefix *prefix)
{
	for (size_t i = 0; i < sizeof(private_space) / sizeof(private_space[0]); i++) {
		if (wb_prefix_overlaps(&private_space[i], prefix))
			return &private_space[i];
	}
	return NULL;
}
