/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * mistakes.h - what is wrong with a command line: all of it is said at once.
 */
#ifndef WB_CLI_MISTAKES_H
#define WB_CLI_MISTAKES_H

#include "cli/cli.h"

#define CLI_MISTAKES_MAX 16 /* more are not told */

struct cli_mistakes {
	size_t count;
	enum cli_exit status; /* of the first */
	bool is_usage;        /* one of them is of the words, not of a value */
	bool has_unknown;     /* an option whose value, if it takes one, now stands among the arguments */
	char text[CLI_MISTAKES_MAX][256];
};

void cli_mistakes_add(struct cli_mistakes *mistakes, enum cli_exit status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* An option that no verb has, as it was written; says which one was meant. */
void cli_mistakes_add_unknown(struct cli_mistakes *mistakes, const char *written);

/* Options that the verb does not take, arguments and options that are missing, and arguments too many. */
void cli_mistakes_find(const struct cli *cli, const struct cli_verb *verb, struct cli_mistakes *mistakes);

/* Values that cannot be read, each by itself. Categories are known once the configuration is read. */
void cli_mistakes_find_values(const struct cli *cli, const struct cli_verb *verb, struct cli_mistakes *mistakes);

/* Says all of them, and how the verb is used when one is of the words. verb: NULL, if there is none. Returns what to exit with. */
enum cli_exit cli_mistakes_say(const struct cli_mistakes *mistakes, const struct cli_verb *verb);

#endif
