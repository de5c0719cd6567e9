/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* request_fixture.h - requests for the tests of the files that keep them. */
#ifndef WB_REQUEST_FIXTURE_H
#define WB_REQUEST_FIXTURE_H

#include "base/bytes.h"
#include "fixture.h"
#include "store/request.h"
#include "store/request_session.h"

#define DAY_S (24 * 60 * 60)

/* So many that none of them is met. */
static const struct wb_request_limits no_limits = {
	.most = { [WB_REQUEST_ADDRESS_EXCEEDED] = 1000, [WB_REQUEST_HOST_EXCEEDED] = 1000, [WB_REQUEST_DAY_EXCEEDED] = 1000 }
};

static inline struct wb_request_limits limits_of(uint32_t per_address, uint32_t per_host, uint32_t per_day)
{
	struct wb_request_limits limits = { .most = { 0 } };

	limits.most[WB_REQUEST_ADDRESS_EXCEEDED] = per_address;
	limits.most[WB_REQUEST_HOST_EXCEEDED] = per_host;
	limits.most[WB_REQUEST_DAY_EXCEEDED] = per_day;
	return limits;
}

/* From a visitor and with an e-mail address of its own: only the client is what others may have too. */
static inline struct wb_request request_of(const char *client)
{
	static unsigned count;
	struct wb_request request = {
		.created_at_s = NOW_S, .client = prefix_of(client), .has_visitor = true, .language = "en"
	};

	count++;
	request.visitor = address_of("10.0.0.0");
	wb_bytes_put(request.visitor.bytes + 13, count, 3);
	snprintf(request.email, sizeof(request.email), "visitor-%u@example.net", count);
	snprintf(request.category, sizeof(request.category), "open-relay");
	return request;
}

/* With the proof that a genuine reference is. */
static inline struct wb_request proven_of(const char *client)
{
	struct wb_request request = request_of(client);

	request.has_reference = true;
	request.reference = wb_reference_make(&request.client.address, "open-relay", WB_REJECT, NOW_S - 60);
	return request;
}

static inline enum wb_request_outcome file_limited(
    const char *store, struct wb_request *request, const struct wb_request_limits *limits, int64_t keep_s)
{
	enum wb_request_outcome outcome = 99;
	struct wb_error error = { "" };
	char token[WB_REQUEST_TOKEN_SIZE];

	if (wb_request_file(store, request, limits, keep_s, WB_REQUEST_WAITS, &outcome, token, &error) != WB_OK)
		fail_msg("%s", error.text);
	assert_int_equal(strlen(token), outcome == WB_REQUEST_FILED ? WB_REQUEST_TOKEN_SIZE - 1 : 0);
	return outcome;
}

/* Files a request that must be taken; its number. */
static inline uint64_t file_request(const char *store, struct wb_request request)
{
	assert_int_equal(file_limited(store, &request, &no_limits, 0), WB_REQUEST_FILED);
	return request.number;
}

/* Numbers and clients of those a walk came by: "1 192.0.2.66/32; 2 ..." */
struct seen {
	char text[1024];
	size_t count, unreadable;
	size_t stop_after; /* 0: never */
};

static inline bool note_request(void *context, const struct wb_request *request)
{
	struct seen *seen = context;
	struct wb_text text = { seen->text, sizeof(seen->text), strlen(seen->text), false };
	char client[WB_PREFIX_TEXT_SIZE];

	wb_prefix_format(&request->client, client);
	wb_text_addf(&text, "%s%llu %s", text.length > 0 ? "; " : "", (unsigned long long)request->number, client);
	seen->count++;
	return seen->count != seen->stop_after;
}

static inline struct seen walk_requests(const char *store, const char *client)
{
	struct wb_prefix prefix = prefix_of(client == NULL ? "::" : client);
	struct seen seen = { .count = 0 };
	struct wb_error error = { "" };

	if (wb_request_walk(store, client == NULL ? NULL : &prefix, note_request, &seen, &seen.unreadable, &error) != WB_OK)
		fail_msg("%s", error.text);
	return seen;
}

/* A session that must be had. */
static inline struct wb_request_session open_session(const char *store)
{
	struct wb_request_session session;
	struct wb_error error = { "" };

	if (wb_request_session_open_write(store, WB_STORE_MAKE_FOLDER, WB_REQUEST_WAITS, &session, &error) != WB_OK)
		fail_msg("%s", error.text);
	return session;
}

static inline void commit_session(struct wb_request_session *session)
{
	assert_int_equal(wb_request_session_commit(session, NULL), WB_OK);
	wb_request_session_close(session);
}

static inline size_t count_entries(const char *store, enum wb_request_table database)
{
	struct wb_request_session session = open_session(store);
	MDB_stat found;

	assert_int_equal(mdb_stat(session.transaction.txn, session.tables[database].handle, &found), 0);
	wb_request_session_close(&session);
	return found.ms_entries;
}

/* Puts any bytes into one of the databases. */
static inline void put_raw(
    const char *store, enum wb_request_table database, const void *key, size_t key_bytes, const void *value, size_t value_bytes)
{
	struct wb_request_session session = open_session(store);
	MDB_val k = { key_bytes, (void *)(uintptr_t)key };
	MDB_val v = { value_bytes, (void *)(uintptr_t)value };

	assert_int_equal(mdb_put(session.transaction.txn, session.tables[database].handle, &k, &v, 0), 0);
	commit_session(&session);
}

#endif
