/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * case_session.c - see case_session.h
 *
 * Table "cases": key = number (8 bytes: seconds of its first verdict, 44 bits, and a sequence, 20); value: case_record.h.
 * Tables "clients" and "mailboxes": key = address (16), or a hash of the mail address (8), and the number; value = one byte that says
 * nothing.
 * Table "days": key = day (8); value = version (1), connections, without, accepted (8 each).
 */
#include "store/case_session.h"

#include <ctype.h>
#include <string.h>

#include "base/bytes.h"

#define FOLDER "cases"
#define NUMBER_BYTES 8
#define SEQUENCE_BITS 20
#define DAY_VERSION 1
#define DAY_S 86400
#define CANDIDATES_MAX 8 /* cases of a client that are compared with a new verdict of it */

static const char *const names[WB_CASE_TABLES] = {
	[WB_CASE_CASES] = "cases",
	[WB_CASE_CLIENTS] = "clients",
	[WB_CASE_MAILBOXES] = "mailboxes",
	[WB_CASE_DAYS] = "days",
	[WB_CASE_JUDGED] = "judged",
};

static enum wb_status open_tables(struct wb_case_session *session, struct wb_error *error_r)
{
	enum wb_status status = WB_OK;

	for (size_t i = 0; i < WB_CASE_TABLES && status == WB_OK; i++)
		status = wb_table_open(&session->transaction, names[i], &session->tables[i], error_r);
	return status;
}

static void begin(struct wb_case_session *session)
{
	memset(session, 0, sizeof(*session));
	session->turn = WB_CASE_TURN_NONE;
}

enum wb_status wb_case_session_open_read(const char *store, struct wb_case_session *session, struct wb_error *error_r)
{
	enum wb_status status;

	begin(session);
	status = wb_transaction_open_read(store, FOLDER, &session->transaction, error_r);
	return status == WB_OK ? open_tables(session, error_r) : status;
}

/* Its turn has come. */
static enum wb_status open_write(const char *store, struct wb_case_session *session, struct wb_error *error_r)
{
	enum wb_status status = wb_transaction_open_write(store, FOLDER, &session->transaction, error_r);

	return status == WB_OK ? open_tables(session, error_r) : status;
}

enum wb_status wb_case_session_open_write(const char *store, struct wb_case_session *session, struct wb_error *error_r)
{
	enum wb_status status;

	begin(session);
	status = wb_case_turn_wait(store, &session->turn, error_r);
	return status == WB_OK ? open_write(store, session, error_r) : status;
}

enum wb_status wb_case_session_try_write(
    const char *store, struct wb_case_turn *turn, struct wb_case_session *session, struct wb_error *error_r)
{
	enum wb_status status;

	begin(session);
	status = wb_case_turn_try(store, turn, error_r);
	if (status != WB_OK)
		return status;
	session->turn = *turn;
	*turn = WB_CASE_TURN_NONE;
	return open_write(store, session, error_r);
}

enum wb_status wb_case_session_commit(struct wb_case_session *session, struct wb_error *error_r)
{
	return wb_transaction_commit(&session->transaction, error_r);
}

void wb_case_session_close(struct wb_case_session *session)
{
	wb_transaction_close(&session->transaction);
	wb_case_turn_end(&session->turn);
}

void wb_case_session_pause(struct wb_case_session *session)
{
	wb_transaction_end(&session->transaction);
}

enum wb_status wb_case_session_resume(struct wb_case_session *session, struct wb_error *error_r)
{
	enum wb_status status = wb_transaction_begin_read(&session->transaction, error_r);

	return status == WB_OK ? open_tables(session, error_r) : status;
}

/* ---- Keys ------------------------------------------------------------------------------------------------------------ */

uint64_t wb_case_number_at(int64_t at_s)
{
	return at_s <= 0 ? 0 : (uint64_t)at_s << SEQUENCE_BITS;
}

static struct wb_blob number_key(uint64_t number, unsigned char *bytes)
{
	struct wb_record record;

	wb_record_open_write(&record, bytes, NUMBER_BYTES);
	wb_record_number(&record, number, NUMBER_BYTES);
	return wb_record_blob(&record);
}

struct wb_blob wb_case_session_client_key(const struct wb_address *client, uint64_t number, unsigned char *bytes)
{
	struct wb_address address = *client;
	struct wb_record record;

	wb_record_open_write(&record, bytes, WB_CASE_CLIENT_KEY_BYTES);
	wb_record_bytes(&record, address.bytes, sizeof(address.bytes));
	wb_record_number(&record, number, NUMBER_BYTES);
	return wb_record_blob(&record);
}

struct wb_blob wb_case_session_mailbox_key(const char *mailbox, uint64_t number, unsigned char *bytes)
{
	uint64_t hash = WB_BYTES_DIGEST_BEGIN; /* two that share it are told apart by the case itself */
	struct wb_record record;

	for (; *mailbox != '\0'; mailbox++)
		hash = wb_bytes_digest_add(hash, (unsigned char)tolower((unsigned char)*mailbox));
	wb_record_open_write(&record, bytes, WB_CASE_MAILBOX_KEY_BYTES);
	wb_record_number(&record, hash, 8);
	wb_record_number(&record, number, NUMBER_BYTES);
	return wb_record_blob(&record);
}

uint64_t wb_case_session_number_of(struct wb_blob key)
{
	struct wb_record record;

	if (key.size < NUMBER_BYTES)
		return 0;
	wb_record_open_read(&record, (struct wb_blob){ key.data + key.size - NUMBER_BYTES, NUMBER_BYTES });
	return wb_record_number(&record, 0, NUMBER_BYTES);
}

/* ---- Cases ----------------------------------------------------------------------------------------------------------- */

enum wb_status wb_case_session_get(
    struct wb_case_session *session, uint64_t number, struct wb_case *case_r, struct wb_error *error_r)
{
	unsigned char bytes[NUMBER_BYTES];
	struct wb_blob value;
	enum wb_status status = wb_table_get(&session->tables[WB_CASE_CASES], number_key(number, bytes), &value, error_r);

	if (status != WB_OK || wb_case_record_decode(number, value, case_r))
		return status;
	return wb_fail(error_r, WB_INVALID, "store %s: a case cannot be read: it was damaged, or written by a newer whyblock",
	    session->transaction.store);
}

enum wb_status wb_case_session_walk_client(struct wb_case_session *session, const struct wb_address *client, int64_t from_s,
    int64_t to_s, wb_case_session_visit *visit, void *context, struct wb_error *error_r)
{
	static struct wb_case remembered; /* 40 KB that need not be of the stack */
	unsigned char bytes[WB_CASE_CLIENT_KEY_BYTES];
	struct wb_blob key = wb_case_session_client_key(client, wb_case_number_at(to_s + 1), bytes);
	const struct wb_blob prefix = { key.data, sizeof(client->bytes) };
	struct wb_walk walk;
	bool goes_on = true;

	wb_walk_open(&walk, &session->tables[WB_CASE_CLIENTS]);
	for (bool found = wb_walk_before(&walk, key); found && goes_on && wb_walk_begins(&walk, prefix) &&
	     wb_case_session_number_of(walk.key) >= wb_case_number_at(from_s);
	     found = wb_walk_previous(&walk)) {
		if (wb_case_session_get(session, wb_case_session_number_of(walk.key), &remembered, NULL) == WB_OK)
			goes_on = visit(context, &remembered);
	}
	return wb_walk_close(&walk, error_r);
}

/* Looks for a case that an event is another verdict of, among the latest few. */
struct same {
	const struct wb_event *event;
	int64_t at_s;
	uint64_t number; /* 0: none is */
	size_t looked;
};

static bool look_for_same(void *context, const struct wb_case *remembered)
{
	struct same *same = context;

	if (wb_case_record_is_same(remembered, same->event, same->at_s))
		same->number = remembered->number;
	return same->number == 0 && ++same->looked < CANDIDATES_MAX;
}

static enum wb_status find_same(struct wb_case_session *session, const struct wb_event *event, int64_t at_s,
    struct wb_case *case_r, struct wb_error *error_r)
{
	struct same same = { event, at_s, 0, 0 };
	enum wb_status status =
	    wb_case_session_walk_client(session, &event->client, at_s - WB_CASE_SPAN_S, at_s, look_for_same, &same, error_r);

	if (status != WB_OK)
		return status;
	return same.number == 0 ? WB_NOT_FOUND : wb_case_session_get(session, same.number, case_r, error_r);
}

/* The first number that is free in this second. */
static enum wb_status find_number(struct wb_case_session *session, int64_t at_s, uint64_t *number_r, struct wb_error *error_r)
{
	unsigned char bytes[NUMBER_BYTES];
	struct wb_walk walk;
	uint64_t first = wb_case_number_at(at_s), last = 0;

	wb_walk_open(&walk, &session->tables[WB_CASE_CASES]);
	if (wb_walk_before(&walk, number_key(wb_case_number_at(at_s + 1), bytes)))
		last = wb_case_session_number_of(walk.key);
	*number_r = last >= first ? last + 1 : first;
	if (*number_r == wb_case_number_at(at_s + 1))
		*number_r = 0;
	return wb_walk_close(&walk, error_r);
}

static const struct wb_blob nothing = { (const unsigned char *)"", 1 };

/* What leads to a case: from its client, and from each address of its mails. */
static enum wb_status put_index(struct wb_case_session *session, const struct wb_case *remembered, struct wb_error *error_r)
{
	unsigned char bytes[WB_CASE_CLIENT_KEY_BYTES];
	const struct wb_table *mailboxes = &session->tables[WB_CASE_MAILBOXES];
	enum wb_status status = wb_table_put(&session->tables[WB_CASE_CLIENTS],
	    wb_case_session_client_key(&remembered->event.client, remembered->number, bytes), nothing, error_r);

	for (size_t i = 0; i < remembered->mail_count && status == WB_OK; i++) {
		const struct wb_case_mail *mail = &remembered->mails[i];

		if (mail->sender[0] != '\0')
			status = wb_table_put(
			    mailboxes, wb_case_session_mailbox_key(mail->sender, remembered->number, bytes), nothing, error_r);
		if (mail->recipient[0] != '\0' && status == WB_OK)
			status = wb_table_put(mailboxes,
			    wb_case_session_mailbox_key(mail->recipient, remembered->number, bytes), nothing, error_r);
	}
	return status;
}

enum wb_status wb_case_session_put(struct wb_case_session *session, const struct wb_case *remembered, struct wb_error *error_r)
{
	static unsigned char value[WB_CASE_BYTES_MAX];
	static struct wb_case copy;
	unsigned char key[NUMBER_BYTES];
	/* Its texts may stand where it was read from, which each write may change: from here on they stand in the copy. */
	struct wb_blob bytes = wb_case_record_encode(remembered, value);
	enum wb_status status;

	if (bytes.size == 0 || !wb_case_record_decode(remembered->number, bytes, &copy))
		return wb_fail(error_r, WB_INVALID, "a case is too large to be kept");
	status = put_index(session, &copy, error_r);
	if (status == WB_OK)
		status = wb_table_put(&session->tables[WB_CASE_CASES], number_key(copy.number, key), bytes, error_r);
	return status;
}

enum wb_status wb_case_session_add(struct wb_case_session *session, const struct wb_event *event, int64_t at_s,
    enum wb_case_origin origin, uint64_t *number_r, bool *is_new_r, struct wb_error *error_r)
{
	static struct wb_case remembered; /* 40 KB that need not be of the stack */
	enum wb_status status = find_same(session, event, at_s, &remembered, error_r);

	*is_new_r = status == WB_NOT_FOUND;
	if (status == WB_OK) {
		wb_case_record_add(&remembered, event, at_s);
	} else if (status == WB_NOT_FOUND) {
		wb_case_record_begin(event, at_s, &remembered);
		remembered.is_from_log = origin == WB_CASE_OF_LOG;
		status = find_number(session, at_s, &remembered.number, error_r);
		if (status == WB_OK && remembered.number == 0)
			return wb_fail(error_r, WB_INVALID, "a second has more cases than can be counted");
	}
	*number_r = remembered.number;
	return status == WB_OK ? wb_case_session_put(session, &remembered, error_r) : status;
}

enum wb_status wb_case_session_accept(
    struct wb_case_session *session, uint64_t number, uint32_t recipients, struct wb_error *error_r)
{
	static struct wb_case remembered;
	enum wb_status status = wb_case_session_get(session, number, &remembered, error_r);

	if (status != WB_OK)
		return status;
	remembered.has_accepted = true;
	remembered.accepted += recipients < UINT32_MAX - remembered.accepted ? recipients : UINT32_MAX - remembered.accepted;
	return wb_case_session_put(session, &remembered, error_r);
}

enum wb_status wb_case_session_remove(struct wb_case_session *session, uint64_t number, struct wb_error *error_r)
{
	static struct wb_case remembered;
	unsigned char bytes[WB_CASE_CLIENT_KEY_BYTES];
	enum wb_status status = wb_case_session_get(session, number, &remembered, error_r);
	const char *mailbox;

	if (status == WB_NOT_FOUND)
		return status;
	/* Of one that is damaged nobody knows what leads to it: that leads nowhere then. */
	if (status == WB_OK) {
		status = wb_table_remove(&session->tables[WB_CASE_CLIENTS],
		    wb_case_session_client_key(&remembered.event.client, number, bytes), error_r);
		for (size_t i = 0; i < 2 * remembered.mail_count && (status == WB_OK || status == WB_NOT_FOUND); i++) {
			mailbox = i % 2 == 0 ? remembered.mails[i / 2].sender : remembered.mails[i / 2].recipient;
			status = wb_table_remove(
			    &session->tables[WB_CASE_MAILBOXES], wb_case_session_mailbox_key(mailbox, number, bytes), error_r);
		}
		if (status != WB_OK && status != WB_NOT_FOUND)
			return status;
	}
	return wb_table_remove(&session->tables[WB_CASE_CASES], number_key(number, bytes), error_r);
}

/* Whatever its key is: that of one that is damaged leads nowhere, and would keep all behind it. */
static enum wb_status remove_first_row(struct wb_case_session *session, struct wb_error *error_r)
{
	struct wb_walk walk;

	wb_walk_open(&walk, &session->tables[WB_CASE_CASES]);
	if (wb_walk_next(&walk))
		wb_walk_remove(&walk);
	return wb_walk_close(&walk, error_r);
}

enum wb_status wb_case_session_remove_oldest(
    struct wb_case_session *session, size_t most, size_t *removed_r, struct wb_error *error_r)
{
	enum wb_status status = WB_OK, closed;
	uint64_t number;
	struct wb_walk walk;
	bool found;

	*removed_r = 0;
	while (*removed_r < most && status == WB_OK) {
		wb_walk_open(&walk, &session->tables[WB_CASE_CASES]);
		found = wb_walk_next(&walk);
		number = found ? wb_case_session_number_of(walk.key) : 0;
		closed = wb_walk_close(&walk, error_r);
		if (closed != WB_OK || !found)
			return closed;
		status = wb_case_session_remove(session, number, error_r);
		if (status == WB_NOT_FOUND)
			status = remove_first_row(session, error_r);
		*removed_r += status == WB_OK;
	}
	return status;
}

enum wb_status wb_case_session_size(struct wb_case_session *session, size_t *cases_r, struct wb_error *error_r)
{
	return wb_table_count(&session->tables[WB_CASE_CASES], cases_r, error_r);
}

/* ---- Days ------------------------------------------------------------------------------------------------------------ */

static void walk_day(struct wb_record *record, struct wb_case_day *day)
{
	wb_record_version(record, DAY_VERSION);
	day->connections = wb_record_number(record, day->connections, 8);
	day->without = wb_record_number(record, day->without, 8);
	day->accepted = wb_record_number(record, day->accepted, 8);
}

static bool decode_day(struct wb_blob key, struct wb_blob value, struct wb_case_day *day_r)
{
	struct wb_record record;

	*day_r = (struct wb_case_day){ .day = (int64_t)wb_case_session_number_of(key) };
	wb_record_open_read(&record, value);
	walk_day(&record, day_r);
	return wb_record_ends_value(&record);
}

enum wb_status wb_case_session_count(
    struct wb_case_session *session, int64_t at_s, bool has_case, uint32_t accepted, struct wb_error *error_r)
{
	const struct wb_table *days = &session->tables[WB_CASE_DAYS];
	unsigned char key_bytes[NUMBER_BYTES], bytes[NUMBER_BYTES * 4];
	struct wb_blob key = number_key((uint64_t)(at_s / DAY_S), key_bytes), value;
	struct wb_case_day day = { .day = at_s / DAY_S };
	struct wb_record record;
	enum wb_status status = wb_table_get(days, key, &value, error_r);

	if (status == WB_OK && !decode_day(key, value, &day))
		day = (struct wb_case_day){ .day = at_s / DAY_S };
	if (status != WB_OK && status != WB_NOT_FOUND)
		return status;
	day.connections++;
	day.without += !has_case;
	day.accepted += has_case ? 0 : accepted;
	wb_record_open_write(&record, bytes, sizeof(bytes));
	walk_day(&record, &day);
	return wb_table_put(days, key, wb_record_blob(&record), error_r);
}

enum wb_status wb_case_session_walk_days(
    struct wb_case_session *session, wb_case_day_visit *visit, void *context, struct wb_error *error_r)
{
	struct wb_case_day day;
	struct wb_walk walk;

	wb_walk_open(&walk, &session->tables[WB_CASE_DAYS]);
	while (wb_walk_next(&walk)) {
		if (decode_day(walk.key, walk.value, &day) && !visit(context, &day))
			break;
	}
	return wb_walk_close(&walk, error_r);
}
