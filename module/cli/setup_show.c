/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* setup_show.c - see setup_show.h */
#include "cli/setup_show.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

static size_t line_bytes(const char *line)
{
	size_t length = strcspn(line, "\n");

	return length + (line[length] == '\n');
}

/* How many bytes of whole lines both begin with. */
static size_t common_head(const char *a, const char *b)
{
	size_t common = 0;

	for (;;) {
		size_t length = line_bytes(a + common);

		if (length == 0 || length != line_bytes(b + common) || memcmp(a + common, b + common, length) != 0)
			return common;
		common += length;
	}
}

static void print_lines(const char *text, size_t bytes, char sign)
{
	char line[1024], clean[1024];

	for (size_t at = 0; at < bytes; at += line_bytes(text + at)) {
		size_t length = strcspn(text + at, "\r\n");

		if (length >= sizeof(line))
			length = sizeof(line) - 1;
		memcpy(line, text + at, length);
		line[length] = '\0';
		wb_text_copy_message(clean, sizeof(clean), line);
		printf("    %c %s\n", sign, clean);
	}
}

static const char *verb_of(const struct setup_change *change)
{
	if (change->after == NULL)
		return "remove";
	return change->before == NULL ? "make" : "change";
}

void setup_show_print(const struct setup_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct setup_change *change = &plan->changes[i];
		const char *before = change->before == NULL ? "" : change->before;
		const char *after = change->after == NULL ? "" : change->after;
		size_t head = common_head(before, after);
		size_t old = strlen(before + head), new = strlen(after + head);

		printf("%s %s\n", verb_of(change), change->path);
		/* What both have in the end is left out as well; blocks are added and taken away in one piece. */
		while (old > 0 && new > 0 && before[head + old - 1] == after[head + new - 1]) {
			old--;
			new --;
		}
		if (change->after != NULL)
			print_lines(before + head, old, '-');
		print_lines(after + head, new, '+');
	}
}

json_object *setup_show_json(const struct setup_plan *plan)
{
	json_object *rows = json_object_new_array();

	for (size_t i = 0; i < plan->count; i++) {
		const struct setup_change *change = &plan->changes[i];
		json_object *row = json_object_new_object();

		json_object_object_add(row, "file", json_object_new_string(change->path));
		json_object_object_add(row, "change", json_object_new_string(verb_of(change)));
		json_object_object_add(row, "content", change->after == NULL ? NULL : json_object_new_string(change->after));
		json_object_array_add(rows, row);
	}
	return rows;
}

/* Neither empty nor a comment. */
static bool is_statement(const char *line)
{
	return *line != '#' && *line != '\n';
}

void setup_show_print_lines(const char *snippet)
{
	for (; *snippet != '\0'; snippet += line_bytes(snippet)) {
		if (is_statement(snippet))
			fwrite(snippet, 1, line_bytes(snippet), stdout);
	}
}

json_object *setup_show_json_lines(const char *snippet)
{
	json_object *lines = json_object_new_array();

	for (; *snippet != '\0'; snippet += line_bytes(snippet)) {
		if (is_statement(snippet))
			json_object_array_add(lines, json_object_new_string_len(snippet, (int)strcspn(snippet, "\n")));
	}
	return lines;
}
