/*
 * zone_states.c - see zone_states.h
 *
 * Database "zones": key = the zone's shown name; value = version (1), state (1), timeouts (4), since, until, tested (8 each,
 * big-endian), why (the rest).
 */
#include "store/zone_states.h"

#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/text.h"
#include "store/store.h"

#define FOLDER "health"
#define VALUE_VERSION 1
#define VALUE_HEAD_BYTES 30

static void decode(const MDB_val *value, struct wb_health *health_r)
{
	const unsigned char *bytes = value->mv_data;
	struct wb_text why;

	if (value->mv_size < VALUE_HEAD_BYTES || bytes[0] != VALUE_VERSION || bytes[1] > WB_HEALTH_FAILED)
		return;
	health_r->state = (enum wb_health_state)bytes[1];
	health_r->timeouts = (uint32_t)wb_bytes_get(bytes + 2, 4);
	health_r->since_s = (int64_t)wb_bytes_get(bytes + 6, 8);
	health_r->until_s = (int64_t)wb_bytes_get(bytes + 14, 8);
	health_r->tested_at_s = (int64_t)wb_bytes_get(bytes + 22, 8);
	wb_text_open(&why, health_r->why, sizeof(health_r->why));
	wb_text_add_printable(&why, (const char *)bytes + VALUE_HEAD_BYTES,
	    strnlen((const char *)bytes + VALUE_HEAD_BYTES, value->mv_size - VALUE_HEAD_BYTES));
}

static MDB_val encode(const struct wb_health *health, unsigned char *bytes)
{
	size_t why_length = strlen(health->why);

	bytes[0] = VALUE_VERSION;
	bytes[1] = (unsigned char)health->state;
	wb_bytes_put(bytes + 2, health->timeouts, 4);
	wb_bytes_put(bytes + 6, (uint64_t)health->since_s, 8);
	wb_bytes_put(bytes + 14, (uint64_t)health->until_s, 8);
	wb_bytes_put(bytes + 22, (uint64_t)health->tested_at_s, 8);
	memcpy(bytes + VALUE_HEAD_BYTES, health->why, why_length);
	return (MDB_val){ VALUE_HEAD_BYTES + why_length, bytes };
}

static MDB_val key_of(const char *zone)
{
	return (MDB_val){ strlen(zone), (void *)(uintptr_t)zone };
}

static enum wb_status load_rows(
    MDB_env *env, const char *const *zones, size_t count, struct wb_health *rows_r, struct wb_error *error_r)
{
	MDB_txn *txn = NULL;
	MDB_dbi dbi;
	enum wb_status status = wb_store_begin_read(env, &txn, error_r);

	if (status != WB_OK)
		return status;
	if (mdb_dbi_open(txn, "zones", 0, &dbi) == 0) {
		for (size_t i = 0; i < count; i++) {
			MDB_val key = key_of(zones[i]);
			MDB_val value;

			if (mdb_get(txn, dbi, &key, &value) == 0)
				decode(&value, &rows_r[i]);
		}
	}
	mdb_txn_abort(txn);
	return WB_OK;
}

enum wb_status wb_zone_states_load(
    const char *store, const char *const *zones, size_t count, struct wb_health *rows_r, struct wb_error *error_r)
{
	MDB_env *env = NULL;
	enum wb_status status;

	memset(rows_r, 0, count * sizeof(*rows_r));
	status = wb_store_open_read(store, FOLDER, &env, error_r);
	if (status == WB_OK) {
		status = load_rows(env, zones, count, rows_r, error_r);
		wb_store_close(env);
	}
	return status == WB_NOT_FOUND ? WB_OK : status;
}

/* True when the store still holds the row as it was loaded; NULL: whatever it holds. */
static bool is_unchanged(MDB_txn *txn, MDB_dbi dbi, MDB_val *key, const struct wb_health *loaded)
{
	struct wb_health now = { .state = WB_HEALTH_GOOD };
	MDB_val value;

	if (loaded == NULL)
		return true;
	if (mdb_get(txn, dbi, key, &value) == 0)
		decode(&value, &now);
	return now.state == loaded->state && now.timeouts == loaded->timeouts && now.since_s == loaded->since_s &&
	    now.until_s == loaded->until_s && now.tested_at_s == loaded->tested_at_s;
}

static enum wb_status save_rows(MDB_env *env, const char *store, const char *const *zones, const bool *changed, size_t count,
    const struct wb_health *loaded, const struct wb_health *rows, struct wb_error *error_r)
{
	unsigned char bytes[VALUE_HEAD_BYTES + WB_HEALTH_WHY_SIZE];
	MDB_txn *txn = NULL;
	MDB_dbi dbi;
	int rc = mdb_txn_begin(env, NULL, 0, &txn);

	if (rc == 0)
		rc = mdb_dbi_open(txn, "zones", MDB_CREATE, &dbi);
	for (size_t i = 0; i < count && rc == 0; i++) {
		MDB_val key = key_of(zones[i]);
		MDB_val value;

		if (!changed[i] || !is_unchanged(txn, dbi, &key, loaded != NULL ? &loaded[i] : NULL))
			continue;
		value = encode(&rows[i], bytes);
		rc = mdb_put(txn, dbi, &key, &value, 0);
	}
	if (rc == 0) {
		rc = mdb_txn_commit(txn);
		txn = NULL;
	}
	if (txn != NULL)
		mdb_txn_abort(txn);
	return rc == 0 ? WB_OK : wb_store_fail(store, rc, error_r);
}

enum wb_status wb_zone_states_save(const char *store, const char *const *zones, const bool *changed, size_t count,
    const struct wb_health *loaded, const struct wb_health *rows, struct wb_error *error_r)
{
	MDB_env *env = NULL;
	enum wb_status status;
	int lock;

	status = wb_store_open_lock(store, FOLDER, loaded == NULL, &lock, error_r);
	if (status != WB_OK)
		return status;
	/* Every writer of this folder holds the lock: LMDB's own, which cannot be tried, is then free. */
	if (flock(lock, loaded == NULL ? LOCK_EX : LOCK_EX | LOCK_NB) < 0) {
		close(lock);
		return WB_NOT_FOUND;
	}
	status = wb_store_open_write(store, FOLDER, WB_STORE_NO_SYNC, &env, error_r);
	if (status == WB_OK) {
		status = save_rows(env, store, zones, changed, count, loaded, rows, error_r);
		wb_store_close(env);
	}
	close(lock);
	return status;
}
