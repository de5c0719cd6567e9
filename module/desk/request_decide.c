/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* request_decide.c - see request_decide.h */
#include "desk/request_decide.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/text.h"
#include "base/timestamp.h"
#include "desk/approval.h"
#include "store/publish.h"
#include "store/store.h"

struct search {
	struct wb_decision *decision;
	bool stands; /* the last record was one for this request */
	char why[WB_APPROVAL_WHY_SIZE];
};

/* Collects what one approval did. What feeds and expiry did since then is no reason to approve anew. */
static bool collect(void *context, const struct wb_history_record *record)
{
	struct search *search = context;
	struct wb_decision *decision = search->decision;
	struct wb_removal_plan *done = &decision->done;
	bool goes_on = search->stands && record->at_s == decision->begun_at_s;

	if (wb_history_actions[record->action].is_summary)
		return true;
	search->stands = strcmp(record->why, search->why) == 0;
	if (!search->stands)
		return true;
	if (!goes_on)
		memset(done, 0, sizeof(*done));
	decision->was_begun = true;
	decision->begun_at_s = record->at_s;
	wb_text_copy(decision->begun_by, sizeof(decision->begun_by), record->login);
	if (record->action != WB_HISTORY_REMOVE) {
		done->allows = true;
		decision->until_s = record->after.expires_at_s;
	} else if (done->removed_count < WB_REMOVAL_LISTINGS_MAX) {
		struct wb_listing *removed = &done->removed[done->removed_count++];

		removed->prefix = record->prefix;
		wb_text_copy(removed->category, sizeof(removed->category), record->category);
		wb_text_copy(removed->source, sizeof(removed->source), record->source);
	}
	return true;
}

enum wb_status wb_decision_open(const char *store, uint64_t number, enum wb_request_state wanted, int64_t now_s,
    struct wb_decision *decision_r, struct wb_error *error_r)
{
	const struct wb_request *request = &decision_r->request;
	struct search search = { .decision = decision_r };
	size_t unreadable;
	bool is_over;
	enum wb_status status;

	memset(decision_r, 0, sizeof(*decision_r));
	decision_r->store = store;
	decision_r->lock_fd = -1;
	status = wb_store_open_lock(store, "listings", WB_STORE_MAKE_FOLDER, &decision_r->lock_fd, error_r);
	if (status != WB_OK)
		return status;
	if (flock(decision_r->lock_fd, LOCK_EX) < 0)
		return wb_fail(error_r, WB_UNAVAILABLE, "store %s: listings/ cannot be locked: %s", store, strerror(errno));
	status = wb_request_find(store, number, &decision_r->request, error_r);
	if (status != WB_OK)
		return status;
	if (wb_request_is_decided(request)) {
		decision_r->standing = request->state == wanted ? WB_DECISION_REPEATED : WB_DECISION_OTHERWISE;
		return request->state == wanted && wanted == WB_REQUEST_APPROVED ? wb_publish_pending(store, error_r) : WB_OK;
	}
	/* Was an approval cut off? Not before the request was made: when all requests are thrown away, their numbers begin again. */
	wb_approval_format_why(request->number, search.why);
	status = wb_history_walk(store, &request->client, request->created_at_s, collect, &search, &unreadable, error_r);
	is_over = decision_r->done.allows && decision_r->until_s != 0 && decision_r->until_s <= now_s;
	decision_r->standing = search.stands && !is_over ? WB_DECISION_BEGUN : WB_DECISION_FREE;
	/* It may have been cut off before Exim knew. */
	if (status == WB_OK && decision_r->standing == WB_DECISION_BEGUN)
		status = wb_publish_pending(store, error_r);
	return status;
}

/* All of the plan in one transaction, each change with its record of history. What is allowed is named after the request. */
static enum wb_status follow_plan(const struct wb_decision *decision, const struct wb_removal_plan *plan, int64_t until_s,
    const struct wb_change *change, struct wb_error *error_r)
{
	struct wb_listing_writer *writer = NULL;
	struct wb_listing allow = {
		.prefix = decision->request.client,
		.category = WB_CATEGORY_ALLOW,
		.created_at_s = change->at_s,
		.expires_at_s = until_s,
	};
	char why[WB_APPROVAL_WHY_SIZE];
	size_t removed;
	bool replaced;
	enum wb_status status;

	if (plan->removed_count == 0 && !plan->allows)
		return WB_OK;
	wb_approval_format_why(decision->request.number, why);
	snprintf(allow.source, sizeof(allow.source), WB_LISTING_SOURCE_STAFF "%s", change->login);
	wb_text_copy(allow.reason, sizeof(allow.reason), why);
	status = wb_listing_writer_open(decision->store, &writer, error_r);
	for (size_t i = 0; status == WB_OK && i < plan->removed_count; i++)
		status = wb_change_remove(writer, change, &plan->removed[i].prefix, plan->removed[i].category,
		    plan->removed[i].source, why, &removed, error_r);
	if (status == WB_OK && plan->allows)
		status = wb_change_add(writer, change, &allow, &replaced, error_r);
	if (status == WB_OK)
		status = wb_listing_commit(writer, error_r);
	wb_listing_writer_close(&writer);
	return status;
}

/* Notes it with the request: from here on it is decided. */
static enum wb_status conclude(
    struct wb_decision *decision, enum wb_request_state state, const char *answer, struct wb_error *error_r)
{
	struct wb_request *request = &decision->request;
	const enum wb_request_state was = request->state;
	struct wb_error error;
	enum wb_status status;

	wb_text_copy(request->answer, sizeof(request->answer), answer);
	request->state = state;
	status = wb_request_decide(decision->store, request, &error);
	if (status == WB_OK)
		return WB_OK;
	request->state = was;
	if (status == WB_NOT_FOUND)
		return wb_fail(error_r, status, "the request is gone: it was kept for as long as removal.keep says");
	return wb_fail(error_r, status, "%s; the request is still open: try again", error.text);
}

enum wb_status wb_decision_approve(struct wb_decision *decision, const struct wb_removal_plan *plan, int64_t until_s,
    const char *answer, const struct wb_change *change, struct wb_error *error_r)
{
	struct wb_request *request = &decision->request;
	struct wb_removal_plan *done = &decision->done;
	char begun[WB_TIMESTAMP_TEXT_SIZE];
	struct wb_error error;
	enum wb_status status, in_force = WB_OK;

	if (decision->standing == WB_DECISION_BEGUN) {
		wb_timestamp_format(decision->begun_at_s, begun);
		snprintf(done->why, sizeof(done->why), "%s had begun it at %s, and it was cut off", decision->begun_by, begun);
		/* History has what was done, but not that the host is allowed besides: that is as true as it was. */
		if (!done->allows && plan->is_allowed) {
			done->is_allowed = true;
			done->allowed_until_s = plan->allowed_until_s;
			wb_text_copy(done->why, sizeof(done->why), plan->why);
		}
		request->decided_at_s = decision->begun_at_s;
		wb_text_copy(request->decided_by, sizeof(request->decided_by), decision->begun_by);
	} else {
		status = in_force = follow_plan(decision, plan, until_s, change, &error);
		if (!wb_status_is_done(status))
			return wb_fail(error_r, status, "%s; nothing was changed", error.text);
		*done = *plan;
		decision->until_s = until_s;
		request->decided_at_s = change->at_s;
		wb_text_copy(request->decided_by, sizeof(request->decided_by), change->login);
	}
	request->is_allowed = done->allows || done->is_allowed;
	request->is_unchanged = !done->allows && done->removed_count == 0 && !decision->was_begun;
	request->allowed_until_s = done->allows ? decision->until_s : done->allowed_until_s;
	status = conclude(decision, WB_REQUEST_APPROVED, answer, error_r);
	return status == WB_OK && in_force != WB_OK ? wb_fail(error_r, in_force, "%s", error.text) : status;
}

enum wb_status wb_decision_deny(
    struct wb_decision *decision, const char *answer, const struct wb_change *change, struct wb_error *error_r)
{
	struct wb_request *request = &decision->request;

	if (answer[0] == '\0')
		return wb_fail(error_r, WB_INVALID, "a denial without a reason: whoever asked is told why");
	request->decided_at_s = change->at_s;
	wb_text_copy(request->decided_by, sizeof(request->decided_by), change->login);
	return conclude(decision, WB_REQUEST_DENIED, answer, error_r);
}

void wb_decision_close(struct wb_decision *decision)
{
	if (decision->lock_fd >= 0)
		close(decision->lock_fd);
	decision->lock_fd = -1;
}

enum wb_status wb_decision_note(
    const char *store, uint64_t number, const char *text, const struct wb_change *change, struct wb_error *error_r)
{
	struct wb_request_note note = { .at_s = change->at_s };

	if (text[0] == '\0')
		return wb_fail(error_r, WB_INVALID, "the note is empty");
	if (strlen(text) >= sizeof(note.text))
		return wb_fail(
		    error_r, WB_INVALID, "the note has %zu bytes: expected at most %zu", strlen(text), sizeof(note.text) - 1);
	wb_text_copy(note.login, sizeof(note.login), change->login);
	wb_text_copy(note.text, sizeof(note.text), text);
	return wb_request_note_add(store, number, &note, error_r);
}
