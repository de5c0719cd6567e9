/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_init.c - whyblock init */
#include <grp.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/print_json.h"
#include "desk/init.h"

#define GROUP "whyblock"

enum cli_exit cli_init(struct cli *cli)
{
	const char *wanted = cli->option[CLI_GROUP];
	gid_t gid = (gid_t)-1; /* leaves the store's group as it is */
	struct group *group;
	struct wb_error error;
	struct stat st;

	if (wanted != NULL || (stat(cli->config->policy.store, &st) != 0 && geteuid() == 0)) {
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
	if (cli->json) {
		json_object *object = json_object_new_object();

		json_object_object_add(object, "store", json_object_new_string(cli->config->policy.store));
		json_object_object_add(object, "reference_key", json_object_new_string(cli->config->policy.reference_key));
		cli_json_print_line(object);
	} else {
		printf("the store %s and the reference key %s are ready\n", cli->config->policy.store,
		    cli->config->policy.reference_key);
	}
	return CLI_DONE;
}
