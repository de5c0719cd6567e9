/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* scope.c - see scope.h */
#include "base/scope.h"

#include <string.h>

static const char *const names[] = { "host", "range", "network" };
_Static_assert(sizeof(names) / sizeof(names[0]) == WB_SCOPE_COUNT, "a name for each scope");

const char *wb_scope_name(enum wb_scope scope)
{
	return names[scope];
}

bool wb_scope_parse(const char *name, enum wb_scope *scope_r)
{
	for (int i = 0; i < WB_SCOPE_COUNT; i++) {
		if (strcmp(names[i], name) == 0) {
			*scope_r = (enum wb_scope)i;
			return true;
		}
	}
	return false;
}
