/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_stats.c - whyblock stats: counts the verdicts in Exim's main log */
#include <limits.h>
#include <stdio.h>

#include "base/timestamp.h"
#include "cli/agent_numbers.h"
#include "cli/cli.h"
#include "cli/logs.h"
#include "cli/print_stats.h"
#include "cli/stats_answers.h"

static enum wb_status take_line(void *context, const struct cli_logfile_line *line, struct wb_error *error_r)
{
	(void)error_r;
	wb_stats_add(context, line->text, line->length, line->whole ? WB_LOG_WHOLE : WB_LOG_CUT);
	return WB_OK;
}

static enum wb_status read_stats_option(
    const struct cli *cli, enum cli_option option, int64_t *time_s_r, struct wb_error *error_r)
{
	const char *text = cli->option[option];

	return text == NULL ? WB_OK : wb_timestamp_parse_since(text, cli->now_s, time_s_r, error_r);
}

/* The configuration that decides beside the one in force, if there is one: what it would do otherwise the log does not say, but the agent. */
static void print_shadow(const struct cli *cli)
{
	static struct agent_numbers numbers;
	struct wb_diagnostics diagnostics;
	struct wb_config *config;
	char run[PATH_MAX];

	if (wb_config_open(cli->config_path, &config, &diagnostics) == WB_OK && config->cases.shadow[0] != '\0') {
		wb_policy_run_folder(wb_policy_folder(&config->policy), run);
		if (agent_numbers_read(run, &numbers))
			printf(
			    "\nShadow (%s), since whyblock-agent started\n%10llu the same\n%10llu otherwise, %llu of them newly 451 or 550\n%10llu not known\n",
			    config->cases.shadow,
			    (unsigned long long)agent_number(&numbers, "shadow_verdicts_total{outcome=\"same\"}"),
			    (unsigned long long)agent_number(&numbers, "shadow_verdicts_total{outcome=\"changed\"}"),
			    (unsigned long long)agent_number(&numbers, "shadow_newly_refused_total"),
			    (unsigned long long)agent_number(&numbers, "shadow_verdicts_total{outcome=\"unknown\"}"));
		else
			printf("\nShadow (%s): whyblock-agent does not answer\n", config->cases.shadow);
	}
	wb_config_close(&config);
}

enum cli_exit cli_stats(struct cli *cli)
{
	const char *path = cli->option[CLI_PROMETHEUS];
	struct wb_stats stats;
	struct stats_answers answers;
	int64_t since_s = 0, until_s = 0;
	struct wb_error error;
	enum wb_status status;

	if (read_stats_option(cli, CLI_SINCE, &since_s, &error) != WB_OK ||
	    read_stats_option(cli, CLI_UNTIL, &until_s, &error) != WB_OK)
		return cli_fail(CLI_USAGE, "%s", error.text);
	wb_stats_open(&stats, since_s, until_s, cli->now_s);
	status = cli_logs_read(cli, &stats.reader, take_line, &stats, &error);
	wb_stats_sort(&stats);
	if (status == WB_OK && path != NULL)
		status = cli_print_stats_prometheus(&stats, path, &error);
	if (status == WB_OK && !cli->json && path == NULL) {
		cli_print_stats_text(&stats);
		print_shadow(cli);
	}
	/* Last: from here on this process is the store's owner. */
	if (status == WB_OK && (cli->json || path == NULL))
		stats_answers_find(cli, since_s, until_s, &answers);
	if (status == WB_OK && cli->json)
		cli_print_stats_json(&stats, &answers);
	else if (status == WB_OK && path == NULL)
		stats_answers_print(&answers);
	wb_stats_close(&stats);
	return status == WB_OK ? CLI_DONE : cli_fail(cli_exit_of(status), "%s", error.text);
}
