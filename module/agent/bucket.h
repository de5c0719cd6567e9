/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* bucket.h - a leaky bucket: the reports of one kind about one host that have not leaked yet. Pure values. */
#ifndef WB_AGENT_BUCKET_H
#define WB_AGENT_BUCKET_H

#include <stdbool.h>
#include <stdint.h>

struct bucket {
	uint32_t level;     /* reports that are in it */
	int32_t reason;     /* why it is not looked at again before settled_s: the owner's enum wb_report_result */
	int64_t since_s;    /* when the first of them came, or the last one leaked */
	int64_t settled_s;  /* Unix time; 0: never */
	uint64_t candidate; /* its owner's: who decides about it now */
};

/*
 * Puts a report in. True: the bucket is full; it then takes no more.
 * hits:   how many reports fill it.
 * leak_s: seconds in which one report leaks; 0: none does.
 * now_s:  Unix time; when a clock is set back, the time begins anew.
 */
bool bucket_add(struct bucket *bucket, uint32_t hits, int64_t leak_s, int64_t now_s);

#endif
