/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_accuracy.c - whyblock accuracy: how often each source was right about the hosts that were refused by it */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/timestamp.h"
#include "cli/cli.h"
#include "cli/meant.h"
#include "cli/print_json.h"
#include "cli/print_table.h"
#include "cli/print_wrapped.h"
#include "desk/accuracy.h"
#include "verdict/evidence_text.h"
#include "verdict/lowered_file.h"

/* "99.1": a share as a person reads it; never 100 where it is less. */
static void format_percent(double share, char *buffer, size_t size)
{
	snprintf(buffer, size, "%.1f", share >= 0.9995 && share < 1 ? 99.9 : 100 * share);
}

static const struct cli_column columns[] = {
	{ "HOSTS", 8, 8, NULL, true },
	{ "WRONG", 8, 8, NULL, true },
	{ "RIGHT %", 7, 7, NULL, true },
	{ " 95 % BETWEEN", 14, 14, NULL, false },
	{ "SOURCE", 0, CLI_TABLE_REST, NULL, false },
};
#define COLUMNS (sizeof(columns) / sizeof(columns[0]))
#define SOURCE_INDENT 42

static void print_below(const char *how)
{
	char line[200];

	snprintf(line, sizeof(line), "(%s)", how);
	printf("%*s", SOURCE_INDENT, "");
	cli_print_wrapped(line, SOURCE_INDENT, "");
}

static void print_row(const struct wb_accuracy_row *row, bool is_first)
{
	char right[16], low[16], high[16], how[160] = "", source[WB_EVIDENCE_SOURCE_SIZE], hosts[24], wrong[24], between[40];
	const char *const cells[COLUMNS] = { hosts, wrong, right, between, source };
	struct wb_text text;

	if (is_first)
		cli_table_heading(columns, COLUMNS);
	format_percent((double)(row->hosts - row->wrong) / (double)row->hosts, right, sizeof(right));
	format_percent(row->low, low, sizeof(low));
	format_percent(row->high, high, sizeof(high));
	wb_text_open(&text, how, sizeof(how));
	for (int i = WB_REVERSAL_NONE + 1; i < WB_REVERSALS; i++) {
		if (row->reversals[i] > 0)
			wb_text_addf(
			    &text, "%s%s %" PRIu64, text.length > 0 ? ", " : "", wb_reversal_names[i], row->reversals[i]);
	}
	wb_text_open(&text, source, sizeof(source));
	wb_text_add_printable(&text, row->source, sizeof(source));
	snprintf(hosts, sizeof(hosts), "%" PRIu64, row->hosts);
	snprintf(wrong, sizeof(wrong), "%" PRIu64, row->wrong);
	snprintf(between, sizeof(between), " %5s - %s", low, high);
	cli_table_row(columns, COLUMNS, cells, COLUMNS, CLI_PLAIN);
	if (how[0] != '\0')
		print_below(how);
}

/* The category, from this one on, in which the source is below the floor; NULL: none any more. */
static const char *next_lowered(
    const struct wb_policy *policy, const struct wb_lowered *lowered, const struct wb_accuracy_row *row, size_t *place)
{
	while (*place < policy->category_count) {
		const struct wb_category *category = &policy->categories[(*place)++];

		if (category->floor_milli > 0 && !lowered->is_unknown && wb_lowered_has(lowered, category->id, row->source))
			return category->id;
	}
	return NULL;
}

static void print_lowered(const struct wb_policy *policy, const struct wb_lowered *lowered, const struct wb_accuracy_row *row)
{
	const char *category;
	size_t place = 0;

	while ((category = next_lowered(policy, lowered, row, &place)) != NULL)
		printf("%42sbelow the floor of %s: rejects nobody alone\n", "", category);
}

static json_object *lowered_json(
    const struct wb_policy *policy, const struct wb_lowered *lowered, const struct wb_accuracy_row *row)
{
	json_object *list = json_object_new_array();
	const char *category;
	size_t place = 0;

	while ((category = next_lowered(policy, lowered, row, &place)) != NULL)
		json_object_array_add(list, json_object_new_string(category));
	return list;
}

static json_object *row_json(const struct wb_accuracy_row *row)
{
	json_object *object = json_object_new_object(), *reversals = json_object_new_object();

	json_object_object_add(object, "source", cli_json_foreign(row->source));
	json_object_object_add(object, "hosts", json_object_new_int64((int64_t)row->hosts));
	json_object_object_add(object, "wrong", json_object_new_int64((int64_t)row->wrong));
	json_object_object_add(object, "right", json_object_new_double((double)(row->hosts - row->wrong) / (double)row->hosts));
	json_object_object_add(object, "low", json_object_new_double(row->low));
	json_object_object_add(object, "high", json_object_new_double(row->high));
	for (int i = WB_REVERSAL_NONE + 1; i < WB_REVERSALS; i++)
		json_object_object_add(reversals, wb_reversal_names[i], json_object_new_int64((int64_t)row->reversals[i]));
	json_object_object_add(object, "reversals", reversals);
	return object;
}

enum cli_exit cli_accuracy(struct cli *cli)
{
	const char *wanted = cli->option[CLI_SOURCE];
	static struct wb_lowered lowered; /* pages that need not be of the stack */
	const struct wb_policy *policy = &cli->config->policy;
	struct wb_accuracy accuracy;
	struct wb_error error;
	json_object *rows, *row;
	int64_t since_s = 0;
	enum wb_status status;
	size_t shown = 0;

	if (cli->option[CLI_SINCE] != NULL &&
	    wb_timestamp_parse_since(cli->option[CLI_SINCE], cli->now_s, &since_s, &error) != WB_OK)
		return cli_fail(CLI_USAGE, "--since: %s", error.text);
	status = wb_accuracy_count(policy->store, since_s, &accuracy, &error);
	if (status != WB_OK) {
		wb_accuracy_close(&accuracy);
		return cli_fail(cli_exit_of(status), "%s", error.text);
	}
	rows = cli->json ? json_object_new_array() : NULL;
	if (wb_lowered_read(policy->store, &lowered, &error) == WB_UNAVAILABLE)
		cli_fail(CLI_DONE, "which sources are below a floor is not known: %s", error.text);
	for (size_t i = 0; i < accuracy.count; i++) {
		if (wanted != NULL && strcasestr(accuracy.rows[i].source, wanted) == NULL)
			continue;
		if (rows != NULL) {
			row = row_json(&accuracy.rows[i]);
			json_object_object_add(row, "lowered", lowered_json(policy, &lowered, &accuracy.rows[i]));
			json_object_array_add(rows, row);
		} else {
			print_row(&accuracy.rows[i], shown == 0);
			print_lowered(policy, &lowered, &accuracy.rows[i]);
		}
		shown++;
	}
	if (rows != NULL)
		cli_json_print_pretty(rows);
	else if (shown == 0 && wanted != NULL && cli_meant_source(cli->config, wanted) != NULL)
		printf("nothing was refused by %.60s: did you mean %s?\n", wanted, cli_meant_source(cli->config, wanted));
	else if (shown == 0)
		puts("nothing was refused yet of which whyblock-agent knows");
	else
		puts(
		    "\nA host is wrong when somebody has found it out: who is refused wrongly and\nnever asks is not counted.");
	if (accuracy.others > 0)
		cli_fail(CLI_DONE, "%llu hosts are of further sources, for which there is no room",
		    (unsigned long long)accuracy.others);
	if (accuracy.unreadable > 0)
		cli_fail(CLI_DONE, "%zu records cannot be read, and were passed over", accuracy.unreadable);
	wb_accuracy_close(&accuracy);
	return CLI_DONE;
}
