/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* stats.c - see stats.h */
#include "desk/stats.h"

#include <stdio.h>
#include <string.h>

#include "verdict/category.h"
#include "verdict/log_field.h"

static void count_evidence(struct wb_stats *stats, struct wb_tally *tally, const char *list, enum wb_stats_names names)
{
	static const char prefix[] = "dnsbl:";
	const char *item, *end;

	for (item = list; item != NULL && *item != '\0'; item = *end == ',' ? end + 1 : NULL) {
		bool is_zone = strncmp(item, prefix, strlen(prefix)) == 0;

		end = item + strcspn(item, ",");
		if (is_zone != (names == WB_STATS_ZONES))
			continue;
		if (is_zone)
			item += strlen(prefix);
		wb_tally_add(
		    tally, item, is_zone ? strcspn(item, ":,") : (size_t)(end - item), NULL, stats->mode, stats->reader.lines);
	}
}

static void count_names(
    struct wb_stats *stats, struct wb_tally *tally, const struct wb_stats_table *table, const struct wb_log_line *line)
{
	const char *value = table->field == NULL ? NULL : wb_log_line_get(line, table->field);
	const char *note = NULL;
	char verdict[WB_TALLY_NAME_SIZE];

	switch (table->names) {
	case WB_STATS_DAY:
		wb_tally_add(tally, line->stamp, WB_LOG_LINE_DAY_BYTES, NULL, stats->mode, stats->reader.lines);
		return;
	case WB_STATS_HOUR:
		wb_tally_add(tally, line->stamp + WB_LOG_LINE_DAY_BYTES + 1, 2, NULL, stats->mode, stats->reader.lines);
		return;
	case WB_STATS_ZONES:
	case WB_STATS_SOURCES:
		count_evidence(stats, tally, value, table->names);
		return;
	case WB_STATS_VERDICT:
		value = wb_log_line_get(line, "category");
		snprintf(verdict, sizeof(verdict), "%s %s", wb_log_line_get(line, "action"), value != NULL ? value : "");
		value = verdict;
		break;
	case WB_STATS_NETWORK:
		if (value != NULL)
			note = wb_log_line_get(line, "as_org");
		break;
	case WB_STATS_FIELD:
		break;
	}
	if (value == NULL)
		value = table->missing;
	if (value != NULL)
		wb_tally_add(tally, value, strlen(value), note, stats->mode, stats->reader.lines);
}

/* Metrics by ASN and source name the most frequent only: their number has no bounds. */
const struct wb_stats_table wb_stats_tables[] = {
	{ "category", "Category", WB_STATS_FIELD, "category", "(none)", WB_STATS_OF_BLOCKED, 1000, WB_TALLY_BY_COUNT, 10, NULL,
	    { NULL }, 0, NULL },
	{ "action", "Action", WB_STATS_FIELD, "action", NULL, WB_STATS_OF_ALL, 10, WB_TALLY_BY_COUNT, 10, NULL, { NULL }, 0,
	    NULL },
	{ "verdict", NULL, WB_STATS_VERDICT, NULL, NULL, WB_STATS_OF_ALL, 5000, WB_TALLY_BY_COUNT, 0,
	    "whyblock_log_verdicts_total", { "action", "category" }, 5000,
	    "lines of whyblock in the log, by action and category" },
	{ "zone", "DNSBL zone", WB_STATS_ZONES, "evidence", NULL, WB_STATS_OF_BLOCKED, 1000, WB_TALLY_BY_COUNT, 10,
	    "whyblock_log_zone_verdicts_total", { "zone" }, 1000, "verdicts for which this DNSBL zone was evidence" },
	{ "source", "Listing or rule", WB_STATS_SOURCES, "evidence", NULL, WB_STATS_OF_BLOCKED, 10000, WB_TALLY_BY_COUNT, 10,
	    "whyblock_log_source_verdicts_total", { "source" }, 100,
	    "verdicts for which this listing or rule was evidence, of the 100 most frequent" },
	{ "country", "Country", WB_STATS_FIELD, "country", "(unknown)", WB_STATS_OF_BLOCKED, 1000, WB_TALLY_BY_COUNT, 10,
	    "whyblock_log_country_verdicts_total", { "country" }, 1000, "verdicts by the client's country" },
	{ "asn", "Network (ASN)", WB_STATS_NETWORK, "asn", "(unknown)", WB_STATS_OF_BLOCKED, 100000, WB_TALLY_BY_COUNT, 10,
	    "whyblock_log_asn_verdicts_total", { "asn" }, 100, "verdicts by the client's ASN, of the 100 most frequent" },
	{ "client", "Client", WB_STATS_FIELD, "client", NULL, WB_STATS_OF_BLOCKED, 100000, WB_TALLY_BY_COUNT, 10, NULL,
	    { NULL }, 0, NULL },
	{ "guard", "Known sender, let off", WB_STATS_FIELD, "guard", NULL, WB_STATS_OF_BLOCKED, 1000, WB_TALLY_BY_COUNT, 10,
	    "whyblock_log_guard_verdicts_total", { "sender" }, 1000,
	    "verdicts that were lowered since the host is, or may be, a known sender's" },
	{ "choice", "Recipient's choice", WB_STATS_FIELD, "choice", NULL, WB_STATS_OF_ALL, 1000, WB_TALLY_BY_COUNT, 10,
	    "whyblock_log_choice_verdicts_total", { "recipient" }, 1000, "verdicts that a recipient's choice made milder" },
	{ "day", "Day (as in the log)", WB_STATS_DAY, NULL, NULL, WB_STATS_OF_BLOCKED, 5000, WB_TALLY_BY_NAME, 14, NULL,
	    { NULL }, 0, NULL },
	{ "hour", "Hour (as in the log)", WB_STATS_HOUR, NULL, NULL, WB_STATS_OF_BLOCKED, 24, WB_TALLY_BY_NAME, 24, NULL,
	    { NULL }, 0, NULL },
	{ "fault", "Fault", WB_STATS_FIELD, "fault", NULL, WB_STATS_OF_ALL, 1000, WB_TALLY_BY_COUNT, 10, NULL, { NULL }, 0,
	    NULL },
	{ "notice", "Notice", WB_STATS_FIELD, "notice", NULL, WB_STATS_OF_ALL, 1000, WB_TALLY_BY_COUNT, 10, NULL, { NULL }, 0,
	    NULL },
};

_Static_assert(sizeof(wb_stats_tables) / sizeof(wb_stats_tables[0]) == WB_STATS_TABLES, "a tally for each table");

#define TOTAL(key) #key, offsetof(struct wb_stats, key)
#define TOTAL_OF_READER(key) #key, offsetof(struct wb_stats, reader.key)
const struct wb_stats_total wb_stats_totals[] = {
	{ TOTAL_OF_READER(lines), "whyblock_log_lines_total", "lines of the log that were read" },
	{ TOTAL_OF_READER(unknown), "whyblock_log_unknown_lines_total", "lines of the log in no form that whyblock reads" },
	{ TOTAL(unreadable), "whyblock_log_unreadable_lines_total", "lines of whyblock that cannot be read" },
	{ TOTAL(outside), NULL, NULL },
	{ TOTAL(verdicts), NULL, NULL },
	{ TOTAL(monitored), NULL, NULL },
	{ TOTAL(accepted), NULL, NULL },
	{ TOTAL(in_grace), "whyblock_log_grace_verdicts_total",
	    "verdicts that will be a refusal when the grace of a category is over" },
	{ TOTAL(faults), "whyblock_log_faults_total", "lines of whyblock that tell of a fault" },
	{ TOTAL(notices), "whyblock_log_notices_total", "lines of whyblock with a notice, such as about a DNSBL zone" },
	{ TOTAL(events_lost), "whyblock_log_events_lost_total", "events that the agent could not be told" },
};
const size_t wb_stats_total_count = sizeof(wb_stats_totals) / sizeof(wb_stats_totals[0]);

uint64_t wb_stats_total_value(const struct wb_stats *stats, const struct wb_stats_total *total)
{
	uint64_t value;

	memcpy(&value, (const char *)stats + total->offset, sizeof(value));
	return value;
}

/* False: the line is of another time than was asked for. */
static bool note_time(struct wb_stats *stats)
{
	int64_t time_s = stats->reader.time_s;

	if (time_s < stats->since_s || (stats->until_s != 0 && time_s >= stats->until_s)) {
		stats->outside++;
		return false;
	}
	if (stats->first_s == 0 || time_s < stats->first_s)
		stats->first_s = time_s;
	if (time_s > stats->last_s)
		stats->last_s = time_s;
	return true;
}

void wb_stats_open(struct wb_stats *stats, int64_t since_s, int64_t until_s, int64_t now_s)
{
	memset(stats, 0, sizeof(*stats));
	stats->since_s = since_s;
	stats->until_s = until_s;
	wb_log_reader_open(&stats->reader, now_s);
	for (size_t i = 0; i < WB_STATS_TABLES; i++)
		wb_tally_open(&stats->tallies[i], wb_stats_tables[i].limit);
}

void wb_stats_begin_log(struct wb_stats *stats)
{
	wb_log_reader_begin(&stats->reader);
}

void wb_stats_add(struct wb_stats *stats, const char *text, size_t length, enum wb_log_whole is_whole)
{
	const struct wb_log_line *line = &stats->reader.line;
	enum wb_log_found found = wb_log_reader_take(&stats->reader, text, length, is_whole);
	bool accepts = stats->reader.action == WB_OFF;
	const char *event;

	if (found == WB_LOG_OTHER || !note_time(stats))
		return;
	if (found == WB_LOG_UNREADABLE) {
		stats->unreadable++;
		return;
	}
	stats->mode = stats->reader.is_monitored ? WB_TALLY_MONITORED : WB_TALLY_ENFORCED;
	stats->accepted += accepts;
	stats->verdicts += !accepts && stats->mode == WB_TALLY_ENFORCED;
	stats->monitored += !accepts && stats->mode == WB_TALLY_MONITORED;
	stats->in_grace += wb_log_line_get(line, "refused_from") != NULL;
	stats->faults += wb_log_line_get(line, "fault") != NULL;
	event = wb_log_line_get(line, "event");
	stats->events_lost += event != NULL ? wb_log_field_lost(event) : 0;
	stats->notices += wb_log_line_get(line, "notice") != NULL;
	for (size_t i = 0; i < WB_STATS_TABLES; i++) {
		if (!accepts || wb_stats_tables[i].lines == WB_STATS_OF_ALL)
			count_names(stats, &stats->tallies[i], &wb_stats_tables[i], line);
	}
}

void wb_stats_sort(struct wb_stats *stats)
{
	for (size_t i = 0; i < WB_STATS_TABLES; i++)
		wb_tally_sort(&stats->tallies[i], wb_stats_tables[i].order);
}

void wb_stats_close(struct wb_stats *stats)
{
	for (size_t i = 0; i < WB_STATS_TABLES; i++)
		wb_tally_close(&stats->tallies[i]);
}
