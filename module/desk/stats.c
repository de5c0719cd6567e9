/* stats.c - see stats.h */
#include "desk/stats.h"

#include <stdio.h>
#include <string.h>

#include "verdict/category.h"

static void count_field(
    struct wb_stats *stats, struct wb_tally *tally, const struct wb_stats_table *table, const struct wb_log_line *line)
{
	const char *value = wb_log_line_get(line, table->field);

	if (value == NULL)
		value = table->missing;
	if (value != NULL)
		wb_tally_add(tally, value, strlen(value), NULL, stats->mode, stats->lines);
}

/* The network's name goes with its number. */
static void count_asn(
    struct wb_stats *stats, struct wb_tally *tally, const struct wb_stats_table *table, const struct wb_log_line *line)
{
	const char *asn = wb_log_line_get(line, table->field);

	if (asn == NULL)
		wb_tally_add(tally, table->missing, strlen(table->missing), NULL, stats->mode, stats->lines);
	else
		wb_tally_add(tally, asn, strlen(asn), wb_log_line_get(line, "as_org"), stats->mode, stats->lines);
}

/* "reject open-relay"; an action without a category ends with the space. */
static void count_verdict(
    struct wb_stats *stats, struct wb_tally *tally, const struct wb_stats_table *table, const struct wb_log_line *line)
{
	const char *category = wb_log_line_get(line, "category");
	char name[WB_TALLY_NAME_SIZE];

	(void)table;
	snprintf(name, sizeof(name), "%s %s", wb_log_line_get(line, "action"), category != NULL ? category : "");
	wb_tally_add(tally, name, strlen(name), NULL, stats->mode, stats->lines);
}

/*
 * The list of evidence is "dnsbl:ZONE:CODE,listing:staff:ann,rule:NAME". Zones are counted by ZONE in one table, all else as it stands
 * in the other.
 */
static void count_evidence(struct wb_stats *stats, struct wb_tally *tally, const char *list, bool of_zones)
{
	static const char prefix[] = "dnsbl:";
	const char *item, *end;

	for (item = list; item != NULL && *item != '\0'; item = *end == ',' ? end + 1 : NULL) {
		bool is_zone = strncmp(item, prefix, strlen(prefix)) == 0;

		end = item + strcspn(item, ",");
		if (is_zone != of_zones)
			continue;
		if (is_zone)
			item += strlen(prefix);
		wb_tally_add(
		    tally, item, is_zone ? strcspn(item, ":,") : (size_t)(end - item), NULL, stats->mode, stats->lines);
	}
}

static void count_zones(
    struct wb_stats *stats, struct wb_tally *tally, const struct wb_stats_table *table, const struct wb_log_line *line)
{
	count_evidence(stats, tally, wb_log_line_get(line, table->field), true);
}

static void count_sources(
    struct wb_stats *stats, struct wb_tally *tally, const struct wb_stats_table *table, const struct wb_log_line *line)
{
	count_evidence(stats, tally, wb_log_line_get(line, table->field), false);
}

static void count_day(
    struct wb_stats *stats, struct wb_tally *tally, const struct wb_stats_table *table, const struct wb_log_line *line)
{
	(void)table;
	wb_tally_add(tally, line->stamp, WB_LOG_LINE_DAY_BYTES, NULL, stats->mode, stats->lines);
}

static void count_hour(
    struct wb_stats *stats, struct wb_tally *tally, const struct wb_stats_table *table, const struct wb_log_line *line)
{
	(void)table;
	wb_tally_add(tally, line->stamp + WB_LOG_LINE_DAY_BYTES + 1, 2, NULL, stats->mode, stats->lines);
}

/* Metrics by ASN and source name the most frequent only: their number has no bounds. */
const struct wb_stats_table wb_stats_tables[] = {
	{ "category", "Category", count_field, "category", "(none)", WB_STATS_OF_BLOCKED, 1000, WB_TALLY_BY_COUNT, 10, NULL,
	    { NULL }, 0, NULL },
	{ "action", "Action", count_field, "action", NULL, WB_STATS_OF_ALL, 10, WB_TALLY_BY_COUNT, 10, NULL, { NULL }, 0,
	    NULL },
	{ "verdict", NULL, count_verdict, NULL, NULL, WB_STATS_OF_ALL, 5000, WB_TALLY_BY_COUNT, 0, "whyblock_verdicts_total",
	    { "action", "category" }, 5000, "lines of whyblock in the log, by action and category" },
	{ "zone", "DNSBL zone", count_zones, "evidence", NULL, WB_STATS_OF_BLOCKED, 1000, WB_TALLY_BY_COUNT, 10,
	    "whyblock_zone_verdicts_total", { "zone" }, 1000, "verdicts for which this DNSBL zone was evidence" },
	{ "source", "Listing or rule", count_sources, "evidence", NULL, WB_STATS_OF_BLOCKED, 10000, WB_TALLY_BY_COUNT, 10,
	    "whyblock_source_verdicts_total", { "source" }, 100,
	    "verdicts for which this listing or rule was evidence, of the 100 most frequent" },
	{ "country", "Country", count_field, "country", "(unknown)", WB_STATS_OF_BLOCKED, 1000, WB_TALLY_BY_COUNT, 10,
	    "whyblock_country_verdicts_total", { "country" }, 1000, "verdicts by the client's country" },
	{ "asn", "Network (ASN)", count_asn, "asn", "(unknown)", WB_STATS_OF_BLOCKED, 100000, WB_TALLY_BY_COUNT, 10,
	    "whyblock_asn_verdicts_total", { "asn" }, 100, "verdicts by the client's ASN, of the 100 most frequent" },
	{ "day", "Day (as in the log)", count_day, NULL, NULL, WB_STATS_OF_BLOCKED, 5000, WB_TALLY_BY_NAME, 14, NULL, { NULL },
	    0, NULL },
	{ "hour", "Hour (as in the log)", count_hour, NULL, NULL, WB_STATS_OF_BLOCKED, 24, WB_TALLY_BY_NAME, 24, NULL, { NULL },
	    0, NULL },
	{ "fault", "Fault", count_field, "fault", NULL, WB_STATS_OF_ALL, 1000, WB_TALLY_BY_COUNT, 10, NULL, { NULL }, 0, NULL },
	{ "notice", "Notice", count_field, "notice", NULL, WB_STATS_OF_ALL, 1000, WB_TALLY_BY_COUNT, 10, NULL, { NULL }, 0,
	    NULL },
};

_Static_assert(sizeof(wb_stats_tables) / sizeof(wb_stats_tables[0]) == WB_STATS_TABLES, "a tally for each table");

#define TOTAL(key) #key, offsetof(struct wb_stats, key)
const struct wb_stats_total wb_stats_totals[] = {
	{ TOTAL(lines), "whyblock_log_lines_total", "lines of the log that were read" },
	{ TOTAL(unreadable), "whyblock_log_unreadable_lines_total", "lines of whyblock that cannot be read" },
	{ TOTAL(outside), NULL, NULL },
	{ TOTAL(verdicts), NULL, NULL },
	{ TOTAL(monitored), NULL, NULL },
	{ TOTAL(accepted), NULL, NULL },
	{ TOTAL(faults), "whyblock_faults_total", "lines of whyblock that tell of a fault" },
	{ TOTAL(notices), "whyblock_notices_total", "lines of whyblock with a notice about a DNSBL zone" },
};
const size_t wb_stats_total_count = sizeof(wb_stats_totals) / sizeof(wb_stats_totals[0]);

uint64_t wb_stats_total_value(const struct wb_stats *stats, const struct wb_stats_total *total)
{
	uint64_t value;

	memcpy(&value, (const char *)stats + total->offset, sizeof(value));
	return value;
}

/* mktime is slow, and the lines of one minute follow each other. */
static int64_t time_of(struct wb_stats *stats, const struct wb_log_line *line)
{
	struct wb_log_line *minute = &stats->minute;

	if (strncmp(line->stamp, minute->stamp, strlen("2026-11-22 00:54")) != 0 || line->offset_s != minute->offset_s) {
		memcpy(minute->stamp, line->stamp, sizeof(minute->stamp));
		minute->stamp[17] = minute->stamp[18] = '0';
		minute->offset_s = line->offset_s;
		stats->minute_s = wb_log_line_time_s(minute);
	}
	return stats->minute_s + 10 * (line->stamp[17] - '0') + (line->stamp[18] - '0');
}

/* False: the line is of another time than was asked for. */
static bool note_time(struct wb_stats *stats, const struct wb_log_line *line)
{
	int64_t time_s = time_of(stats, line);

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

static void count_line(struct wb_stats *stats, const struct wb_log_line *line)
{
	bool accepts = strcmp(wb_log_line_get(line, "action"), "accept") == 0;

	stats->mode = wb_log_line_get(line, "mode") != NULL ? WB_TALLY_MONITORED : WB_TALLY_ENFORCED;
	stats->accepted += accepts;
	stats->verdicts += !accepts && stats->mode == WB_TALLY_ENFORCED;
	stats->monitored += !accepts && stats->mode == WB_TALLY_MONITORED;
	stats->faults += wb_log_line_get(line, "fault") != NULL;
	stats->notices += wb_log_line_get(line, "notice") != NULL;
	for (size_t i = 0; i < WB_STATS_TABLES; i++) {
		if (!accepts || wb_stats_tables[i].lines == WB_STATS_OF_ALL)
			wb_stats_tables[i].count(stats, &stats->tallies[i], &wb_stats_tables[i], line);
	}
}

static bool is_verdict(const struct wb_log_line *line)
{
	const char *action = wb_log_line_get(line, "action");
	const char *mode = wb_log_line_get(line, "mode");
	enum wb_action known;

	return action != NULL && (strcmp(action, "accept") == 0 || (wb_action_parse(action, &known) && known != WB_OFF)) &&
	    (mode == NULL || strcmp(mode, "monitor") == 0);
}

void wb_stats_open(struct wb_stats *stats, int64_t since_s, int64_t until_s)
{
	memset(stats, 0, sizeof(*stats));
	stats->since_s = since_s;
	stats->until_s = until_s;
	for (size_t i = 0; i < WB_STATS_TABLES; i++)
		wb_tally_open(&stats->tallies[i], wb_stats_tables[i].limit);
}

void wb_stats_add(struct wb_stats *stats, const char *text, size_t length, enum wb_stats_line is_whole)
{
	struct wb_log_line *line = &stats->line;
	enum wb_status status = wb_log_line_parse(text, length, line);

	stats->lines++;
	if (status == WB_NOT_FOUND || !note_time(stats, line))
		return;
	if (status == WB_OK && is_whole == WB_STATS_LINE_WHOLE && is_verdict(line))
		count_line(stats, line);
	else
		stats->unreadable++;
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
