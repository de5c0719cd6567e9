/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* nearest.c - see nearest.h */
#include "base/nearest.h"

#include <limits.h>
#include <string.h>
#include <strings.h>

#define LETTERS_OF_A_BEGINNING 3 /* what is shorter begins too many names */

static unsigned char plain(char c)
{
	return c == '-' ? '_' : (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

unsigned wb_nearest_distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
	unsigned char rows[3][WB_NEAREST_BYTES_MAX + 1];
	unsigned char *before = rows[0], *last = rows[1], *row = rows[2], *freed;

	if (a_length > WB_NEAREST_BYTES_MAX || b_length > WB_NEAREST_BYTES_MAX)
		return UINT_MAX;
	for (size_t j = 0; j <= b_length; j++)
		last[j] = (unsigned char)j;
	for (size_t i = 1; i <= a_length; i++) {
		row[0] = (unsigned char)i;
		for (size_t j = 1; j <= b_length; j++) {
			unsigned least = last[j - 1] + (unsigned)(plain(a[i - 1]) != plain(b[j - 1]));

			if (last[j] + 1U < least)
				least = last[j] + 1U;
			if (row[j - 1] + 1U < least)
				least = row[j - 1] + 1U;
			if (i > 1 && j > 1 && plain(a[i - 1]) == plain(b[j - 2]) && plain(a[i - 2]) == plain(b[j - 1]) &&
			    before[j - 2] + 1U < least)
				least = before[j - 2] + 1U;
			row[j] = (unsigned char)least;
		}
		freed = before;
		before = last;
		last = row;
		row = freed;
	}
	return last[b_length];
}

void wb_nearest_open(struct wb_nearest *nearest, const char *written)
{
	*nearest = (struct wb_nearest){ .written = written, .distance = UINT_MAX };
}

void wb_nearest_try(struct wb_nearest *nearest, const char *name)
{
	size_t written = strlen(nearest->written), length = strlen(name);
	unsigned most = 1 + (unsigned)(written / 4), errors;

	if (written == 0 || written > WB_NEAREST_BYTES_MAX || length > WB_NEAREST_BYTES_MAX)
		return;
	if (written >= LETTERS_OF_A_BEGINNING && length > written && strncasecmp(name, nearest->written, written) == 0)
		errors = most;
	else
		errors = wb_nearest_distance(nearest->written, written, name, length);
	/* Of a word of two letters one error leaves nothing to recognise it by. */
	if (errors > most || errors >= written - (written > 1) || errors >= nearest->distance)
		return;
	nearest->name = name;
	nearest->distance = errors;
}
