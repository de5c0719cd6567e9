/* verb_stats.c - whyblock stats: counts the verdicts in Exim's main log */
#include "cli/stats.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "base/timestamp.h"
#include "cli/logfile.h"
#include "verdict/category.h"

#define PROGRESS_EVERY 100000

static void count_field(
    struct stats *stats, struct tally *tally, const struct stats_table *table, const struct wb_log_line *line)
{
	const char *value = wb_log_line_get(line, table->field);

	if (value == NULL)
		value = table->missing;
	if (value != NULL)
		tally_add(tally, value, strlen(value), NULL, stats->mode, stats->lines);
}

/* The network's name goes with its number. */
static void count_asn(struct stats *stats, struct tally *tally, const struct stats_table *table, const struct wb_log_line *line)
{
	const char *asn = wb_log_line_get(line, table->field);

	if (asn == NULL)
		tally_add(tally, table->missing, strlen(table->missing), NULL, stats->mode, stats->lines);
	else
		tally_add(tally, asn, strlen(asn), wb_log_line_get(line, "as_org"), stats->mode, stats->lines);
}

/* "reject open-relay"; an action without a category ends with the space. */
static void count_verdict(
    struct stats *stats, struct tally *tally, const struct stats_table *table, const struct wb_log_line *line)
{
	const char *category = wb_log_line_get(line, "category");
	char name[TALLY_NAME_SIZE];

	(void)table;
	snprintf(name, sizeof(name), "%s %s", wb_log_line_get(line, "action"), category != NULL ? category : "");
	tally_add(tally, name, strlen(name), NULL, stats->mode, stats->lines);
}

/*
 * The list of evidence is "dnsbl:ZONE:CODE,listing:staff:ann,rule:NAME". Zones are counted by ZONE in one table, all else as it stands
 * in the other.
 */
static void count_evidence(struct stats *stats, struct tally *tally, const char *list, bool of_zones)
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
		tally_add(tally, item, is_zone ? strcspn(item, ":,") : (size_t)(end - item), NULL, stats->mode, stats->lines);
	}
}

static void count_zones(
    struct stats *stats, struct tally *tally, const struct stats_table *table, const struct wb_log_line *line)
{
	count_evidence(stats, tally, wb_log_line_get(line, table->field), true);
}

static void count_sources(
    struct stats *stats, struct tally *tally, const struct stats_table *table, const struct wb_log_line *line)
{
	count_evidence(stats, tally, wb_log_line_get(line, table->field), false);
}

static void count_day(struct stats *stats, struct tally *tally, const struct stats_table *table, const struct wb_log_line *line)
{
	(void)table;
	tally_add(tally, line->stamp, WB_LOG_LINE_DAY_BYTES, NULL, stats->mode, stats->lines);
}

static void count_hour(
    struct stats *stats, struct tally *tally, const struct stats_table *table, const struct wb_log_line *line)
{
	(void)table;
	tally_add(tally, line->stamp + WB_LOG_LINE_DAY_BYTES + 1, 2, NULL, stats->mode, stats->lines);
}

/* In the order in which people read them. Metrics by ASN and source name the most frequent only: their number has no bounds. */
const struct stats_table stats_tables[STATS_TABLES] = {
	{ "category", "Category", count_field, "category", "(none)", false, 1000, TALLY_BY_COUNT, 10, NULL, { NULL }, 0, NULL },
	{ "action", "Action", count_field, "action", NULL, true, 10, TALLY_BY_COUNT, 10, NULL, { NULL }, 0, NULL },
	{ "verdict", NULL, count_verdict, NULL, NULL, true, 5000, TALLY_BY_COUNT, 0, "whyblock_verdicts_total",
	    { "action", "category" }, 5000, "lines of whyblock in the log, by action and category" },
	{ "zone", "DNSBL zone", count_zones, "evidence", NULL, false, 1000, TALLY_BY_COUNT, 10, "whyblock_zone_verdicts_total",
	    { "zone" }, 1000, "verdicts for which this DNSBL zone was evidence" },
	{ "source", "Listing or rule", count_sources, "evidence", NULL, false, 10000, TALLY_BY_COUNT, 10,
	    "whyblock_source_verdicts_total", { "source" }, 100,
	    "verdicts for which this listing or rule was evidence, of the 100 most frequent" },
	{ "country", "Country", count_field, "country", "(unknown)", false, 1000, TALLY_BY_COUNT, 10,
	    "whyblock_country_verdicts_total", { "country" }, 1000, "verdicts by the client's country" },
	{ "asn", "Network (ASN)", count_asn, "asn", "(unknown)", false, 100000, TALLY_BY_COUNT, 10,
	    "whyblock_asn_verdicts_total", { "asn" }, 100, "verdicts by the client's ASN, of the 100 most frequent" },
	{ "day", "Day (as in the log)", count_day, NULL, NULL, false, 5000, TALLY_BY_NAME, 14, NULL, { NULL }, 0, NULL },
	{ "hour", "Hour (as in the log)", count_hour, NULL, NULL, false, 24, TALLY_BY_NAME, 24, NULL, { NULL }, 0, NULL },
	{ "fault", "Fault", count_field, "fault", NULL, true, 1000, TALLY_BY_COUNT, 10, NULL, { NULL }, 0, NULL },
	{ "notice", "Notice", count_field, "notice", NULL, true, 1000, TALLY_BY_COUNT, 10, NULL, { NULL }, 0, NULL },
};

#define TOTAL(key) #key, offsetof(struct stats, key)
const struct stats_total stats_totals[] = {
	{ TOTAL(lines), "whyblock_log_lines_total", "lines of the log that were read" },
	{ TOTAL(unreadable), "whyblock_log_unreadable_lines_total", "lines of whyblock that cannot be read" },
	{ TOTAL(outside), NULL, NULL },
	{ TOTAL(verdicts), NULL, NULL },
	{ TOTAL(monitored), NULL, NULL },
	{ TOTAL(accepted), NULL, NULL },
	{ TOTAL(faults), "whyblock_faults_total", "lines of whyblock that tell of a fault" },
	{ TOTAL(notices), "whyblock_notices_total", "lines of whyblock with a notice about a DNSBL zone" },
};
const size_t stats_total_count = sizeof(stats_totals) / sizeof(stats_totals[0]);

uint64_t stats_total_value(const struct stats *stats, const struct stats_total *total)
{
	uint64_t value;

	memcpy(&value, (const char *)stats + total->offset, sizeof(value));
	return value;
}

/* mktime is slow, and the lines of one minute follow each other. */
static int64_t time_of(struct stats *stats, const struct wb_log_line *line)
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
static bool note_time(struct stats *stats, const struct wb_log_line *line)
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

static void count_line(struct stats *stats, const struct wb_log_line *line)
{
	bool accepts = strcmp(wb_log_line_get(line, "action"), "accept") == 0;

	stats->mode = wb_log_line_get(line, "mode") != NULL ? TALLY_MONITORED : TALLY_ENFORCED;
	stats->accepted += accepts;
	stats->verdicts += !accepts && stats->mode == TALLY_ENFORCED;
	stats->monitored += !accepts && stats->mode == TALLY_MONITORED;
	stats->faults += wb_log_line_get(line, "fault") != NULL;
	stats->notices += wb_log_line_get(line, "notice") != NULL;
	for (size_t i = 0; i < STATS_TABLES; i++) {
		if (!accepts || stats_tables[i].of_accepted)
			stats_tables[i].count(stats, &stats->tallies[i], &stats_tables[i], line);
	}
}

static bool is_good(const struct wb_log_line *line)
{
	const char *action = wb_log_line_get(line, "action");
	const char *mode = wb_log_line_get(line, "mode");
	enum wb_action known;

	return action != NULL && (strcmp(action, "accept") == 0 || (wb_action_parse(action, &known) && known != WB_OFF)) &&
	    (mode == NULL || strcmp(mode, "monitor") == 0);
}

static void read_line(struct stats *stats, const struct cli_logfile_line *raw)
{
	struct wb_log_line *line = &stats->line;
	enum wb_status status = wb_log_line_parse(raw->text, raw->length, line);

	stats->lines++;
	if (status == WB_NOT_FOUND || !note_time(stats, line))
		return;
	if (status == WB_OK && raw->whole && is_good(line))
		count_line(stats, line);
	else
		stats->unreadable++;
}

static void show_progress(const struct stats *stats, const char *path, int percent, bool last)
{
	char clean[60];

	if (last) {
		fputs("\r\033[K", stderr);
		return;
	}
	wb_text_copy_utf8(clean, sizeof(clean), basename(path), strlen(basename(path)));
	fprintf(stderr, "\r%s: ", clean);
	if (percent >= 0)
		fprintf(stderr, "%d %%, ", percent);
	fprintf(stderr, "%llu lines", (unsigned long long)stats->lines);
}

static enum wb_status read_file(struct stats *stats, const char *path, struct wb_error *error_r)
{
	bool shows_progress = isatty(STDERR_FILENO) != 0;
	bool shown = false;
	struct cli_logfile_line line;
	struct cli_logfile *file;
	enum wb_status status = cli_logfile_open(path, &file, error_r);

	while (status == WB_OK && (status = cli_logfile_next(file, &line, error_r)) == WB_OK) {
		read_line(stats, &line);
		if (!shows_progress || stats->lines % PROGRESS_EVERY != 0)
			continue;
		show_progress(stats, path, cli_logfile_percent(file), false);
		shown = true;
	}
	if (shown)
		show_progress(stats, path, 0, true);
	cli_logfile_close(&file);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

static enum wb_status read_option(const struct cli *cli, enum cli_option option, int64_t *time_s_r, struct wb_error *error_r)
{
	const char *text = cli->option[option];

	return text == NULL ? WB_OK : wb_timestamp_parse_since(text, cli->now_s, time_s_r, error_r);
}

static enum cli_exit show(struct cli *cli, struct stats *stats)
{
	const char *path = cli->option[CLI_PROMETHEUS];
	struct wb_error error;

	for (size_t i = 0; i < STATS_TABLES; i++) {
		if (!tally_sort(&stats->tallies[i], stats_tables[i].order))
			return cli_fail(CLI_IO, "out of memory");
	}
	if (path != NULL && stats_write_prometheus(stats, path, &error) != WB_OK)
		return cli_fail(CLI_IO, "%s", error.text);
	if (cli->json)
		stats_print_json(stats);
	else if (path == NULL)
		stats_print_text(stats);
	return CLI_DONE;
}

enum cli_exit cli_stats(struct cli *cli)
{
	struct stats stats = { 0 };
	struct wb_error error;
	enum wb_status status = WB_OK;
	enum cli_exit outcome;

	if (read_option(cli, CLI_SINCE, &stats.since_s, &error) != WB_OK ||
	    read_option(cli, CLI_UNTIL, &stats.until_s, &error) != WB_OK)
		return cli_fail(CLI_USAGE, "%s", error.text);
	for (size_t i = 0; i < STATS_TABLES; i++)
		tally_open(&stats.tallies[i], stats_tables[i].limit);
	for (int i = 0; status == WB_OK && i < cli->argc; i++)
		status = read_file(&stats, cli->argv[i], &error);
	outcome = status == WB_OK ? show(cli, &stats) : cli_fail(cli_exit_of(status), "%s", error.text);
	for (size_t i = 0; i < STATS_TABLES; i++)
		tally_close(&stats.tallies[i]);
	return outcome;
}
