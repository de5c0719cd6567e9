/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* setup_source.c - see setup_source.h */
#include "cli/setup_source.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/setup_file.h"

/* What update-exim4.conf writes around what it takes from files. */
#define HEAD_END "#########"
#define FILE_MARK "### "
#define MACROS_HERE "UPEX4CmacrosUPEX4C"
#define MACROS_EDGE "##############################################"

struct place {
	char path[PATH_MAX];
	size_t line; /* 0: of no file */
};

static const char *next_line(const char *line)
{
	line += strcspn(line, "\n");
	return line + (*line == '\n');
}

static bool is_whole(const char *line, const char *text)
{
	size_t length = strlen(text);

	return strncmp(line, text, length) == 0 && (line[length] == '\n' || line[length] == '\0');
}

/* Neither blank nor a comment: update-exim4.conf takes no other line away. */
static bool says_something(const char *line)
{
	line += strspn(line, " \t\r");
	return *line != '\n' && *line != '\0' && *line != '#';
}

/* How many lines of text say something, up to this one, which counts from 1. 0: there is no such line. */
static size_t count_until(const char *text, size_t number)
{
	size_t count = 0;

	for (const char *line = text; *line != '\0'; line = next_line(line)) {
		count += says_something(line);
		if (--number == 0)
			return count;
	}
	return 0;
}

static size_t count_lines(const char *path)
{
	size_t count = 0;
	char *text;

	if (setup_file_read(path, &text, NULL) != WB_OK)
		return 0;
	for (const char *at = text; (at = strchr(at, '\n')) != NULL; at++)
		count++;
	free(text);
	return count;
}

/* How many bytes it has, without the blanks around it; *line goes to the first of them. */
static size_t trim(const char **line)
{
	size_t length;

	*line += strspn(*line, " \t");
	length = strcspn(*line, "\n");
	while (length > 0 && isspace((unsigned char)(*line)[length - 1]))
		length--;
	return length;
}

/* is_joined: the file's last line has no end, so that the next file's first line stands behind it. */
static bool stands_there(const struct place *place, const char *wanted, bool is_joined)
{
	const char *line;
	size_t number = place->line, length, wanted_length = trim(&wanted);
	char *text;
	bool found;

	if (setup_file_read(place->path, &text, NULL) != WB_OK)
		return false;
	for (line = text; *line != '\0' && --number > 0;)
		line = next_line(line);
	length = trim(&line);
	found = (length == wanted_length || (is_joined && length > 0 && length < wanted_length)) &&
	    memcmp(line, wanted, length) == 0;
	free(text);
	return found;
}

/* The same line of the file before, where that ends without an end of line. */
static bool is_of_file_before(struct place *place, size_t macros_lines, const char *line)
{
	if (place->line != 1 || strcmp(place->path, SETUP_TEMPLATE) != 0)
		return false;
	*place = (struct place){ .path = SETUP_MACROS_SINGLE, .line = macros_lines + 1 };
	return stands_there(place, line, true);
}

/* Where the line that is the wanted one of all that say something comes from: goes through kept, and counts the lines of each file. */
static bool find_place(const char *kept, bool is_split, size_t wanted, struct place *place_r)
{
	size_t heads = 0, macros_lines = is_split ? 0 : count_lines(SETUP_MACROS_SINGLE);
	bool is_inserted = false;

	*place_r = (struct place){ .line = 0 };
	for (const char *line = kept, *next; *line != '\0'; line = next) {
		next = next_line(line);
		place_r->line += !is_inserted;
		if (is_split && strncmp(line, FILE_MARK "/", sizeof(FILE_MARK "/") - 1) == 0) {
			line += sizeof(FILE_MARK) - 1;
			snprintf(place_r->path, sizeof(place_r->path), "%.*s", (int)strcspn(line, "\n"), line);
			next = next_line(next);
			place_r->line = 0;
			continue;
		}
		if (!is_split && heads < 2 && is_whole(line, HEAD_END) && ++heads == 2) {
			snprintf(place_r->path, sizeof(place_r->path), "%s",
			    macros_lines > 0 ? SETUP_MACROS_SINGLE : SETUP_TEMPLATE);
			place_r->line = 0;
			continue;
		}
		if (macros_lines > 0 && place_r->line > macros_lines && strcmp(place_r->path, SETUP_MACROS_SINGLE) == 0) {
			snprintf(place_r->path, sizeof(place_r->path), "%s", SETUP_TEMPLATE);
			place_r->line = 1;
		}
		if (says_something(line) && --wanted == 0)
			return !is_inserted && place_r->path[0] != '\0' &&
			    (stands_there(place_r, line, false) || is_of_file_before(place_r, macros_lines, line));
		/* Behind this line stands what comes of debconf, and an empty line. */
		if (is_inserted && is_whole(line, MACROS_EDGE)) {
			is_inserted = false;
			next = next_line(next);
		} else if (!is_inserted && strncmp(line, MACROS_HERE, sizeof(MACROS_HERE) - 1) == 0 &&
		    is_whole(next, MACROS_EDGE)) {
			is_inserted = true;
			next = next_line(next);
		}
	}
	return false;
}

void setup_source_name(
    const char *said, const char *file, const char *generated, const char *kept, bool is_split, char *text_r, size_t size)
{
	char words[PATH_MAX + 8];
	struct wb_text text;
	struct place place;

	wb_text_open(&text, text_r, size);
	snprintf(words, sizeof(words), " of %s", file);
	while (*said != '\0') {
		const char *found = strstr(said, "line ");
		char *end;
		size_t number, count;

		if (found == NULL) {
			wb_text_addf(&text, "%s", said);
			break;
		}
		number = strtoul(found + 5, &end, 10);
		count = number > 0 && strncmp(end, words, strlen(words)) == 0 && strchr(": )\n", end[strlen(words)]) != NULL
		    ? count_until(generated, number)
		    : 0;
		if (count > 0 && find_place(kept, is_split, count, &place)) {
			wb_text_addf(&text, "%.*sline %zu of %s", (int)(found - said), said, place.line, place.path);
			said = end + strlen(words);
		} else {
			wb_text_addf(&text, "%.*s", (int)(found + 5 - said), said);
			said = found + 5;
		}
	}
}
