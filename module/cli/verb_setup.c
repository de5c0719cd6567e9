/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * verb_setup.c - whyblock setup debian: shows, makes or takes back the change that lets Debian's Exim ask whyblock.
 *
 * A running daemon keeps its configuration until it is told; but each delivery and queue run is a new Exim, which reads the
 * generated configuration as it is at that moment, and refuses all of it when a file that it includes is missing. So: make what
 * will be included, then the line that includes it, then generate (update-exim4.conf renames, and only what Exim accepts), then
 * tell the daemon. To undo, the other way round.
 */
#include <errno.h>
#include <fcntl.h>
#include <json-c/json.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/cli.h"
#include "cli/exim_probe.h"
#include "cli/print_json.h"
#include "cli/program.h"
#include "cli/setup_exim.h"
#include "cli/setup_file.h"
#include "cli/setup_plan.h"
#include "cli/setup_proof.h"
#include "cli/setup_root.h"
#include "cli/setup_server.h"
#include "cli/setup_show.h"
#include "cli/who.h"
#include "desk/apply.h"

#define FOLDER "/etc/exim4"
#define COMMAND "/usr/bin/whyblock" /* of another system */
#define APPLY_DEADLINE_S 60
#define PROOF_SIZE 2048

struct setup {
	const struct cli *cli;
	const char *root; /* the folder whose system it is; NULL: this one */
	struct exim_probe server;
	enum setup_server kind;
	struct setup_exim exim;
	struct setup_plan plan;
	bool wants_apply, wants_undo;
	unsigned parts; /* a set of enum setup_part */
	json_object *notes;
};

static void note(struct setup *setup, const char *text)
{
	if (setup->cli->json)
		json_object_array_add(setup->notes, json_object_new_string(text));
	else
		puts(text);
}

static void show(const struct setup *setup)
{
	if (setup->cli->json)
		return;
	printf(
	    "Exim's configuration: %s\n", setup->exim.is_split ? "split, /etc/exim4/conf.d" : "one file, exim4.conf.template");
	setup_show_print(&setup->plan);
}

/* ---- Carrying it out ------------------------------------------------------------------------------------------------- */

static void write_late_changes(struct setup *setup)
{
	char text[PATH_MAX + 64];
	struct wb_error error;

	for (size_t i = 0; i < setup->plan.count; i++) {
		const struct setup_change *change = &setup->plan.changes[i];

		if (!change->is_late)
			continue;
		if (setup_exim_needs(&setup->exim, change->path)) {
			snprintf(text, sizeof(text), "kept, since Exim's configuration still names it: %s", change->path);
			note(setup, text);
		} else if (setup_file_write(change->path, change->after, &error) != WB_OK) {
			note(setup, error.text);
		}
	}
}

/* Exim takes the file that the macro names with the block in it? Asked before that file is touched: it is in use already. */
static enum wb_status try_included(const struct setup *setup, enum setup_macro macro, struct wb_error *error_r)
{
	const struct setup_plan *plan = &setup->plan;
	char trial[PATH_MAX + 16];
	enum wb_status status = WB_OK;

	for (size_t i = 0; i < plan->count && status == WB_OK; i++) {
		const struct setup_change *change = &plan->changes[i];

		if (change->is_late || strcmp(change->path, setup->exim.named[macro]) != 0 || change->after == NULL)
			continue;
		snprintf(trial, sizeof(trial), "%s" SETUP_TRIAL_SUFFIX, change->path);
		status = setup_file_write(trial, change->after, error_r);
		if (status == WB_OK)
			status = setup_exim_try(&setup->exim, macro, trial, error_r);
		unlink(trial);
	}
	return status;
}

/* By that system's own command, which has its libraries and the owner of its store. */
static void put_policy_of_root_in_force(struct setup *setup)
{
	const char *const arguments[] = { COMMAND, "-c", setup->cli->config_path, "apply", "--auto", NULL };
	char output[1024], text[1200];

	if (program_run(arguments, APPLY_DEADLINE_S, output, sizeof(output)) == 0)
		return;
	snprintf(text, sizeof(text), COMMAND " apply --auto: %s", output);
	note(setup, text);
}

/* Exim is about to ask: without a policy in force the answer would be to accept everything. What waits stays waiting. */
static void put_policy_in_force(struct setup *setup)
{
	struct cli cli = *setup->cli;
	struct wb_diagnostics diagnostics;
	struct wb_apply apply = { .is_first = false };
	struct wb_error error = { "" };
	char text[WB_DIAGNOSTIC_LINE_SIZE];

	if (setup->wants_undo)
		return;
	if (setup->root != NULL) {
		put_policy_of_root_in_force(setup);
		return;
	}
	if (wb_config_open(cli.config_path, &cli.config, &diagnostics) != WB_OK) {
		wb_diagnostic_format(&diagnostics.rows[0], cli.config_path, text);
		note(setup, text);
	} else {
		const struct wb_change change = cli_change(&cli);

		if (wb_apply(cli.config, WB_APPLY_AUTO, &change, &apply, &error) != WB_OK)
			note(setup, error.text);
		else if (apply.outcome == WB_APPLY_WAITS)
			note(setup,
			    "the configuration differs from the policy in force, which stays: see whyblock apply --check");
		for (int i = 0; i < WB_GEOIP_WANTS; i++) {
			if (apply.copies[i].outcome == WB_MMDB_REFUSED)
				note(setup, apply.copies[i].why.text);
		}
	}
	wb_apply_close(&apply);
	wb_config_close(&cli.config);
}

/* In the other order, so that a file is there as long as it is included. */
static void put_back(const struct setup *setup, size_t done)
{
	const struct setup_change *changes = setup->plan.changes;
	struct wb_error error;

	while (done-- > 0) {
		if (!changes[done].is_late && setup_file_write(changes[done].path, changes[done].before, &error) != WB_OK)
			cli_fail(CLI_IO, "cannot put back %s", error.text);
	}
}

/* A line each. CLI_NO: nothing is blocked. */
static enum cli_exit tell_proof(struct setup *setup, enum setup_proof proof, char *text)
{
	for (char *line; (line = strsep(&text, "\n")) != NULL;)
		note(setup, line);
	return proof == SETUP_PROOF_NOTHING || proof == SETUP_PROOF_HARM ? CLI_NO : CLI_DONE;
}

static enum cli_exit prove(struct setup *setup)
{
	char text[PROOF_SIZE];

	return tell_proof(setup, setup_proof_run(&setup->server, &setup->exim, text, sizeof(text)), text);
}

static void reload(struct setup *setup)
{
	struct wb_error error;
	char text[PATH_MAX + 64];

	if (setup->root != NULL) {
		snprintf(text, sizeof(text), "no daemon reloaded: this is the system in %s", setup->root);
		note(setup, text);
	} else if (setup_exim_reload(&error) != WB_OK) {
		note(setup, error.text);
	} else {
		note(setup, "the Exim daemon has read its configuration again");
	}
}

/* done_r: how many of the changes were begun. */
static enum wb_status make_changes(const struct setup *setup, size_t *done_r, struct wb_error *error_r)
{
	const struct setup_change *changes = setup->plan.changes;
	enum wb_status status = WB_OK;

	for (*done_r = 0; *done_r < setup->plan.count && status == WB_OK; (*done_r)++) {
		if (!changes[*done_r].is_late)
			status = setup_file_write(changes[*done_r].path, changes[*done_r].after, error_r);
	}
	if (status == WB_OK)
		status = setup_exim_update(&setup->exim, error_r);
	/* Where Exim is gone there is nobody to be told. */
	return status == WB_NOT_FOUND && setup->wants_undo ? WB_OK : status;
}

/* Exim did not accept the trial mail before either (a table that is missing, a database that is down): then that is not our doing. */
static bool was_harmed_before(const struct setup *setup, size_t done)
{
	struct wb_error error;

	put_back(setup, done);
	return setup_exim_update(&setup->exim, &error) == WB_OK && setup_proof_is_broken(&setup->server) &&
	    make_changes(setup, &done, &error) == WB_OK;
}

static enum cli_exit carry_out(struct setup *setup)
{
	enum cli_exit result = CLI_DONE;
	char text[PROOF_SIZE];
	struct wb_error error;
	size_t done = 0;
	enum wb_status status = WB_OK;

	for (enum setup_macro macro = 0; macro < SETUP_MACROS && status == WB_OK; macro++)
		status = try_included(setup, macro, &error);
	put_policy_in_force(setup);
	if (status == WB_OK)
		status = make_changes(setup, &done, &error);
	if (status != WB_OK) {
		put_back(setup, done);
		return cli_fail(cli_exit_of(status == WB_INVALID ? WB_INVALID : WB_UNAVAILABLE),
		    "%s; all files are as they were before", error.text);
	}
	/* Before the daemon has it. */
	if (setup->wants_apply) {
		enum setup_proof proof = setup_proof_run(&setup->server, &setup->exim, text, sizeof(text));

		if (proof == SETUP_PROOF_HARM && setup->plan.count > 0 && !was_harmed_before(setup, done))
			return cli_fail(CLI_BAD_CONFIG, "%s; all files are as they were before", text);
		result = tell_proof(setup, proof, text);
	}
	reload(setup);
	write_late_changes(setup);
	if (setup->wants_undo)
		note(setup, "done: what asked whyblock is taken out of Exim's configuration");
	return result;
}

/* What Exim's user cannot read. What is wrong with the configuration is said elsewhere. */
static void look_at_published(struct setup *setup)
{
	struct wb_config *config = NULL;
	struct wb_diagnostics diagnostics;
	struct wb_error error;

	if (wb_config_open(setup->cli->config_path, &config, &diagnostics) == WB_OK &&
	    exim_probe_published(&setup->server, wb_policy_folder(&config->policy), &error) != WB_OK)
		note(setup, error.text);
	wb_config_close(&config);
}

/* The files may say so, and still Exim may not ask. */
static void tell_lost_line(struct setup *setup)
{
	struct exim_line line;
	char *config = NULL, *text = NULL;
	struct wb_error error;

	if (exim_probe_config(&setup->server, &config, &error) != WB_OK || exim_probe_find_line(config, &line) ||
	    setup_file_read(SETUP_ACL_FILE, &text, &error) != WB_OK)
		; /* That is not why. */
	else if (exim_probe_find_line(text, &line))
		note(setup, "Exim's configuration is older than these files: whyblock setup debian --apply makes it again");
	else
		note(setup,
		    SETUP_ACL_FILE
		    " is as somebody has changed it, and stays so: whyblock setup debian --undo, then --apply, makes it again");
	free(text);
	free(config);
}

/* ---- The verb -------------------------------------------------------------------------------------------------------- */

/* Where the line has no place of Debian's, the operator gets it to copy. */
static enum cli_exit tell_by_hand(const struct setup *setup)
{
	json_object *object;

	cli_fail(CLI_NO, "%s", setup->plan.by_hand);
	if (setup->plan.lines != NULL && !setup->cli->json)
		setup_show_print_lines(setup->plan.lines);
	if (setup->plan.lines != NULL && setup->cli->json) {
		object = json_object_new_object();
		json_object_object_add(object, "by_hand", json_object_new_string(setup->plan.by_hand));
		json_object_object_add(object, "lines", setup_show_json_lines(setup->plan.lines));
		json_object_object_add(object, "made", json_object_new_boolean(false));
		cli_json_print_pretty(object);
	}
	return CLI_NO;
}

/* Before anything is done: it would not help. */
static enum cli_exit tell_end(struct setup *setup)
{
	char text[PATH_MAX + 256];

	snprintf(text, sizeof(text),
	    "line %zu of %s ends the ACL, so mail would not get to what comes behind it: put this line in front of that statement instead, then whyblock setup debian --apply:",
	    setup->plan.end_line, setup->exim.named[SETUP_MACRO_RCPT]);
	note(setup, text);
	note(setup, ".include_if_exists " SETUP_ACL_FILE);
	return CLI_NO;
}

static enum cli_exit apply(struct setup *setup)
{
	enum cli_exit result = CLI_DONE;

	if (setup->plan.by_hand[0] != '\0')
		return tell_by_hand(setup);
	show(setup);
	if (setup->wants_apply && setup->plan.count == 0)
		note(setup, "the files are set up already, and stay as they are");
	if (setup->wants_apply)
		result = carry_out(setup);
	else if (setup->plan.count > 0 && setup->plan.end_line > 0)
		result = tell_end(setup);
	else if (setup->plan.count > 0)
		note(setup, "then: update-exim4.conf, and reload Exim; whyblock setup debian --apply does all of it");
	else
		note(setup, "the files are set up already; whyblock setup debian --undo takes it back");
	if (!setup->wants_apply && setup->plan.count == 0)
		result = prove(setup);
	if (result == CLI_NO)
		tell_lost_line(setup);
	if (result == CLI_DONE || result == CLI_NO)
		look_at_published(setup);
	return result;
}

static enum cli_exit undo(struct setup *setup)
{
	if (setup->plan.count == 0) {
		note(setup, "there is nothing to take back");
		return CLI_DONE;
	}
	show(setup);
	return carry_out(setup);
}

/* What could not be done here. CLI_NO: there is something. */
static enum cli_exit print_left(struct setup *setup)
{
	char *next = setup->plan.left;

	for (char *line; (line = strsep(&next, "\n")) != NULL && *line != '\0';)
		note(setup, line);
	return setup->plan.left[0] != '\0' ? CLI_NO : CLI_DONE;
}

static enum cli_exit print_json(const struct setup *setup, enum cli_exit result)
{
	json_object *object;

	if (!setup->cli->json || (result != CLI_DONE && result != CLI_NO) || setup->plan.by_hand[0] != '\0')
		return result;
	object = json_object_new_object();
	json_object_object_add(object, "configuration", json_object_new_string(setup->exim.is_split ? "split" : "single"));
	json_object_object_add(object, "changes", setup_show_json(&setup->plan));
	json_object_object_add(object, "made", json_object_new_boolean(setup->wants_apply || setup->wants_undo));
	json_object_object_add(object, "notes", json_object_get(setup->notes));
	cli_json_print_pretty(object);
	return result;
}

static enum cli_exit run(struct setup *setup)
{
	struct wb_error error;
	char *config = NULL;
	enum wb_status status = setup_exim_look(&setup->exim, &config, &error);
	enum cli_exit result;

	/* To undo it is enough to know our own files, whatever Exim's say now. */
	if (setup->wants_undo)
		status = setup_plan_undo(&setup->exim, &setup->plan, &error);
	else if (status == WB_OK)
		status = setup_plan_apply(&setup->exim, config, setup->parts, &setup->plan, &error);
	free(config);
	if (status != WB_OK)
		return cli_fail(status == WB_INVALID ? CLI_BAD_CONFIG : CLI_IO, "%s", error.text);
	result = setup->wants_undo ? undo(setup) : apply(setup);
	if (result == CLI_DONE || result == CLI_NO)
		result = print_left(setup) == CLI_NO ? CLI_NO : result;
	return print_json(setup, result);
}

/* Another's Exim has its configuration where nobody but the operator knows what belongs where. */
static enum cli_exit run_other(struct setup *setup)
{
	struct wb_error error;
	enum wb_status status = setup_plan_other(&setup->server, setup->exim.is_elsewhere, &setup->plan, &error);

	if (status != WB_OK)
		return cli_fail(cli_exit_of(status), "%s", error.text);
	if (setup->plan.by_hand[0] != '\0')
		return tell_by_hand(setup);
	return print_json(setup, prove(setup));
}

/* Two at a time would each see the other's half. */
static enum cli_exit take_turn(const struct setup *setup, int *fd_r)
{
	*fd_r = open(FOLDER, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*fd_r < 0 && errno == ENOENT)
		return setup->wants_undo ? CLI_DONE : cli_fail(CLI_NO, FOLDER ": there is no such folder");
	if (*fd_r < 0 || flock(*fd_r, LOCK_EX) < 0)
		return cli_fail(CLI_IO, FOLDER ": %s", strerror(errno));
	return CLI_DONE;
}

/* By the mail server that is here. */
static enum cli_exit run_here(struct setup *setup)
{
	struct wb_error error;
	enum cli_exit result;
	int fd = -1;

	if (setup->root != NULL && setup_root_enter(setup->root, &error) != WB_OK)
		return cli_fail(CLI_IO, "%s", error.text);
	if (setup->root != NULL && !setup->cli->json)
		printf("in %s:\n", setup->root);
	setup->exim.is_elsewhere = setup->root != NULL;
	setup->kind = setup_server_find(setup->root, &setup->server, &error);
	if (setup->kind == SETUP_SERVER_NONE && !setup->wants_undo)
		return cli_fail(CLI_NO, "%s", error.text);
	if (setup->kind == SETUP_SERVER_EXIM && !setup->wants_undo)
		return run_other(setup);
	result = take_turn(setup, &fd);
	if (result == CLI_DONE)
		result = run(setup);
	if (fd >= 0)
		close(fd);
	return result;
}

enum cli_exit cli_setup_debian(struct cli *cli)
{
	/* The traps stand in an ACL of done.conf. */
	static const struct {
		enum cli_option option;
		unsigned parts;
	} parts[] = {
		{ CLI_DATA, SETUP_PART_DATA },
		{ CLI_DONE_ACLS, SETUP_PART_DONE },
		{ CLI_TRAP, SETUP_PART_DONE | SETUP_PART_TRAP },
	};
	struct setup *setup;
	const char *root = cli->option[CLI_ROOT];
	enum cli_exit result;

	if (cli->option[CLI_APPLY] != NULL && cli->option[CLI_UNDO] != NULL)
		return cli_fail(CLI_USAGE, "--apply or --undo, not both");
	if (root != NULL && root[0] != '/')
		return cli_fail(CLI_USAGE, "--root %.200s: expected the whole path of a folder", root);
	if (geteuid() != 0)
		return cli_fail(
		    CLI_IO, "only root may look into Exim's configuration and change it: sudo whyblock setup debian");
	setup = calloc(1, sizeof(*setup));
	if (setup == NULL)
		return cli_fail(CLI_IO, "out of memory");
	setup->cli = cli;
	setup->root = root;
	setup->wants_apply = cli->option[CLI_APPLY] != NULL;
	setup->wants_undo = cli->option[CLI_UNDO] != NULL;
	setup->parts = SETUP_PART_RCPT;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		setup->parts |= cli->option[parts[i].option] != NULL ? parts[i].parts : 0;
	setup->notes = json_object_new_array();
	result = run_here(setup);
	setup_plan_free(&setup->plan);
	json_object_put(setup->notes);
	free(setup);
	return result;
}
