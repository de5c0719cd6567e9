/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* setup_option.c - see setup_option.h */
#include "cli/setup_option.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789_"
#define NAME_SIZE 64
#define LINE_SIZE 256

/* The option's name, without what stands before it; the length is 0 where the line sets none. */
static const char *find_name(const char *line, size_t *length_r)
{
	static const char *const before[] = { "hide ", "no_", "not_" };

	line += strspn(line, " \t");
	for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
		if (strncmp(line, before[i], strlen(before[i])) == 0)
			line += strlen(before[i]);
	}
	*length_r = strspn(line, NAME_CHARACTERS);
	return line;
}

bool setup_option_find(const char *config, const char *name, char *line_r, size_t size)
{
	for (const char *line = config, *next; *line != '\0' && strncmp(line, "begin ", 6) != 0; line = next) {
		size_t length = strcspn(line, "\n"), name_length;
		const char *found = find_name(line, &name_length);

		next = line + length + (line[length] == '\n');
		if (name_length == strlen(name) && strncmp(found, name, name_length) == 0) {
			snprintf(line_r, size, "%.*s", (int)length, line);
			return true;
		}
	}
	return false;
}

/* "NAME = 5K" and "NAME=5000" are numbers to Exim, "NAME" and "NAME = yes" are true. -1: it is neither. */
static long find_value(const char *line)
{
	size_t length;
	const char *name = find_name(line, &length), *value = name + length;
	char *end;
	long number;

	if (strncmp(line + strspn(line, " \t"), "no", 2) == 0)
		return 0;
	value += strspn(value, " \t");
	if (*value == '\0' || *value == '\n')
		return 1;
	value += strspn(value, "= \t");
	if (strncmp(value, "true", 4) == 0 || strncmp(value, "yes", 3) == 0)
		return 1;
	number = strtol(value, &end, 0);
	if (end == value)
		return -1;
	return *end == 'K' || *end == 'k' ? number * 1024 : *end == 'M' || *end == 'm' ? number * 1024 * 1024 : number;
}

char *setup_option_leave_out(const char *snippet, const char *config, bool *is_empty_r, struct wb_text *to_change)
{
	char *rest = malloc(strlen(snippet) + 1);
	size_t length = 0;

	*is_empty_r = true;
	if (rest == NULL)
		return NULL;
	for (const char *line = snippet, *next; *line != '\0'; line = next) {
		size_t bytes = strcspn(line, "\n"), name_length;
		const char *found = find_name(line, &name_length);
		char name[NAME_SIZE], set[LINE_SIZE];

		next = line + bytes + (line[bytes] == '\n');
		snprintf(name, sizeof(name), "%.*s", (int)name_length, found);
		if (name_length > 0 && setup_option_find(config, name, set, sizeof(set))) {
			if (find_value(set) < find_value(line))
				wb_text_addf(to_change,
				    "\"%s\" is in Exim's configuration already, and stays: write %.*s there instead\n", set,
				    (int)(line + bytes - found), found);
			continue;
		}
		*is_empty_r = *is_empty_r && name_length == 0;
		memcpy(rest + length, line, (size_t)(next - line));
		length += (size_t)(next - line);
	}
	rest[length] = '\0';
	return rest;
}
