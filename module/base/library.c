/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* library.c - see library.h */
#include "base/library.h"

#include <dlfcn.h>
#include <errno.h>
#include <string.h>

enum wb_status wb_library_load(struct wb_library *library, struct wb_error *error_r)
{
	void **fields = library->fields;
	const char *name = library->names;
	enum wb_status status;
	void *handle;

	if (library->is_loaded)
		return WB_OK;
	errno = 0; /* dlerror's text alone knows nothing of memory */
	handle = dlopen(library->soname, RTLD_NOW | RTLD_LOCAL);
	if (handle == NULL) {
		status = errno == ENOMEM ? WB_NO_MEMORY : WB_UNAVAILABLE;
		return wb_fail(error_r, status, "cannot load %s", dlerror());
	}
	for (size_t i = 0; i < library->fields_size / sizeof(*fields); i++) {
		fields[i] = dlsym(handle, name);
		if (fields[i] == NULL) {
			dlclose(handle);
			return wb_fail(error_r, WB_UNAVAILABLE, "%s has no function %s", library->soname, name);
		}
		name += strlen(name) + 1;
	}
	library->is_loaded = true;
	return WB_OK;
}
