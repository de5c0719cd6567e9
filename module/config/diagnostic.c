/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* diagnostic.c - see diagnostic.h */
#include "config/diagnostic.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "dns/catalogue.h"

/* Of one file in the order of its text; those of other files as they come. */
static bool comes_after(const struct wb_diagnostic *one, const struct wb_diagnostic *other)
{
	if (strcmp(one->path, other->path) != 0)
		return one->path[0] != '\0' && other->path[0] == '\0';
	if (one->position.line != other->position.line)
		return one->position.line > other->position.line;
	return one->position.column > other->position.column;
}

/* path: empty of the file itself. */
static void __attribute__((format(printf, 4, 0)))
add(struct wb_diagnostics *diagnostics, const char *path, struct wb_position position, const char *format, va_list args)
{
	struct wb_diagnostic diagnostic = { .position = position };
	size_t place;

	if (diagnostics->count == WB_DIAGNOSTICS_MAX) {
		diagnostics->left_out++;
		return;
	}
	snprintf(diagnostic.path, sizeof(diagnostic.path), "%s", path);
	vsnprintf(diagnostic.text, sizeof(diagnostic.text), format, args);
	wb_catalogue_redact(diagnostic.text);
	for (place = diagnostics->count; place > 0 && comes_after(&diagnostics->rows[place - 1], &diagnostic); place--)
		diagnostics->rows[place] = diagnostics->rows[place - 1];
	diagnostics->rows[place] = diagnostic;
	diagnostics->count++;
}

void wb_diagnostics_add(struct wb_diagnostics *diagnostics, struct wb_position position, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add(diagnostics, "", position, format, args);
	va_end(args);
}

void wb_diagnostics_add_of(
    struct wb_diagnostics *diagnostics, const char *path, struct wb_position position, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add(diagnostics, path, position, format, args);
	va_end(args);
}

bool wb_diagnostics_are_of_access(const struct wb_diagnostics *diagnostics)
{
	for (size_t i = 0; i < diagnostics->count; i++) {
		if (diagnostics->rows[i].position.line > 0)
			return false;
	}
	return diagnostics->is_denied;
}

bool wb_diagnostics_have(const struct wb_diagnostics *diagnostics, struct wb_position position)
{
	for (size_t i = 0; i < diagnostics->count; i++) {
		const struct wb_diagnostic *row = &diagnostics->rows[i];

		if (row->path[0] == '\0' && row->position.line == position.line && row->position.column == position.column)
			return true;
	}
	return false;
}

void wb_diagnostic_format(const struct wb_diagnostic *diagnostic, const char *path, char *buffer)
{
	char at[32] = "";

	if (diagnostic->position.column > 0)
		snprintf(at, sizeof(at), ":%d:%d", diagnostic->position.line, diagnostic->position.column);
	else if (diagnostic->position.line > 0)
		snprintf(at, sizeof(at), ":%d", diagnostic->position.line);
	snprintf(buffer, WB_DIAGNOSTIC_LINE_SIZE, "%.600s%s: %s", diagnostic->path[0] != '\0' ? diagnostic->path : path, at,
	    diagnostic->text);
}
