/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * store.h - the folders of the store, and opening one of them as an LMDB environment.
 * One folder for each writer, so that nobody on the path of a connection waits for another's transaction.
 * The files that keep records go through transaction.h. Who may do what in it: see store_init.h. A store in which somebody else than its
 * owner can put a file or a link is not opened, nor is a file that is a link or has a second name: LMDB would follow it.
 */
#ifndef WB_STORE_H
#define WB_STORE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/status.h"

struct MDB_env; /* LMDB's types are known in store.c and transaction.c alone */
struct MDB_txn;

#define WB_STORE_MAP_BYTES (16ULL << 30)      /* address space, not disk: the file is as large as what is in it */
#define WB_STORE_CASES_MAP_BYTES (1ULL << 40) /* of the folder cases: as many as cases.max allows, of some kB each */

/*
 * Nobody but its owner can put something into the store and this folder of it, so that what is looked at is no other thing a moment
 * later. WB_UNAVAILABLE: somebody can, or the folder is none. What is missing is as good.
 */
enum wb_status wb_store_check_rights(const char *store, const char *folder, struct wb_error *error_r);

/*
 * A file that is there is the store's alone, or WB_UNAVAILABLE: LMDB would follow a link, and what has a second name is somebody else's,
 * too.
 */
enum wb_status wb_store_check_file(const char *path, struct wb_error *error_r);

/*
 * Opens a folder of the store for one read: read, copy out and close before returning to the caller.
 * Returns WB_NOT_FOUND when the folder is missing or empty inside an existing store: nothing was written there yet.
 * WB_UNAVAILABLE: no store, no permission, not LMDB, cut short; error_r says what to do. Close it with wb_store_close.
 * Limits: never two environments of one folder in a process at a time; not across a fork.
 */
enum wb_status wb_store_open_read(const char *store, const char *folder, struct MDB_env **env_r, struct wb_error *error_r);

/* Opens a folder for writing and makes its files; a commit is on the disk when it returns. Slots of readers that died are freed first. */
enum wb_status wb_store_open_write(const char *store, const char *folder, struct MDB_env **env_r, struct wb_error *error_r);

/* Closes an environment; others who open it at this moment are not disturbed. */
void wb_store_close(struct MDB_env *env);

/* After each commit: the file is as long as LMDB says, so that nobody takes it for one that was cut short. */
void wb_store_committed(struct MDB_env *env);

enum wb_store_folder {
	WB_STORE_NEED_FOLDER, /* WB_NOT_FOUND when there is none */
	WB_STORE_MAKE_FOLDER,
};

/* Opens a file in the folder on which writers that do not want to wait can try a flock; the caller closes it. */
enum wb_status wb_store_open_lock(
    const char *store, const char *folder, enum wb_store_folder missing, int *fd_r, struct wb_error *error_r);

/* Begins a read transaction; on a full reader table frees the slots of dead readers once and tries again. */
enum wb_status wb_store_begin_read(struct MDB_env *env, struct MDB_txn **txn_r, struct wb_error *error_r);

/*
 * Copies the environment into a file, as it is at one moment and without its free pages; others go on meanwhile.
 * path: of the file, for error_r. Source: mdb_env_copyfd2 of LMDB.
 */
enum wb_status wb_store_copy(struct MDB_env *env, int fd, const char *path, struct wb_error *error_r);

/* WB_UNAVAILABLE, as LMDB says it of what it cannot trust: for a record that nobody may take for harmless. */
enum wb_status wb_store_fail_damaged(const char *store, struct wb_error *error_r);

/* An LMDB return code as a status, with the store's name and LMDB's own words. */
enum wb_status wb_store_fail(const char *store, int rc, struct wb_error *error_r);

#endif
