/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* screen.c - see screen.h */
#include "cli/screen.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/print_wrapped.h"

#define COLUMNS_MIN 40
#define COLUMNS_MAX 1000

static int find_columns(void)
{
	const char *said = getenv("COLUMNS");
	long columns = said != NULL ? strtol(said, NULL, 10) : 0;
	struct winsize window;

	if (columns <= 0 && !isatty(STDOUT_FILENO))
		return 0;
	if (columns <= 0)
		columns = ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 ? window.ws_col : 0;
	/* A serial line has no size. */
	if (columns <= 0)
		columns = CLI_COLUMNS;
	return (int)(columns < COLUMNS_MIN ? COLUMNS_MIN : columns > COLUMNS_MAX ? COLUMNS_MAX : columns);
}

/* Found once: a table asks for each of a million rows. */
int cli_screen_columns(void)
{
	static int columns = -1;

	if (columns < 0)
		columns = find_columns();
	return columns;
}

void cli_screen_put(const char *text, int indent)
{
	int columns = cli_screen_columns();

	if (columns == 0 || indent + cli_text_columns(text, strlen(text)) <= columns)
		puts(text);
	else
		cli_put_wrapped_in(stdout, text, indent, "", columns);
}

static bool find_colours(void)
{
	const char *terminal = getenv("TERM"), *none = getenv("NO_COLOR");

	return isatty(STDOUT_FILENO) && (none == NULL || none[0] == '\0') && terminal != NULL && terminal[0] != '\0' &&
	    strcmp(terminal, "dumb") != 0;
}

static bool has_colours(void)
{
	static int found = -1;

	if (found < 0)
		found = find_colours();
	return found > 0;
}

const char *cli_screen_begin(enum cli_colour colour)
{
	/* ECMA-48, select graphic rendition: the terminal's own colours, which its owner has made readable. */
	static const char *const begins[] = { "", "\033[31m", "\033[33m", "\033[32m" };

	return colour != CLI_PLAIN && has_colours() ? begins[colour] : "";
}

const char *cli_screen_end(enum cli_colour colour)
{
	return colour != CLI_PLAIN && has_colours() ? "\033[0m" : "";
}

enum cli_colour cli_colour_of(enum wb_action action)
{
	if (action >= WB_REJECT)
		return CLI_RED;
	return action >= WB_TAG ? CLI_YELLOW : CLI_GREEN;
}

enum cli_colour cli_colour_of_name(const char *action)
{
	enum wb_action found;

	return wb_action_parse(action, &found) ? cli_colour_of(found) : CLI_PLAIN;
}
