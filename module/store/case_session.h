/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * case_session.h - cases in the store: one transaction in their folder, and what is done in it.
 * A case stands in one table, and is found by client and by the addresses of its mails in two others. How many connections there were on a
 * day, with and without a case, stands in a fourth; the fifth is judged.h's.
 */
#ifndef WB_CASE_SESSION_H
#define WB_CASE_SESSION_H

#include "store/case_record.h"
#include "store/case_turn.h"
#include "store/transaction.h"

enum wb_case_table { WB_CASE_CASES, WB_CASE_CLIENTS, WB_CASE_MAILBOXES, WB_CASE_DAYS, WB_CASE_JUDGED, WB_CASE_TABLES };

struct wb_case_session {
	struct wb_transaction transaction;
	struct wb_table tables[WB_CASE_TABLES];
	struct wb_case_turn turn; /* of a write */
};

/* Connections of a day, as whyblock_done has told. */
struct wb_case_day {
	int64_t day;          /* since 1970-01-01, UTC */
	uint64_t connections; /* that told */
	uint64_t without;     /* of them, those that no case is about */
	uint64_t accepted;    /* recipients that those accepted: of mail about which nothing is known */
};

/* WB_NOT_FOUND: there are no cases yet. Close it whatever is returned. */
enum wb_status wb_case_session_open_read(const char *store, struct wb_case_session *session, struct wb_error *error_r);
enum wb_status wb_case_session_open_write(const char *store, struct wb_case_session *session, struct wb_error *error_r);

/*
 * The same for who must not wait for another one who writes: WB_NOT_FOUND: there is one; turn, which the caller keeps from try to try, is
 * then next.
 */
enum wb_status wb_case_session_try_write(
    const char *store, struct wb_case_turn *turn, struct wb_case_session *session, struct wb_error *error_r);

enum wb_status wb_case_session_commit(struct wb_case_session *session, struct wb_error *error_r);
void wb_case_session_close(struct wb_case_session *session);

/* Of a read: ends the transaction, so that nobody waits for what it sees; and begins another one, which may see more. */
void wb_case_session_pause(struct wb_case_session *session);
enum wb_status wb_case_session_resume(struct wb_case_session *session, struct wb_error *error_r);

enum wb_case_origin { WB_CASE_OF_AGENT, WB_CASE_OF_LOG };

/*
 * Remembers a verdict: as another one of a case that there is, or as a new case.
 * number_r: of the case. is_new_r: it is new.
 */
enum wb_status wb_case_session_add(struct wb_case_session *session, const struct wb_event *event, int64_t at_s,
    enum wb_case_origin origin, uint64_t *number_r, bool *is_new_r, struct wb_error *error_r);

/* Writes a case under its number, and what leads to it; one that is there is replaced. */
enum wb_status wb_case_session_put(struct wb_case_session *session, const struct wb_case *remembered, struct wb_error *error_r);

/* A connection of this case has told for how many recipients mail was accepted in the end. WB_NOT_FOUND: the case is gone. */
enum wb_status wb_case_session_accept(
    struct wb_case_session *session, uint64_t number, uint32_t recipients, struct wb_error *error_r);

/* Counts a connection of this time that told its end. */
enum wb_status wb_case_session_count(
    struct wb_case_session *session, int64_t at_s, bool has_case, uint32_t accepted, struct wb_error *error_r);

/*
 * Visits the cases of a client that began in this time, the newest first; false of visit ends that. Those that cannot be read are passed
 * over.
 */
typedef bool wb_case_session_visit(void *context, const struct wb_case *remembered);
enum wb_status wb_case_session_walk_client(struct wb_case_session *session, const struct wb_address *client, int64_t from_s,
    int64_t to_s, wb_case_session_visit *visit, void *context, struct wb_error *error_r);

/* WB_NOT_FOUND: no such case; WB_UNAVAILABLE, too: it is damaged. */
enum wb_status wb_case_session_get(
    struct wb_case_session *session, uint64_t number, struct wb_case *case_r, struct wb_error *error_r);

/* Removes a case, and what leads to it. */
enum wb_status wb_case_session_remove(struct wb_case_session *session, uint64_t number, struct wb_error *error_r);

/* Removes the oldest of them, so many at most. */
enum wb_status wb_case_session_remove_oldest(
    struct wb_case_session *session, size_t most, size_t *removed_r, struct wb_error *error_r);

enum wb_status wb_case_session_size(struct wb_case_session *session, size_t *cases_r, struct wb_error *error_r);

/* The smallest number that a case which began at this time may have. */
uint64_t wb_case_number_at(int64_t at_s);

#define WB_CASE_CLIENT_KEY_BYTES 24
#define WB_CASE_MAILBOX_KEY_BYTES 16

/* The keys of the two tables by which a case is found. A mailbox is looked up whatever its letters' case. bytes: as many as named. */
struct wb_blob wb_case_session_client_key(const struct wb_address *client, uint64_t number, unsigned char *bytes);
struct wb_blob wb_case_session_mailbox_key(const char *mailbox, uint64_t number, unsigned char *bytes);

/* The number of the case that a key of any of the three tables leads to; 0: none. */
uint64_t wb_case_session_number_of(struct wb_blob key);

/* Visits each day from the first one. */
typedef bool wb_case_day_visit(void *context, const struct wb_case_day *day);
enum wb_status wb_case_session_walk_days(
    struct wb_case_session *session, wb_case_day_visit *visit, void *context, struct wb_error *error_r);

#endif
