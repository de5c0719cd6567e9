/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_list_show.c - whyblock list show and dump */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/counts_as.h"
#include "cli/print_listing.h"
#include "desk/list_guard.h"
#include "store/listings.h"

/* Which listings are shown. */
struct filter {
	struct cli_rows *rows;
	const char *category, *source, *text; /* NULL: any */
	const struct wb_prefix *covered;      /* only what covers this, or is this; NULL: any */
	bool is_exact;                        /* only what is this */
};

/* A wb_listing_visit. */
static bool add_wanted(void *context, const struct wb_listing *listing)
{
	const struct filter *filter = context;

	if ((filter->category != NULL && strcmp(listing->category, filter->category) != 0) ||
	    (filter->source != NULL && strcasestr(listing->source, filter->source) == NULL) ||
	    (filter->text != NULL && strcasestr(listing->reason, filter->text) == NULL &&
		strcasestr(listing->note, filter->text) == NULL))
		return true;
	if (filter->covered != NULL &&
	    (filter->is_exact ? !wb_prefix_equals(&listing->prefix, filter->covered)
			      : listing->prefix.prefix_bits > filter->covered->prefix_bits))
		return true;
	return cli_rows_add(filter->rows, listing);
}

/* What covers a prefix or is it, as the filter says, and behind that what is inside. */
static enum wb_status find_around(const struct cli *cli, const struct wb_prefix *prefix, struct filter *filter,
    size_t *unreadable_r, struct wb_error *error_r)
{
	const char *store = cli->config->policy.store;
	size_t inside = 0;
	enum wb_status status;

	filter->covered = prefix;
	status = wb_listing_find(store, &prefix->address, add_wanted, filter, unreadable_r, error_r);
	filter->covered = NULL;
	if (status == WB_OK && prefix->prefix_bits < WB_ADDRESS_BITS)
		status = wb_listing_walk_inside(store, prefix, add_wanted, filter, &inside, error_r);
	*unreadable_r += inside;
	return status;
}

enum cli_exit cli_list_show(struct cli *cli)
{
	struct cli_rows rows = { .json = cli->json, .now_s = cli->now_s };
	struct filter filter = { .rows = &rows };
	struct wb_address address;
	struct wb_prefix prefix;
	struct wb_error error;
	size_t unreadable = 0;
	enum wb_status status;

	/* Without a slash it was meant to be an address: what is wrong is said of that. */
	if (wb_prefix_parse_asn(cli->argv[0], &prefix)) {
		status = WB_OK;
	} else if (strchr(cli->argv[0], '/') != NULL) {
		status = wb_prefix_parse(cli->argv[0], &prefix, &error);
	} else {
		status = wb_address_parse(cli->argv[0], &address, &error);
		if (status == WB_OK)
			prefix = wb_prefix_of(&address, WB_ADDRESS_BITS);
	}
	if (status == WB_OK) {
		prefix = cli_counts_as(cli, &prefix);
		cli_rows_begin(&rows);
		status = find_around(cli, &prefix, &filter, &unreadable, &error);
		cli_rows_end(&rows, unreadable);
	}
	if (status != WB_OK)
		return cli_fail(cli_exit_of(status), "%s", error.text);
	if (rows.count == 0 && !cli->json)
		printf("%s is not listed%s\n", cli->argv[0],
		    prefix.prefix_bits < WB_ADDRESS_BITS ? ", nor is anything inside" : "");
	return rows.active > 0 ? CLI_DONE : CLI_NO;
}

/* A category that is gone may have listings still; one that was never there is mistyped. */
static void say_none(const struct cli *cli, const struct filter *filter)
{
	const char *category = filter->category != NULL ? filter->category : "";
	const char *meant =
	    wb_list_knows_category(cli->config, category) ? NULL : wb_list_nearest_category(cli->config, category);

	if (meant != NULL)
		printf("nothing is listed as %.40s: did you mean --category %s?\n", category, meant);
	else
		puts("nothing is listed for which all of this holds");
}

enum cli_exit cli_list_dump(struct cli *cli)
{
	struct cli_rows rows = { .json = cli->json, .now_s = cli->now_s };
	struct filter filter = { .rows = &rows,
		.category = cli->option[CLI_CATEGORY],
		.source = cli->option[CLI_SOURCE],
		.text = cli->option[CLI_TEXT],
		.is_exact = true };
	const char *inside = cli->option[CLI_INSIDE];
	bool is_filtered = filter.category != NULL || filter.source != NULL || filter.text != NULL || inside != NULL;
	struct wb_prefix network;
	struct wb_error error;
	size_t unreadable = 0;
	enum wb_status status;

	if (inside != NULL && wb_prefix_parse(inside, &network, &error) != WB_OK)
		return cli_fail(CLI_BAD_DATA, "--inside: %s", error.text);
	if (inside != NULL)
		network = cli_counts_as(cli, &network);
	cli_rows_begin(&rows);
	if (inside != NULL)
		status = find_around(cli, &network, &filter, &unreadable, &error);
	else
		status = wb_listing_walk(cli->config->policy.store, add_wanted, &filter, &unreadable, &error);
	cli_rows_end(&rows, unreadable);
	if (status != WB_OK)
		return cli_fail(cli_exit_of(status), "%s", error.text);
	if (rows.count == 0 && !cli->json && !is_filtered)
		puts("nothing is listed");
	else if (rows.count == 0 && !cli->json)
		say_none(cli, &filter);
	if (unreadable > 0)
		return CLI_IO;
	return rows.count == 0 && is_filtered ? CLI_NO : CLI_DONE;
}
