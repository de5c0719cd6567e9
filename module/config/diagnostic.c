/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* diagnostic.c - see diagnostic.h */
#include "config/diagnostic.h"

#include <stdarg.h>
#include <stdio.h>

#include "dns/catalogue.h"

void wb_diagnostics_add(struct wb_diagnostics *diagnostics, int line, const char *format, ...)
{
	struct wb_diagnostic diagnostic = { .line = line };
	va_list args;
	size_t place;

	if (diagnostics->count == WB_DIAGNOSTICS_MAX)
		return;
	va_start(args, format);
	vsnprintf(diagnostic.text, sizeof(diagnostic.text), format, args);
	va_end(args);
	wb_catalogue_redact(diagnostic.text);
	for (place = diagnostics->count; place > 0 && diagnostics->rows[place - 1].line > line; place--)
		diagnostics->rows[place] = diagnostics->rows[place - 1];
	diagnostics->rows[place] = diagnostic;
	diagnostics->count++;
}

void wb_diagnostic_format(const struct wb_diagnostic *diagnostic, const char *path, char *buffer)
{
	char line[16] = "";

	if (diagnostic->line > 0)
		snprintf(line, sizeof(line), ":%d", diagnostic->line);
	snprintf(buffer, WB_DIAGNOSTIC_LINE_SIZE, "%.600s%s: %s", path, line, diagnostic->text);
}
