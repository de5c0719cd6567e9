/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * library.h - a shared library that is loaded when it is first needed. Most connections of Exim need none, and loading those that
 * a few of them need costs more than all the rest of a check.
 *
 * Its functions are named once, and have the types that the library's own header gives them:
 *
 *	#define MMDB(F) F(MMDB_open) F(MMDB_close)
 *	static struct { MMDB(WB_LIBRARY_FIELD) } lib;
 *	static struct wb_library mmdb = WB_LIBRARY(WB_SONAME_MAXMINDDB, MMDB, lib);
 *
 *	status = wb_library_load(&mmdb, error_r);
 *	if (status == WB_OK)
 *		rc = lib.MMDB_open(path, MMDB_MODE_MMAP, &db);
 */
#ifndef WB_LIBRARY_H
#define WB_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

#define WB_LIBRARY_FIELD(name) __typeof__(name) *name;
#define WB_LIBRARY_NAME(name) #name "\0"
#define WB_LIBRARY(soname, list, fields) \
	{ \
		(soname), list(WB_LIBRARY_NAME), &(fields), sizeof(fields), false \
	}

struct wb_library {
	const char *soname;
	const char *names; /* of its functions, each with its NUL, as many as there are fields */
	void *fields;      /* one pointer for each name, in their order */
	size_t fields_size;
	bool is_loaded;
};

/*
 * Loads the library and finds its functions, unless that is done. It stays until the process ends.
 * Returns: WB_OK, WB_UNAVAILABLE or WB_NO_MEMORY: the reason names the library and says what the loader has said. The next call tries again.
 * Limits:  not for two threads at once.
 * Source:  dlopen(3), dlsym(3).
 */
enum wb_status wb_library_load(struct wb_library *library, struct wb_error *error_r);

#endif
