/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_feed.c - whyblock feed sync, list and drop */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/timestamp.h"
#include "cli/cli.h"
#include "cli/meant.h"
#include "cli/print_json.h"
#include "cli/print_reading.h"
#include "cli/print_table.h"
#include "cli/who.h"
#include "config/feed_allow.h"
#include "desk/feed_sync.h"
#include "desk/list_guard.h"
#include "desk/list_text.h"

static void add_feed_counts(json_object *object, const struct wb_feed *feed)
{
	json_object_object_add(object, "listings", json_object_new_int64((int64_t)feed->listings));
	json_object_object_add(object, "added", json_object_new_int64((int64_t)feed->added));
	json_object_object_add(object, "kept", json_object_new_int64((int64_t)feed->kept));
	json_object_object_add(object, "removed", json_object_new_int64((int64_t)feed->removed));
}

/* What the command line says goes before what the configuration says. */
static enum wb_status read_feed_options(const struct cli *cli, struct wb_feed_plan *plan, struct wb_error *error_r)
{
	if (cli->option[CLI_CATEGORY] != NULL)
		plan->category = cli->option[CLI_CATEGORY];
	if (cli->option[CLI_COLUMN] != NULL)
		plan->column = cli->option[CLI_COLUMN];
	if (cli->option[CLI_SCOPE] != NULL &&
	    wb_list_text_parse_scope("--scope", cli->option[CLI_SCOPE], &plan->scope, error_r) != WB_OK)
		return WB_INVALID;
	if (cli->option[CLI_TTL] != NULL && wb_span_parse(cli->option[CLI_TTL], &plan->ttl_s, error_r) != WB_OK)
		return WB_INVALID;
	if (cli->option[CLI_ALLOW] != NULL)
		return wb_feed_allow_parse(cli->option[CLI_ALLOW], &plan->allowed, error_r);
	return WB_OK;
}

/* Syncs one feed and tells people; programs get *row_r. */
static enum cli_exit run_feed_plan(const struct cli *cli, const struct wb_feed_plan *plan, json_object **row_r)
{
	const struct wb_change change = cli_change(cli);
	struct cli_reading reading = { .bad = "bad line: ", .guarded = "", .progress_by_name = true };
	struct wb_feed_outcome outcome;
	const struct wb_feed *feed = &outcome.feed;
	struct wb_error error;
	enum wb_status status;

	cli_reading_begin(&reading);
	status = wb_feed_sync_file(cli->config, &change, plan, &reading.listener, &outcome, &error);
	if (cli->json) {
		*row_r = json_object_new_object();
		json_object_object_add(*row_r, "feed", json_object_new_string(plan->name));
		if (wb_status_is_done(status))
			add_feed_counts(*row_r, feed);
		if (status != WB_OK)
			json_object_object_add(*row_r, "error", json_object_new_string(error.text));
		json_object_object_add(*row_r, "bad_lines", json_object_new_int64((int64_t)outcome.bad_lines));
		if (outcome.asns > 0)
			json_object_object_add(*row_r, "asns", json_object_new_int64((int64_t)outcome.asns));
		if (outcome.special > 0)
			json_object_object_add(*row_r, "special", json_object_new_int64((int64_t)outcome.special));
	}
	if (!wb_status_is_done(status))
		return cli_fail(cli_exit_of(status), "feed %.60s: %s; nothing was changed", plan->name, error.text);
	if (outcome.ttl_before_s > 0 && feed->ttl_s == 0)
		cli_fail(CLI_DONE,
		    "feed %.60s: its listings have no end now; by the sync before they had one: expected --ttl, or ttl in its section",
		    plan->name);
	if (cli->json)
		return cli_done(status, "synced", &error);
	printf("feed %s: %llu added, %llu kept, %llu removed", feed->name, (unsigned long long)feed->added,
	    (unsigned long long)feed->kept, (unsigned long long)feed->removed);
	if (outcome.bad_lines > 0)
		printf(", %zu bad line%s left out", outcome.bad_lines, outcome.bad_lines == 1 ? "" : "s");
	if (outcome.asns > 0)
		printf(", %zu of them AS numbers, with scope network%s", outcome.asns,
		    cli->config->policy.geoip.asn[0] == '\0' ? ", which count for nothing without geoip.asn" : "");
	if (outcome.special > 0)
		printf(", %zu of special space left out", outcome.special);
	puts("");
	return cli_done(status, "synced", &error);
}

/* All of the configuration: one that is refused does not hold up the others. */
static enum cli_exit sync_all_feeds(const struct cli *cli)
{
	json_object *rows = cli->json ? json_object_new_array() : NULL;
	enum cli_exit outcome = CLI_DONE;

	for (size_t i = 0; i < cli->config->feed_count; i++) {
		struct wb_feed_plan plan = wb_feed_plan_of(&cli->config->feeds[i]);
		json_object *row = NULL;
		struct wb_error error;
		enum cli_exit status;

		if (read_feed_options(cli, &plan, &error) != WB_OK)
			outcome = status = cli_fail(CLI_USAGE, "%s", error.text);
		else
			status = run_feed_plan(cli, &plan, &row);
		if (status != CLI_DONE)
			outcome = status;
		if (row != NULL)
			json_object_array_add(rows, row);
		if (status == CLI_USAGE)
			break;
	}
	if (cli->json)
		cli_json_print_line(rows);
	else if (cli->config->feed_count == 0)
		puts("no feed is configured: expected a section feed \"NAME\" { file = \"...\" category = \"...\" }");
	return outcome;
}

enum cli_exit cli_feed_sync(struct cli *cli)
{
	const char *name = cli->argc > 0 ? cli->argv[0] : NULL;
	const char *meant = name != NULL ? cli_meant_feed(cli->config, name) : NULL;
	const struct wb_feed_settings *settings = name == NULL ? NULL : wb_config_feed(cli->config, name);
	struct wb_feed_plan plan = { .name = name, .column = "" };
	json_object *row = NULL;
	char known[WB_ERROR_SIZE];
	struct wb_text text;
	struct wb_error error;
	enum cli_exit status;

	if (name == NULL &&
	    (cli->option[CLI_CATEGORY] != NULL || cli->option[CLI_SCOPE] != NULL || cli->option[CLI_TTL] != NULL ||
		cli->option[CLI_COLUMN] != NULL))
		return cli_fail(CLI_USAGE, "--category, --scope, --ttl and --column go with the name of a feed");
	if (name == NULL)
		return sync_all_feeds(cli);
	if (settings != NULL)
		plan = wb_feed_plan_of(settings);
	if (cli->argc > 1)
		plan.file = cli_named_source(cli, cli->argv[1]);
	if (plan.file.path == NULL)
		return cli_fail(CLI_USAGE,
		    "the configuration has no feed \"%.60s\": expected whyblock feed sync NAME FILE --category C%s%s%s", name,
		    meant != NULL ? "; did you mean " : "", meant != NULL ? meant : "", meant != NULL ? "?" : "");
	if (read_feed_options(cli, &plan, &error) != WB_OK)
		return cli_fail(CLI_USAGE, "%s", error.text);
	if (wb_listing_check_feed_name(plan.name, &error) != WB_OK)
		return cli_fail(plan.category == NULL ? CLI_USAGE : CLI_BAD_DATA, "%s", error.text);
	if (plan.category == NULL || !wb_list_knows_category(cli->config, plan.category)) {
		wb_text_open(&text, known, sizeof(known));
		wb_list_add_categories(cli->config, &text);
		if (plan.category == NULL)
			return cli_fail(
			    CLI_USAGE, "no category for feed \"%.40s\": expected --category with one of %s", plan.name, known);
		return cli_fail(
		    CLI_BAD_DATA, "unknown category \"%.40s\": expected --category with one of %s", plan.category, known);
	}

	status = run_feed_plan(cli, &plan, &row);
	if (row != NULL)
		cli_json_print_line(row);
	return status;
}

struct feed_rows {
	const struct wb_config *config;
	json_object *json; /* NULL for people */
	size_t count;
};

/* "30d" in the largest unit that fits; "-" for 0. */
static const char *format_span(int64_t span_s, char *buffer, size_t size)
{
	static const struct {
		char unit;
		int64_t seconds;
	} units[] = { { 'd', 86400 }, { 'h', 3600 }, { 'm', 60 }, { 's', 1 } };

	snprintf(buffer, size, "-");
	for (size_t i = 0; span_s > 0 && i < sizeof(units) / sizeof(units[0]); i++) {
		if (span_s % units[i].seconds == 0) {
			snprintf(buffer, size, "%lld%c", (long long)(span_s / units[i].seconds), units[i].unit);
			break;
		}
	}
	return buffer;
}

static const struct cli_column columns[] = {
	{ "FEED", 20, 20, NULL, false },
	{ "CATEGORY", 12, 12, NULL, false },
	{ "SCOPE", 8, 7, NULL, false },
	{ "TTL", 6, 5, NULL, false },
	{ "SYNCED", 21, 20, NULL, false },
	{ "LISTINGS", 9, 9, NULL, true },
	{ "ADDED", 9, CLI_TABLE_BELOW, "added", true },
	{ "KEPT", 9, CLI_TABLE_BELOW, "kept", true },
	{ "REMOVED", 9, CLI_TABLE_BELOW, "removed", true },
};
#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

static bool add_feed_row(void *context, const struct wb_feed *feed)
{
	struct feed_rows *rows = context;
	const uint64_t counts[] = { feed->listings, feed->added, feed->kept, feed->removed };
	char synced[WB_TIMESTAMP_TEXT_SIZE], ttl[24], figures[4][24];
	const char *const cells[COLUMNS] = { feed->name, feed->category, wb_scope_name(feed->scope), ttl,
		feed->synced_at_s == 0 ? "never" : synced, figures[0], figures[1], figures[2], figures[3] };

	if (rows->json != NULL) {
		json_object *row = json_object_new_object();

		json_object_object_add(row, "feed", json_object_new_string(feed->name));
		json_object_object_add(row, "category", json_object_new_string(feed->category));
		json_object_object_add(row, "scope", json_object_new_string(wb_scope_name(feed->scope)));
		json_object_object_add(row, "ttl", feed->ttl_s == 0 ? NULL : json_object_new_int64(feed->ttl_s));
		json_object_object_add(row, "synced", cli_json_time(feed->synced_at_s));
		add_feed_counts(row, feed);
		json_object_object_add(
		    row, "configured", json_object_new_boolean(wb_config_feed(rows->config, feed->name) != NULL));
		json_object_array_add(rows->json, row);
	} else {
		if (rows->count == 0)
			cli_table_heading(columns, COLUMNS);
		wb_timestamp_format(feed->synced_at_s, synced);
		format_span(feed->ttl_s, ttl, sizeof(ttl));
		for (size_t i = 0; i < 4; i++)
			snprintf(figures[i], sizeof(figures[i]), "%llu", (unsigned long long)counts[i]);
		cli_table_row(columns, COLUMNS, cells, COLUMNS, CLI_PLAIN);
	}
	rows->count++;
	return true;
}

enum cli_exit cli_feed_list(struct cli *cli)
{
	struct feed_rows rows = { .config = cli->config, .json = cli->json ? json_object_new_array() : NULL };
	struct wb_error error;
	size_t unreadable;
	enum wb_status status = wb_feed_list(cli->config, add_feed_row, &rows, &unreadable, &error);

	if (rows.json != NULL)
		cli_json_print_line(rows.json);
	if (status != WB_OK)
		return cli_fail(cli_exit_of(status), "%s", error.text);
	if (unreadable > 0)
		return cli_fail(CLI_IO, "%zu records of feeds cannot be read and were skipped", unreadable);
	if (rows.count == 0 && !cli->json)
		puts("there are no feeds");
	return CLI_DONE;
}

enum cli_exit cli_feed_drop(struct cli *cli)
{
	const struct wb_change change = cli_change(cli);
	const char *name = cli->argv[0], *meant = cli_meant_feed(cli->config, name);
	const char *why = cli->option[CLI_REASON] != NULL ? cli->option[CLI_REASON] : "";
	struct wb_error error;
	size_t removed;
	enum wb_status status = wb_feed_drop_named(cli->config, &change, name, why, &removed, &error);

	if (!wb_status_is_done(status) && status != WB_NOT_FOUND)
		return cli_fail(cli_exit_of(status), "%s", error.text);
	if (cli->json)
		printf("{\"feed\":\"%s\",\"removed\":%zu}\n", name, removed);
	else if (status == WB_NOT_FOUND)
		printf("there is no feed %s: %s%s\n", name, meant != NULL ? "did you mean " : "see whyblock feed list",
		    meant != NULL ? meant : "");
	else
		printf("feed %s: %zu removed%s\n", name, removed,
		    wb_config_feed(cli->config, name) != NULL ? "; its section of the configuration will bring it back" : "");
	return status == WB_NOT_FOUND ? CLI_NO : cli_done(status, "removed", &error);
}
