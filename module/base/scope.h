/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * scope.h - how much of the network a piece of evidence is about.
 */
#ifndef WB_SCOPE_H
#define WB_SCOPE_H

#include <stdbool.h>

/* Only evidence about the host itself can reject. */
enum wb_scope {
	WB_SCOPE_HOST,
	WB_SCOPE_RANGE,
	WB_SCOPE_NETWORK,
	WB_SCOPE_COUNT, /* how many there are; none itself */
};

/* The name as the configuration and the log write it: "host". */
const char *wb_scope_name(enum wb_scope scope);

/* False for a name that is none; scope_r is then left alone. */
bool wb_scope_parse(const char *name, enum wb_scope *scope_r);

#endif
