/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* request_session.c - see request_session.h */
#include "store/request_session.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/timestamp.h"

#define FOLDER "requests"
#define LOCK_TRIES 50 /* a millisecond apart; a writer holds it for as long as its disk takes */

static const char *const names[WB_REQUEST_TABLES] = {
	[WB_REQUEST_REQUESTS] = "requests",
	[WB_REQUEST_TOKENS] = "tokens",
	[WB_REQUEST_CLIENTS] = "clients",
	[WB_REQUEST_NOTES] = "notes",
};

static enum wb_status open_tables(struct wb_request_session *session, struct wb_error *error_r)
{
	enum wb_status status = WB_OK;

	for (size_t i = 0; i < WB_REQUEST_TABLES && status == WB_OK; i++)
		status = wb_table_open(&session->transaction, names[i], &session->tables[i], error_r);
	return status;
}

enum wb_status wb_request_session_open_read(const char *store, struct wb_request_session *session, struct wb_error *error_r)
{
	enum wb_status status;

	*session = (struct wb_request_session){ .lock_fd = -1 };
	status = wb_transaction_open_read(store, FOLDER, &session->transaction, error_r);
	return status == WB_OK ? open_tables(session, error_r) : status;
}

static enum wb_status take_lock(const char *store, int lock_fd, enum wb_request_patience patience, struct wb_error *error_r)
{
	int tries = LOCK_TRIES;

	while (flock(lock_fd, patience == WB_REQUEST_WAITS ? LOCK_EX : LOCK_EX | LOCK_NB) < 0) {
		if (errno == EINTR)
			continue;
		if (errno != EWOULDBLOCK)
			return wb_store_fail(store, errno, error_r);
		if (--tries == 0)
			return wb_fail(error_r, WB_UNAVAILABLE,
			    "store %s: the requests are busy: somebody else writes there; try again", store);
		poll(NULL, 0, 1);
	}
	return WB_OK;
}

enum wb_status wb_request_session_open_write(const char *store, enum wb_store_folder folder, enum wb_request_patience patience,
    struct wb_request_session *session, struct wb_error *error_r)
{
	enum wb_status status;

	*session = (struct wb_request_session){ .lock_fd = -1 };
	status = wb_store_open_lock(store, FOLDER, folder, &session->lock_fd, error_r);
	if (status != WB_OK) {
		session->lock_fd = -1;
		return status;
	}
	status = take_lock(store, session->lock_fd, patience, error_r);
	if (status == WB_OK)
		status = wb_transaction_open_write(store, FOLDER, &session->transaction, error_r);
	return status == WB_OK ? open_tables(session, error_r) : status;
}

enum wb_status wb_request_session_commit(struct wb_request_session *session, struct wb_error *error_r)
{
	return wb_transaction_commit(&session->transaction, error_r);
}

/* The lock last: the next writer must find nothing open. */
void wb_request_session_close(struct wb_request_session *session)
{
	wb_transaction_close(&session->transaction);
	if (session->lock_fd >= 0)
		close(session->lock_fd);
	session->lock_fd = -1;
}

enum wb_status wb_request_session_finish(struct wb_request_session *session, enum wb_status status, struct wb_error *error_r)
{
	if (status == WB_OK)
		status = wb_request_session_commit(session, error_r);
	wb_request_session_close(session);
	return status;
}

struct wb_blob wb_request_session_encode_number(uint64_t number, unsigned char *bytes)
{
	struct wb_record record;

	wb_record_open_write(&record, bytes, WB_REQUEST_KEY_BYTES);
	wb_record_number(&record, number, WB_REQUEST_KEY_BYTES);
	return wb_record_blob(&record);
}

uint64_t wb_request_session_decode_number(struct wb_blob bytes)
{
	struct wb_record record;
	uint64_t number;

	wb_record_open_read(&record, bytes);
	number = wb_record_number(&record, 0, WB_REQUEST_KEY_BYTES);
	return wb_record_ends_key(&record) ? number : 0;
}

enum wb_status wb_request_session_get(
    struct wb_request_session *session, uint64_t number, struct wb_request_record *record_r, struct wb_error *error_r)
{
	unsigned char bytes[WB_REQUEST_KEY_BYTES];
	struct wb_blob key = wb_request_session_encode_number(number, bytes), value;
	enum wb_status status;

	memset(record_r, 0, sizeof(*record_r));
	if (number == 0)
		return WB_NOT_FOUND; /* what is kept there is no request */
	status = wb_table_get(&session->tables[WB_REQUEST_REQUESTS], key, &value, error_r);
	if (status != WB_OK || wb_request_record_decode(number, value, record_r))
		return status;
	memset(record_r, 0, sizeof(*record_r));
	return wb_fail(error_r, WB_UNAVAILABLE,
	    "store %s: request %llu cannot be read: it was damaged, or written by a newer whyblock", session->transaction.store,
	    (unsigned long long)number);
}

enum wb_status wb_request_session_get_open(
    struct wb_request_session *session, uint64_t number, struct wb_request_record *record_r, struct wb_error *error_r)
{
	const struct wb_request *request = &record_r->request;
	char at[WB_TIMESTAMP_TEXT_SIZE];
	enum wb_status status = wb_request_session_get(session, number, record_r, error_r);

	if (status != WB_OK || !wb_request_is_decided(request))
		return status;
	/* Two of the staff may decide at once: the second one learns what the first one did. */
	wb_timestamp_format(request->decided_at_s, at);
	return wb_fail(error_r, WB_INVALID, "request %llu was %s by %s at %s", (unsigned long long)request->number,
	    wb_request_state_name(request->state), request->decided_by, at);
}

enum wb_status wb_request_session_put(
    struct wb_request_session *session, const struct wb_request_record *record, struct wb_error *error_r)
{
	unsigned char key[WB_REQUEST_KEY_BYTES], value[WB_REQUEST_VALUE_BYTES_MAX];

	return wb_table_put(&session->tables[WB_REQUEST_REQUESTS],
	    wb_request_session_encode_number(record->request.number, key), wb_request_record_encode(record, value), error_r);
}
