/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_backup.c - whyblock backup and whyblock verify */
#include <stdio.h>
#include <unistd.h>

#include "cli/cli.h"
#include "store/audit.h"
#include "store/published_audit.h"

enum cli_exit cli_backup(struct cli *cli)
{
	struct wb_error error;
	const char *store = cli->config->policy.store;
	enum wb_status status = cli->is_opened ? wb_audit_backup_to(store, STDIN_FILENO, cli->argv[0], &error)
					       : wb_audit_backup(store, cli->argv[0], &error);

	if (status == WB_NOT_FOUND)
		return cli_fail(CLI_NO, "nothing was ever listed: there is nothing to copy");
	if (status != WB_OK)
		return cli_fail(cli_exit_of(status), "%s", error.text);
	if (cli->json)
		puts("{\"complete\":true}");
	else
		printf(
		    "copied the listings of %s to %s; to restore, stop the staff's commands, put it in place as %s/listings/data.mdb, and run whyblock init\n",
		    cli->config->policy.store, cli->argv[0], cli->config->policy.store);
	return CLI_DONE;
}

static void print_store_fault(void *context, const char *fault)
{
	(void)context;
	cli_fail(CLI_NO, "%s", fault);
}

static void print_published_fault(void *context, const char *fault)
{
	struct wb_audit *audit = context;

	audit->faults++;
	cli_fail(CLI_NO, "%s", fault);
}

enum cli_exit cli_verify(struct cli *cli)
{
	struct wb_audit audit;
	struct wb_error error;

	if (wb_audit_walk(cli->config->policy.store, print_store_fault, NULL, &audit, &error) != WB_OK ||
	    wb_published_audit_walk(cli->config->policy.store, print_published_fault, &audit, &error) != WB_OK)
		return cli_fail(CLI_IO, "%s", error.text);
	if (cli->json)
		printf("{\"listings\":%llu,\"history\":%llu,\"requests\":%llu,\"cases\":%llu,\"faults\":%llu}\n",
		    (unsigned long long)audit.listings, (unsigned long long)audit.history, (unsigned long long)audit.requests,
		    (unsigned long long)audit.cases, (unsigned long long)audit.faults);
	else
		printf(
		    "%s: %llu listings, %llu records of history, %llu requests for removal and %llu cases can be read, %llu faults\n",
		    cli->config->policy.store, (unsigned long long)audit.listings, (unsigned long long)audit.history,
		    (unsigned long long)audit.requests, (unsigned long long)audit.cases, (unsigned long long)audit.faults);
	return audit.faults == 0 ? CLI_DONE : CLI_NO;
}
