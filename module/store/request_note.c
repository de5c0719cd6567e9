/* request_note.c - notes on requests; see request.h */
#include <string.h>

#include "base/bytes.h"
#include "store/request.h"
#include "store/request_record.h"
#include "store/request_session.h"

static MDB_val key_of(uint64_t number, uint64_t sequence, unsigned char *bytes)
{
	wb_bytes_put(bytes, number, 8);
	wb_bytes_put(bytes + 8, sequence, 8);
	return (MDB_val){ WB_REQUEST_NOTE_KEY_BYTES, bytes };
}

static bool is_of(const MDB_val *key, uint64_t number)
{
	return key->mv_size == WB_REQUEST_NOTE_KEY_BYTES && wb_bytes_get(key->mv_data, 8) == number;
}

/* The first sequence that is free for this request. */
static int find_sequence(MDB_cursor *cursor, uint64_t number, uint64_t *sequence_r)
{
	unsigned char bytes[WB_REQUEST_NOTE_KEY_BYTES];
	MDB_val key = key_of(number, UINT64_MAX, bytes);
	MDB_val value;
	int rc = mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE);

	*sequence_r = 0;
	rc = mdb_cursor_get(cursor, &key, &value, rc == 0 ? MDB_PREV : MDB_LAST);
	if (rc == 0 && is_of(&key, number))
		*sequence_r = wb_bytes_get((unsigned char *)key.mv_data + 8, 8) + 1;
	return rc == MDB_NOTFOUND ? 0 : rc;
}

static enum wb_status add(
    struct wb_request_session *session, uint64_t number, const struct wb_request_note *note, struct wb_error *error_r)
{
	unsigned char key_bytes[WB_REQUEST_NOTE_KEY_BYTES], value_bytes[WB_REQUEST_NOTE_BYTES_MAX];
	struct wb_request_record record;
	MDB_cursor *cursor;
	MDB_val key, value;
	uint64_t sequence;
	enum wb_status status = wb_request_session_get(session, number, &record, error_r);
	int rc;

	if (status == WB_OK)
		status = wb_request_session_open_cursor(session, WB_REQUEST_NOTES, &cursor, error_r);
	if (status != WB_OK)
		return status;
	rc = find_sequence(cursor, number, &sequence);
	if (rc == 0) {
		key = key_of(number, sequence, key_bytes);
		value = (MDB_val){ wb_request_record_encode_note(note, value_bytes), value_bytes };
		rc = mdb_cursor_put(cursor, &key, &value, MDB_NOOVERWRITE);
	}
	mdb_cursor_close(cursor);
	return rc == 0 ? wb_request_session_commit(session, error_r) : wb_request_session_fail(session, rc, error_r);
}

enum wb_status wb_request_note_add(
    const char *store, uint64_t number, const struct wb_request_note *note, struct wb_error *error_r)
{
	struct wb_request_session session;
	struct wb_request_note copy = *note;
	enum wb_status status;

	wb_request_record_clean_note(&copy);
	if (copy.at_s < 0)
		return wb_fail(error_r, WB_INVALID, "a note has a time from 1970 on");
	status = wb_request_session_open_write(store, false, true, &session, error_r);
	if (status == WB_OK)
		status = add(&session, number, &copy, error_r);
	wb_request_session_close(&session);
	return status;
}

/* From the first note of a request on; 0: the notes of all. */
static enum wb_status walk(struct wb_request_session *session, uint64_t number, wb_request_note_visit *visit, void *context,
    size_t *unreadable_r, struct wb_error *error_r)
{
	unsigned char bytes[WB_REQUEST_NOTE_KEY_BYTES];
	MDB_val key = key_of(number, 0, bytes);
	MDB_val value;
	MDB_cursor *cursor;
	struct wb_request_note note;
	enum wb_status status = wb_request_session_open_cursor(session, WB_REQUEST_NOTES, &cursor, error_r);
	int rc;

	if (status != WB_OK)
		return status;
	for (rc = mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE); rc == 0 && (number == 0 || is_of(&key, number));
	     rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) {
		if (key.mv_size != WB_REQUEST_NOTE_KEY_BYTES ||
		    !wb_request_record_decode_note(value.mv_data, value.mv_size, &note))
			(*unreadable_r)++;
		else if (!visit(context, &note))
			break;
	}
	mdb_cursor_close(cursor);
	return rc == 0 || rc == MDB_NOTFOUND ? WB_OK : wb_request_session_fail(session, rc, error_r);
}

enum wb_status wb_request_note_walk_all(
    const char *store, wb_request_note_visit *visit, void *context, size_t *unreadable_r, struct wb_error *error_r)
{
	struct wb_request_session session;
	enum wb_status status = wb_request_session_open_read(store, &session, error_r);

	*unreadable_r = 0;
	if (status == WB_OK)
		status = walk(&session, 0, visit, context, unreadable_r, error_r);
	wb_request_session_close(&session);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

enum wb_status wb_request_note_walk(
    const char *store, uint64_t number, wb_request_note_visit *visit, void *context, struct wb_error *error_r)
{
	struct wb_request_session session;
	size_t unreadable = 0;
	enum wb_status status;

	if (number == 0)
		return WB_OK; /* no request has this number */
	status = wb_request_session_open_read(store, &session, error_r);
	if (status == WB_OK)
		status = walk(&session, number, visit, context, &unreadable, error_r);
	wb_request_session_close(&session);
	return status == WB_NOT_FOUND ? WB_OK : status;
}
