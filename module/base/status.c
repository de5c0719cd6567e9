/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* status.c - see status.h */
#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>

enum wb_status wb_fail(struct wb_error *error_r, enum wb_status status, const char *format, ...)
{
	va_list args;

	if (error_r == NULL)
		return status;
	va_start(args, format);
	vsnprintf(error_r->text, sizeof(error_r->text), format, args);
	va_end(args);
	return status;
}
