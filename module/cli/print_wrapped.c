/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* print_wrapped.c - see print_wrapped.h */
#include "cli/print_wrapped.h"

#include <stdio.h>
#include <string.h>

void cli_print_wrapped(const char *text, int indent, const char *tail)
{
	const int room = CLI_COLUMNS - indent - (int)strlen(tail);
	int column = 0;

	for (const char *word = text + strspn(text, " "); *word != '\0';) {
		int length = (int)strcspn(word, " ");

		if (column > 0 && column + 1 + length > room) {
			printf("%s\n%*s", tail, indent, "");
			column = 0;
		}
		if (length > room)
			length = room;
		printf("%s%.*s", column > 0 ? " " : "", length, word);
		column += length + (column > 0);
		word += length;
		word += strspn(word, " ");
	}
	putchar('\n');
}

void cli_print_labelled(const char *label, const char *words, int indent)
{
	if (words[0] == '\0')
		return;
	printf("%*s", indent, label);
	cli_print_wrapped(words, indent, "");
}
