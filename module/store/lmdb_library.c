/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* lmdb_library.c - see lmdb_library.h */
#include "store/lmdb_library.h"

struct wb_lmdb_functions wb_lmdb;

enum wb_status wb_lmdb_load(struct wb_error *error_r)
{
	static struct wb_library library = WB_LIBRARY(WB_SONAME_LMDB, WB_LMDB, wb_lmdb);

	return wb_library_load(&library, error_r);
}
