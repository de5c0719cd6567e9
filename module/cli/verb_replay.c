/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_replay.c - whyblock replay: another configuration is tried on the past, and nothing changes */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/timestamp.h"
#include "cli/cli.h"
#include "cli/logs.h"
#include "cli/print_json.h"
#include "cli/print_replay.h"
#include "cli/replay_run.h"
#include "desk/log_case.h"

struct replaying {
	struct cli_replay_run run;
	struct wb_log_reader reader;
	int64_t since_s;
	bool json;
	json_object *rows; /* of --all */
};

static void take_row(void *context, const struct wb_replay_row *row)
{
	struct replaying *replaying = context;

	if (replaying->json)
		json_object_array_add(replaying->rows, cli_replay_row_json(row));
	else
		cli_replay_print_row(row);
}

static enum wb_status take_line(void *context, const struct cli_logfile_line *line, struct wb_error *error_r)
{
	static struct wb_log_case made; /* pages that need not be of the stack */
	struct replaying *replaying = context;
	enum wb_log_found found =
	    wb_log_reader_take(&replaying->reader, line->text, line->length, line->whole ? WB_LOG_WHOLE : WB_LOG_CUT);

	(void)error_r;
	if (found == WB_LOG_OTHER || replaying->reader.time_s < replaying->since_s)
		return WB_OK;
	if (found == WB_LOG_VERDICT && wb_log_case_make(&replaying->reader, replaying->run.policy, &made))
		wb_replay_add(&replaying->run.replay, &made.remembered);
	else
		replaying->run.scope.unreadable++;
	return WB_OK;
}

static enum cli_exit read_options(const struct cli *cli, int64_t *since_s_r, uint64_t *most_r)
{
	const char *most = cli->option[CLI_MAX_NEW_REFUSALS];
	struct wb_error error;
	char *end;

	*since_s_r = 0;
	*most_r = UINT64_MAX;
	if (cli->option[CLI_SINCE] != NULL &&
	    wb_timestamp_parse_since(cli->option[CLI_SINCE], cli->now_s, since_s_r, &error) != WB_OK)
		return cli_fail(CLI_USAGE, "--since: %s", error.text);
	if (most == NULL)
		return CLI_DONE;
	errno = 0;
	*most_r = strtoull(most, &end, 10);
	if (most[0] < '0' || most[0] > '9' || *end != '\0' || errno != 0)
		return cli_fail(CLI_USAGE, "--max-new-refusals: found \"%.40s\": expected a number", most);
	return CLI_DONE;
}

static enum cli_exit finish(const struct cli *cli, struct replaying *replaying, uint64_t most)
{
	const struct wb_replay *replay = &replaying->run.replay;

	replaying->run.scope.lines = replaying->reader.lines;
	replaying->run.scope.unknown_lines = replaying->reader.unknown;
	wb_replay_sort(&replaying->run.replay);
	if (cli->json)
		cli_json_print_pretty(cli_replay_json(replay, &replaying->run.scope, replaying->rows));
	else
		cli_replay_print(replay, &replaying->run.scope);
	if (replay->refused_more + replay->maybe_more <= most && (most == UINT64_MAX || replaying->run.scope.unreadable == 0))
		return CLI_DONE;
	if (replay->refused_more + replay->maybe_more <= most)
		return cli_fail(CLI_IO, "--max-new-refusals: %llu cases cannot be read: expected all of them to be readable",
		    (unsigned long long)replaying->run.scope.unreadable);
	return cli_fail(CLI_NO, "%llu verdicts would newly be a 451 or 550, and %llu might: expected %llu at most",
	    (unsigned long long)replay->refused_more, (unsigned long long)replay->maybe_more, (unsigned long long)most);
}

enum cli_exit cli_replay(struct cli *cli)
{
	static struct replaying replaying;
	struct wb_error error;
	enum wb_status status;
	uint64_t most;
	enum cli_exit exit = read_options(cli, &replaying.since_s, &most);

	if (exit != CLI_DONE)
		return exit;
	replaying.json = cli->json;
	if (cli->option[CLI_ALL] != NULL)
		replaying.rows = cli->json ? json_object_new_array() : NULL;
	status = cli_replay_open(cli, cli->config, &replaying.run, &error);
	if (status == WB_OK && cli->option[CLI_ALL] != NULL) {
		replaying.run.replay.visit = take_row;
		replaying.run.replay.context = &replaying;
	}
	replaying.run.scope.is_of_logs = cli->argc > 0;
	wb_log_reader_open(&replaying.reader, cli->now_s);
	if (status == WB_OK && replaying.run.scope.is_of_logs)
		status = cli_logs_read(cli, &replaying.reader, take_line, &replaying, &error);
	else if (status == WB_OK)
		status = cli_replay_cases(cli, replaying.since_s, &replaying.run, &error);
	exit = status == WB_OK ? finish(cli, &replaying, most) : cli_fail(cli_exit_of(status), "%s", error.text);
	cli_replay_close(&replaying.run);
	return exit;
}
