/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* print_listing.c - see print_listing.h */
#include "cli/print_listing.h"

#include <stdio.h>
#include <string.h>

#include "base/timestamp.h"
#include "cli/print_json.h"
#include "cli/print_table.h"

static const struct cli_column columns[] = {
	{ "PREFIX", 20, 18, NULL, false },
	{ "CATEGORY", 12, 12, NULL, false },
	{ "SCOPE", 8, 7, NULL, false },
	{ "SOURCE", 20, 18, NULL, false },
	{ "CREATED", 21, CLI_TABLE_BELOW, "created", false },
	{ "EXPIRES", 21, 20, NULL, false },
	{ "REASON", 0, CLI_TABLE_BELOW, NULL, false },
};
#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

void cli_rows_begin(struct cli_rows *rows)
{
	if (rows->json)
		fputs("[", stdout);
}

bool cli_rows_add(void *context, const struct wb_listing *listing)
{
	struct cli_rows *rows = context;
	bool active = wb_listing_is_active(listing, rows->now_s);
	char prefix[WB_PREFIX_TEXT_SIZE], created[WB_TIMESTAMP_TEXT_SIZE], expires[WB_TIMESTAMP_TEXT_SIZE],
	    reason[2 * WB_LISTING_REASON_SIZE + 48];
	const char *const cells[COLUMNS] = { prefix, listing->category, wb_scope_name(listing->scope), listing->source, created,
		listing->expires_at_s == 0 ? "never" : expires, reason };

	wb_prefix_format(&listing->prefix, prefix);
	rows->active += active;
	if (rows->json) {
		json_object *object = json_object_new_object();

		json_object_object_add(object, "prefix", json_object_new_string(prefix));
		json_object_object_add(object, "category", json_object_new_string(listing->category));
		json_object_object_add(object, "scope", json_object_new_string(wb_scope_name(listing->scope)));
		json_object_object_add(object, "source", json_object_new_string(listing->source));
		json_object_object_add(object, "created", cli_json_time(listing->created_at_s));
		json_object_object_add(object, "expires", cli_json_time(listing->expires_at_s));
		json_object_object_add(object, "reason", json_object_new_string(listing->reason));
		json_object_object_add(object, "note", json_object_new_string(listing->note));
		fputs(rows->count++ > 0 ? ",\n" : "\n", stdout);
		cli_json_print(object);
		return true;
	}
	wb_timestamp_format(listing->created_at_s, created);
	wb_timestamp_format(listing->expires_at_s, expires);
	snprintf(reason, sizeof(reason), "%s%s%s%s%s", active ? "" : "(expired) ", listing->reason,
	    listing->note[0] != '\0' && listing->reason[0] != '\0' ? "; " : "",
	    listing->note[0] != '\0' ? "note, for staff alone: " : "", listing->note);
	if (rows->count++ == 0)
		cli_table_heading(columns, COLUMNS);
	cli_table_row(columns, COLUMNS, cells, 1, strcmp(listing->category, WB_CATEGORY_ALLOW) == 0 ? CLI_GREEN : CLI_PLAIN);
	return true;
}

void cli_rows_end(struct cli_rows *rows, size_t unreadable)
{
	if (rows->json)
		puts(rows->count > 0 ? "\n]" : "]");
	if (unreadable > 0)
		cli_fail(CLI_IO, "%zu records of the store cannot be read and were skipped", unreadable);
}
