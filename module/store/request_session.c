/* request_session.c - see request_session.h */
#include "store/request_session.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/bytes.h"
#include "store/store.h"

#define FOLDER "requests"
#define LOCK_TRIES 50 /* a millisecond apart; a writer holds it for as long as its disk takes */

static const char *const names[WB_REQUEST_DATABASES] = {
	[WB_REQUEST_REQUESTS] = "requests",
	[WB_REQUEST_TOKENS] = "tokens",
	[WB_REQUEST_CLIENTS] = "clients",
	[WB_REQUEST_NOTES] = "notes",
};

enum wb_status wb_request_session_fail(const struct wb_request_session *session, int rc, struct wb_error *error_r)
{
	return wb_store_fail(session->store, rc, error_r);
}

static int open_databases(struct wb_request_session *session, unsigned flags)
{
	int rc = 0;

	for (size_t i = 0; i < WB_REQUEST_DATABASES && rc == 0; i++)
		rc = mdb_dbi_open(session->txn, names[i], flags, &session->databases[i]);
	return rc;
}

static void reset(struct wb_request_session *session, const char *store)
{
	memset(session, 0, sizeof(*session));
	session->store = store;
	session->lock_fd = -1;
}

enum wb_status wb_request_session_open_read(const char *store, struct wb_request_session *session, struct wb_error *error_r)
{
	enum wb_status status;
	int rc;

	reset(session, store);
	status = wb_store_open_read(store, FOLDER, &session->env, error_r);
	if (status == WB_OK)
		status = wb_store_begin_read(session->env, &session->txn, error_r);
	if (status != WB_OK)
		return status;
	rc = open_databases(session, 0);
	if (rc == MDB_NOTFOUND)
		return WB_NOT_FOUND;
	return rc == 0 ? WB_OK : wb_request_session_fail(session, rc, error_r);
}

static enum wb_status take_lock(struct wb_request_session *session, bool wait, struct wb_error *error_r)
{
	int tries = LOCK_TRIES;

	while (flock(session->lock_fd, wait ? LOCK_EX : LOCK_EX | LOCK_NB) < 0) {
		if (errno == EINTR)
			continue;
		if (errno != EWOULDBLOCK)
			return wb_request_session_fail(session, errno, error_r);
		if (--tries == 0)
			return wb_fail(error_r, WB_UNAVAILABLE,
			    "store %s: the requests are busy: somebody else writes there; try again", session->store);
		poll(NULL, 0, 1);
	}
	return WB_OK;
}

enum wb_status wb_request_session_open_write(
    const char *store, bool make_folder, bool wait, struct wb_request_session *session, struct wb_error *error_r)
{
	enum wb_status status;
	int rc;

	reset(session, store);
	status = wb_store_open_lock(store, FOLDER, make_folder, &session->lock_fd, error_r);
	if (status != WB_OK) {
		session->lock_fd = -1;
		return status;
	}
	status = take_lock(session, wait, error_r);
	if (status == WB_OK)
		status = wb_store_open_write(store, FOLDER, WB_STORE_SYNC, &session->env, error_r);
	if (status != WB_OK)
		return status;
	rc = mdb_txn_begin(session->env, NULL, 0, &session->txn);
	if (rc == 0)
		rc = open_databases(session, MDB_CREATE);
	return rc == 0 ? WB_OK : wb_request_session_fail(session, rc, error_r);
}

enum wb_status wb_request_session_commit(struct wb_request_session *session, struct wb_error *error_r)
{
	int rc = mdb_txn_commit(session->txn);

	session->txn = NULL;
	return rc == 0 ? WB_OK : wb_request_session_fail(session, rc, error_r);
}

/* The lock last: the next writer must find nothing open. */
void wb_request_session_close(struct wb_request_session *session)
{
	if (session->txn != NULL)
		mdb_txn_abort(session->txn);
	if (session->env != NULL)
		wb_store_close(session->env);
	if (session->lock_fd >= 0)
		close(session->lock_fd);
	reset(session, session->store);
}

enum wb_status wb_request_session_open_cursor(
    struct wb_request_session *session, enum wb_request_database database, MDB_cursor **cursor_r, struct wb_error *error_r)
{
	int rc = mdb_cursor_open(session->txn, session->databases[database], cursor_r);

	if (rc == 0)
		return WB_OK;
	*cursor_r = NULL;
	return wb_request_session_fail(session, rc, error_r);
}

enum wb_status wb_request_session_get(
    struct wb_request_session *session, uint64_t number, struct wb_request_record *record_r, struct wb_error *error_r)
{
	unsigned char bytes[WB_REQUEST_KEY_BYTES];
	MDB_val key = { sizeof(bytes), bytes };
	MDB_val value;
	int rc;

	memset(record_r, 0, sizeof(*record_r));
	if (number == 0)
		return WB_NOT_FOUND; /* what is kept there is no request */
	wb_bytes_put(bytes, number, sizeof(bytes));
	rc = mdb_get(session->txn, session->databases[WB_REQUEST_REQUESTS], &key, &value);
	if (rc == MDB_NOTFOUND)
		return WB_NOT_FOUND;
	if (rc != 0)
		return wb_request_session_fail(session, rc, error_r);
	if (!wb_request_record_decode(number, value.mv_data, value.mv_size, record_r)) {
		memset(record_r, 0, sizeof(*record_r));
		return wb_fail(error_r, WB_UNAVAILABLE,
		    "store %s: request %llu cannot be read: it was damaged, or written by a newer whyblock", session->store,
		    (unsigned long long)number);
	}
	return WB_OK;
}

enum wb_status wb_request_session_put(
    struct wb_request_session *session, const struct wb_request_record *record, struct wb_error *error_r)
{
	unsigned char key_bytes[WB_REQUEST_KEY_BYTES], value_bytes[WB_REQUEST_VALUE_BYTES_MAX];
	MDB_val key = { sizeof(key_bytes), key_bytes };
	MDB_val value = { wb_request_record_encode(record, value_bytes), value_bytes };
	int rc;

	wb_bytes_put(key_bytes, record->request.number, sizeof(key_bytes));
	rc = mdb_put(session->txn, session->databases[WB_REQUEST_REQUESTS], &key, &value, 0);
	return rc == 0 ? WB_OK : wb_request_session_fail(session, rc, error_r);
}
