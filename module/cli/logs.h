/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * logs.h - all lines of the logs that a command line names. They are read with the caller's rights: where the verb becomes the owner of
 * the store, another process reads them, and its standard input has the lines in frames (owner.h).
 */
#ifndef WB_CLI_LOGS_H
#define WB_CLI_LOGS_H

#include "cli/cli.h"
#include "cli/logfile.h"
#include "desk/log_reader.h"

/* Called for each line. What it returns, when that is not WB_OK, ends the reading. */
typedef enum wb_status cli_logs_take(void *context, const struct cli_logfile_line *line, struct wb_error *error_r);

/*
 * Reads the logs that the arguments name, one after the other; reader is told where each begins, and take has to give it each line. On a
 * terminal it shows how far it has come.
 * Returns: WB_OK; WB_INVALID: a file is no log, or none of its lines is one's; WB_UNAVAILABLE: it cannot be read; what take has returned.
 */
enum wb_status cli_logs_read(
    struct cli *cli, struct wb_log_reader *reader, cli_logs_take *take, void *context, struct wb_error *error_r);

/* For the process that reads them: writes the frames of all these files to fd, and what is wrong, too. Returns its exit status. */
int cli_logs_send(int count, char *const *paths, int fd);

#endif
