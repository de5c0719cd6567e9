/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * request_session.h - a transaction of the store's requests/ folder. Private to the files that keep requests.
 *
 * Table "requests": key = number (8 bytes), value see request_record.c; under the number 0 the last number that
 * was given (8), so that none is given twice when the newest request is gone. "tokens": hash of the token (32) -> number (8).
 * "clients": address (16), prefix length (1), number (8) -> nothing. "notes": number (8), sequence (8) -> see request_record.c.
 * "answers": see answer_limit.c.
 */
#ifndef WB_REQUEST_SESSION_H
#define WB_REQUEST_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "store/request_record.h"
#include "store/transaction.h"

#define WB_REQUEST_KEY_BYTES 8

enum wb_request_table { WB_REQUEST_REQUESTS, WB_REQUEST_TOKENS, WB_REQUEST_CLIENTS, WB_REQUEST_NOTES, WB_REQUEST_TABLES };

struct wb_request_session {
	int lock_fd; /* -1: none, a reader */
	struct wb_transaction transaction;
	struct wb_table tables[WB_REQUEST_TABLES];
};

/* WB_NOT_FOUND: no request was ever filed. The session must be closed whatever is returned; store must outlive it. */
enum wb_status wb_request_session_open_read(const char *store, struct wb_request_session *session, struct wb_error *error_r);

/*
 * Every writer of the folder holds a lock that, unlike LMDB's own, can be tried.
 * folder:    WB_NOT_FOUND when it is needed and missing.
 * patience:  WB_UNAVAILABLE, "busy", from the one that gives up.
 */
enum wb_status wb_request_session_open_write(const char *store, enum wb_store_folder folder, enum wb_request_patience patience,
    struct wb_request_session *session, struct wb_error *error_r);

/* Durable when it returns. The session must still be closed. */
enum wb_status wb_request_session_commit(struct wb_request_session *session, struct wb_error *error_r);

/* Without a commit nothing has changed. Safe to repeat. */
void wb_request_session_close(struct wb_request_session *session);

/* Commits when status is WB_OK, and closes. Returns status, or why the commit failed: then nothing has changed. */
enum wb_status wb_request_session_finish(struct wb_request_session *session, enum wb_status status, struct wb_error *error_r);

/* The number of a request as a key, or as a value, in WB_REQUEST_KEY_BYTES. Decoding gives 0, of no request, for what is none. */
struct wb_blob wb_request_session_encode_number(uint64_t number, unsigned char *bytes);
uint64_t wb_request_session_decode_number(struct wb_blob bytes);

/* One request. WB_NOT_FOUND: none of this number; WB_UNAVAILABLE: it cannot be read. */
enum wb_status wb_request_session_get(
    struct wb_request_session *session, uint64_t number, struct wb_request_record *record_r, struct wb_error *error_r);

/* One request that is not decided. WB_INVALID: it is, and error_r says by whom and when. */
enum wb_status wb_request_session_get_open(
    struct wb_request_session *session, uint64_t number, struct wb_request_record *record_r, struct wb_error *error_r);

/* Writes one request, new or not. */
enum wb_status wb_request_session_put(
    struct wb_request_session *session, const struct wb_request_record *record, struct wb_error *error_r);

/* Adds a cleaned note to a request that there is. See request_note.c. */
enum wb_status wb_request_session_put_note(
    struct wb_request_session *session, uint64_t number, const struct wb_request_note *note, struct wb_error *error_r);

/* How many notes of this kind a request has; those that cannot be read are not counted. */
enum wb_status wb_request_session_count_notes(struct wb_request_session *session, uint64_t number,
    enum wb_request_note_kind kind, size_t *count_r, struct wb_error *error_r);

#endif
