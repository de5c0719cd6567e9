/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_init.c - whyblock init */
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/exim_probe.h"
#include "cli/owner.h"
#include "cli/print_apply.h"
#include "cli/print_json.h"
#include "cli/program.h"
#include "cli/who.h"
#include "desk/apply.h"
#include "desk/init.h"

#define USER "whyblock"
#define DEADLINE_S 30

/* As whyblock apply --auto does: what must wait, or was not copied, is said, and is no failure of init. */
static enum cli_exit apply_config(struct cli *cli, uint64_t *serial_r)
{
	struct wb_change change = cli_change(cli);
	struct wb_apply apply;
	struct wb_error error;
	enum wb_status status = wb_apply(cli->config, WB_APPLY_AUTO, &change, &apply, &error);

	if (status == WB_OK && apply.outcome == WB_APPLY_WAITS)
		cli_fail(
		    CLI_NO, "%s differs from the policy in force, which stays: see whyblock apply --check", cli->config_path);
	if (status == WB_OK)
		cli_apply_tell_copies(&apply, cli->json);
	*serial_r = apply.serial;
	wb_apply_close(&apply);
	if (status == WB_INVALID)
		return cli_fail(CLI_BAD_CONFIG, "%s: %s", cli->config_path, error.text);
	return status == WB_OK ? CLI_DONE : cli_fail(CLI_IO, "%s", error.text);
}

/* Without a shell, a password or a home. */
static enum cli_exit make_user(void)
{
	const char *const group[] = { "/usr/sbin/groupadd", "--system", USER, NULL };
	const char *const user[] = { "/usr/sbin/useradd", "--system", "--gid", USER, "--no-create-home", "--home-dir",
		"/nonexistent", "--shell", "/usr/sbin/nologin", USER, NULL };
	char said[256] = "";

	if ((getgrnam(USER) == NULL && program_run(group, DEADLINE_S, said, sizeof(said)) != 0) ||
	    program_run(user, DEADLINE_S, said, sizeof(said)) != 0)
		return cli_fail(CLI_IO, "user " USER ", whose the store shall be, is missing, and cannot be made: %s", said);
	return CLI_DONE;
}

/* Whose the store is, and who reads what is published of it. */
static enum cli_exit find_rights(const struct cli *cli, const char *folder, struct wb_store_rights *rights_r)
{
	const char *wanted = cli->option[CLI_GROUP];
	const struct passwd *user;
	const struct group *group;
	struct exim_probe probe;
	struct wb_error error;
	enum cli_exit status;

	*rights_r = WB_STORE_RIGHTS_KEPT;
	if (wanted != NULL) {
		group = getgrnam(wanted);
		if (group == NULL)
			return cli_fail(CLI_BAD_DATA, "there is no group \"%s\"", wanted);
		rights_r->readers = group->gr_gid;
	}
	if (geteuid() != 0)
		return CLI_DONE;
	if (wanted == NULL && exim_probe_find("", &probe) == WB_OK &&
	    exim_probe_group(&probe, &rights_r->readers, &error) != WB_OK)
		cli_fail(CLI_DONE, "%s: name its group with --group, so that it can read what is published", error.text);
	/* Any other store is that of its folder's owner. */
	if (!wb_policy_is_usual_store(folder))
		return CLI_DONE;
	user = getpwnam(USER);
	if (user == NULL) {
		status = make_user();
		user = getpwnam(USER);
		if (status != CLI_DONE || user == NULL)
			return status != CLI_DONE ? status : cli_fail(CLI_IO, "there is no user " USER);
	}
	rights_r->owner = user->pw_uid;
	rights_r->group = user->pw_gid;
	return CLI_DONE;
}

enum cli_exit cli_init(struct cli *cli)
{
	const char *folder = wb_policy_folder(&cli->config->policy);
	struct wb_store_rights rights;
	struct wb_error error;
	enum cli_exit status = find_rights(cli, folder, &rights);
	uint64_t serial;
	bool finished;

	if (status != CLI_DONE)
		return status;
	if (wb_init_make(cli->config, &rights, cli->now_s, &error) != WB_OK)
		return cli_fail(CLI_IO, "%s", error.text);
	status = cli_owner_become(cli, cli->verb, &finished);
	if (status != CLI_DONE)
		return status;
	if (wb_init_publish(cli->config, &error) != WB_OK)
		return cli_fail(CLI_IO, "%s", error.text);
	status = apply_config(cli, &serial);
	if (status != CLI_DONE)
		return status;
	if (cli->json) {
		json_object *object = json_object_new_object();

		json_object_object_add(object, "store", json_object_new_string(folder));
		json_object_object_add(object, "reference_key", json_object_new_string(cli->config->policy.reference_key));
		json_object_object_add(object, "policy", json_object_new_int64((int64_t)serial));
		cli_json_print_line(object);
	} else {
		printf("the store %s and the reference key %s are ready\n", folder, cli->config->policy.reference_key);
		printf("policy %llu is in force\n", (unsigned long long)serial);
	}
	return CLI_DONE;
}
