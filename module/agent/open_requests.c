/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* open_requests.c - see open_requests.h */
#include "agent/open_requests.h"

#include "service/complaint.h"

void open_requests_look(struct open_requests *requests, const char *store, int64_t now_s)
{
	int64_t wait_s = (int64_t)requests->open.read_count / OPEN_REQUESTS_A_SECOND;
	bool was_good = requests->is_known || requests->looked_at_s == 0;
	struct wb_error error;

	if (wait_s < OPEN_REQUESTS_LOOK_S)
		wait_s = OPEN_REQUESTS_LOOK_S;
	if (requests->looked_at_s != 0 && now_s >= requests->looked_at_s && now_s - requests->looked_at_s < wait_s)
		return;
	requests->looked_at_s = now_s;
	requests->is_known = wb_request_count_open(store, &requests->open, &error) == WB_OK;
	requests->faults += !requests->is_known;
	if (!requests->is_known && was_good)
		wb_complain("%s", error.text);
}
