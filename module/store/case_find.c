/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* case_find.c - see case_find.h */
#include "store/case_find.h"

#include <string.h>
#include <strings.h>

#include "store/case_session.h"
#include "verdict/evidence_text.h"

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

	if (mailbox != NULL && mailbox[0] != '@') {
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

enum wb_status wb_case_find(const char *store, const struct wb_case_query *query, wb_case_visit *visit, void *context,
    size_t *unreadable_r, struct wb_error *error_r)
{
	static struct wb_case remembered; /* 40 KB that need not be of the stack */
	const uint64_t first = wb_case_number_at(query->since_s - WB_CASE_SPAN_S);
	struct wb_case_session session;
	struct wb_walk walk;
	struct way way;
	bool goes_on = true;
	enum wb_status status = wb_case_session_open_read(store, &session, error_r);

	*unreadable_r = 0;
	if (status == WB_OK) {
		choose_way(query, &way);
		wb_walk_open(&walk, &session.tables[way.table]);
		for (bool found = wb_walk_before(&walk, way.behind);
		     found && goes_on && wb_walk_begins(&walk, way.begins) && wb_case_session_number_of(walk.key) >= first;
		     found = wb_walk_previous(&walk)) {
			enum wb_status got =
			    wb_case_session_get(&session, wb_case_session_number_of(walk.key), &remembered, NULL);

			/* What an index leads to may be gone, where the case was damaged. */
			*unreadable_r += got != WB_OK && got != WB_NOT_FOUND;
			if (got == WB_OK && matches(query, &remembered))
				goes_on = visit(context, &remembered);
		}
		status = wb_walk_close(&walk, error_r);
	}
	wb_case_session_close(&session);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

enum wb_status wb_case_walk(
    const char *store, int64_t since_s, wb_case_visit *visit, void *context, size_t *unreadable_r, struct wb_error *error_r)
{
	static struct wb_case remembered;
	struct wb_record record;
	struct wb_case_session session;
	struct wb_walk walk;
	unsigned char key[sizeof(uint64_t)];
	bool goes_on = true;
	enum wb_status status = wb_case_session_open_read(store, &session, error_r);

	*unreadable_r = 0;
	if (status == WB_OK) {
		wb_record_open_write(&record, key, sizeof(key));
		wb_record_number(&record, wb_case_number_at(since_s - WB_CASE_SPAN_S), sizeof(key));
		wb_walk_open(&walk, &session.tables[WB_CASE_CASES]);
		for (bool found = wb_walk_from(&walk, wb_record_blob(&record)); found && goes_on; found = wb_walk_next(&walk)) {
			if (!wb_case_record_decode(wb_case_session_number_of(walk.key), walk.value, &remembered))
				(*unreadable_r)++;
			else if (remembered.last_s >= since_s)
				goes_on = visit(context, &remembered);
		}
		status = wb_walk_close(&walk, error_r);
	}
	wb_case_session_close(&session);
	return status == WB_NOT_FOUND ? WB_OK : status;
}
