/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* answer_times.c - see answer_times.h */
#include "desk/answer_times.h"

#include <stdlib.h>

#include "base/grow.h"
#include "store/request.h"

struct search {
	int64_t since_s, until_s, promised_s, now_s;
	int64_t *spans_s;
	size_t count, room; /* room: bytes */
	struct wb_answer_times *times;
	bool has_memory;
};

static bool add_span(struct search *search, int64_t span_s)
{
	int64_t *spans_s = wb_grow(search->spans_s, search->count * sizeof(*spans_s), sizeof(*spans_s), &search->room);

	search->has_memory = spans_s != NULL;
	if (spans_s == NULL)
		return false;
	search->spans_s = spans_s;
	search->spans_s[search->count++] = span_s;
	return true;
}

/* When staff said something first, as far as the request has it: of several questions it has the last one. 0: not yet. */
static int64_t answered_at(const struct wb_request *request)
{
	int64_t asked_s = request->asked_back_at_s;

	if (!wb_request_is_decided(request))
		return asked_s;
	return asked_s != 0 && asked_s < request->decided_at_s ? asked_s : request->decided_at_s;
}

static bool take_request(void *context, const struct wb_request *request)
{
	struct search *search = context;
	struct wb_answer_times *times = search->times;
	int64_t at_s = answered_at(request), span_s;

	if (request->state == WB_REQUEST_OPEN) {
		/* It waits from its last reply on. */
		span_s = search->now_s - (request->replied_at_s != 0 ? request->replied_at_s : request->created_at_s);
		times->open++;
		if (span_s > times->oldest_s)
			times->oldest_s = span_s;
		times->late += search->promised_s > 0 && span_s > search->promised_s;
	}
	if (at_s == 0 || at_s < search->since_s || (search->until_s != 0 && at_s >= search->until_s))
		return true;
	span_s = at_s > request->created_at_s ? at_s - request->created_at_s : 0;
	times->within += search->promised_s > 0 && span_s <= search->promised_s;
	return add_span(search, span_s);
}

static int compare_spans(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

	return left < right ? -1 : left > right;
}

enum wb_status wb_answer_times_find(const char *store, int64_t since_s, int64_t until_s, int64_t promised_s, int64_t now_s,
    struct wb_answer_times *times_r, struct wb_error *error_r)
{
	struct search search = { since_s, until_s, promised_s, now_s, .times = times_r, .has_memory = true };
	size_t unreadable;
	enum wb_status status;

	*times_r = (struct wb_answer_times){ 0 };
	status = wb_request_walk(store, NULL, take_request, &search, &unreadable, error_r);
	if (status == WB_OK && !search.has_memory)
		status = wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	if (status == WB_OK && search.count > 0) {
		qsort(search.spans_s, search.count, sizeof(search.spans_s[0]), compare_spans);
		times_r->answered = search.count;
		times_r->longest_s = search.spans_s[search.count - 1];
		times_r->median_s = (search.spans_s[(search.count - 1) / 2] + search.spans_s[search.count / 2]) / 2;
	}
	free(search.spans_s);
	return status;
}
