/* verb_list.c - whyblock list remove, show, dump and expire */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/print_listing.h"
#include "store/listings.h"

/* Runs one removing transaction; prefix NULL: of all that has expired. */
static enum cli_exit remove_listings(struct cli *cli, const struct wb_prefix *prefix, const char *category, size_t *removed_r)
{
	const struct wb_change change = cli_change(cli);
	const char *why = cli->option[CLI_REASON] != NULL ? cli->option[CLI_REASON] : "";
	struct wb_listing_writer *writer = NULL;
	struct wb_error error;
	enum wb_status status = wb_listing_writer_open(cli->config->policy.store, &writer, &error);

	if (status == WB_OK && prefix != NULL)
		status = wb_change_remove(writer, &change, prefix, category, NULL, why, removed_r, &error);
	else if (status == WB_OK)
		status = wb_change_expire(writer, &change, cli->now_s, removed_r, &error);
	if (status == WB_OK)
		status = wb_listing_commit(writer, &error);
	wb_listing_writer_close(&writer);
	return status == WB_OK ? CLI_DONE : cli_fail(cli_exit_of(status), "%s", error.text);
}

enum cli_exit cli_list_remove(struct cli *cli)
{
	const char *category = cli->argc > 1 ? cli->argv[1] : NULL;
	char text[WB_PREFIX_TEXT_SIZE];
	struct wb_prefix prefix;
	struct wb_error error;
	size_t removed = 0;
	enum cli_exit status;

	if (wb_prefix_parse(cli->argv[0], &prefix, &error) != WB_OK ||
	    (cli->option[CLI_REASON] != NULL && wb_listing_check_reason(cli->option[CLI_REASON], &error) != WB_OK))
		return cli_fail(CLI_BAD_DATA, "%s", error.text);
	status = remove_listings(cli, &prefix, category, &removed);
	if (status != CLI_DONE)
		return status;
	wb_prefix_format(&prefix, text);
	if (cli->json)
		printf("{\"prefix\":\"%s\",\"removed\":%zu}\n", text, removed);
	else if (removed > 0)
		printf("removed %zu listing%s of %s\n", removed, removed == 1 ? "" : "s", text);
	else
		printf("nothing was listed for exactly %s%s%s: see whyblock list show ADDRESS\n", text,
		    category != NULL ? " as " : "", category != NULL ? category : "");
	return removed > 0 ? CLI_DONE : CLI_NO;
}

enum cli_exit cli_list_expire(struct cli *cli)
{
	size_t removed = 0;
	enum cli_exit status = remove_listings(cli, NULL, NULL, &removed);

	if (status == CLI_DONE)
		printf(cli->json ? "{\"removed\":%zu}\n" : "removed %zu expired listings\n", removed);
	return status;
}

enum cli_exit cli_list_show(struct cli *cli)
{
	struct cli_rows rows = { .json = cli->json, .now_s = cli->now_s };
	struct wb_address address;
	struct wb_error error;
	size_t unreadable = 0;
	enum wb_status status = wb_address_parse(cli->argv[0], &address, &error);

	if (status == WB_OK) {
		cli_rows_begin(&rows);
		status = wb_listing_find(cli->config->policy.store, &address, cli_rows_add, &rows, &unreadable, &error);
		cli_rows_end(&rows, unreadable);
	}
	if (status != WB_OK)
		return cli_fail(cli_exit_of(status), "%s", error.text);
	if (rows.count == 0 && !cli->json)
		printf("%s is not listed\n", cli->argv[0]);
	return rows.active > 0 ? CLI_DONE : CLI_NO;
}

enum cli_exit cli_list_dump(struct cli *cli)
{
	struct cli_rows rows = { .json = cli->json, .now_s = cli->now_s };
	struct wb_error error;
	size_t unreadable = 0;
	enum wb_status status;

	cli_rows_begin(&rows);
	status = wb_listing_walk(cli->config->policy.store, cli_rows_add, &rows, &unreadable, &error);
	cli_rows_end(&rows, unreadable);
	if (status != WB_OK)
		return cli_fail(cli_exit_of(status), "%s", error.text);
	if (rows.count == 0 && !cli->json)
		puts("nothing is listed");
	return unreadable > 0 ? CLI_IO : CLI_DONE;
}
