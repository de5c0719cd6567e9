/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* request_dialogue.c - what staff and the one who asked say to each other about a request, and who looks after it; see request.h */
#include <string.h>

#include "base/text.h"
#include "store/request.h"
#include "store/request_session.h"

/* WB_INVALID when nothing of it is left to be read, or the time is none. */
static enum wb_status make_note(enum wb_request_note_kind kind, const char *text, const char *login, int64_t at_s,
    struct wb_request_note *note_r, struct wb_error *error_r)
{
	*note_r = (struct wb_request_note){ .kind = kind, .at_s = at_s };
	wb_text_copy(note_r->login, sizeof(note_r->login), login);
	wb_text_copy(note_r->text, sizeof(note_r->text), text);
	wb_request_record_clean_note(note_r);
	if (text[strspn(text, " \t\r\n")] == '\0')
		return wb_fail(error_r, WB_INVALID, "the %s is empty", wb_request_note_kind_name(kind));
	return at_s >= 0 ? WB_OK : wb_fail(error_r, WB_INVALID, "a note has a time from 1970 on");
}

enum wb_status wb_request_ask_back(
    const char *store, uint64_t number, const char *question, const char *login, int64_t at_s, struct wb_error *error_r)
{
	struct wb_request_session session;
	struct wb_request_record record;
	struct wb_request_note note;
	enum wb_status status = make_note(WB_REQUEST_NOTE_QUESTION, question, login, at_s, &note, error_r);

	if (status != WB_OK)
		return status;
	status = wb_request_session_open_write(store, WB_STORE_NEED_FOLDER, WB_REQUEST_WAITS, &session, error_r);
	if (status == WB_OK)
		status = wb_request_session_get_open(&session, number, &record, error_r);
	if (status == WB_OK) {
		record.request.state = WB_REQUEST_WAITING;
		record.request.asked_back_at_s = at_s;
		wb_text_copy(record.request.question, sizeof(record.request.question), note.text);
		status = wb_request_session_put_note(&session, number, &note, error_r);
		if (status == WB_OK)
			status = wb_request_session_put(&session, &record, error_r);
	}
	return wb_request_session_finish(&session, status, error_r);
}

enum wb_status wb_request_reply(const char *store, uint64_t number, const char *text, int64_t at_s,
    enum wb_request_patience patience, struct wb_error *error_r)
{
	struct wb_request_session session;
	struct wb_request_record record;
	struct wb_request_note note;
	size_t count = 0;
	enum wb_status status = make_note(WB_REQUEST_NOTE_REPLY, text, "", at_s, &note, error_r);

	if (status != WB_OK)
		return status;
	status = wb_request_session_open_write(store, WB_STORE_NEED_FOLDER, patience, &session, error_r);
	if (status == WB_OK)
		status = wb_request_session_get(&session, number, &record, error_r);
	if (status == WB_OK)
		status = wb_request_session_count_notes(&session, number, WB_REQUEST_NOTE_REPLY, &count, error_r);
	if (status == WB_OK && count >= WB_REQUEST_REPLIES_MAX)
		status = wb_fail(error_r, WB_INVALID, "request %llu has %zu replies already, and takes no more",
		    (unsigned long long)number, count);
	if (status == WB_OK) {
		if (record.request.state == WB_REQUEST_WAITING)
			record.request.state = WB_REQUEST_OPEN;
		record.request.replied_at_s = at_s;
		status = wb_request_session_put_note(&session, number, &note, error_r);
		if (status == WB_OK)
			status = wb_request_session_put(&session, &record, error_r);
	}
	return wb_request_session_finish(&session, status, error_r);
}

enum wb_status wb_request_take(const char *store, uint64_t number, const char *login, bool takes_over, struct wb_error *error_r)
{
	struct wb_request_session session;
	struct wb_request_record record;
	struct wb_request *request = &record.request;
	enum wb_status status = wb_request_session_open_write(store, WB_STORE_NEED_FOLDER, WB_REQUEST_WAITS, &session, error_r);

	if (status == WB_OK)
		status = wb_request_session_get_open(&session, number, &record, error_r);
	if (status == WB_OK && !takes_over && request->assignee[0] != '\0' && strcmp(request->assignee, login) != 0)
		status = wb_fail(error_r, WB_INVALID, "request %llu is with %s", (unsigned long long)number, request->assignee);
	if (status == WB_OK) {
		wb_text_copy(request->assignee, sizeof(request->assignee), login);
		wb_request_record_clean(request);
		status = wb_request_session_put(&session, &record, error_r);
	}
	return wb_request_session_finish(&session, status, error_r);
}

enum wb_status wb_request_tell(const char *store, const struct wb_request_told *rows, size_t count, struct wb_error *error_r)
{
	struct wb_request_session session;
	struct wb_request_record record;
	enum wb_status status = wb_request_session_open_write(store, WB_STORE_NEED_FOLDER, WB_REQUEST_WAITS, &session, error_r);

	for (size_t i = 0; i < count && status == WB_OK; i++) {
		/* One that cannot be read was not told of. */
		if (wb_request_session_get(&session, rows[i].number, &record, NULL) != WB_OK)
			continue;
		record.request.told_at_s = rows[i].at_s;
		status = wb_request_session_put(&session, &record, error_r);
	}
	return wb_request_session_finish(&session, status, error_r);
}
