/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* findings.c - see findings.h */
#include "cli/findings.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/screen.h"

#define TEXT_INDENT 9

void findings_open(struct findings *findings, bool json)
{
	*findings = (struct findings){ .json = json };
	if (!json)
		return;
	findings->diagnostics = json_object_new_array();
	findings->faults = json_object_new_array();
	findings->warnings = json_object_new_array();
	findings->notes = json_object_new_array();
}

static void print_text(const char *kind, const char *text)
{
	enum cli_colour colour = strcmp(kind, "note") == 0 ? CLI_PLAIN : strcmp(kind, "warning") == 0 ? CLI_YELLOW : CLI_RED;

	printf("%s%-8s%s ", cli_screen_begin(colour), kind, cli_screen_end(colour));
	cli_screen_put(text, TEXT_INDENT);
}

void findings_add(struct findings *findings, const char *kind, const char *format, ...)
{
	const struct {
		const char *kind;
		json_object *list;
	} lists[] = { { "mistake", findings->diagnostics }, { "fault", findings->faults }, { "warning", findings->warnings },
		{ "note", findings->notes } };
	char raw[1024], text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(raw, sizeof(raw), format, args);
	va_end(args);
	wb_text_copy_message(text, sizeof(text), raw);
	if (!findings->json)
		print_text(kind, text);
	for (size_t i = 0; findings->json && i < sizeof(lists) / sizeof(lists[0]); i++) {
		if (strcmp(lists[i].kind, kind) == 0)
			json_object_array_add(lists[i].list, json_object_new_string(text));
	}
}

void findings_add_fault(struct findings *findings, const struct wb_error *error)
{
	findings_add(findings, "fault", "%s", error->text);
	if (findings->status == CLI_DONE)
		findings->status = CLI_IO;
}

void findings_add_advice(void *context, enum wb_advice advice, struct wb_position position, const char *text)
{
	const struct findings_advised *advised = context;
	const char *kind = advice == WB_ADVICE_WARNING ? "warning" : "note";

	if (position.line > 0)
		findings_add(advised->findings, kind, "%s:%d:%d: %s", advised->path, position.line, position.column, text);
	else
		findings_add(advised->findings, kind, "%s: %s", advised->path, text);
}

void findings_print(const struct findings *findings, const char *path)
{
	const char *summary = "has mistakes";
	json_object *object;

	if (findings->is_unread)
		summary = "cannot be read: nothing of it is known or applied, and the policy in force stays";
	else if (findings->is_unusable)
		summary = "has mistakes: nothing of it is applied, and the policy in force stays until they are corrected";
	else if (findings->status != CLI_BAD_CONFIG)
		summary = findings->status == CLI_DONE ? "good" : "the file is good, but something that it names is not";
	if (!findings->json) {
		printf("%s: %s\n", path, summary);
		return;
	}
	object = json_object_new_object();
	json_object_object_add(object, "file", json_object_new_string(path));
	json_object_object_add(object, "ok", json_object_new_boolean(findings->status == CLI_DONE));
	json_object_object_add(object, "mistakes", findings->diagnostics);
	json_object_object_add(object, "faults", findings->faults);
	json_object_object_add(object, "warnings", findings->warnings);
	json_object_object_add(object, "notes", findings->notes);
	puts(json_object_to_json_string_ext(object, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(object);
}
