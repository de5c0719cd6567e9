/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* request_note.c - notes on requests; see request.h */
#include <string.h>

#include "store/request.h"
#include "store/request_record.h"
#include "store/request_session.h"

#define KEY_BYTES 16

static void walk_key(struct wb_record *record, uint64_t *number, uint64_t *sequence)
{
	*number = wb_record_number(record, *number, WB_REQUEST_KEY_BYTES);
	*sequence = wb_record_number(record, *sequence, 8);
}

static struct wb_blob encode_key(uint64_t number, uint64_t sequence, unsigned char *bytes)
{
	struct wb_record record;

	wb_record_open_write(&record, bytes, KEY_BYTES);
	walk_key(&record, &number, &sequence);
	return wb_record_blob(&record);
}

/* Both are 0 for what is no such key. */
static bool decode_key(struct wb_blob key, uint64_t *number_r, uint64_t *sequence_r)
{
	struct wb_record record;

	wb_record_open_read(&record, key);
	walk_key(&record, number_r, sequence_r);
	return wb_record_ends_key(&record);
}

/* The first sequence that is free for this request. */
enum wb_status wb_request_session_put_note(
    struct wb_request_session *session, uint64_t number, const struct wb_request_note *note, struct wb_error *error_r)
{
	unsigned char key[KEY_BYTES], value[WB_REQUEST_NOTE_BYTES_MAX];
	struct wb_walk walk;
	uint64_t last_number = 0, last = 0, sequence = 0;
	enum wb_status status;

	wb_walk_open(&walk, &session->tables[WB_REQUEST_NOTES]);
	if (wb_walk_before(&walk, encode_key(number, UINT64_MAX, key)) && decode_key(walk.key, &last_number, &last) &&
	    last_number == number)
		sequence = last + 1;
	status = wb_walk_close(&walk, error_r);
	if (status != WB_OK)
		return status;
	return wb_table_add(&session->tables[WB_REQUEST_NOTES], encode_key(number, sequence, key),
	    wb_request_record_encode_note(note, value), error_r);
}

enum wb_status wb_request_session_count_notes(struct wb_request_session *session, uint64_t number,
    enum wb_request_note_kind kind, size_t *count_r, struct wb_error *error_r)
{
	unsigned char bytes[WB_REQUEST_KEY_BYTES];
	struct wb_blob request = wb_request_session_encode_number(number, bytes);
	struct wb_request_note note;
	struct wb_walk walk;

	*count_r = 0;
	wb_walk_open(&walk, &session->tables[WB_REQUEST_NOTES]);
	for (bool found = wb_walk_from(&walk, request); found && wb_walk_begins(&walk, request); found = wb_walk_next(&walk))
		*count_r += wb_request_record_decode_note(walk.value, &note) && note.kind == kind;
	return wb_walk_close(&walk, error_r);
}

enum wb_status wb_request_note_add(
    const char *store, uint64_t number, const struct wb_request_note *note, struct wb_error *error_r)
{
	struct wb_request_session session;
	struct wb_request_record record;
	struct wb_request_note copy = *note;
	enum wb_status status;

	wb_request_record_clean_note(&copy);
	if (copy.at_s < 0)
		return wb_fail(error_r, WB_INVALID, "a note has a time from 1970 on");
	status = wb_request_session_open_write(store, WB_STORE_NEED_FOLDER, WB_REQUEST_WAITS, &session, error_r);
	if (status == WB_OK)
		status = wb_request_session_get(&session, number, &record, error_r);
	if (status == WB_OK)
		status = wb_request_session_put_note(&session, number, &copy, error_r);
	return wb_request_session_finish(&session, status, error_r);
}

/* From the first note of a request on; 0: the notes of all. */
static enum wb_status walk(const char *store, uint64_t number, wb_request_note_visit *visit, void *context,
    size_t *unreadable_r, struct wb_error *error_r)
{
	unsigned char bytes[KEY_BYTES];
	struct wb_request_session session;
	struct wb_request_note note;
	struct wb_walk walk;
	uint64_t found_number = 0, sequence = 0;
	enum wb_status status = wb_request_session_open_read(store, &session, error_r);

	*unreadable_r = 0;
	if (status == WB_OK) {
		wb_walk_open(&walk, &session.tables[WB_REQUEST_NOTES]);
		for (bool found = wb_walk_from(&walk, encode_key(number, 0, bytes)); found; found = wb_walk_next(&walk)) {
			bool has_key = decode_key(walk.key, &found_number, &sequence);

			if (number != 0 && (!has_key || found_number != number))
				break;
			if (!has_key || !wb_request_record_decode_note(walk.value, &note))
				(*unreadable_r)++;
			else if (!visit(context, &note))
				break;
		}
		status = wb_walk_close(&walk, error_r);
	}
	wb_request_session_close(&session);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

enum wb_status wb_request_note_walk_all(
    const char *store, wb_request_note_visit *visit, void *context, size_t *unreadable_r, struct wb_error *error_r)
{
	return walk(store, 0, visit, context, unreadable_r, error_r);
}

enum wb_status wb_request_note_walk(
    const char *store, uint64_t number, wb_request_note_visit *visit, void *context, struct wb_error *error_r)
{
	size_t unreadable;

	/* No request has this number. */
	return number == 0 ? WB_OK : walk(store, number, visit, context, &unreadable, error_r);
}
