/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * said_text.h - what staff say to the one who asked: in the command, on standard input, in an editor, or by a template.
 */
#ifndef WB_CLI_SAID_TEXT_H
#define WB_CLI_SAID_TEXT_H

#include "cli/cli.h"
#include "store/request.h"

/*
 * Before the command becomes the store's owner: where the verb needs a text and nobody gave one, and with --edit, the person's own
 * editor makes it, with the person's own rights. Another process then goes on, whose standard input it is; cli->is_opened says so. This one waits
 * for it, and *finished_r is true: its status is returned. When that is not CLI_DONE, the text stays in its file, and the path is said:
 * it may have taken a while to write.
 * Returns CLI_DONE, or the status of what was said.
 */
enum cli_exit cli_said_edit(struct cli *cli, const struct cli_verb *verb, bool *finished_r);

struct cli_said {
	char own[WB_REQUEST_ANSWER_SIZE]; /* words of this one; may be empty */
	const char *template_id;          /* NULL: none */
};

/*
 * Takes in what was said: given is the text itself, "-" for standard input, or NULL, and then it may be what was edited.
 * what: "--reason", for messages.
 */
enum cli_exit cli_said_read(const struct cli *cli, const char *given, const char *what, struct cli_said *said_r);

/* The whole of it in the language of a request: the template, and own words below it. buffer: WB_REQUEST_ANSWER_SIZE bytes. */
enum cli_exit cli_said_compose(const struct cli *cli, const struct cli_said *said, const char *language, char *buffer);

#endif
