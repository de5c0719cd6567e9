/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* request.c - see request.h; request_session.h says what is kept where */
#include "store/request.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/crockford.h"
#include "store/request_client.h"
#include "store/request_limit.h"
#include "store/request_prune.h"
#include "store/request_record.h"
#include "store/request_session.h"

#define TOKEN_BYTES 16

_Static_assert((TOKEN_BYTES * 8 + WB_CROCKFORD_BITS - 1) / WB_CROCKFORD_BITS + 1 == WB_REQUEST_TOKEN_SIZE, "a token's length");

bool wb_request_may_know(const struct wb_request *request)
{
	return request->has_reference || wb_request_is_from_client(request);
}

/*
 * A token is looked up by its hash, like any key: the time that takes tells something about hashes, from which nobody gets a token.
 * No key and no salt: 128 random bits cannot be tried out.
 */
static void hash_token(const unsigned char *token, unsigned char *hash_r)
{
	crypto_generichash(hash_r, WB_REQUEST_HASH_BYTES, token, TOKEN_BYTES, NULL, 0);
}

/* What the caller gave as it may be kept: an open request without a number, and nothing where nothing is said to be. */
static enum wb_status prepare(struct wb_request *request, struct wb_error *error_r)
{
	request->number = 0;
	request->state = WB_REQUEST_OPEN;
	request->decided_at_s = request->allowed_until_s = 0;
	request->is_allowed = request->is_unchanged = false;
	request->asked_back_at_s = request->replied_at_s = request->told_at_s = 0;
	request->dns_token[0] = request->decided_by[0] = request->answer[0] = '\0';
	request->token[0] = request->assignee[0] = request->question[0] = '\0';
	if (!request->has_reference)
		memset(&request->reference, 0, sizeof(request->reference));
	if (!request->has_visitor)
		memset(&request->visitor, 0, sizeof(request->visitor));
	wb_request_record_clean(request);
	return wb_request_record_check(request, error_r);
}

/* The number behind the last one that was given, and behind the last one that is there. */
static enum wb_status next_number(struct wb_request_session *session, uint64_t *number_r, struct wb_error *error_r)
{
	const struct wb_table *table = &session->tables[WB_REQUEST_REQUESTS];
	unsigned char bytes[WB_REQUEST_KEY_BYTES];
	struct wb_walk walk;
	struct wb_blob value;
	uint64_t given = 0, there = 0;
	enum wb_status status = wb_table_get(table, wb_request_session_encode_number(0, bytes), &value, error_r);

	if (status == WB_OK)
		given = wb_request_session_decode_number(value);
	else if (status != WB_NOT_FOUND)
		return status;
	wb_walk_open(&walk, table);
	if (wb_walk_last(&walk))
		there = wb_request_session_decode_number(walk.key);
	status = wb_walk_close(&walk, error_r);
	*number_r = (given > there ? given : there) + 1;
	if (status != WB_OK || *number_r != 0)
		return status;
	return wb_fail(
	    error_r, WB_UNAVAILABLE, "store %s: the last number of the requests is damaged", session->transaction.store);
}

/* Writes a new request with all that leads to it. */
static enum wb_status add(
    struct wb_request_session *session, struct wb_request *request, char *token_r, struct wb_error *error_r)
{
	struct wb_request_record record;
	unsigned char token[TOKEN_BYTES], number[WB_REQUEST_KEY_BYTES], none[WB_REQUEST_KEY_BYTES];
	const struct wb_blob hash = { record.token_hash, sizeof(record.token_hash) };
	struct wb_blob value;
	enum wb_status status = next_number(session, &request->number, error_r);

	if (status != WB_OK)
		return status;
	randombytes_buf(token, sizeof(token));
	wb_crockford_encode(token, sizeof(token), request->dns_token);
	randombytes_buf(token, sizeof(token));
	wb_crockford_encode(token, sizeof(token), request->token);
	memcpy(token_r, request->token, sizeof(request->token));
	hash_token(token, record.token_hash);
	sodium_memzero(token, sizeof(token));
	record.request = *request;
	value = wb_request_session_encode_number(request->number, number);
	status = wb_request_session_put(session, &record, error_r);
	if (status == WB_OK)
		status = wb_request_client_add(session, &request->client, request->number, error_r);
	if (status == WB_OK)
		status = wb_table_add(&session->tables[WB_REQUEST_TOKENS], hash, value, error_r);
	if (status == WB_OK)
		status = wb_table_put(
		    &session->tables[WB_REQUEST_REQUESTS], wb_request_session_encode_number(0, none), value, error_r);
	return status;
}

enum wb_status wb_request_file(const char *store, struct wb_request *request, const struct wb_request_limits *limits,
    int64_t keep_s, enum wb_request_patience patience, enum wb_request_outcome *outcome_r, char *token_r,
    struct wb_error *error_r)
{
	struct wb_request_session session;
	int64_t now_s = request->created_at_s;
	size_t removed;
	enum wb_status status = prepare(request, error_r);

	token_r[0] = '\0';
	if (status != WB_OK)
		return status;
	if (sodium_init() < 0)
		return wb_fail(error_r, WB_UNAVAILABLE, "libsodium cannot be used");
	/* All of it in one transaction, committed also when nothing is filed: what is too old goes all the same. */
	status = wb_request_session_open_write(store, WB_STORE_MAKE_FOLDER, patience, &session, error_r);
	if (status == WB_OK && keep_s > 0)
		status = wb_request_prune(&session, now_s - keep_s, now_s, WB_AGE_GUARDED, &removed, error_r);
	/* Whether the clock is wrong is no matter of who makes this request. */
	if (status == WB_INVALID)
		status = WB_OK;
	if (status == WB_OK)
		status = wb_request_limit_check(&session, request, limits, outcome_r, &request->number, error_r);
	if (status == WB_OK && *outcome_r == WB_REQUEST_FILED)
		status = add(&session, request, token_r, error_r);
	status = wb_request_session_finish(&session, status, error_r);
	if (status != WB_OK) {
		request->number = 0;
		request->dns_token[0] = request->token[0] = token_r[0] = '\0';
	}
	return status;
}

enum wb_status wb_request_find(const char *store, uint64_t number, struct wb_request *request_r, struct wb_error *error_r)
{
	struct wb_request_session session;
	struct wb_request_record record;
	enum wb_status status = wb_request_session_open_read(store, &session, error_r);

	memset(request_r, 0, sizeof(*request_r));
	if (status == WB_OK)
		status = wb_request_session_get(&session, number, &record, error_r);
	if (status == WB_OK)
		*request_r = record.request;
	wb_request_session_close(&session);
	return status;
}

enum wb_status wb_request_find_token(
    const char *store, const char *token, struct wb_request *request_r, struct wb_error *error_r)
{
	struct wb_request_session session;
	struct wb_request_record record;
	unsigned char bytes[TOKEN_BYTES], hash[WB_REQUEST_HASH_BYTES];
	const struct wb_blob key = { hash, sizeof(hash) };
	struct wb_blob value;
	enum wb_status status;

	memset(request_r, 0, sizeof(*request_r));
	if (!wb_crockford_decode(token, bytes, sizeof(bytes)))
		return WB_NOT_FOUND;
	if (sodium_init() < 0)
		return wb_fail(error_r, WB_UNAVAILABLE, "libsodium cannot be used");
	hash_token(bytes, hash);
	status = wb_request_session_open_read(store, &session, error_r);
	if (status == WB_OK)
		status = wb_table_get(&session.tables[WB_REQUEST_TOKENS], key, &value, error_r);
	if (status == WB_OK)
		status = wb_request_session_get(&session, wb_request_session_decode_number(value), &record, error_r);
	/* A damaged index must not show anybody somebody else's request. */
	if (status == WB_OK && sodium_memcmp(record.token_hash, hash, sizeof(hash)) != 0)
		status = WB_NOT_FOUND;
	if (status == WB_OK)
		*request_r = record.request;
	wb_request_session_close(&session);
	return status;
}

static enum wb_status walk_all(
    struct wb_request_session *session, wb_request_visit *visit, void *context, size_t *unreadable_r, struct wb_error *error_r)
{
	unsigned char bytes[WB_REQUEST_KEY_BYTES];
	struct wb_request_record record;
	struct wb_walk walk;

	/* From 1 on: behind 0 is the last number that was given. */
	wb_walk_open(&walk, &session->tables[WB_REQUEST_REQUESTS]);
	for (bool found = wb_walk_from(&walk, wb_request_session_encode_number(1, bytes)); found; found = wb_walk_next(&walk)) {
		if (!wb_request_record_decode(wb_request_session_decode_number(walk.key), walk.value, &record))
			(*unreadable_r)++;
		else if (!visit(context, &record.request))
			break;
	}
	return wb_walk_close(&walk, error_r);
}

static enum wb_status walk_client(struct wb_request_session *session, const struct wb_prefix *client, wb_request_visit *visit,
    void *context, size_t *unreadable_r, struct wb_error *error_r)
{
	struct wb_request_numbers numbers = { .count = 0 };
	struct wb_request_record record;
	enum wb_status status = wb_request_client_find(session, client, &numbers, error_r);

	for (size_t i = 0; i < numbers.count && status == WB_OK; i++) {
		enum wb_status found = wb_request_session_get(session, numbers.rows[i], &record, NULL);

		if (found == WB_OK) {
			/* The index may be damaged; the request has the last word. */
			if (wb_prefix_overlaps(&record.request.client, client) && !visit(context, &record.request))
				break;
		} else if (found == WB_UNAVAILABLE) {
			(*unreadable_r)++;
		}
	}
	free(numbers.rows);
	return status;
}

enum wb_status wb_request_walk(const char *store, const struct wb_prefix *client, wb_request_visit *visit, void *context,
    size_t *unreadable_r, struct wb_error *error_r)
{
	struct wb_request_session session;
	enum wb_status status = wb_request_session_open_read(store, &session, error_r);

	*unreadable_r = 0;
	if (status == WB_OK && client == NULL)
		status = walk_all(&session, visit, context, unreadable_r, error_r);
	else if (status == WB_OK)
		status = walk_client(&session, client, visit, context, unreadable_r, error_r);
	wb_request_session_close(&session);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

enum wb_status wb_request_count_open(const char *store, struct wb_request_open_count *open_r, struct wb_error *error_r)
{
	struct wb_request_session session;
	unsigned char bytes[WB_REQUEST_KEY_BYTES];
	struct wb_request_record record;
	struct wb_walk walk;
	enum wb_status status = wb_request_session_open_read(store, &session, error_r);

	*open_r = (struct wb_request_open_count){ 0 };
	if (status == WB_OK) {
		wb_walk_open(&walk, &session.tables[WB_REQUEST_REQUESTS]);
		for (bool found = wb_walk_from(&walk, wb_request_session_encode_number(1, bytes)); found;
		     found = wb_walk_next(&walk)) {
			const struct wb_request *request = &record.request;

			open_r->read_count++;
			if (!wb_request_record_decode_head(walk.value, &record) || wb_request_is_decided(request))
				continue;
			/* The clock may have been set back between two of them. */
			if (open_r->count++ == 0 || request->created_at_s < open_r->oldest_at_s)
				open_r->oldest_at_s = request->created_at_s;
		}
		status = wb_walk_close(&walk, error_r);
	}
	wb_request_session_close(&session);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

bool wb_request_is_decided(const struct wb_request *request)
{
	return request->state == WB_REQUEST_APPROVED || request->state == WB_REQUEST_DENIED;
}

bool wb_request_is_from_client(const struct wb_request *request)
{
	return request->has_visitor && wb_prefix_covers(&request->client, &request->visitor);
}

enum wb_status wb_request_decide(const char *store, const struct wb_request *request, struct wb_error *error_r)
{
	struct wb_request_session session;
	struct wb_request_record record;
	struct wb_request *kept = &record.request;
	enum wb_status status;

	if (!wb_request_is_decided(request))
		return wb_fail(error_r, WB_INVALID, "a decision is approved or denied");
	status = wb_request_session_open_write(store, WB_STORE_NEED_FOLDER, WB_REQUEST_WAITS, &session, error_r);
	if (status == WB_OK)
		status = wb_request_session_get_open(&session, request->number, &record, error_r);
	if (status == WB_OK) {
		kept->state = request->state;
		kept->decided_at_s = request->decided_at_s;
		memcpy(kept->decided_by, request->decided_by, sizeof(kept->decided_by));
		memcpy(kept->answer, request->answer, sizeof(kept->answer));
		kept->is_allowed = request->is_allowed;
		kept->is_unchanged = request->is_unchanged;
		kept->allowed_until_s = request->allowed_until_s;
		wb_request_record_clean(kept);
		status = wb_request_record_check(kept, error_r);
	}
	if (status == WB_OK)
		status = wb_request_session_put(&session, &record, error_r);
	return wb_request_session_finish(&session, status, error_r);
}
