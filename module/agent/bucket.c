/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* bucket.c - see bucket.h */
#include "agent/bucket.h"

bool bucket_add(struct bucket *bucket, uint32_t hits, int64_t leak_s, int64_t now_s)
{
	int64_t leaked;

	/* Else what came by a clock that was ahead would never leak. */
	if (now_s < bucket->since_s)
		bucket->since_s = now_s;
	leaked = leak_s > 0 ? (now_s - bucket->since_s) / leak_s : 0;

	if (bucket->level == 0 || leaked >= bucket->level) {
		bucket->level = 0;
		bucket->since_s = now_s;
	} else {
		bucket->level -= (uint32_t)leaked;
		bucket->since_s += leaked * leak_s;
	}
	if (bucket->level < hits)
		bucket->level++;
	return bucket->level >= hits;
}
