/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* code_text.c - see code_text.h */
#include "cli/code_text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/message.h"

/* What a mail says in parts that are encoded, behind the mail as it came. */
static void add_decoded(struct wb_text *text)
{
	size_t length = text->length;
	char *copy = malloc(length + 1);
	struct wb_request_mail mail;

	if (copy == NULL)
		return;
	memcpy(copy, text->data, length);
	if (cli_message_parse(copy, length, &mail, NULL) == WB_OK) {
		wb_text_add_char(text, '\n');
		for (size_t i = 0; i < mail.length; i++)
			wb_text_add_char(text, mail.text[i] == '\0' ? ' ' : mail.text[i]);
	}
	cli_message_close(&mail);
	free(copy);
}

void cli_code_text_read(const struct cli *cli, char *buffer, struct wb_text *text_r)
{
	char block[4096];
	ssize_t got;

	wb_text_open(text_r, buffer, CLI_CODE_TEXT_SIZE);
	if (cli->argc != 1 || strcmp(cli->argv[0], "-") != 0) {
		for (int i = 0; i < cli->argc; i++) {
			wb_text_add(text_r, i > 0 ? " " : "");
			wb_text_add(text_r, cli->argv[i]);
		}
		return;
	}
	while ((got = read(STDIN_FILENO, block, sizeof(block))) > 0 || (got < 0 && errno == EINTR)) {
		for (ssize_t i = 0; i < got; i++)
			wb_text_add_char(text_r, block[i] == '\0' ? ' ' : block[i]);
	}
	if (!text_r->truncated)
		add_decoded(text_r);
}
