/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* print_history.c - see print_history.h */
#include "cli/print_history.h"

#include <stdio.h>

#include "base/text.h"
#include "base/timestamp.h"
#include "cli/print_json.h"
#include "cli/print_table.h"
#include "cli/print_wrapped.h"

static const struct cli_column columns[] = {
	{ "TIME", 21, 20, NULL, false },
	{ "LOGIN (UID)", 16, CLI_TABLE_BELOW, "by", false },
	{ "ACTION", 9, 9, NULL, false },
	{ "PREFIX", 20, 18, NULL, false },
	{ "CATEGORY", 12, 12, NULL, false },
	{ "SOURCE", 20, CLI_TABLE_REST, NULL, false },
	{ "WHY [CHANGE]", 0, CLI_TABLE_BELOW, NULL, false },
};
#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

static json_object *history_state_json(const struct wb_history_state *state)
{
	json_object *object;

	if (!state->is_listed)
		return NULL;
	object = json_object_new_object();
	json_object_object_add(object, "scope", json_object_new_string(wb_scope_name(state->scope)));
	json_object_object_add(object, "created", cli_json_time(state->created_at_s));
	json_object_object_add(object, "expires", cli_json_time(state->expires_at_s));
	json_object_object_add(object, "reason", json_object_new_string(state->reason));
	return object;
}

/* Every key in every row, so that programs need not look which kind of row it is. */
json_object *cli_history_json(const struct wb_history_record *record)
{
	bool is_summary = wb_history_actions[record->action].is_summary;
	json_object *object = json_object_new_object();
	char prefix[WB_PREFIX_TEXT_SIZE] = "";

	if (record->has_prefix)
		wb_prefix_format(&record->prefix, prefix);
	json_object_object_add(object, "time", cli_json_time(record->at_s));
	json_object_object_add(object, "login", json_object_new_string(record->login));
	json_object_object_add(object, "uid", json_object_new_int64(record->uid));
	json_object_object_add(object, "action", json_object_new_string(wb_history_actions[record->action].name));
	json_object_object_add(object, "prefix", cli_json_text(prefix));
	json_object_object_add(object, "category", cli_json_text(record->category));
	json_object_object_add(object, "source", cli_json_text(record->source));
	json_object_object_add(object, "why", json_object_new_string(record->why));
	json_object_object_add(object, "before", history_state_json(&record->before));
	json_object_object_add(object, "after", history_state_json(&record->after));
	json_object_object_add(object, "added", is_summary ? json_object_new_int64((int64_t)record->added) : NULL);
	json_object_object_add(object, "kept", is_summary ? json_object_new_int64((int64_t)record->kept) : NULL);
	json_object_object_add(object, "removed", is_summary ? json_object_new_int64((int64_t)record->removed) : NULL);
	return object;
}

static void add_end(struct wb_text *text, const struct wb_history_state *state)
{
	char expires[WB_TIMESTAMP_TEXT_SIZE];

	wb_timestamp_format(state->expires_at_s, expires);
	wb_text_addf(text, state->expires_at_s == 0 ? "without end" : "until %s", expires);
	if (state->scope != WB_SCOPE_HOST)
		wb_text_addf(text, ", scope %s", wb_scope_name(state->scope));
}

/* What changed, in words: "until 2026-12-24T18:00:00Z; before: without end, \"seen relaying\"". */
static void add_change(struct wb_text *text, const struct wb_history_record *record)
{
	if (wb_history_actions[record->action].is_summary) {
		wb_text_addf(text, "%llu added, %llu %s, %llu removed", (unsigned long long)record->added,
		    (unsigned long long)record->kept, record->action == WB_HISTORY_APPLY ? "changed" : "kept",
		    (unsigned long long)record->removed);
		return;
	}
	if (record->after.is_listed)
		add_end(text, &record->after);
	if (!record->before.is_listed)
		return;
	wb_text_addf(text, "%sbefore: ", record->after.is_listed ? "; " : "");
	add_end(text, &record->before);
	wb_text_addf(text, ", \"%s\"", record->before.reason);
}

/* What changed comes last. */
void cli_history_print(const struct wb_history_record *record, bool first)
{
	char time[WB_TIMESTAMP_TEXT_SIZE], prefix[WB_PREFIX_TEXT_SIZE] = "-", who[WB_HISTORY_LOGIN_SIZE + 16], change[512],
					   why[WB_LISTING_REASON_SIZE + 520];
	const char *const cells[COLUMNS] = { time, who, wb_history_actions[record->action].name, prefix,
		record->category[0] != '\0' ? record->category : "-", record->source[0] != '\0' ? record->source : "-", why };
	struct wb_text text;

	if (first)
		cli_table_heading(columns, COLUMNS);
	wb_timestamp_format(record->at_s, time);
	if (record->has_prefix)
		wb_prefix_format(&record->prefix, prefix);
	snprintf(who, sizeof(who), "%s (%u)", record->login, record->uid);
	wb_text_open(&text, change, sizeof(change));
	add_change(&text, record);
	/* A terminal has room for no dash that only keeps a column. */
	if (record->why[0] == '\0' && cli_screen_columns() != 0)
		snprintf(why, sizeof(why), "[%s]", change);
	else
		snprintf(why, sizeof(why), "%s [%s]", record->why[0] != '\0' ? record->why : "-", change);
	cli_table_row(columns, COLUMNS, cells, COLUMNS, CLI_PLAIN);
}

void cli_history_print_short(const struct wb_history_record *record)
{
	char time[WB_TIMESTAMP_TEXT_SIZE], prefix[WB_PREFIX_TEXT_SIZE], line[1400];
	struct wb_text text;

	wb_timestamp_format_minute(record->at_s, time);
	wb_text_open(&text, line, sizeof(line));
	wb_text_addf(&text, "%s %s", record->login, wb_history_actions[record->action].name);
	if (record->has_prefix) {
		wb_prefix_format_short(&record->prefix, prefix);
		wb_text_addf(&text, " %s as %s by %s", prefix, record->category, record->source);
	}
	if (record->why[0] != '\0')
		wb_text_addf(&text, ": %s", record->why);
	wb_text_add(&text, " [");
	add_change(&text, record);
	wb_text_add(&text, "]");
	printf("  %-16.16s  ", time);
	cli_print_wrapped(line, 20, "");
}
