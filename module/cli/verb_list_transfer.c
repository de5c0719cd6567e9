/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_list_transfer.c - whyblock list import and list export */
#include <stdio.h>

#include "base/text.h"
#include "base/timestamp.h"
#include "cli/ask_own.h"
#include "cli/cli.h"
#include "cli/print_listing.h"
#include "cli/print_reading.h"
#include "cli/who.h"
#include "desk/list_export.h"
#include "desk/list_import.h"
#include "desk/list_text.h"
#include "store/listings.h"

enum cli_exit cli_list_import(struct cli *cli)
{
	const struct wb_change change = cli_change(cli);
	struct cli_reading reading = { .bad = "", .guarded = ", or --force" };
	char source[WB_LISTING_SOURCE_SIZE];
	struct wb_own_addresses own = { NULL };
	struct wb_list_import import = {
		.file = cli_named_source(cli, cli->argv[0]),
		.source = source,
		.category = cli->option[CLI_CATEGORY],
		.column = cli->option[CLI_COLUMN] != NULL ? cli->option[CLI_COLUMN] : "",
		.reason = cli->option[CLI_REASON] != NULL ? cli->option[CLI_REASON] : "",
		.force = cli->option[CLI_FORCE] != NULL ? WB_LIST_FORCED : WB_LIST_GUARDED,
		.own = &own,
	};
	struct wb_list_imported imported;
	char known[WB_ERROR_SIZE];
	struct wb_text text;
	struct wb_error error;
	enum wb_status status;

	if (import.category == NULL &&
	    (cli->option[CLI_COLUMN] != NULL || cli->option[CLI_SCOPE] != NULL || cli->option[CLI_TTL] != NULL ||
		cli->option[CLI_REASON] != NULL))
		return cli_fail(
		    CLI_USAGE, "--column, --scope, --ttl and --reason go with --category, for a list that has none of its own");
	if (import.category != NULL && !wb_list_knows_category(cli->config, import.category)) {
		wb_text_open(&text, known, sizeof(known));
		wb_list_add_categories(cli->config, &text);
		return cli_fail(
		    CLI_BAD_DATA, "unknown category \"%.40s\": expected --category with one of %s", import.category, known);
	}
	if ((cli->option[CLI_SCOPE] != NULL &&
		wb_list_text_parse_scope("--scope", cli->option[CLI_SCOPE], &import.scope, &error) != WB_OK) ||
	    (cli->option[CLI_TTL] != NULL && wb_span_parse(cli->option[CLI_TTL], &import.ttl_s, &error) != WB_OK))
		return cli_fail(CLI_USAGE, "%s", error.text);
	if (wb_listing_check_reason(import.reason, &error) != WB_OK)
		return cli_fail(CLI_BAD_DATA, "--reason: %s", error.text);
	cli_default_source(cli, source);
	if (cli->option[CLI_SOURCE] != NULL && !wb_text_copy(source, sizeof(source), cli->option[CLI_SOURCE]))
		return cli_fail(CLI_BAD_DATA, "--source is too long");
	cli_reading_begin(&reading);
	if (import.force == WB_LIST_GUARDED)
		cli_ask_own(cli, true, &own);
	status = wb_list_import(cli->config, &change, &import, &reading.listener, &imported, &error);
	wb_own_address_close(&own);
	if (!wb_status_is_done(status))
		return cli_fail(cli_exit_of(status), "%s", error.text);
	if (cli->json)
		printf("{\"added\":%zu,\"replaced\":%zu,\"keep_end\":%zu}\n", imported.added, imported.replaced, imported.kept);
	else if (imported.kept > 0)
		printf(
		    "%zu added, %zu replaced; %zu of these keep%s the end of before (for ever: \"never\" in the field expires)\n",
		    imported.added, imported.replaced, imported.kept, imported.kept == 1 ? "s" : "");
	else
		printf("%zu added, %zu replaced\n", imported.added, imported.replaced);
	return cli_done(status, "imported", &error);
}

static void print_export_line(void *context, const char *line)
{
	(void)context;
	puts(line);
}

enum cli_exit cli_list_export(struct cli *cli)
{
	const struct wb_list_format *format = &wb_list_formats[0];
	struct cli_rows rows = { .json = cli->json, .now_s = cli->now_s };
	char known[120];
	struct wb_text text;
	struct wb_error error;
	size_t unreadable = 0;
	enum wb_status status;

	if (cli->option[CLI_FORMAT] != NULL)
		format = wb_list_format_find(cli->option[CLI_FORMAT]);
	if (format == NULL) {
		wb_text_open(&text, known, sizeof(known));
		for (size_t i = 0; i < wb_list_format_count; i++)
			wb_text_add_item(&text, i, wb_list_format_count, "or", wb_list_formats[i].name);
		return cli_fail(CLI_USAGE, "--format \"%.40s\": expected %s", cli->option[CLI_FORMAT], known);
	}
	/* JSON takes the place of the default format; a zone stays a zone. */
	rows.json = cli->json && format == &wb_list_formats[0];
	cli_rows_begin(&rows);
	if (rows.json)
		status = wb_listing_walk(cli->config->policy.store, cli_rows_add, &rows, &unreadable, &error);
	else
		status = format->export(cli->config, cli->now_s, print_export_line, NULL, &unreadable, &error);
	cli_rows_end(&rows, unreadable);
	if (status != WB_OK)
		return cli_fail(cli_exit_of(status), "%s", error.text);
	return unreadable > 0 ? CLI_IO : CLI_DONE;
}
