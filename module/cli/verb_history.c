/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_history.c - whyblock history: who changed what is listed, when and why */
#include "store/history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/timestamp.h"
#include "cli/cli.h"
#include "cli/counts_as.h"
#include "cli/print_history.h"
#include "cli/print_json.h"
#include "store/listings.h"

#define BROUGHT_MAX 64      /* listings of which it is looked up what brought them in */
#define BROUGHT_WITHIN_S 60 /* a sync or an import is recorded so soon after its listings */

/* A listing that no change of its own is recorded for: a sync or an import is one record for all that it lists. */
struct brought {
	struct wb_listing listing;
	bool is_found;
	size_t place;                    /* among those that were found */
	struct wb_history_record record; /* with the listing's prefix */
};

struct history_rows {
	bool json;
	size_t count;
	struct brought *brought; /* BROUGHT_MAX of them; NULL: all of the history was asked for */
	size_t brought_count, found_count;
};

/* A wb_listing_visit. */
static bool note_listing(void *context, const struct wb_listing *listing)
{
	struct history_rows *rows = context;

	if (rows->brought_count < BROUGHT_MAX)
		rows->brought[rows->brought_count++] = (struct brought){ .listing = *listing };
	return rows->brought_count < BROUGHT_MAX;
}

/* A wb_history_visit: the first that lists by this source, at the time since when the listing is there. */
static bool note_summary(void *context, const struct wb_history_record *record)
{
	struct history_rows *rows = context;

	if (record->action != WB_HISTORY_FEED_SYNC && record->action != WB_HISTORY_IMPORT)
		return true;
	for (size_t i = 0; i < rows->brought_count; i++) {
		struct brought *brought = &rows->brought[i];
		const struct wb_listing *listing = &brought->listing;

		if (brought->is_found || strcmp(listing->source, record->source) != 0 || record->at_s < listing->created_at_s ||
		    record->at_s > listing->created_at_s + BROUGHT_WITHIN_S)
			continue;
		brought->is_found = true;
		brought->place = rows->found_count++;
		brought->record = *record;
		brought->record.has_prefix = true;
		brought->record.prefix = listing->prefix;
		wb_text_copy(brought->record.category, sizeof(brought->record.category), listing->category);
	}
	return true;
}

static void find_brought(const struct cli *cli, const struct wb_prefix *prefix, int64_t since_s, struct history_rows *rows)
{
	const char *store = cli->config->policy.store;
	size_t unreadable;

	/* What cannot be read here is said by the walk that follows. */
	wb_listing_find(store, &prefix->address, note_listing, rows, &unreadable, NULL);
	if (prefix->prefix_bits < WB_ADDRESS_BITS)
		wb_listing_walk_inside(store, prefix, note_listing, rows, &unreadable, NULL);
	if (rows->brought_count > 0)
		wb_history_walk(store, NULL, since_s, note_summary, rows, &unreadable, NULL);
}

static void print_row(struct history_rows *rows, const struct wb_history_record *record)
{
	if (rows->json) {
		fputs(rows->count > 0 ? ",\n" : "\n", stdout);
		cli_json_print(cli_history_json(record));
	} else {
		cli_history_print(record, rows->count == 0);
	}
	rows->count++;
}

/* Those that are not later than this come before it, as they were found. */
static void print_brought(struct history_rows *rows, int64_t until_s)
{
	for (;;) {
		struct brought *first = NULL;

		for (size_t i = 0; i < rows->brought_count; i++) {
			struct brought *brought = &rows->brought[i];

			if (brought->is_found && brought->record.at_s <= until_s &&
			    (first == NULL || brought->place < first->place))
				first = brought;
		}
		if (first == NULL)
			return;
		first->is_found = false;
		print_row(rows, &first->record);
	}
}

static bool add_history_row(void *context, const struct wb_history_record *record)
{
	struct history_rows *rows = context;

	print_brought(rows, record->at_s);
	print_row(rows, record);
	return true;
}

enum cli_exit cli_history(struct cli *cli)
{
	struct history_rows rows = { .json = cli->json };
	struct wb_prefix prefix;
	struct wb_error error;
	int64_t since_s = 0;
	size_t unreadable = 0;
	enum wb_status status;

	if (cli->argc > 0 && !wb_prefix_parse_asn(cli->argv[0], &prefix) &&
	    wb_prefix_parse(cli->argv[0], &prefix, &error) != WB_OK)
		return cli_fail(CLI_BAD_DATA, "%s", error.text);
	if (cli->argc > 0)
		prefix = cli_counts_as(cli, &prefix);
	if (cli->option[CLI_SINCE] != NULL &&
	    wb_timestamp_parse_since(cli->option[CLI_SINCE], cli->now_s, &since_s, &error) != WB_OK)
		return cli_fail(CLI_USAGE, "--since: %s", error.text);
	if (cli->json)
		fputs("[", stdout);
	if (cli->argc > 0) {
		rows.brought = calloc(BROUGHT_MAX, sizeof(*rows.brought));
		if (rows.brought != NULL)
			find_brought(cli, &prefix, since_s, &rows);
	}
	status = wb_history_walk(
	    cli->config->policy.store, cli->argc > 0 ? &prefix : NULL, since_s, add_history_row, &rows, &unreadable, &error);
	print_brought(&rows, INT64_MAX);
	free(rows.brought);
	if (cli->json)
		puts(rows.count > 0 ? "\n]" : "]");
	if (status != WB_OK)
		return cli_fail(cli_exit_of(status), "%s", error.text);
	if (unreadable > 0)
		return cli_fail(CLI_IO, "%zu records of the history cannot be read and were skipped", unreadable);
	if (rows.count == 0 && !cli->json)
		puts("nothing is recorded");
	return CLI_DONE;
}
