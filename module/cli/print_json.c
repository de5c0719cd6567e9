/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* print_json.c - see print_json.h */
#include "cli/print_json.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/timestamp.h"
#include "verdict/event.h"

void cli_json_print(json_object *object)
{
	fputs(json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE), stdout);
	json_object_put(object);
}

void cli_json_print_line(json_object *object)
{
	cli_json_print(object);
	putchar('\n');
}

void cli_json_print_pretty(json_object *object)
{
	puts(json_object_to_json_string_ext(object, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(object);
}

json_object *cli_json_time(int64_t time_s)
{
	char text[WB_TIMESTAMP_TEXT_SIZE];

	wb_timestamp_format(time_s, text);
	return time_s == 0 ? NULL : json_object_new_string(text);
}

json_object *cli_json_foreign(const char *text)
{
	char clean[WB_EVENT_BYTES_MAX];

	wb_text_copy_utf8(clean, sizeof(clean), text, strlen(text));
	return json_object_new_string(clean);
}

json_object *cli_json_text(const char *text)
{
	return text[0] == '\0' ? NULL : json_object_new_string(text);
}
