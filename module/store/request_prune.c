/* request_prune.c - see request_prune.h */
#include "store/request_prune.h"

#include <string.h>

#include "base/bytes.h"
#include "store/request_client.h"

static enum wb_status remove_notes(struct wb_request_session *session, uint64_t number, struct wb_error *error_r)
{
	unsigned char bytes[WB_REQUEST_NOTE_KEY_BYTES] = { 0 };
	MDB_val key = { sizeof(bytes), bytes };
	MDB_val value;
	MDB_cursor *cursor;
	enum wb_status status = wb_request_session_open_cursor(session, WB_REQUEST_NOTES, &cursor, error_r);
	int rc;

	if (status != WB_OK)
		return status;
	wb_bytes_put(bytes, number, WB_REQUEST_KEY_BYTES);
	rc = mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE);
	while (rc == 0 && key.mv_size >= WB_REQUEST_KEY_BYTES && wb_bytes_get(key.mv_data, WB_REQUEST_KEY_BYTES) == number) {
		rc = mdb_cursor_del(cursor, 0);
		if (rc == 0)
			rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT);
	}
	mdb_cursor_close(cursor);
	return rc == 0 || rc == MDB_NOTFOUND ? WB_OK : wb_request_session_fail(session, rc, error_r);
}

/* What points at a request, and what hangs on it. */
static enum wb_status remove_belongings(
    struct wb_request_session *session, uint64_t number, const struct wb_request_record *record, struct wb_error *error_r)
{
	unsigned char hash[WB_REQUEST_HASH_BYTES];
	MDB_val token = { sizeof(hash), hash };
	enum wb_status status = wb_request_client_remove(session, &record->request.client, number, error_r);
	int rc;

	if (status != WB_OK)
		return status;
	memcpy(hash, record->token_hash, sizeof(hash));
	rc = mdb_del(session->txn, session->databases[WB_REQUEST_TOKENS], &token, NULL);
	if (rc != 0 && rc != MDB_NOTFOUND)
		return wb_request_session_fail(session, rc, error_r);
	return remove_notes(session, number, error_r);
}

enum wb_status wb_request_prune(
    struct wb_request_session *session, int64_t before_s, int64_t now_s, size_t *removed_r, struct wb_error *error_r)
{
	struct wb_request_record record;
	unsigned char first[WB_REQUEST_KEY_BYTES] = { [WB_REQUEST_KEY_BYTES - 1] = 1 };
	MDB_val key = { sizeof(first), first };
	MDB_val value;
	MDB_cursor *cursor;
	enum wb_status status = wb_request_session_open_cursor(session, WB_REQUEST_REQUESTS, &cursor, error_r);
	int rc = 0;

	*removed_r = 0;
	if (status != WB_OK)
		return status;
	for (rc = mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE); rc == 0 && status == WB_OK;
	     rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) {
		if (key.mv_size != WB_REQUEST_KEY_BYTES ||
		    !wb_request_record_decode_head(value.mv_data, value.mv_size, &record) ||
		    record.request.created_at_s > now_s)
			continue;
		if (record.request.created_at_s >= before_s)
			break;
		status = remove_belongings(session, wb_bytes_get(key.mv_data, WB_REQUEST_KEY_BYTES), &record, error_r);
		if (status == WB_OK && (rc = mdb_cursor_del(cursor, 0)) != 0)
			break;
		(*removed_r)++;
	}
	mdb_cursor_close(cursor);
	return status != WB_OK || rc == 0 || rc == MDB_NOTFOUND ? status : wb_request_session_fail(session, rc, error_r);
}
