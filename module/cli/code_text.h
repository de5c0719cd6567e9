/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * code_text.h - the text in which somebody gives a reference: the code, a line of a bounce in as many words as the shell makes of it, or
 * with "-" a whole mail on standard input, whose encoded parts are looked into.
 */
#ifndef WB_CLI_CODE_TEXT_H
#define WB_CLI_CODE_TEXT_H

#include "cli/cli.h"

#define CLI_CODE_TEXT_SIZE (64 * 1024) /* of what is longer the beginning is read */

/* All arguments of the verb, or standard input; text_r: as much as fits, see wb_text.truncated. buffer holds CLI_CODE_TEXT_SIZE bytes. */
void cli_code_text_read(const struct cli *cli, char *buffer, struct wb_text *text_r);

#endif
