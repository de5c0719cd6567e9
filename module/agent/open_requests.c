/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* open_requests.c - see open_requests.h */
#include "agent/open_requests.h"

#include "service/complaint.h"
#include "store/request.h"

/* A wb_request_visit. The clock may have been set back between two of them. */
static bool take(void *context, const struct wb_request *request)
{
	struct open_requests *requests = context;

	if (request->state == WB_REQUEST_OPEN && (requests->count++ == 0 || request->created_at_s < requests->oldest_at_s))
		requests->oldest_at_s = request->created_at_s;
	return ++requests->read_count < OPEN_REQUESTS_READ_MAX;
}

void open_requests_look(struct open_requests *requests, const char *store, int64_t now_s)
{
	int64_t wait_s = (int64_t)requests->read_count / OPEN_REQUESTS_A_SECOND;
	bool was_good = requests->is_known || requests->looked_at_s == 0;
	struct wb_error error;
	size_t unreadable;

	if (wait_s < OPEN_REQUESTS_LOOK_S)
		wait_s = OPEN_REQUESTS_LOOK_S;
	if (requests->looked_at_s != 0 && now_s >= requests->looked_at_s && now_s - requests->looked_at_s < wait_s)
		return;
	requests->looked_at_s = now_s;
	requests->count = requests->read_count = 0;
	requests->is_known = wb_request_walk(store, NULL, take, requests, &unreadable, &error) == WB_OK;
	requests->faults += !requests->is_known;
	if (!requests->is_known && was_good)
		wb_complain("%s", error.text);
}
