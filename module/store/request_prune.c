/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* request_prune.c - see request_prune.h */
#include "store/request_prune.h"

#include <string.h>

#include "base/timestamp.h"
#include "store/request_client.h"

/* What points at a request, and what hangs on it. */
static enum wb_status remove_belongings(
    struct wb_request_session *session, uint64_t number, const struct wb_request_record *record, struct wb_error *error_r)
{
	const struct wb_blob token = { record->token_hash, sizeof(record->token_hash) };
	unsigned char bytes[WB_REQUEST_KEY_BYTES];
	struct wb_blob request = wb_request_session_encode_number(number, bytes);
	struct wb_walk walk;
	enum wb_status status = wb_request_client_remove(session, &record->request.client, number, error_r);

	if (status == WB_OK)
		status = wb_table_remove(&session->tables[WB_REQUEST_TOKENS], token, error_r);
	if (status != WB_OK && status != WB_NOT_FOUND)
		return status;
	/* The keys of its notes begin with its number. */
	wb_walk_open(&walk, &session->tables[WB_REQUEST_NOTES]);
	for (bool found = wb_walk_from(&walk, request); found && wb_walk_begins(&walk, request); found = wb_walk_next(&walk))
		wb_walk_remove(&walk);
	return wb_walk_close(&walk, error_r);
}

/* Counts what was created before before_s, or removes it. */
static enum wb_status walk_old(
    struct wb_request_session *session, int64_t before_s, int64_t now_s, bool removes, size_t *old_r, struct wb_error *error_r)
{
	unsigned char bytes[WB_REQUEST_KEY_BYTES];
	struct wb_request_record record;
	struct wb_walk walk;
	enum wb_status status = WB_OK, closed;

	*old_r = 0;
	wb_walk_open(&walk, &session->tables[WB_REQUEST_REQUESTS]);
	for (bool found = wb_walk_from(&walk, wb_request_session_encode_number(1, bytes)); found && status == WB_OK;
	     found = wb_walk_next(&walk)) {
		uint64_t number = wb_request_session_decode_number(walk.key);

		if (number == 0 || !wb_request_record_decode_head(walk.value, &record) || record.request.created_at_s > now_s)
			continue;
		if (record.request.created_at_s >= before_s)
			break;
		if (removes) {
			status = remove_belongings(session, number, &record, error_r);
			if (status == WB_OK)
				wb_walk_remove(&walk);
		}
		(*old_r)++;
	}
	closed = wb_walk_close(&walk, status == WB_OK ? error_r : NULL);
	return status == WB_OK ? closed : status;
}

enum wb_status wb_request_prune(struct wb_request_session *session, int64_t before_s, int64_t now_s, enum wb_age_guard guard,
    size_t *removed_r, struct wb_error *error_r)
{
	size_t all = 0, old = 0;
	char before[WB_TIMESTAMP_TEXT_SIZE];
	enum wb_status status = wb_table_count(&session->tables[WB_REQUEST_REQUESTS], &all, error_r);

	*removed_r = 0;
	if (status == WB_OK)
		status = walk_old(session, before_s, now_s, false, &old, error_r);
	if (status != WB_OK || old == 0)
		return status;
	all--; /* the last number that was given is a row, too */
	if (wb_age_guard_allows(guard, old, all))
		return walk_old(session, before_s, now_s, true, removed_r, error_r);
	wb_timestamp_format(before_s, before);
	return wb_fail(error_r, WB_INVALID,
	    "%zu of %zu requests are older than %s, more than half: nothing was removed: expected a clock that is right; or --force",
	    old, all, before);
}

enum wb_status wb_request_expire(
    const char *store, int64_t before_s, int64_t now_s, enum wb_age_guard guard, size_t *removed_r, struct wb_error *error_r)
{
	struct wb_request_session session;
	enum wb_status status = wb_request_session_open_write(store, WB_STORE_NEED_FOLDER, WB_REQUEST_WAITS, &session, error_r);

	*removed_r = 0;
	if (status == WB_OK)
		status = wb_request_prune(&session, before_s, now_s, guard, removed_r, error_r);
	if (status == WB_OK && *removed_r > 0)
		status = wb_request_session_commit(&session, error_r);
	wb_request_session_close(&session);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

static bool is_of_subject(const struct wb_subject *subject, const struct wb_request *request)
{
	const struct wb_prefix visitor = { request->visitor, 128 };

	return wb_subject_has_client(subject, &request->client) ||
	    (request->has_visitor && wb_subject_has_client(subject, &visitor)) ||
	    wb_subject_is_named(subject, request->email) || wb_subject_is_named(subject, request->name) ||
	    wb_subject_is_named(subject, request->how) || wb_subject_is_named(subject, request->done) ||
	    wb_subject_is_named(subject, request->answer) || wb_subject_is_named(subject, request->question);
}

enum wb_status wb_request_forget(
    const char *store, const struct wb_subject *subject, size_t *removed_r, struct wb_error *error_r)
{
	static struct wb_request_record record; /* pages that need not be of the stack */
	unsigned char bytes[WB_REQUEST_KEY_BYTES];
	struct wb_request_session session;
	struct wb_walk walk;
	enum wb_status status = wb_request_session_open_write(store, WB_STORE_NEED_FOLDER, WB_REQUEST_WAITS, &session, error_r),
		       closed;

	*removed_r = 0;
	if (status == WB_OK) {
		wb_walk_open(&walk, &session.tables[WB_REQUEST_REQUESTS]);
		for (bool found = wb_walk_from(&walk, wb_request_session_encode_number(1, bytes)); found && status == WB_OK;
		     found = wb_walk_next(&walk)) {
			uint64_t number = wb_request_session_decode_number(walk.key);

			if (number == 0 || !wb_request_record_decode(number, walk.value, &record) ||
			    !is_of_subject(subject, &record.request))
				continue;
			status = remove_belongings(&session, number, &record, error_r);
			if (status == WB_OK || status == WB_NOT_FOUND) {
				wb_walk_remove(&walk);
				(*removed_r)++;
				status = WB_OK;
			}
		}
		closed = wb_walk_close(&walk, status == WB_OK ? error_r : NULL);
		status = status == WB_OK ? closed : status;
	}
	status = wb_request_session_finish(&session, status, error_r);
	return status == WB_NOT_FOUND ? WB_OK : status;
}
