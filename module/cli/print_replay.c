/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* print_replay.c - see print_replay.h */
#include "cli/print_replay.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/timestamp.h"
#include "cli/print_json.h"
#include "cli/print_wrapped.h"
#include "cli/screen.h"
#include "verdict/evidence_text.h"

#define ROWS_SHOWN 10
#define HOSTS_SHOWN 20
#define NUMBER_WIDTH 10

static size_t rows_shown(int table)
{
	return table == WB_REPLAY_HOSTS ? HOSTS_SHOWN : ROWS_SHOWN;
}

static void print_figure(uint64_t number, const char *words)
{
	if (number == 0)
		return;
	printf("%*" PRIu64 "  ", NUMBER_WIDTH, number);
	cli_print_wrapped(words, NUMBER_WIDTH + 2, "");
}

static void print_table(const struct wb_replay *replay, int table)
{
	const struct wb_tally *tally = &replay->tallies[table];
	size_t shown = tally->row_count < rows_shown(table) ? tally->row_count : rows_shown(table);
	uint64_t more = wb_tally_sum(tally->other);
	char line[2 * WB_TALLY_NAME_SIZE + 8];
	struct wb_text text;

	if (tally->row_count == 0)
		return;
	printf("\n%s\n", wb_replay_tables[table].title);
	for (size_t i = 0; i < tally->row_count; i++) {
		const struct wb_tally_row *row = tally->rows[i];

		if (i >= shown) {
			more += wb_tally_sum(row->count);
			continue;
		}
		wb_text_open(&text, line, sizeof(line));
		wb_text_add_printable(&text, row->name, WB_TALLY_NAME_SIZE);
		wb_text_add(&text, row->note[0] != '\0' ? "  " : "");
		wb_text_add_printable(&text, row->note, WB_TALLY_NAME_SIZE);
		print_figure(wb_tally_sum(row->count), line);
	}
	print_figure(more, "of others");
}

static void print_scope(const struct wb_replay *replay, const struct cli_replay_scope *scope)
{
	char first[WB_TIMESTAMP_TEXT_SIZE], last[WB_TIMESTAMP_TEXT_SIZE];

	if (replay->verdicts == 0) {
		puts(scope->is_of_logs ? "the logs tell no verdict"
				       : "nothing is remembered: whyblock-agent keeps what Exim's processes tell it");
		return;
	}
	wb_timestamp_format(replay->first_s, first);
	wb_timestamp_format(replay->last_s, last);
	printf("%" PRIu64 " verdicts %s, from %s to %s\n\n", replay->verdicts, scope->is_of_logs ? "of the logs" : "remembered",
	    first, last);
}

void cli_replay_print(const struct wb_replay *replay, const struct cli_replay_scope *scope)
{
	print_scope(replay, scope);
	print_figure(replay->same, "would be the same");
	print_figure(replay->changed, "would change");
	print_figure(replay->refused_more, "of them newly 451 or 550");
	print_figure(replay->refused_less, "of them 451 or 550 no more");
	print_figure(replay->unknown, "cannot be known");
	print_figure(replay->maybe_more, "of them might newly be 451 or 550");
	for (int table = 0; table < WB_REPLAY_TABLES; table++)
		print_table(replay, table);
	if (replay->unknown > 0)
		puts("\nNot known");
	for (int i = 0; i < WB_MISSING_COUNT; i++)
		print_figure(replay->missing[i], wb_missing_texts[i]);
	if (scope->without + replay->unknown_mail + scope->unknown_lines + scope->unreadable > 0)
		puts("\nNot in these figures");
	print_figure(scope->without,
	    "connections about which nothing spoke then: what a new rule or zone would have said of them nobody knows");
	print_figure(scope->without_accepted, "recipients for whom their mail was accepted");
	print_figure(
	    replay->unknown_mail, "verdicts that let mail through, of which nobody told whether it was accepted in the end");
	print_figure(scope->unknown_lines, "lines in no form that whyblock reads, or in another one than the log has");
	print_figure(scope->unreadable,
	    scope->is_of_logs ? "lines of whyblock that cannot be read" : "cases that cannot be read: see whyblock verify");
}

void cli_replay_print_row(const struct wb_replay_row *row)
{
	char client[WB_ADDRESS_TEXT_SIZE], after[64], source[WB_EVIDENCE_SOURCE_SIZE], line[WB_EVIDENCE_SOURCE_SIZE + 256];
	const struct wb_redecision *decision = row->after;
	struct wb_text text;

	wb_address_format(&row->event->client, client);
	if (decision->least == decision->most)
		snprintf(after, sizeof(after), "%s", wb_replay_action_name(decision->least));
	else
		snprintf(after, sizeof(after), "%s or %s", wb_replay_action_name(decision->least),
		    wb_replay_action_name(decision->most));
	wb_text_open(&text, source, sizeof(source));
	wb_text_add_printable(&text, decision->source, sizeof(source));
	snprintf(line, sizeof(line), "%-15s %s -> %s  %s %s", client, wb_replay_action_name(row->before), after,
	    decision->category != NULL ? decision->category->id : "-", source);
	printf("%*" PRIu64 "  ", NUMBER_WIDTH, row->count);
	cli_screen_put(line, NUMBER_WIDTH + 2);
}

static json_object *foreign_or_null(const char *text)
{
	return text[0] == '\0' ? NULL : cli_json_foreign(text);
}

json_object *cli_replay_row_json(const struct wb_replay_row *row)
{
	json_object *object = json_object_new_object(), *missing = json_object_new_array();
	const struct wb_redecision *after = row->after;
	char client[WB_ADDRESS_TEXT_SIZE];

	wb_address_format(&row->event->client, client);
	json_object_object_add(object, "client", json_object_new_string(client));
	json_object_object_add(object, "time", cli_json_time(row->event->at_s));
	json_object_object_add(
	    object, "stage", json_object_new_string(wb_event_field(row->event, "stage")[0] != '\0' ? "data" : "rcpt"));
	json_object_object_add(object, "recipient", foreign_or_null(row->recipient));
	json_object_object_add(object, "verdicts", json_object_new_int64((int64_t)row->count));
	json_object_object_add(object, "before", json_object_new_string(wb_replay_action_name(row->before)));
	json_object_object_add(
	    object, "after", after->least == after->most ? json_object_new_string(wb_replay_action_name(after->least)) : NULL);
	json_object_object_add(object, "least", json_object_new_string(wb_replay_action_name(after->least)));
	json_object_object_add(object, "most", json_object_new_string(wb_replay_action_name(after->most)));
	json_object_object_add(object, "category", cli_json_text(after->category != NULL ? after->category->id : ""));
	json_object_object_add(object, "source", foreign_or_null(after->source));
	for (int i = 0; i < WB_MISSING_COUNT; i++) {
		if ((after->missing >> i & 1) != 0)
			json_object_array_add(missing, json_object_new_string(wb_missing_names[i]));
	}
	json_object_object_add(object, "missing", missing);
	return object;
}

static json_object *table_json(const struct wb_tally *tally, size_t most)
{
	json_object *rows = json_object_new_array();

	for (size_t i = 0; i < tally->row_count && i < most; i++) {
		json_object *row = json_object_new_object();

		json_object_object_add(row, "name", cli_json_foreign(tally->rows[i]->name));
		json_object_object_add(row, "count", json_object_new_int64((int64_t)wb_tally_sum(tally->rows[i]->count)));
		json_object_object_add(row, "note", foreign_or_null(tally->rows[i]->note));
		json_object_array_add(rows, row);
	}
	return rows;
}

json_object *cli_replay_summary_json(const struct wb_replay *replay)
{
	const struct {
		const char *key;
		uint64_t number;
	} figures[] = { { "verdicts", replay->verdicts }, { "same", replay->same }, { "changed", replay->changed },
		{ "unknown", replay->unknown }, { "newly_refused", replay->refused_more },
		{ "no_more_refused", replay->refused_less }, { "maybe_newly_refused", replay->maybe_more },
		{ "accepted_mail_refused", replay->accepted_refused }, { "unknown_mail", replay->unknown_mail } };
	json_object *object = json_object_new_object();

	json_object_object_add(object, "from", cli_json_time(replay->first_s));
	json_object_object_add(object, "to", cli_json_time(replay->last_s));
	for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++)
		json_object_object_add(object, figures[i].key, json_object_new_int64((int64_t)figures[i].number));
	return object;
}

json_object *cli_replay_json(const struct wb_replay *replay, const struct cli_replay_scope *scope, json_object *rows)
{
	const struct {
		const char *key;
		uint64_t number;
	} figures[] = { { "connections_without_case", scope->without }, { "recipients_without_case", scope->without_accepted },
		{ "lines", scope->lines }, { "unknown_lines", scope->unknown_lines }, { "unreadable", scope->unreadable } };
	json_object *object = cli_replay_summary_json(replay), *missing = json_object_new_object();

	for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++)
		json_object_object_add(object, figures[i].key, json_object_new_int64((int64_t)figures[i].number));
	for (int i = 0; i < WB_MISSING_COUNT; i++)
		json_object_object_add(missing, wb_missing_names[i], json_object_new_int64((int64_t)replay->missing[i]));
	json_object_object_add(object, "missing", missing);
	for (int i = 0; i < WB_REPLAY_TABLES; i++)
		json_object_object_add(object, wb_replay_tables[i].key,
		    table_json(&replay->tallies[i], i == WB_REPLAY_HOSTS ? HOSTS_SHOWN : WB_REPLAY_NAMES_MAX));
	if (rows != NULL)
		json_object_object_add(object, "rows", rows);
	return object;
}

void cli_replay_add_summary(const struct wb_replay *replay, struct wb_text *text)
{
	char first[WB_TIMESTAMP_TEXT_SIZE];

	if (replay->verdicts == 0)
		return;
	wb_timestamp_format(replay->first_s, first);
	wb_text_addf(text, "of %" PRIu64 " verdicts remembered since %s %" PRIu64 " would change", replay->verdicts, first,
	    replay->changed);
	if (replay->refused_more > 0)
		wb_text_addf(text, ", %" PRIu64 " of them newly 451 or 550", replay->refused_more);
	if (replay->accepted_refused > 0)
		wb_text_addf(text, " (%" PRIu64 " accepted mails)", replay->accepted_refused);
	if (replay->unknown > 0)
		wb_text_addf(text, "; of %" PRIu64 " it cannot be known", replay->unknown);
}
