/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* print_wrapped.c - see print_wrapped.h */
#include "cli/print_wrapped.h"

#include <stdio.h>
#include <string.h>

/* Bytes of so many characters of a word, RFC 3629. */
static size_t cut(const char *word, size_t length, int columns)
{
	size_t bytes = 0;

	for (; bytes < length; bytes++) {
		if (((unsigned char)word[bytes] & 0xc0) != 0x80 && columns-- == 0)
			break;
	}
	return bytes;
}

int cli_text_columns(const char *text, size_t length)
{
	int columns = 0;

	for (size_t i = 0; i < length; i++)
		columns += ((unsigned char)text[i] & 0xc0) != 0x80; /* else it continues one, RFC 3629 */
	return columns;
}

void cli_put_wrapped_in(FILE *file, const char *text, int indent, const char *tail, int columns)
{
	const int room = columns - indent - (int)strlen(tail);
	int column = 0;

	for (const char *word = text + strspn(text, " "); *word != '\0';) {
		size_t length = strcspn(word, " ");
		int width = cli_text_columns(word, length);

		if (column > 0 && column + 1 + width > room) {
			fprintf(file, "%s\n%*s", tail, indent, "");
			column = 0;
		}
		if (width > room) {
			length = cut(word, length, room);
			width = room;
		}
		fprintf(file, "%s%.*s", column > 0 ? " " : "", (int)length, word);
		column += width + (column > 0);
		word += length;
		word += strspn(word, " ");
	}
	putc('\n', file);
}

void cli_put_wrapped(FILE *file, const char *text, int indent, const char *tail)
{
	cli_put_wrapped_in(file, text, indent, tail, CLI_COLUMNS);
}

void cli_print_wrapped(const char *text, int indent, const char *tail)
{
	cli_put_wrapped(stdout, text, indent, tail);
}

void cli_print_labelled(const char *label, const char *words, int indent)
{
	if (words[0] == '\0')
		return;
	printf("%*s", indent, label);
	cli_print_wrapped(words, indent, "");
}
