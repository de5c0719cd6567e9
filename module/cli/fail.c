/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* fail.c - see fail.h, and cli_fail in cli.h */
#include "cli/fail.h"

#include <json-c/json.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/text.h"

#define ERRORS_MAX 100 /* in one object: what goes wrong more often says nothing new */

static bool is_json;
static json_object *errors; /* what was said so far; NULL: nothing, or it is not kept */

void cli_fail_as_json(void)
{
	is_json = true;
}

/* A note is no answer and no mistake: it is said at once, since somebody may be waiting for it. */
static void say_note(const char *text)
{
	json_object *object = json_object_new_object();

	json_object_object_add(object, "note", json_object_new_string(text));
	fprintf(
	    stderr, "%s\n", json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(object);
}

enum cli_exit cli_fail(enum cli_exit status, const char *format, ...)
{
	char raw[1024], clean[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(raw, sizeof(raw), format, args);
	va_end(args);
	/* A message quotes what was found, which may be anything. */
	wb_text_copy_message(clean, sizeof(clean), raw);
	fflush(stdout);
	if (!is_json) {
		fprintf(stderr, "whyblock: %s\n", clean);
	} else if (status == CLI_DONE) {
		say_note(clean);
	} else {
		errors = errors == NULL ? json_object_new_array() : errors;
		if (json_object_array_length(errors) < ERRORS_MAX)
			json_object_array_add(errors, json_object_new_string(clean));
	}
	return status;
}

void cli_fail_end(enum cli_exit status)
{
	json_object *object;

	if (errors == NULL)
		return;
	object = json_object_new_object();
	json_object_object_add(object, "error", json_object_get(json_object_array_get_idx(errors, 0)));
	json_object_object_add(object, "exit", json_object_new_int((int)status));
	json_object_object_add(object, "errors", errors);
	errors = NULL;
	fprintf(
	    stderr, "%s\n", json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(object);
}

enum cli_exit cli_exit_of(enum wb_status status)
{
	switch (status) {
	case WB_OK:
		return CLI_DONE;
	case WB_NOT_FOUND:
		return CLI_NO;
	case WB_INVALID:
		return CLI_BAD_DATA;
	case WB_UNAVAILABLE:
	case WB_NO_MEMORY:
	case WB_NOT_IN_FORCE:
		return CLI_IO;
	}
	return CLI_IO;
}

enum cli_exit cli_done(enum wb_status status, const char *done, const struct wb_error *error)
{
	return status == WB_OK ? CLI_DONE : cli_fail(cli_exit_of(status), "%s, %s", done, error->text);
}
