/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* print_table.c - see print_table.h */
#include "cli/print_table.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/print_wrapped.h"

#define BELOW_INDENT 4
#define BELOW_SIZE 2048

static void put_blanks(int count)
{
	printf("%*s", count > 0 ? count : 0, "");
}

/* No terminal, and so no colours; the fastest way, since there may be a million rows. */
static void print_wide(const struct cli_column *columns, size_t count, const char *const *cells)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			putchar(' ');
		if (i + 1 == count && !columns[i].is_right)
			fputs(cells[i], stdout);
		else
			printf("%*s", columns[i].is_right ? columns[i].wide : -columns[i].wide, cells[i]);
	}
	putchar('\n');
}

static bool is_nothing(const char *cell)
{
	return cell[0] == '\0' || strcmp(cell, "-") == 0;
}

/* The cells of the first line; each begins where its column does, in that line or in the next one. */
static void print_first(const struct cli_column *columns, size_t count, const char *const *cells, size_t coloured,
    enum cli_colour colour, int screen)
{
	int begin = 0, used = 0;
	bool is_first = true;

	for (size_t i = 0; i < count; i++) {
		int width = cli_text_columns(cells[i], strlen(cells[i])), pad, at;
		enum cli_colour shown;

		if (columns[i].narrow == CLI_TABLE_BELOW || (columns[i].narrow == CLI_TABLE_REST && is_nothing(cells[i])))
			continue;
		at = begin;
		/* Further left, where it has room at all. */
		if (columns[i].narrow > 0 && begin + width > screen)
			at = width + BELOW_INDENT < screen ? screen - width : BELOW_INDENT;
		if (!is_first && used + 1 > at) {
			putchar('\n');
			used = 0;
		}
		if (columns[i].narrow == CLI_TABLE_REST && begin + width > screen) {
			printf("%s%*s", used > 0 ? "\n" : "", BELOW_INDENT, "");
			cli_put_wrapped_in(stdout, cells[i], BELOW_INDENT, "", screen);
			return;
		}
		pad = columns[i].is_right && width < columns[i].narrow ? columns[i].narrow - width : 0;
		put_blanks(at - used + pad);
		shown = i == coloured ? colour : CLI_PLAIN;
		printf("%s%s%s", cli_screen_begin(shown), cells[i], cli_screen_end(shown));
		used = at + pad + width;
		begin += columns[i].narrow + 1;
		is_first = false;
	}
	putchar('\n');
}

static void print_narrow(const struct cli_column *columns, size_t count, const char *const *cells, size_t coloured,
    enum cli_colour colour, int screen)
{
	char below[BELOW_SIZE];
	struct wb_text text;

	print_first(columns, count, cells, coloured, colour, screen);
	wb_text_open(&text, below, sizeof(below));
	for (size_t i = 0; i < count; i++) {
		if (columns[i].narrow != CLI_TABLE_BELOW || is_nothing(cells[i]))
			continue;
		wb_text_addf(&text, "%s%s%s%s", text.length > 0 ? ", " : "", columns[i].label != NULL ? columns[i].label : "",
		    columns[i].label != NULL ? " " : "", cells[i]);
	}
	if (text.length == 0)
		return;
	put_blanks(BELOW_INDENT);
	cli_put_wrapped_in(stdout, below, BELOW_INDENT, "", screen);
}

void cli_table_row(
    const struct cli_column *columns, size_t count, const char *const *cells, size_t coloured, enum cli_colour colour)
{
	int screen = cli_screen_columns();

	if (screen == 0)
		print_wide(columns, count, cells);
	else
		print_narrow(columns, count, cells, coloured, colour, screen);
}

void cli_table_heading(const struct cli_column *columns, size_t count)
{
	const char *cells[16];
	bool is_narrow = cli_screen_columns() != 0;

	for (size_t i = 0; i < count; i++)
		cells[i] = is_narrow && columns[i].narrow == CLI_TABLE_BELOW ? "" : columns[i].heading;
	cli_table_row(columns, count, cells, count, CLI_PLAIN);
}
