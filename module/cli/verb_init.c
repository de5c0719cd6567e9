/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_init.c - whyblock init */
#include <grp.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/print_apply.h"
#include "cli/print_json.h"
#include "cli/who.h"
#include "desk/apply.h"
#include "desk/init.h"

#define GROUP "whyblock"

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

enum cli_exit cli_init(struct cli *cli)
{
	const char *folder = wb_policy_folder(&cli->config->policy);
	const char *wanted = cli->option[CLI_GROUP];
	gid_t gid = (gid_t)-1; /* leaves the store's group as it is */
	struct group *group;
	struct wb_error error;
	enum cli_exit status;
	uint64_t serial;
	struct stat st;

	if (wanted != NULL || (stat(folder, &st) != 0 && geteuid() == 0)) {
		group = getgrnam(wanted != NULL ? wanted : GROUP);
		if (group == NULL && wanted != NULL)
			return cli_fail(CLI_BAD_DATA, "there is no group \"%s\"", wanted);
		if (group == NULL)
			return cli_fail(CLI_BAD_DATA,
			    "there is no group \"" GROUP "\": make it and put Exim's user into it (groupadd --system " GROUP
			    "; usermod -aG " GROUP " Debian-exim), or name another with --group");
		gid = group->gr_gid;
	}
	if (wb_init(cli->config, gid, cli->now_s, &error) != WB_OK)
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
