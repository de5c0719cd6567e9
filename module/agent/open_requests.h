/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* open_requests.h - how many requests for removal wait for staff, and since when, for metrics that may be asked for at any time. */
#ifndef WB_AGENT_OPEN_REQUESTS_H
#define WB_AGENT_OPEN_REQUESTS_H

#include <stdbool.h>

#include "store/request.h"

#define OPEN_REQUESTS_LOOK_S 15     /* between two looks at the store, at least ... */
#define OPEN_REQUESTS_A_SECOND 1000 /* ... and a second for each so many that the last one has read */

/* All zero: nobody has looked yet. */
struct open_requests {
	bool is_known; /* the last look could read them */
	struct wb_request_open_count open;
	uint64_t faults; /* looks that could not */
	int64_t looked_at_s;
};

/* Looks at them, unless somebody has of late. What cannot be read is not known, counted, and told once until it can be again. */
void open_requests_look(struct open_requests *requests, const char *store, int64_t now_s);

#endif
