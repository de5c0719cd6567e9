/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * fail.h - how the command says on standard error what went wrong (cli_fail in cli.h): a line for people each time, or for programs one
 * object at the end: {"error": the first message, "exit": the status, "errors": all of them}. A note, which is no mistake, is an
 * object {"note": ...} of its own, at once.
 */
#ifndef WB_CLI_FAIL_H
#define WB_CLI_FAIL_H

#include "cli/cli.h"

/* From now on objects. */
void cli_fail_as_json(void);

/* Prints the object, if anything went wrong. status: what the command exits with. */
void cli_fail_end(enum cli_exit status);

#endif
