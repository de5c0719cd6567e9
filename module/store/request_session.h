/*
 * request_session.h - a transaction of the store's requests/ folder. Private to the files that keep requests.
 *
 * Database "requests": key = number (8 bytes, big-endian), value see request_record.c; under the number 0 the last number that
 * was given (8), so that none is given twice when the newest request is gone. "tokens": hash of the token (32) -> number (8).
 * "clients": address (16), prefix length (1), number (8) -> nothing. "notes": number (8), sequence (8) -> see request_record.c.
 * "answers": see answer_limit.c.
 */
#ifndef WB_REQUEST_SESSION_H
#define WB_REQUEST_SESSION_H

#include <lmdb.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "store/request_record.h"

#define WB_REQUEST_KEY_BYTES 8
#define WB_REQUEST_CLIENT_KEY_BYTES 25
#define WB_REQUEST_NOTE_KEY_BYTES 16

enum wb_request_database { WB_REQUEST_REQUESTS, WB_REQUEST_TOKENS, WB_REQUEST_CLIENTS, WB_REQUEST_NOTES, WB_REQUEST_DATABASES };

struct wb_request_session {
	const char *store;
	int lock_fd; /* -1: none, a reader */
	MDB_env *env;
	MDB_txn *txn;
	MDB_dbi databases[WB_REQUEST_DATABASES];
};

/* WB_NOT_FOUND: no request was ever filed. The session must be closed whatever is returned; store must outlive it. */
enum wb_status wb_request_session_open_read(const char *store, struct wb_request_session *session, struct wb_error *error_r);

/*
 * Every writer of the folder holds a lock that, unlike LMDB's own, can be tried.
 * make_folder:  make the folder when it is missing; otherwise WB_NOT_FOUND.
 * wait:         for another writer; otherwise WB_UNAVAILABLE after some milliseconds.
 */
enum wb_status wb_request_session_open_write(
    const char *store, bool make_folder, bool wait, struct wb_request_session *session, struct wb_error *error_r);

/* Durable when it returns. The session must still be closed. */
enum wb_status wb_request_session_commit(struct wb_request_session *session, struct wb_error *error_r);

/* Without a commit nothing has changed. Safe to repeat. */
void wb_request_session_close(struct wb_request_session *session);

/* A cursor on one of the databases, for the caller to close unless it is NULL. */
enum wb_status wb_request_session_open_cursor(
    struct wb_request_session *session, enum wb_request_database database, MDB_cursor **cursor_r, struct wb_error *error_r);

/* One request. WB_NOT_FOUND: none of this number; WB_UNAVAILABLE: it cannot be read. */
enum wb_status wb_request_session_get(
    struct wb_request_session *session, uint64_t number, struct wb_request_record *record_r, struct wb_error *error_r);

/* Writes one request, new or not. */
enum wb_status wb_request_session_put(
    struct wb_request_session *session, const struct wb_request_record *record, struct wb_error *error_r);

/* An LMDB return code other than 0 as a status. */
enum wb_status wb_request_session_fail(const struct wb_request_session *session, int rc, struct wb_error *error_r);

#endif
