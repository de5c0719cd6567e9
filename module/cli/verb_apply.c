/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_apply.c - whyblock apply: the configuration becomes the policy in force */
#include <stdio.h>

#include "cli/cli.h"
#include "cli/owner.h"
#include "cli/print_apply.h"
#include "cli/print_json.h"
#include "cli/print_replay.h"
#include "cli/print_wrapped.h"
#include "cli/replay_run.h"
#include "cli/who.h"
#include "config/name_advice.h"
#include "config/reply_advice.h"
#include "config/zone_advice.h"
#include "desk/apply.h"

static void print_apply(const struct cli *cli, enum wb_apply_wish wish, const struct wb_apply *apply)
{
	const unsigned long long serial = apply->serial;

	for (size_t i = 0; i < apply->change_count; i++) {
		char line[CLI_APPLY_CHANGE_SIZE], clean[CLI_APPLY_CHANGE_SIZE];
		struct wb_text text;

		wb_text_open(&text, line, sizeof(line));
		cli_apply_change_format(&apply->changes[i], &text);
		wb_text_copy_message(clean, sizeof(clean), line);
		puts(clean);
	}
	/* What waits for somebody is told with the advice to apply it. */
	for (size_t i = 0; apply->outcome == WB_APPLY_DONE && i < apply->effects.count; i++) {
		char clean[CLI_APPLY_CHANGE_SIZE];

		wb_text_copy_message(clean, sizeof(clean), apply->effects.items[i]);
		puts(clean);
	}
	if (apply->outcome == WB_APPLY_DONE && !apply->is_first && apply->change_count == 0 && apply->effects.count == 0)
		puts(
		    "no setting has changed, but what comes with whyblock has: known senders, rules, or what it knows of zones");
	if (apply->outcome == WB_APPLY_SAME)
		printf("%s: in force already (policy %llu)\n", cli->config_path, serial);
	else if (wish == WB_APPLY_PREVIOUS)
		printf("the previous policy is in force (as policy %llu), whatever %s says until it is applied\n", serial,
		    cli->config_path);
	else if (apply->outcome == WB_APPLY_DONE)
		printf("%s: in force from the next connection on (policy %llu)\n", cli->config_path, serial);
}

static void count_warning(void *context, enum wb_advice advice, struct wb_position position, const char *text)
{
	(void)position, (void)text;
	*(size_t *)context += advice == WB_ADVICE_WARNING;
}

/* What is good for the parser, and perhaps not meant so: --check has the words, which would hide here what was changed. */
static void tell_warnings(const struct cli *cli)
{
	size_t count = 0;

	for (size_t i = 0; i < cli->config->policy.zone_count; i++)
		wb_zone_advise(&cli->config->policy, &cli->config->policy.zones[i], count_warning, &count);
	wb_reply_advise(cli->config, count_warning, &count);
	wb_name_advise(cli->config, count_warning, &count);
	if (count > 0)
		printf("%zu warning%s about it: whyblock apply --check\n", count, count == 1 ? "" : "s");
}

/* What is missing in words, and what to do: on standard error, where a unit's journal has it. */
static enum cli_exit fail_waiting(const struct cli *cli, const struct wb_apply *apply)
{
	for (size_t i = 0; i < apply->reasons.count; i++)
		cli_fail(CLI_NO, "%s", apply->reasons.items[i]);
	return cli_fail(
	    CLI_NO, "%s: not applied, and the policy in force stays: run whyblock apply if it shall be so", cli->config_path);
}

/*
 * What the configuration would have done with the past, before it is in force: who sees there what was not meant can still go back by
 * --previous. It is beside the point of applying: what cannot be said keeps nobody from it.
 */
static json_object *look_at_past(const struct cli *cli)
{
	static struct cli_replay_run run; /* pages that need not be of the stack */
	json_object *past = NULL;
	char line[256] = "";
	struct wb_text text;
	struct wb_error error;
	bool has_past = cli_replay_past(cli, &run, &error);

	wb_text_open(&text, line, sizeof(line));
	if (error.text[0] != '\0')
		cli_fail(CLI_DONE, "what it would have done with the past is not known: %s", error.text);
	else if (has_past && cli->json)
		past = cli_replay_summary_json(&run.replay);
	else if (has_past)
		cli_replay_add_summary(&run.replay, &text);
	if (line[0] != '\0')
		cli_print_wrapped(line, 0, "");
	cli_replay_close(&run);
	return past;
}

static enum cli_exit apply_config(struct cli *cli, enum wb_apply_wish wish)
{
	struct wb_change change = cli_change(cli);
	struct wb_apply apply;
	struct wb_error error;
	enum cli_exit result = CLI_DONE, copied;
	enum wb_status status;
	json_object *past, *object;

	past = wish == WB_APPLY_NOW ? look_at_past(cli) : NULL;
	status = wb_apply(cli->config, wish, &change, &apply, &error);
	if (status == WB_OK) {
		object = cli->json ? cli_apply_json(cli->config_path, &apply) : NULL;
		if (object != NULL) {
			json_object_object_add(object, "past", json_object_get(past));
			cli_json_print_line(object);
		} else {
			print_apply(cli, wish, &apply);
			if (wish != WB_APPLY_PREVIOUS)
				tell_warnings(cli);
		}
		copied = cli_apply_tell_copies(&apply, cli->json);
		if (apply.outcome == WB_APPLY_WAITS)
			result = fail_waiting(cli, &apply);
		else if (apply.history_fault.text[0] != '\0')
			result = cli_fail(CLI_IO, "in force, but not told in the history: %s", apply.history_fault.text);
		else
			result = copied;
	} else if (status == WB_NOT_FOUND) {
		result = cli_fail(CLI_NO, "there is no previous policy");
	} else if (status == WB_INVALID) {
		result = cli_fail(CLI_BAD_CONFIG, "%s: %s; the policy in force stays", cli->config_path, error.text);
	} else {
		result = cli_fail(CLI_IO, "%s; the policy in force stays", error.text);
	}
	json_object_put(past);
	wb_apply_close(&apply);
	return result;
}

enum cli_exit cli_apply(struct cli *cli)
{
	struct wb_diagnostics diagnostics;
	char line[WB_DIAGNOSTIC_LINE_SIZE];
	enum cli_exit status;
	bool finished;
	int count = 0;

	for (int i = 0; i < CLI_OPTIONS; i++)
		count += i != CLI_ROOT && cli->option[i] != NULL;
	if (count > 1)
		return cli_fail(CLI_USAGE, "--check, --auto or --previous: expected one of them");
	if (cli->option[CLI_ROOT] != NULL && cli->option[CLI_CHECK] == NULL)
		return cli_fail(CLI_USAGE, "--root %.200s: expected --check with it", cli->option[CLI_ROOT]);
	if (cli->option[CLI_CHECK] != NULL)
		return cli_check_config(cli);
	if (wb_config_open(cli->config_path, &cli->config, &diagnostics) != WB_OK) {
		for (size_t i = 0; i < diagnostics.count; i++) {
			wb_diagnostic_format(&diagnostics.rows[i], cli->config_path, line);
			cli_fail(CLI_BAD_CONFIG, "%s", line);
		}
		return cli_fail(wb_diagnostics_are_of_access(&diagnostics) ? CLI_IO : CLI_BAD_CONFIG,
		    "nothing was applied: the policy in force stays");
	}
	status = cli_owner_become(cli, cli->verb, &finished);
	if (status != CLI_DONE || finished)
		return status;
	if (cli->option[CLI_AUTO] != NULL)
		return apply_config(cli, WB_APPLY_AUTO);
	return apply_config(cli, cli->option[CLI_PREVIOUS] != NULL ? WB_APPLY_PREVIOUS : WB_APPLY_NOW);
}
