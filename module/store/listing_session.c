/*
 * listing_session.c - see listing_session.h
 *
 * Database "meta": "format" (4 bytes, big-endian) and "prefix-lengths" (129 counters of 8 bytes, big-endian): they tell a
 * reader which prefix lengths are worth a look. Database "listings": see listing_record.c.
 */
#include "store/listing_session.h"

#include <string.h>

#include "base/bytes.h"
#include "store/store.h"

#define FOLDER "listings"
#define FORMAT 1

static char meta_format[] = "format";
static char meta_lengths[] = "prefix-lengths";

/* Reads and checks "meta". WB_NOT_FOUND: nothing was ever committed here. */
static enum wb_status load_meta(struct wb_listing_session *session, struct wb_error *error_r)
{
	MDB_val key = { sizeof(meta_format) - 1, meta_format };
	MDB_val value;
	int rc = mdb_get(session->txn, session->meta, &key, &value);

	if (rc == MDB_NOTFOUND)
		return WB_NOT_FOUND;
	if (rc != 0)
		return wb_store_fail(session->store, rc, error_r);
	if (value.mv_size != 4 || wb_bytes_get(value.mv_data, 4) != FORMAT)
		return wb_fail(error_r, WB_UNAVAILABLE,
		    "store %s: its format is %llu, this whyblock knows %d: use the version that wrote it, or a newer one",
		    session->store, value.mv_size == 4 ? (unsigned long long)wb_bytes_get(value.mv_data, 4) : 0ULL, FORMAT);
	key = (MDB_val){ sizeof(meta_lengths) - 1, meta_lengths };
	rc = mdb_get(session->txn, session->meta, &key, &value);
	if (rc != 0 || value.mv_size != WB_LISTING_LENGTHS * 8)
		return wb_fail(error_r, WB_UNAVAILABLE,
		    "store %s: its table of prefix lengths is damaged: restore it from a backup", session->store);
	for (size_t i = 0; i < WB_LISTING_LENGTHS; i++)
		session->lengths[i] = wb_bytes_get((unsigned char *)value.mv_data + 8 * i, 8);
	return WB_OK;
}

static enum wb_status save_meta(struct wb_listing_session *session, struct wb_error *error_r)
{
	unsigned char bytes[WB_LISTING_LENGTHS * 8];
	MDB_val key = { sizeof(meta_format) - 1, meta_format };
	MDB_val value = { 4, bytes };
	int rc;

	wb_bytes_put(bytes, FORMAT, 4);
	rc = mdb_put(session->txn, session->meta, &key, &value, 0);
	for (size_t i = 0; i < WB_LISTING_LENGTHS; i++)
		wb_bytes_put(bytes + 8 * i, session->lengths[i], 8);
	key = (MDB_val){ sizeof(meta_lengths) - 1, meta_lengths };
	value.mv_size = sizeof(bytes);
	if (rc == 0)
		rc = mdb_put(session->txn, session->meta, &key, &value, 0);
	return rc == 0 ? WB_OK : wb_store_fail(session->store, rc, error_r);
}

void wb_listing_session_close(struct wb_listing_session *session)
{
	if (session->txn != NULL)
		mdb_txn_abort(session->txn);
	if (session->env != NULL)
		wb_store_close(session->env);
	session->txn = NULL;
	session->env = NULL;
}

enum wb_status wb_listing_session_open_read(const char *store, struct wb_listing_session *session, struct wb_error *error_r)
{
	enum wb_status status;
	int rc;

	memset(session, 0, sizeof(*session));
	session->store = store;
	status = wb_store_open_read(store, FOLDER, &session->env, error_r);
	if (status == WB_OK)
		status = wb_store_begin_read(session->env, &session->txn, error_r);
	if (status != WB_OK)
		return status;
	rc = mdb_dbi_open(session->txn, "meta", 0, &session->meta);
	if (rc == 0)
		rc = mdb_dbi_open(session->txn, "listings", 0, &session->listings);
	if (rc == MDB_NOTFOUND)
		return WB_NOT_FOUND;
	if (rc != 0)
		return wb_store_fail(store, rc, error_r);
	return load_meta(session, error_r);
}

enum wb_status wb_listing_session_open_walk(const char *store, const char *database, struct wb_listing_session *session,
    MDB_cursor **cursor_r, struct wb_error *error_r)
{
	enum wb_status status = wb_listing_session_open_read(store, session, error_r);
	MDB_dbi dbi;
	int rc;

	*cursor_r = NULL;
	if (status != WB_OK)
		return status;
	rc = mdb_dbi_open(session->txn, database, 0, &dbi);
	if (rc == 0)
		rc = mdb_cursor_open(session->txn, dbi, cursor_r);
	if (rc == MDB_NOTFOUND)
		return WB_NOT_FOUND;
	return rc == 0 ? WB_OK : wb_store_fail(store, rc, error_r);
}

enum wb_status wb_listing_session_open_write(const char *store, struct wb_listing_session *session, struct wb_error *error_r)
{
	enum wb_status status;
	int rc;

	memset(session, 0, sizeof(*session));
	session->store = store;
	status = wb_store_open_write(store, FOLDER, WB_STORE_SYNC, &session->env, error_r);
	if (status != WB_OK)
		return status;
	rc = mdb_txn_begin(session->env, NULL, 0, &session->txn);
	if (rc == 0)
		rc = mdb_dbi_open(session->txn, "meta", MDB_CREATE, &session->meta);
	if (rc == 0)
		rc = mdb_dbi_open(session->txn, "listings", MDB_CREATE, &session->listings);
	if (rc != 0)
		return wb_store_fail(store, rc, error_r);
	status = load_meta(session, error_r);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

enum wb_status wb_listing_session_commit(struct wb_listing_session *session, struct wb_error *error_r)
{
	enum wb_status status = save_meta(session, error_r);
	int rc;

	if (status != WB_OK)
		return status;
	rc = mdb_txn_commit(session->txn);
	session->txn = NULL;
	return rc == 0 ? WB_OK : wb_store_fail(session->store, rc, error_r);
}
