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
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/cli.h"
#include "cli/exim_probe.h"
#include "cli/print_explain.h"
#include "cli/print_json.h"
#include "cli/setup_exim.h"
#include "cli/setup_file.h"
#include "cli/setup_plan.h"
#include "cli/who.h"
#include "desk/apply.h"

struct setup {
	const struct cli *cli;
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

/* ---- Showing a plan -------------------------------------------------------------------------------------------------- */

static size_t line_bytes(const char *line)
{
	size_t length = strcspn(line, "\n");

	return length + (line[length] == '\n');
}

/* How many bytes of whole lines both begin with. */
static size_t common_head(const char *a, const char *b)
{
	size_t common = 0;

	for (;;) {
		size_t length = line_bytes(a + common);

		if (length == 0 || length != line_bytes(b + common) || memcmp(a + common, b + common, length) != 0)
			return common;
		common += length;
	}
}

static void print_lines(const char *text, size_t bytes, char sign)
{
	char line[1024], clean[1024];

	for (size_t at = 0; at < bytes; at += line_bytes(text + at)) {
		size_t length = strcspn(text + at, "\r\n");

		if (length >= sizeof(line))
			length = sizeof(line) - 1;
		memcpy(line, text + at, length);
		line[length] = '\0';
		wb_text_copy_message(clean, sizeof(clean), line);
		printf("    %c %s\n", sign, clean);
	}
}

static const char *verb_of(const struct setup_change *change)
{
	if (change->after == NULL)
		return "remove";
	return change->before == NULL ? "make" : "change";
}

static void print_plan(struct setup *setup)
{
	const struct setup_plan *plan = &setup->plan;

	if (setup->cli->json)
		return;
	printf(
	    "Exim's configuration: %s\n", setup->exim.is_split ? "split, /etc/exim4/conf.d" : "one file, exim4.conf.template");
	for (size_t i = 0; i < plan->count; i++) {
		const struct setup_change *change = &plan->changes[i];
		const char *before = change->before == NULL ? "" : change->before;
		const char *after = change->after == NULL ? "" : change->after;
		size_t head = common_head(before, after);
		size_t old = strlen(before + head), new = strlen(after + head);

		printf("%s %s\n", verb_of(change), change->path);
		/* What both have in the end is left out as well; blocks are added and taken away in one piece. */
		while (old > 0 && new > 0 && before[head + old - 1] == after[head + new - 1]) {
			old--;
			new --;
		}
		if (change->after != NULL)
			print_lines(before + head, old, '-');
		print_lines(after + head, new, '+');
	}
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
		snprintf(trial, sizeof(trial), "%s.whyblock-trial", change->path);
		status = setup_file_write(trial, change->after, error_r);
		if (status == WB_OK)
			status = setup_exim_try(&setup->exim, macro, trial, error_r);
		unlink(trial);
	}
	return status;
}

/* Exim is about to ask: without a policy in force the answer would be to accept everything. What waits stays waiting. */
static void put_policy_in_force(struct setup *setup)
{
	struct cli cli = *setup->cli;
	struct wb_diagnostics diagnostics;
	struct wb_apply apply = { .is_first = false };
	struct wb_error error = { "" };
	char text[WB_DIAGNOSTIC_LINE_SIZE];

	if (setup->exim.root[0] != '\0' || setup->wants_undo)
		return;
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

static enum cli_exit carry_out(struct setup *setup)
{
	const struct setup_change *changes = setup->plan.changes;
	struct wb_error error, back_error;
	size_t done;
	enum wb_status status = WB_OK;

	for (enum setup_macro macro = 0; macro < SETUP_MACROS && status == WB_OK; macro++)
		status = try_included(setup, macro, &error);
	put_policy_in_force(setup);
	for (done = 0; done < setup->plan.count && status == WB_OK; done++) {
		if (!changes[done].is_late)
			status = setup_file_write(changes[done].path, changes[done].after, &error);
	}
	if (status == WB_OK) {
		status = setup_exim_update(&setup->exim, &error);
		/* Where Exim is gone there is nobody to be told. */
		if (status == WB_NOT_FOUND && setup->wants_undo)
			status = WB_OK;
	}
	if (status != WB_OK) {
		/* In the other order, so that a file is there as long as it is included. */
		while (done-- > 0) {
			if (!changes[done].is_late &&
			    setup_file_write(changes[done].path, changes[done].before, &back_error) != WB_OK)
				cli_fail(CLI_IO, "cannot put back %s", back_error.text);
		}
		return cli_fail(cli_exit_of(status == WB_INVALID ? WB_INVALID : WB_UNAVAILABLE),
		    "%s; all files are as they were before", error.text);
	}

	if (setup->exim.root[0] != '\0')
		note(setup, "nothing reloaded: --root");
	else if (setup_exim_reload(&setup->exim, &error) != WB_OK)
		note(setup, error.text);
	else
		note(setup, "the Exim daemon has read its configuration anew");
	write_late_changes(setup);
	return CLI_DONE;
}

/* The files may say so, and still Exim may not ask, or not be able to read. CLI_NO: nothing is blocked. */
static enum cli_exit look_at_exim(struct setup *setup)
{
	struct wb_config *config = NULL;
	struct wb_diagnostics diagnostics;
	struct exim_probe probe;
	struct wb_error error;
	char text[PATH_MAX + 200];
	enum cli_exit result = CLI_DONE;

	if (exim_probe_find(setup->exim.root, &probe) != WB_OK)
		return CLI_DONE;
	/* Before the plan is carried out Exim cannot have the line, which the plan says. */
	if (setup->wants_apply || setup->plan.count == 0) {
		enum wb_status line = exim_probe_line(&probe, &error);

		if (line != WB_OK)
			note(setup, error.text);
		if (line == WB_NOT_FOUND) {
			setup_plan_acl_file(&setup->exim, text);
			strcat(text,
			    " is as somebody has changed it, and stays so: whyblock setup debian --undo, then --apply, makes it anew");
			note(setup, text);
			result = CLI_NO;
		}
	}
	/* What is wrong with the configuration is said elsewhere. */
	if (wb_config_open(setup->cli->config_path, &config, &diagnostics) == WB_OK &&
	    exim_probe_published(&probe, wb_policy_folder(&config->policy), &error) != WB_OK)
		note(setup, error.text);
	wb_config_close(&config);
	return result;
}

/* ---- The verb -------------------------------------------------------------------------------------------------------- */

static enum cli_exit apply(struct setup *setup)
{
	struct wb_error error;
	enum wb_status status;

	if (setup->plan.by_hand[0] != '\0') {
		cli_fail(CLI_NO, "%s", setup->plan.by_hand);
		fputs(SETUP_ACL_LINES, stderr);
		return CLI_NO;
	}
	status = setup_exim_check_dlfunc(&setup->exim, &error);
	if (status != WB_OK)
		return cli_fail(cli_exit_of(status), "%s", error.text);
	print_plan(setup);
	if (!setup->wants_apply) {
		note(setup,
		    setup->plan.count == 0
			? "the files are set up already; whyblock setup debian --undo takes it back"
			: "then: update-exim4.conf, and reload Exim; whyblock setup debian --apply does all of it");
		return CLI_DONE;
	}
	return carry_out(setup);
}

static enum cli_exit undo(struct setup *setup)
{
	if (setup->plan.count == 0) {
		note(setup, "there is nothing to take back");
		return CLI_DONE;
	}
	print_plan(setup);
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

static enum cli_exit run(struct setup *setup)
{
	const struct setup_plan *plan = &setup->plan;
	struct wb_error error;
	enum wb_status status = setup_exim_look(&setup->exim, &error);
	enum cli_exit result;
	json_object *object, *rows;

	/* To undo it is enough to know our own files, whatever Exim's say now. */
	if (setup->wants_undo)
		status = setup_plan_undo(&setup->exim, &setup->plan, &error);
	else if (status == WB_OK)
		status = setup_plan_apply(&setup->exim, setup->parts, &setup->plan, &error);
	if (status != WB_OK)
		return cli_fail(status == WB_INVALID ? CLI_BAD_CONFIG : CLI_IO, "%s", error.text);
	result = setup->wants_undo ? undo(setup) : apply(setup);
	if (result == CLI_DONE && !setup->wants_undo)
		result = look_at_exim(setup);
	if (result == CLI_DONE || result == CLI_NO)
		result = print_left(setup) == CLI_NO ? CLI_NO : result;
	if (setup->cli->json && (result == CLI_DONE || result == CLI_NO) && plan->by_hand[0] == '\0') {
		rows = json_object_new_array();
		for (size_t i = 0; i < plan->count; i++) {
			const struct setup_change *change = &plan->changes[i];
			json_object *row = json_object_new_object();

			json_object_object_add(row, "file", json_object_new_string(change->path));
			json_object_object_add(row, "change", json_object_new_string(verb_of(change)));
			json_object_object_add(
			    row, "content", change->after == NULL ? NULL : json_object_new_string(change->after));
			json_object_array_add(rows, row);
		}
		object = json_object_new_object();
		json_object_object_add(
		    object, "configuration", json_object_new_string(setup->exim.is_split ? "split" : "single"));
		json_object_object_add(object, "changes", rows);
		json_object_object_add(object, "made", json_object_new_boolean(setup->wants_apply || setup->wants_undo));
		json_object_object_add(object, "notes", json_object_get(setup->notes));
		cli_json_print_pretty(object);
	}
	return result;
}

/* Two at a time would each see the other's half. */
static enum cli_exit take_turn(const struct setup *setup, int *fd_r)
{
	char folder[PATH_MAX];

	setup_exim_path(&setup->exim, "/etc/exim4", folder);
	*fd_r = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*fd_r < 0 && errno == ENOENT && !setup->wants_undo)
		return cli_fail(
		    CLI_NO, "%s: there is no such folder: is this a Debian system with exim4-daemon-heavy?", folder);
	if (*fd_r < 0 && errno == ENOENT)
		return CLI_DONE;
	if (*fd_r < 0 || flock(*fd_r, LOCK_EX) < 0)
		return cli_fail(CLI_IO, "%s: %s", folder, strerror(errno));
	return CLI_DONE;
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
	int fd = -1;

	if (cli->option[CLI_APPLY] != NULL && cli->option[CLI_UNDO] != NULL)
		return cli_fail(CLI_USAGE, "--apply or --undo, not both");
	if (root == NULL && geteuid() != 0)
		return cli_fail(CLI_IO, "only root may look into Exim's configuration and change it");
	if (root != NULL && (root[0] != '/' || strlen(root) >= sizeof(setup->exim.root) / 2))
		return cli_fail(CLI_USAGE, "--root %.200s: expected the whole path of a folder", root);
	setup = calloc(1, sizeof(*setup));
	if (setup == NULL)
		return cli_fail(CLI_IO, "out of memory");
	setup->cli = cli;
	setup->wants_apply = cli->option[CLI_APPLY] != NULL;
	setup->wants_undo = cli->option[CLI_UNDO] != NULL;
	setup->parts = SETUP_PART_RCPT;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		setup->parts |= cli->option[parts[i].option] != NULL ? parts[i].parts : 0;
	setup->notes = json_object_new_array();
	snprintf(setup->exim.root, sizeof(setup->exim.root), "%s", root != NULL ? root : "");
	result = take_turn(setup, &fd);
	if (result == CLI_DONE)
		result = run(setup);
	if (fd >= 0)
		close(fd);
	setup_plan_free(&setup->plan);
	json_object_put(setup->notes);
	free(setup);
	return result;
}
