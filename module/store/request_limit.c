/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* request_limit.c - see request_limit.h */
#include "store/request_limit.h"

#include <stdlib.h>
#include <string.h>

#include "store/request_client.h"

#define WINDOW_S (24 * 60 * 60)

/* How many requests of the last 24 hours have something in common with the new one. */
struct counts {
	uint32_t of[WB_REQUEST_OUTCOMES]; /* for each limit */
	uint32_t email;                   /* counts for the same limit as the visitor's address */
	uint32_t unproven;                /* without a genuine reference */
};

static bool is_same_holder(const struct wb_address *a, const struct wb_address *b)
{
	struct wb_prefix left = wb_prefix_of_holder(a), right = wb_prefix_of_holder(b);

	return wb_prefix_equals(&left, &right);
}

/* By hand, since strcasecmp goes by the locale; an address is ASCII. */
static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_same_email(const char *a, const char *b)
{
	if (*a == '\0')
		return false; /* none was given */
	for (; *a != '\0' && lower(*a) == lower(*b); a++, b++)
		;
	return *a == *b;
}

/*
 * One without proof about somebody else's host, or with somebody else's e-mail address, costs that person nothing. And a stranger
 * who asks about a host is held back by other strangers alone: otherwise the answer would tell him that its operator has asked.
 */
static bool weighs(const struct wb_request *old, const struct wb_request *request)
{
	return (old->has_reference || !request->has_reference) && (wb_request_may_know(request) || !wb_request_may_know(old));
}

/*
 * Visitors of the page whom a proxy did not name count as one, so that a header that cannot be read is no way around the limit. Nobody knows
 * that they are, so one of them without proof costs one with proof nothing. By mail there is no visitor.
 */
static bool is_same_visitor(const struct wb_request *old, const struct wb_request *request)
{
	if (old->has_visitor && request->has_visitor)
		return is_same_holder(&old->visitor, &request->visitor);
	return !old->has_visitor && !request->has_visitor && old->origin == WB_REQUEST_WEB &&
	    request->origin == WB_REQUEST_WEB && (old->has_reference || !request->has_reference);
}

static void count(const struct wb_request *old, const struct wb_request *request, struct counts *counts)
{
	uint32_t *of = counts->of;

	of[WB_REQUEST_ADDRESS_EXCEEDED] += is_same_visitor(old, request);
	of[WB_REQUEST_HOST_EXCEEDED] += weighs(old, request) && is_same_holder(&old->client.address, &request->client.address);
	of[WB_REQUEST_DAY_EXCEEDED]++;
	counts->email += weighs(old, request) && is_same_email(old->email, request->email);
	counts->unproven += !old->has_reference;
}

static enum wb_request_outcome compare(
    const struct counts *counts, const struct wb_request *request, const struct wb_request_limits *limits)
{
	const uint32_t *most = limits->most;
	uint32_t half = most[WB_REQUEST_DAY_EXCEEDED] > 1 ? most[WB_REQUEST_DAY_EXCEEDED] / 2 : 1;

	if (counts->email >= most[WB_REQUEST_ADDRESS_EXCEEDED])
		return WB_REQUEST_ADDRESS_EXCEEDED;
	for (int limit = WB_REQUEST_ADDRESS_EXCEEDED; limit < WB_REQUEST_OUTCOMES; limit++) {
		if (counts->of[limit] >= most[limit])
			return (enum wb_request_outcome)limit;
	}
	if (!request->has_reference && counts->unproven >= half)
		return WB_REQUEST_DAY_EXCEEDED;
	return WB_REQUEST_FILED;
}

/* The oldest open request about the same client that may hold this one back; 0: none. */
static enum wb_status find_open(
    struct wb_request_session *session, const struct wb_request *request, uint64_t *number_r, struct wb_error *error_r)
{
	struct wb_request_numbers numbers = { .count = 0 };
	struct wb_request_record old;
	enum wb_status status = wb_request_client_find(session, &request->client, &numbers, error_r);

	*number_r = 0;
	for (size_t i = 0; i < numbers.count && *number_r == 0; i++) {
		/* What cannot be read, or is gone, holds nobody back. */
		if (wb_request_session_get(session, numbers.rows[i], &old, NULL) == WB_OK &&
		    !wb_request_is_decided(&old.request) && wb_prefix_overlaps(&old.request.client, &request->client) &&
		    weighs(&old.request, request))
			*number_r = old.request.number;
	}
	free(numbers.rows);
	return status;
}

enum wb_status wb_request_limit_check(struct wb_request_session *session, const struct wb_request *request,
    const struct wb_request_limits *limits, enum wb_request_outcome *outcome_r, uint64_t *number_r, struct wb_error *error_r)
{
	struct counts counts = { .email = 0 };
	struct wb_request_record old;
	struct wb_walk walk;
	enum wb_status status = find_open(session, request, number_r, error_r);

	*outcome_r = WB_REQUEST_ALREADY_OPEN;
	if (status != WB_OK || *number_r != 0)
		return status;

	/* Back from the newest request; per_day bounds how many there are in 24 hours. */
	wb_walk_open(&walk, &session->tables[WB_REQUEST_REQUESTS]);
	for (bool found = wb_walk_last(&walk); found; found = wb_walk_previous(&walk)) {
		if (!wb_request_record_decode(wb_request_session_decode_number(walk.key), walk.value, &old))
			continue;
		/* Filed when the clock was wrong: nobody knows when that was. */
		if (old.request.created_at_s > request->created_at_s)
			continue;
		if (old.request.created_at_s <= request->created_at_s - WINDOW_S)
			break;
		count(&old.request, request, &counts);
	}
	status = wb_walk_close(&walk, error_r);
	*outcome_r = compare(&counts, request, limits);
	return status;
}
