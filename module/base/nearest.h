/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * nearest.h - which of several names somebody may have meant who has written another one.
 */
#ifndef WB_NEAREST_H
#define WB_NEAREST_H

#include <stddef.h>

#define WB_NEAREST_BYTES_MAX 64 /* longer words have no nearest name */

/*
 * How many letters of ASCII were left out, added, written wrong, or exchanged with the next one; case, and - for _, cost nothing.
 * UINT_MAX when one of the two is longer than WB_NEAREST_BYTES_MAX.
 */
unsigned wb_nearest_distance(const char *a, size_t a_length, const char *b, size_t b_length);

struct wb_nearest {
	const char *written;
	const char *name; /* the nearest so far, which is the caller's; NULL: none is near enough to be meant */
	unsigned distance;
};

/* written must outlive it. */
void wb_nearest_open(struct wb_nearest *nearest, const char *written);

/*
 * Compares one more name, of ASCII, whatever its case. Near enough is a typing error in each four letters, and what the name begins
 * with. Of two that are as near the first one stays.
 */
void wb_nearest_try(struct wb_nearest *nearest, const char *name);

#endif
