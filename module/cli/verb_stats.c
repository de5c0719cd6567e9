/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_stats.c - whyblock stats: counts the verdicts in Exim's main log */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "base/timestamp.h"
#include "cli/cli.h"
#include "cli/logfile.h"
#include "cli/print_stats.h"

#define PROGRESS_EVERY 100000

static enum wb_status read_log(struct wb_stats *stats, const char *path, struct wb_error *error_r)
{
	bool shows_progress = isatty(STDERR_FILENO) != 0;
	bool shown = false;
	char name[60];
	int percent;
	struct cli_logfile_line line;
	struct cli_logfile *file;
	uint64_t before = stats->lines;
	enum wb_status status = cli_logfile_open(path, &file, error_r);

	wb_stats_begin_log(stats);
	while (status == WB_OK && (status = cli_logfile_next(file, &line, error_r)) == WB_OK) {
		wb_stats_add(stats, line.text, line.length, line.whole ? WB_STATS_LINE_WHOLE : WB_STATS_LINE_CUT);
		if (!shows_progress || stats->lines % PROGRESS_EVERY != 0)
			continue;
		shown = true;
		wb_text_copy_message(name, sizeof(name), basename(path));
		fprintf(stderr, "\r%s: ", name);
		percent = cli_logfile_percent(file);
		if (percent >= 0)
			fprintf(stderr, "%d %%, ", percent);
		fprintf(stderr, "%llu lines", (unsigned long long)stats->lines);
	}
	if (shown)
		fputs("\r\033[K", stderr);
	cli_logfile_close(&file);
	if (status == WB_NOT_FOUND && stats->lines > before && stats->form == WB_LOG_UNKNOWN)
		return wb_fail(error_r, WB_INVALID,
		    "%s: none of its %llu lines is a log's: expected Exim's main log, a file of syslog's, or what journalctl prints",
		    path, (unsigned long long)(stats->lines - before));
	return status == WB_NOT_FOUND ? WB_OK : status;
}

static enum wb_status read_stats_option(
    const struct cli *cli, enum cli_option option, int64_t *time_s_r, struct wb_error *error_r)
{
	const char *text = cli->option[option];

	return text == NULL ? WB_OK : wb_timestamp_parse_since(text, cli->now_s, time_s_r, error_r);
}

enum cli_exit cli_stats(struct cli *cli)
{
	const char *path = cli->option[CLI_PROMETHEUS];
	struct wb_stats stats;
	int64_t since_s = 0, until_s = 0;
	struct wb_error error;
	enum wb_status status = WB_OK;

	if (read_stats_option(cli, CLI_SINCE, &since_s, &error) != WB_OK ||
	    read_stats_option(cli, CLI_UNTIL, &until_s, &error) != WB_OK)
		return cli_fail(CLI_USAGE, "%s", error.text);
	wb_stats_open(&stats, since_s, until_s, cli->now_s);
	for (int i = 0; status == WB_OK && i < cli->argc; i++)
		status = read_log(&stats, cli->argv[i], &error);
	wb_stats_sort(&stats);
	if (status == WB_OK && path != NULL)
		status = cli_print_stats_prometheus(&stats, path, &error);
	if (status == WB_OK && cli->json)
		cli_print_stats_json(&stats);
	else if (status == WB_OK && path == NULL)
		cli_print_stats_text(&stats);
	wb_stats_close(&stats);
	return status == WB_OK ? CLI_DONE : cli_fail(cli_exit_of(status), "%s", error.text);
}
