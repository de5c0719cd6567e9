/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* transaction.c - see transaction.h */
#include "store/transaction.h"

#include <errno.h>
#include <string.h>

#include <lmdb.h>

static MDB_val val_of(struct wb_blob blob)
{
	return (MDB_val){ blob.size, (void *)(uintptr_t)blob.data };
}

static struct wb_blob blob_of(const MDB_val *val)
{
	return (struct wb_blob){ val->mv_data, val->mv_size };
}

enum wb_status wb_transaction_open_read(
    const char *store, const char *folder, struct wb_transaction *transaction, struct wb_error *error_r)
{
	enum wb_status status;

	*transaction = (struct wb_transaction){ .store = store };
	status = wb_store_open_read(store, folder, &transaction->env, error_r);
	return status == WB_OK ? wb_transaction_begin_read(transaction, error_r) : status;
}

/* The folder that is open, which a complaint is about; the environment's. */
static const char *folder_of(MDB_env *env)
{
	const char *path = "";

	mdb_env_get_path(env, &path);
	return path;
}

enum wb_status wb_transaction_begin_read(struct wb_transaction *transaction, struct wb_error *error_r)
{
	transaction->is_write = false;
	return wb_store_begin_read(transaction->env, &transaction->txn, error_r);
}

enum wb_status wb_transaction_begin_write(struct wb_transaction *transaction, struct wb_error *error_r)
{
	int rc = mdb_txn_begin(transaction->env, NULL, 0, &transaction->txn);

	transaction->is_write = true;
	return rc == 0 ? WB_OK : wb_store_fail(folder_of(transaction->env), rc, error_r);
}

uint64_t wb_transaction_id(const struct wb_transaction *transaction)
{
	return mdb_txn_id(transaction->txn);
}

enum wb_status wb_transaction_open_folder(
    const char *store, const char *folder, struct wb_transaction *transaction, struct wb_error *error_r)
{
	*transaction = (struct wb_transaction){ .store = store };
	return wb_store_open_write(store, folder, &transaction->env, error_r);
}

enum wb_status wb_transaction_open_write(
    const char *store, const char *folder, struct wb_transaction *transaction, struct wb_error *error_r)
{
	enum wb_status status = wb_transaction_open_folder(store, folder, transaction, error_r);

	return status == WB_OK ? wb_transaction_begin_write(transaction, error_r) : status;
}

enum wb_status wb_transaction_commit(struct wb_transaction *transaction, struct wb_error *error_r)
{
	int rc = mdb_txn_commit(transaction->txn);

	transaction->txn = NULL;
	if (rc == 0 && transaction->is_write)
		wb_store_committed(transaction->env);
	return rc == 0 ? WB_OK : wb_store_fail(folder_of(transaction->env), rc, error_r);
}

void wb_transaction_end(struct wb_transaction *transaction)
{
	if (transaction->txn != NULL)
		mdb_txn_abort(transaction->txn);
	transaction->txn = NULL;
}

void wb_transaction_close(struct wb_transaction *transaction)
{
	wb_transaction_end(transaction);
	if (transaction->env != NULL)
		wb_store_close(transaction->env);
	transaction->env = NULL;
}

/* What LMDB answers about a row, or a table, that may not be there. */
static enum wb_status status_of(const char *folder, int rc, struct wb_error *error_r)
{
	if (rc == MDB_NOTFOUND)
		return WB_NOT_FOUND;
	return rc == 0 ? WB_OK : wb_store_fail(folder, rc, error_r);
}

enum wb_status wb_table_open(
    struct wb_transaction *transaction, const char *name, struct wb_table *table_r, struct wb_error *error_r)
{
	*table_r = (struct wb_table){ .folder = folder_of(transaction->env), .txn = transaction->txn };
	return status_of(table_r->folder,
	    mdb_dbi_open(table_r->txn, name, transaction->is_write ? MDB_CREATE : 0, &table_r->handle), error_r);
}

enum wb_status wb_table_get(const struct wb_table *table, struct wb_blob key, struct wb_blob *value_r, struct wb_error *error_r)
{
	MDB_val wanted = val_of(key), value = { 0, NULL };
	int rc = mdb_get(table->txn, table->handle, &wanted, &value);

	*value_r = blob_of(&value);
	return status_of(table->folder, rc, error_r);
}

static int put(const struct wb_table *table, struct wb_blob key, struct wb_blob value, unsigned flags)
{
	MDB_val key_val = val_of(key), value_val = val_of(value);

	if (key.data == NULL || value.data == NULL)
		return EINVAL;
	return mdb_put(table->txn, table->handle, &key_val, &value_val, flags);
}

enum wb_status wb_table_put(const struct wb_table *table, struct wb_blob key, struct wb_blob value, struct wb_error *error_r)
{
	return status_of(table->folder, put(table, key, value, 0), error_r);
}

enum wb_status wb_table_add(const struct wb_table *table, struct wb_blob key, struct wb_blob value, struct wb_error *error_r)
{
	return status_of(table->folder, put(table, key, value, MDB_NOOVERWRITE), error_r);
}

enum wb_status wb_table_replace(
    const struct wb_table *table, struct wb_blob key, struct wb_blob value, bool *replaced_r, struct wb_error *error_r)
{
	int rc = put(table, key, value, MDB_NOOVERWRITE);

	*replaced_r = rc == MDB_KEYEXIST;
	return *replaced_r ? wb_table_put(table, key, value, error_r) : status_of(table->folder, rc, error_r);
}

enum wb_status wb_table_remove(const struct wb_table *table, struct wb_blob key, struct wb_error *error_r)
{
	MDB_val wanted = val_of(key);

	return status_of(table->folder, mdb_del(table->txn, table->handle, &wanted, NULL), error_r);
}

enum wb_status wb_table_count(const struct wb_table *table, size_t *count_r, struct wb_error *error_r)
{
	MDB_stat stat = { .ms_entries = 0 };
	int rc = mdb_stat(table->txn, table->handle, &stat);

	*count_r = stat.ms_entries;
	return status_of(table->folder, rc, error_r);
}

enum wb_status wb_table_empty(const struct wb_table *table, struct wb_error *error_r)
{
	return status_of(table->folder, mdb_drop(table->txn, table->handle, 0), error_r);
}

void wb_walk_open(struct wb_walk *walk, const struct wb_table *table)
{
	*walk = (struct wb_walk){ .table = table };
	walk->rc = mdb_cursor_open(table->txn, table->handle, &walk->cursor);
}

/* MDB_NOTFOUND is no failure: it is asked again when the walk turns round. */
static bool step(struct wb_walk *walk, struct wb_blob from, MDB_cursor_op op)
{
	MDB_val key = val_of(from), value = { 0, NULL };

	if (walk->rc != 0 && walk->rc != MDB_NOTFOUND)
		return false;
	walk->rc = mdb_cursor_get(walk->cursor, &key, &value, op);
	if (walk->rc != 0)
		return false;
	walk->key = blob_of(&key);
	walk->value = blob_of(&value);
	return true;
}

static const struct wb_blob nowhere = { NULL, 0 };

bool wb_walk_last(struct wb_walk *walk)
{
	return step(walk, nowhere, MDB_LAST);
}

bool wb_walk_from(struct wb_walk *walk, struct wb_blob key)
{
	return step(walk, key, MDB_SET_RANGE);
}

bool wb_walk_before(struct wb_walk *walk, struct wb_blob key)
{
	return wb_walk_from(walk, key) ? wb_walk_previous(walk) : wb_walk_last(walk);
}

bool wb_walk_next(struct wb_walk *walk)
{
	return step(walk, nowhere, MDB_NEXT);
}

bool wb_walk_previous(struct wb_walk *walk)
{
	return step(walk, nowhere, MDB_PREV);
}

bool wb_walk_begins(const struct wb_walk *walk, struct wb_blob prefix)
{
	return walk->key.size >= prefix.size && memcmp(walk->key.data, prefix.data, prefix.size) == 0;
}

void wb_walk_remove(struct wb_walk *walk)
{
	if (walk->rc == 0)
		walk->rc = mdb_cursor_del(walk->cursor, 0);
}

static void put_row(struct wb_walk *walk, struct wb_blob key, struct wb_blob value, unsigned flags)
{
	MDB_val key_val = val_of(key), value_val = val_of(value);

	if (key.data == NULL || value.data == NULL)
		walk->rc = EINVAL;
	if (walk->rc == 0 || walk->rc == MDB_NOTFOUND)
		walk->rc = mdb_cursor_put(walk->cursor, &key_val, &value_val, flags);
}

void wb_walk_put(struct wb_walk *walk, struct wb_blob key, struct wb_blob value)
{
	put_row(walk, key, value, 0);
}

void wb_walk_append(struct wb_walk *walk, struct wb_blob key, struct wb_blob value)
{
	put_row(walk, key, value, MDB_APPEND);
}

enum wb_status wb_walk_close(struct wb_walk *walk, struct wb_error *error_r)
{
	if (walk->cursor != NULL)
		mdb_cursor_close(walk->cursor);
	walk->cursor = NULL;
	if (walk->rc == 0 || walk->rc == MDB_NOTFOUND)
		return WB_OK;
	return wb_store_fail(walk->table->folder, walk->rc, error_r);
}
