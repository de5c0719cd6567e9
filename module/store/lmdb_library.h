/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * lmdb_library.h - the functions of LMDB that store.c and transaction.c use. Exim's process loads it when a zone is asked.
 */
#ifndef WB_LMDB_LIBRARY_H
#define WB_LMDB_LIBRARY_H

#include <lmdb.h>

#include "base/library.h"

#define WB_LMDB(F) \
	F(mdb_cursor_close) \
	F(mdb_cursor_del) \
	F(mdb_cursor_get) \
	F(mdb_cursor_open) \
	F(mdb_cursor_put) \
	F(mdb_dbi_open) \
	F(mdb_del) \
	F(mdb_drop) \
	F(mdb_env_close) \
	F(mdb_env_copyfd2) \
	F(mdb_env_create) \
	F(mdb_env_get_fd) \
	F(mdb_env_get_path) \
	F(mdb_env_get_userctx) \
	F(mdb_env_info) \
	F(mdb_env_open) \
	F(mdb_env_set_mapsize) \
	F(mdb_env_set_maxdbs) \
	F(mdb_env_set_maxreaders) \
	F(mdb_env_set_userctx) \
	F(mdb_env_stat) \
	F(mdb_get) \
	F(mdb_put) \
	F(mdb_reader_check) \
	F(mdb_stat) \
	F(mdb_strerror) \
	F(mdb_txn_abort) \
	F(mdb_txn_begin) \
	F(mdb_txn_commit) \
	F(mdb_txn_id)

/* Once wb_lmdb_load has returned WB_OK. */
extern struct wb_lmdb_functions {
	WB_LMDB(WB_LIBRARY_FIELD)
} wb_lmdb;

/* Loads LMDB, unless that is done: see wb_library_load. */
enum wb_status wb_lmdb_load(struct wb_error *error_r);

#endif
