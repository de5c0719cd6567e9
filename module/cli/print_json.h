/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * print_json.h - what every verb does with a JSON object that it has made.
 */
#ifndef WB_CLI_PRINT_JSON_H
#define WB_CLI_PRINT_JSON_H

#include <json-c/json.h>
#include <stdint.h>

/* In one line without its end, and releases the object. */
void cli_json_print(json_object *object);

/* The same with the line's end. */
void cli_json_print_line(json_object *object);

/* In as many lines as are easy to read, and releases the object. */
void cli_json_print_pretty(json_object *object);

/* RFC 3339; null for 0, which stands for never. */
json_object *cli_json_time(int64_t time_s);

/* A text of a packet, or of what was made of one: whoever has sent it, what is printed is UTF-8. As long as a packet is at most. */
json_object *cli_json_foreign(const char *text);

/* null for an empty text. */
json_object *cli_json_text(const char *text);

#endif
