/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* print_excerpt.c - see print_excerpt.h */
#include "cli/print_excerpt.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/print_wrapped.h"
#include "dns/catalogue.h"

#define LINE_BYTES 2048
#define MARGIN 9                              /* as wide as the word in front of what was found */
#define SHOWN_MAX (CLI_COLUMNS - MARGIN - 10) /* characters of the line, beside its number */

/* The line with this number, without its end; one that is longer is cut. False: there is none. */
static bool read_line(FILE *file, int number, char *line)
{
	size_t length = 0;
	int at = 1, c, before = '\0';

	while ((c = getc(file)) != EOF) {
		bool ends = c == '\n' || c == '\r';

		/* \r\n is one end. */
		if (!(c == '\n' && before == '\r'))
			at += ends;
		before = c;
		if (at > number)
			break;
		if (at == number && !ends && length + 1 < LINE_BYTES)
			line[length++] = (char)(c == '\t' ? ' ' : c);
	}
	line[length] = '\0';
	if (number == 1 && strncmp(line, "\xef\xbb\xbf", 3) == 0)
		memmove(line, line + 3, strlen(line + 3) + 1);
	return at >= number;
}

/* Behind so many characters of UTF-8, or at the end. */
static const char *skip_characters(const char *at, int count)
{
	for (; *at != '\0' && count > 0; count--) {
		at++;
		while ((*at & 0xc0) == 0x80)
			at++;
	}
	return at;
}

void cli_print_excerpt(const char *path, struct wb_position position)
{
	char line[LINE_BYTES], clean[LINE_BYTES], redacted[LINE_BYTES];
	int first = position.column > SHOWN_MAX ? position.column - SHOWN_MAX / 2 : 1, shown;
	const char *from, *to;
	bool is_there;
	FILE *file;

	file = position.line > 0 && position.column > 0 ? fopen(path, "re") : NULL;
	if (file == NULL)
		return;
	is_there = read_line(file, position.line, line);
	fclose(file);
	/* What is shown otherwise than it stands there would put the mark below something else. */
	wb_text_copy_message(clean, sizeof(clean), line);
	snprintf(redacted, sizeof(redacted), "%s", line);
	wb_catalogue_redact(redacted);
	if (!is_there || line[0] == '\0' || strcmp(clean, line) != 0 || strcmp(redacted, line) != 0)
		return;
	from = skip_characters(line, first - 1);
	to = skip_characters(from, SHOWN_MAX);
	shown = printf("%*s%d", MARGIN, "", position.line);
	printf(" | %.*s\n%*s | %*s^\n", (int)(to - from), from, shown, "", position.column - first, "");
}
