/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_history.c - whyblock history: who changed what is listed, when and why */
#include "store/history.h"

#include <stdio.h>

#include "base/timestamp.h"
#include "cli/cli.h"
#include "cli/counts_as.h"
#include "cli/print_history.h"
#include "cli/print_json.h"

struct history_rows {
	bool json;
	size_t count;
};

static bool add_history_row(void *context, const struct wb_history_record *record)
{
	struct history_rows *rows = context;

	if (rows->json) {
		fputs(rows->count > 0 ? ",\n" : "\n", stdout);
		cli_json_print(cli_history_json(record));
	} else {
		cli_history_print(record, rows->count == 0);
	}
	rows->count++;
	return true;
}

enum cli_exit cli_history(struct cli *cli)
{
	struct history_rows rows = { .json = cli->json };
	struct wb_prefix prefix;
	struct wb_error error;
	int64_t since_s = 0;
	size_t unreadable = 0;
	enum wb_status status;

	if (cli->argc > 0 && !wb_prefix_parse_asn(cli->argv[0], &prefix) &&
	    wb_prefix_parse(cli->argv[0], &prefix, &error) != WB_OK)
		return cli_fail(CLI_BAD_DATA, "%s", error.text);
	if (cli->argc > 0)
		prefix = cli_counts_as(cli, &prefix);
	if (cli->option[CLI_SINCE] != NULL &&
	    wb_timestamp_parse_since(cli->option[CLI_SINCE], cli->now_s, &since_s, &error) != WB_OK)
		return cli_fail(CLI_USAGE, "--since: %s", error.text);
	if (cli->json)
		fputs("[", stdout);
	status = wb_history_walk(
	    cli->config->policy.store, cli->argc > 0 ? &prefix : NULL, since_s, add_history_row, &rows, &unreadable, &error);
	if (cli->json)
		puts(rows.count > 0 ? "\n]" : "]");
	if (status != WB_OK)
		return cli_fail(cli_exit_of(status), "%s", error.text);
	if (unreadable > 0)
		return cli_fail(CLI_IO, "%zu records of the history cannot be read and were skipped", unreadable);
	if (rows.count == 0 && !cli->json)
		puts("nothing is recorded");
	return CLI_DONE;
}
