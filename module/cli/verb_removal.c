/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_removal.c - whyblock removal list and note */
#include <stdio.h>

#include "base/timestamp.h"
#include "cli/cli.h"
#include "cli/print_explain.h"
#include "cli/print_json.h"
#include "cli/print_listing.h"
#include "cli/print_removal.h"
#include "desk/request_decide.h"

struct rows {
	const struct cli *cli;
	json_object *json; /* NULL: for people */
	size_t count;
};

/* The strongest proof that the request itself holds; what the DNS says is asked when it is shown. */
static const char *proof_of(const struct wb_request *request)
{
	if (request->has_reference)
		return request->reference.client.prefix_bits < request->client.prefix_bits ? "ref of /64" : "reference";
	return wb_request_is_from_client(request) ? "visit" : "-";
}

static bool add_row(void *context, const struct wb_request *request)
{
	struct rows *rows = context;
	char created[WB_TIMESTAMP_TEXT_SIZE], client[WB_PREFIX_TEXT_SIZE];

	if (wb_request_is_decided(request) && rows->cli->option[CLI_ALL] == NULL)
		return true;
	rows->count++;
	if (rows->json != NULL) {
		json_object_array_add(rows->json, cli_removal_request_json(request));
		return true;
	}
	if (rows->count == 1)
		printf("%6s  %-20s  %-24s %-12s %-10s %-9s %s\n", "NUMBER", "DATE", "ADDRESS", "CATEGORY", "PROOF", "STATE",
		    "FROM");
	wb_timestamp_format(request->created_at_s, created);
	wb_prefix_format_short(&request->client, client);
	printf("%6llu  %-20s  %-24s %-12s %-10s %-9s %s%s%s%s\n", (unsigned long long)request->number, created, client,
	    request->category[0] != '\0' ? request->category : "-", proof_of(request), wb_request_state_name(request->state),
	    request->name, request->name[0] != '\0' ? " <" : "", request->email[0] != '\0' ? request->email : "-",
	    request->name[0] != '\0' ? ">" : "");
	return true;
}

enum cli_exit cli_removal_list(struct cli *cli)
{
	struct rows rows = { .cli = cli, .json = cli->json ? json_object_new_array() : NULL };
	struct wb_error error;
	size_t unreadable = 0;
	enum wb_status status = wb_request_walk(cli->config->policy.store, NULL, add_row, &rows, &unreadable, &error);

	if (status != WB_OK) {
		json_object_put(rows.json);
		return cli_fail(cli_exit_of(status), "%s", error.text);
	}
	if (cli->json)
		cli_json_print_pretty(rows.json);
	else if (rows.count == 0)
		puts(cli->option[CLI_ALL] != NULL ? "there is no request" : "no request is open");
	if (unreadable > 0)
		return cli_fail(CLI_IO, "%zu requests cannot be read and were skipped", unreadable);
	return CLI_DONE;
}

enum cli_exit cli_removal_note(struct cli *cli)
{
	const struct wb_change change = cli_change(cli);
	struct wb_request request;
	struct wb_error error;
	enum wb_status status;
	enum cli_exit exit = cli_removal_read(cli, &request);

	if (exit != CLI_DONE)
		return exit;
	status = wb_decision_note(cli->config->policy.store, request.number, cli->argv[1], &change, &error);
	if (status == WB_NOT_FOUND)
		return cli_removal_missing(request.number);
	if (status != WB_OK)
		return cli_fail(cli_exit_of(status), "%s", error.text);
	if (cli->json)
		printf("{\"number\":%llu,\"noted\":true}\n", (unsigned long long)request.number);
	else
		printf("request %llu: noted\n", (unsigned long long)request.number);
	return CLI_DONE;
}
