/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* case_find.c - see case_find.h */
#include "store/case_find.h"

#include <string.h>
#include <strings.h>

#include "base/bytes.h"
#include "store/case_session.h"
#include "verdict/evidence_text.h"

#define HELD_BYTES (256 << 10)
#define HELD_HEAD_BYTES 16

_Static_assert(HELD_BYTES >= WB_CASE_BYTES_MAX + HELD_HEAD_BYTES, "each case finds room");

static bool is_mailbox(const char *given, const char *mailbox)
{
	const char *at = given[0] == '@' ? strrchr(mailbox, '@') : NULL;

	if (given[0] == '@')
		return at != NULL && strcasecmp(at, given) == 0;
	return strcasecmp(mailbox, given) == 0;
}

static bool has_mail(const struct wb_case_query *query, const struct wb_case *remembered)
{
	if (query->sender == NULL && query->recipient == NULL)
		return true;
	for (size_t i = 0; i < remembered->mail_count; i++) {
		const struct wb_case_mail *mail = &remembered->mails[i];

		if ((query->sender == NULL || is_mailbox(query->sender, mail->sender)) &&
		    (query->recipient == NULL || is_mailbox(query->recipient, mail->recipient)))
			return true;
	}
	return false;
}

static bool has_source(const char *source, const struct wb_event *event)
{
	char buffer[WB_CASE_SOURCE_SIZE];
	struct wb_text text;

	for (size_t i = 0; i < event->evidence_count; i++) {
		const struct wb_event_evidence *row = &event->evidence[i];

		wb_text_open(&text, buffer, sizeof(buffer));
		wb_evidence_add_source_of(row->kind, row->origin, row->return_code, &text);
		if (strcasestr(buffer, source) != NULL)
			return true;
	}
	return false;
}

static bool matches(const struct wb_case_query *query, const struct wb_case *remembered)
{
	return remembered->last_s >= query->since_s &&
	    (query->client == NULL || wb_prefix_covers(query->client, &remembered->event.client)) &&
	    (query->category == NULL || strcmp(query->category, wb_event_field(&remembered->event, "category")) == 0) &&
	    has_mail(query, remembered) && (query->source == NULL || has_source(query->source, &remembered->event));
}

/* A way through the cases: a table, and which of its rows. */
struct way {
	enum wb_case_table table;
	unsigned char prefix[WB_CASE_CLIENT_KEY_BYTES], last[WB_CASE_CLIENT_KEY_BYTES];
	struct wb_blob begins, behind; /* what the keys begin with; the key behind the last one of them */
};

static void choose_way(const struct wb_case_query *query, struct way *way)
{
	const char *mailbox = query->recipient != NULL && query->recipient[0] != '@' ? query->recipient : query->sender;
	struct wb_blob key;

	/* The empty sender of a bounce has no row of its own. */
	if (mailbox != NULL && mailbox[0] != '@' && mailbox[0] != '\0') {
		way->table = WB_CASE_MAILBOXES;
		key = wb_case_session_mailbox_key(mailbox, 0, way->prefix);
		way->begins = (struct wb_blob){ key.data, key.size - sizeof(uint64_t) };
		way->behind = wb_case_session_mailbox_key(mailbox, UINT64_MAX, way->last);
	} else if (query->client != NULL && query->client->prefix_bits == 128) {
		way->table = WB_CASE_CLIENTS;
		key = wb_case_session_client_key(&query->client->address, 0, way->prefix);
		way->begins = (struct wb_blob){ key.data, key.size - sizeof(uint64_t) };
		way->behind = wb_case_session_client_key(&query->client->address, UINT64_MAX, way->last);
	} else {
		way->table = WB_CASE_CASES;
		way->begins = (struct wb_blob){ way->prefix, 0 };
		memset(way->last, 0xff, sizeof(uint64_t));
		way->behind = (struct wb_blob){ way->last, sizeof(uint64_t) };
	}
}

/* ---- What is visited ------------------------------------------------------------------------------------------------- */

/*
 * Cases as bytes, which are visited when no transaction is open any more: whoever visits may wait for a reader of its output, and while a
 * transaction is open the store cannot use again what becomes free in it, and grows with each second.
 */
struct held {
	size_t used;
	unsigned char bytes[HELD_BYTES]; /* of each its number, its size (8 each), its value */
};

/* False: there is no room. */
static bool hold(struct held *held, uint64_t number, struct wb_blob value)
{
	unsigned char *to = held->bytes + held->used;

	/* Longer than any can be: it is cut, and then cannot be read. */
	if (value.size > WB_CASE_BYTES_MAX)
		value.size = WB_CASE_BYTES_MAX;
	if (value.size + HELD_HEAD_BYTES > sizeof(held->bytes) - held->used)
		return false;
	wb_bytes_put(to, number, 8);
	wb_bytes_put(to + 8, value.size, 8);
	memcpy(to + HELD_HEAD_BYTES, value.data, value.size);
	held->used += HELD_HEAD_BYTES + value.size;
	return true;
}

/* Those whose last verdict is not older. False: visit wants no more. */
static bool visit_held(struct held *held, int64_t since_s, wb_case_visit *visit, void *context, size_t *unreadable)
{
	static struct wb_case remembered; /* 40 KB that need not be of the stack */
	bool goes_on = true;

	for (size_t at = 0; at < held->used && goes_on;) {
		const unsigned char *from = held->bytes + at;
		struct wb_blob value = { from + HELD_HEAD_BYTES, (size_t)wb_bytes_get(from + 8, 8) };

		at += HELD_HEAD_BYTES + value.size;
		if (!wb_case_record_decode(wb_bytes_get(from, 8), value, &remembered))
			(*unreadable)++;
		else if (remembered.last_s >= since_s)
			goes_on = visit(context, &remembered);
	}
	held->used = 0;
	return goes_on;
}

/* ---- Walks ----------------------------------------------------------------------------------------------------------- */

/* As much of it as a key of ours has: where one is damaged, and longer, what is beside it may be passed over. */
static struct wb_blob copy_key(struct wb_blob key, unsigned char *bytes, size_t room)
{
	size_t size = key.size < room ? key.size : room;

	memcpy(bytes, key.data, size);
	return (struct wb_blob){ bytes, size };
}

/* Goes on from way->behind, which then is the last row that was looked at. *ended_r: there are no more. */
static enum wb_status find_some(struct wb_case_session *session, const struct wb_case_query *query, struct way *way,
    struct held *held, size_t *unreadable, bool *ended_r, struct wb_error *error_r)
{
	static struct wb_case remembered; /* 40 KB that need not be of the stack */
	static unsigned char bytes[WB_CASE_BYTES_MAX];
	const uint64_t first = wb_case_number_at(query->since_s - WB_CASE_SPAN_S);
	struct wb_walk walk;
	bool found;

	wb_walk_open(&walk, &session->tables[way->table]);
	for (found = wb_walk_before(&walk, way->behind);
	     found && wb_walk_begins(&walk, way->begins) && wb_case_session_number_of(walk.key) >= first;
	     found = wb_walk_previous(&walk)) {
		uint64_t number = wb_case_session_number_of(walk.key);
		enum wb_status got = wb_case_session_get(session, number, &remembered, NULL);

		if (got == WB_OK && matches(query, &remembered) &&
		    !hold(held, number, wb_case_record_encode(&remembered, bytes)))
			return wb_walk_close(&walk, error_r);
		/* What an index leads to may be gone, where the case was damaged. */
		*unreadable += got != WB_OK && got != WB_NOT_FOUND;
		way->behind = copy_key(walk.key, way->last, sizeof(way->last));
	}
	*ended_r = true;
	return wb_walk_close(&walk, error_r);
}

enum wb_status wb_case_find(const char *store, const struct wb_case_query *query, wb_case_visit *visit, void *context,
    size_t *unreadable_r, struct wb_error *error_r)
{
	static struct held held;
	struct wb_case_session session;
	struct way way;
	bool ended = false;
	enum wb_status status = wb_case_session_open_read(store, &session, error_r);

	*unreadable_r = 0;
	held.used = 0;
	choose_way(query, &way);
	while (status == WB_OK) {
		status = find_some(&session, query, &way, &held, unreadable_r, &ended, error_r);
		wb_case_session_pause(&session);
		if (status != WB_OK || !visit_held(&held, query->since_s, visit, context, unreadable_r) || ended)
			break;
		status = wb_case_session_resume(&session, error_r);
	}
	wb_case_session_close(&session);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

/* The same from *from on, which then is the first row that was not looked at; bytes: for its key. */
static enum wb_status walk_some(struct wb_case_session *session, struct wb_blob *from, unsigned char *bytes, struct held *held,
    bool *ended_r, struct wb_error *error_r)
{
	struct wb_walk walk;
	bool found;

	wb_walk_open(&walk, &session->tables[WB_CASE_CASES]);
	for (found = wb_walk_from(&walk, *from); found && hold(held, wb_case_session_number_of(walk.key), walk.value);
	     found = wb_walk_next(&walk))
		;
	if (found)
		*from = copy_key(walk.key, bytes, sizeof(uint64_t));
	*ended_r = !found;
	return wb_walk_close(&walk, error_r);
}

enum wb_status wb_case_walk(
    const char *store, int64_t since_s, wb_case_visit *visit, void *context, size_t *unreadable_r, struct wb_error *error_r)
{
	static struct held held;
	unsigned char bytes[sizeof(uint64_t)];
	struct wb_blob from = { bytes, sizeof(bytes) };
	struct wb_case_session session;
	bool ended = false;
	enum wb_status status = wb_case_session_open_read(store, &session, error_r);

	*unreadable_r = 0;
	held.used = 0;
	wb_bytes_put(bytes, wb_case_number_at(since_s - WB_CASE_SPAN_S), sizeof(bytes));
	while (status == WB_OK) {
		status = walk_some(&session, &from, bytes, &held, &ended, error_r);
		wb_case_session_pause(&session);
		if (status != WB_OK || !visit_held(&held, since_s, visit, context, unreadable_r) || ended)
			break;
		status = wb_case_session_resume(&session, error_r);
	}
	wb_case_session_close(&session);
	return status == WB_NOT_FOUND ? WB_OK : status;
}
