/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * transaction.h - one transaction in a folder of the store, the tables in it, and a walk through one of them.
 * Private to the files that keep records, which know LMDB by this alone: what it gives are bytes, what they mean says record.h.
 */
#ifndef WB_TRANSACTION_H
#define WB_TRANSACTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/record.h"
#include "base/status.h"
#include "store/store.h"

struct wb_transaction {
	const char *store;
	struct MDB_env *env;
	struct MDB_txn *txn;
	bool is_write;
};

/*
 * Opens a folder and begins. WB_NOT_FOUND, of a read: nothing was ever written there.
 * The transaction must be closed whatever is returned; store must outlive it. Limits: see wb_store_open_read.
 */
enum wb_status wb_transaction_open_read(
    const char *store, const char *folder, struct wb_transaction *transaction, struct wb_error *error_r);
enum wb_status wb_transaction_open_write(
    const char *store, const char *folder, struct wb_transaction *transaction, struct wb_error *error_r);

/* Opens a folder for both, and begins nothing: nobody is waited for. */
enum wb_status wb_transaction_open_folder(
    const char *store, const char *folder, struct wb_transaction *transaction, struct wb_error *error_r);

/*
 * Begins another one in the folder that a commit has left open, of the same process: opening it once more may not be.
 * When it fails, the transaction must still be closed.
 */
enum wb_status wb_transaction_begin_read(struct wb_transaction *transaction, struct wb_error *error_r);
enum wb_status wb_transaction_begin_write(struct wb_transaction *transaction, struct wb_error *error_r);

/* The number of the transaction: a commit that changed something has one more than the last one, whoever made it. */
uint64_t wb_transaction_id(const struct wb_transaction *transaction);

/* All of it becomes visible, or nothing. The transaction must still be closed. */
enum wb_status wb_transaction_commit(struct wb_transaction *transaction, struct wb_error *error_r);

/* Without a commit nothing has changed; the folder stays open. Safe to repeat. */
void wb_transaction_end(struct wb_transaction *transaction);

/* The same, and closes the folder. Safe to repeat. */
void wb_transaction_close(struct wb_transaction *transaction);

/* One table as its transaction sees it, and for as long. */
struct wb_table {
	const char *folder; /* for complaints */
	struct MDB_txn *txn;
	unsigned handle;
};

/* A read answers WB_NOT_FOUND when there is no such table; a write makes it. */
enum wb_status wb_table_open(
    struct wb_transaction *transaction, const char *name, struct wb_table *table_r, struct wb_error *error_r);

/* WB_NOT_FOUND: no such row. value_r points into the store, until the transaction writes or ends. */
enum wb_status wb_table_get(
    const struct wb_table *table, struct wb_blob key, struct wb_blob *value_r, struct wb_error *error_r);

/* Adds a row, or replaces the one that has this key. */
enum wb_status wb_table_put(const struct wb_table *table, struct wb_blob key, struct wb_blob value, struct wb_error *error_r);

/* The same; replaced_r: whether there was one. */
enum wb_status wb_table_replace(
    const struct wb_table *table, struct wb_blob key, struct wb_blob value, bool *replaced_r, struct wb_error *error_r);

/* Adds a row; that there is one with this key is a fault, and it stays. */
enum wb_status wb_table_add(const struct wb_table *table, struct wb_blob key, struct wb_blob value, struct wb_error *error_r);

/* WB_NOT_FOUND: no such row. */
enum wb_status wb_table_remove(const struct wb_table *table, struct wb_blob key, struct wb_error *error_r);

/* How many rows there are. */
enum wb_status wb_table_count(const struct wb_table *table, size_t *count_r, struct wb_error *error_r);

/* Removes all of them, sooner than one by one. */
enum wb_status wb_table_empty(const struct wb_table *table, struct wb_error *error_r);

/*
 * A walk stands on a row, and says false where there is none. A failure is kept: the walk then finds no more, and its close says
 * what was wrong. It must be closed before its transaction, whatever has happened.
 */
struct wb_walk {
	struct wb_blob key, value; /* of the row; they point into the store, until the transaction writes or ends */
	const struct wb_table *table;
	struct MDB_cursor *cursor;
	int rc;
};

/* Stands nowhere: the first row is then found by wb_walk_next, the last one by wb_walk_previous. */
void wb_walk_open(struct wb_walk *walk, const struct wb_table *table);
bool wb_walk_last(struct wb_walk *walk);
bool wb_walk_from(struct wb_walk *walk, struct wb_blob key);   /* the first row that does not come before this key */
bool wb_walk_before(struct wb_walk *walk, struct wb_blob key); /* the last row that does */
bool wb_walk_next(struct wb_walk *walk);
bool wb_walk_previous(struct wb_walk *walk);

/* True when the row's key begins so: for a walk over what lies beside each other. */
bool wb_walk_begins(const struct wb_walk *walk, struct wb_blob prefix);

/* Removes the row it stands on; the next one is then found by wb_walk_next. */
void wb_walk_remove(struct wb_walk *walk);

/* Writes a row, near which the walk stands then; append: one whose key comes behind all that there are. */
void wb_walk_put(struct wb_walk *walk, struct wb_blob key, struct wb_blob value);
void wb_walk_append(struct wb_walk *walk, struct wb_blob key, struct wb_blob value);

/* WB_OK also when it came to the end, or was not gone through. */
enum wb_status wb_walk_close(struct wb_walk *walk, struct wb_error *error_r);

#endif
