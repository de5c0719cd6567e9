/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* print_stats_text.c - the statistics for people */
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/timestamp.h"
#include "cli/print_stats.h"
#include "cli/print_wrapped.h"
#include "cli/screen.h"

#define NAME_COLUMNS_MIN 24
#define NAME_COLUMNS_MAX 44 /* on a terminal; elsewhere nothing is cut */
#define FIGURE_COLUMNS 12
#define BAR_COLUMNS_MIN 5
#define BAR_COLUMNS_MAX 50
#define NAME_BYTES (2 * WB_TALLY_NAME_SIZE)

/* How a table is laid out on this terminal or in this file. */
struct layout {
	size_t name_columns, name_columns_max;
	size_t bar_columns; /* 0: no bars */
	bool blocks;        /* bars of Unicode's block elements, else of '#' */
	bool monitor;       /* a column for mode = "monitor" */
	uint64_t total;     /* what 100 % is */
	uint64_t longest;   /* what the longest bar stands for */
};

/* 1234567 is "1,234,567". */
static void print_figure(uint64_t number)
{
	char digits[24], grouped[32];
	size_t count = (size_t)snprintf(digits, sizeof(digits), "%llu", (unsigned long long)number);
	size_t used = 0;

	for (size_t i = 0; i < count; i++) {
		if (i > 0 && (count - i) % 3 == 0)
			grouped[used++] = ',';
		grouped[used++] = digits[i];
	}
	grouped[used] = '\0';
	printf("%*s", FIGURE_COLUMNS, grouped);
}

static bool starts_character(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80; /* else it continues one, RFC 3629 */
}

static void print_name(const char *name, size_t columns)
{
	size_t used = 0;

	for (; *name != '\0' && (used < columns || !starts_character(*name)); name++) {
		used += starts_character(*name);
		putchar(*name);
	}
	printf("%*s", (int)(columns - used), "");
}

static void print_row(const struct layout *layout, const char *name, const uint64_t count[WB_TALLY_MODES])
{
	static const char *const eighths[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
	uint64_t sum = wb_tally_sum(count);
	size_t bar = (size_t)((double)sum / (double)layout->longest * 8.0 * (double)layout->bar_columns);

	fputs("  ", stdout);
	print_name(name, layout->name_columns);
	print_figure(count[WB_TALLY_ENFORCED]);
	if (layout->monitor)
		print_figure(count[WB_TALLY_MONITORED]);
	printf("%7.1f %%", layout->total > 0 ? 100.0 * (double)sum / (double)layout->total : 0.0);
	if (layout->bar_columns > 0) {
		/* Whoever counts at all has a bar. */
		if (sum > 0 && bar == 0)
			bar = 1;
		fputs("  ", stdout);
		for (size_t i = 0; i < bar / 8; i++)
			fputs(layout->blocks ? "█" : "#", stdout);
		fputs(layout->blocks ? eighths[bar % 8] : bar < 8 ? "#" : "", stdout);
	}
	putchar('\n');
}

/* What people call a row. */
static const char *row_name(const struct wb_stats_table *table, const struct wb_tally_row *row, char *buffer)
{
	bool is_asn = strcmp(table->key, "asn") == 0 && row->name[0] != '(';

	snprintf(buffer, NAME_BYTES, "%s%s%s%s", is_asn ? "AS" : "", row->name, row->note[0] != '\0' ? " " : "", row->note);
	return buffer;
}

/* How wide the names and the bars of these rows are. */
static void measure_table(
    const struct wb_stats_table *table, const struct wb_tally *tally, size_t first, size_t end, struct layout *layout)
{
	struct winsize window;
	char name[NAME_BYTES];
	size_t used;

	layout->name_columns = NAME_COLUMNS_MIN;
	layout->longest = 1;
	for (size_t i = first; i < end; i++) {
		uint64_t count = wb_tally_sum(tally->rows[i]->count);
		size_t columns;

		row_name(table, tally->rows[i], name);
		columns = (size_t)cli_text_columns(name, strlen(name));
		if (columns > layout->name_columns)
			layout->name_columns = columns < layout->name_columns_max ? columns : layout->name_columns_max;
		if (count > layout->longest)
			layout->longest = count;
	}
	/* Bars are for a terminal, as wide as it leaves room for; what is none has no window. */
	used = 2 + layout->name_columns + FIGURE_COLUMNS + (layout->monitor ? FIGURE_COLUMNS : 0) + 9 + 2 + 1;
	layout->bar_columns = 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col >= used + BAR_COLUMNS_MIN)
		layout->bar_columns = window.ws_col - used < BAR_COLUMNS_MAX ? window.ws_col - used : BAR_COLUMNS_MAX;
}

/* All rows that are not shown, and the names that the table had no room for. */
static void print_rest(const struct layout *layout, const struct wb_tally *tally, size_t first, size_t end)
{
	bool is_full = wb_tally_sum(tally->other) > 0;
	size_t left_out = tally->row_count - (end - first);
	uint64_t count[WB_TALLY_MODES] = { tally->other[WB_TALLY_ENFORCED], tally->other[WB_TALLY_MONITORED] };
	struct layout barless = *layout;
	char name[NAME_BYTES];

	if (left_out == 0 && !is_full)
		return;
	for (size_t i = 0; i < tally->row_count; i++) {
		for (int mode = 0; (i < first || i >= end) && mode < WB_TALLY_MODES; mode++)
			count[mode] += tally->rows[i]->count[mode];
	}
	snprintf(name, sizeof(name), is_full ? "others: %zu and more" : "others: %zu", left_out);
	barless.bar_columns = 0;
	print_row(&barless, name, count);
	if (is_full)
		printf("  (only the first %zu names were told apart)\n", tally->limit);
}

static void print_table(
    const struct wb_stats *stats, const struct wb_stats_table *table, const struct wb_tally *tally, struct layout *layout)
{
	size_t shown = tally->row_count < table->shown ? tally->row_count : table->shown;
	/* Of days the last are shown. */
	size_t first = table->order == WB_TALLY_BY_NAME ? tally->row_count - shown : 0;
	char name[NAME_BYTES];

	if (table->shown == 0 || tally->row_count == 0)
		return;
	layout->total = stats->verdicts + stats->monitored + (table->lines == WB_STATS_OF_ALL ? stats->accepted : 0);
	measure_table(table, tally, first, first + shown, layout);
	putchar('\n');
	print_name(table->title, layout->name_columns + 2);
	printf("%*s", FIGURE_COLUMNS, table->lines == WB_STATS_OF_ALL ? "lines" : "verdicts");
	if (layout->monitor)
		printf("%*s", FIGURE_COLUMNS, "monitor");
	puts("    share");
	for (size_t i = first; i < first + shown; i++)
		print_row(layout, row_name(table, tally->rows[i], name), tally->rows[i]->count);
	print_rest(layout, tally, first, first + shown);
}

void cli_print_stats_text(const struct wb_stats *stats)
{
	const struct {
		uint64_t count;
		const char *what;
	} rows[] = {
		{ stats->monitored, "verdicts only logged (mode = \"monitor\")" },
		{ stats->in_grace, "of them deferred in the grace of a category, and refused when it is over" },
		{ stats->accepted, "accepted, although something speaks against it, or with a fault or a notice" },
		{ stats->reader.unknown, "lines in no form that whyblock reads, or in another one than the log has" },
		{ stats->unreadable, "lines of whyblock that cannot be read, and count nowhere" },
		{ stats->outside, "lines of whyblock of another time" },
	};
	char first[WB_TIMESTAMP_TEXT_SIZE], last[WB_TIMESTAMP_TEXT_SIZE];
	struct layout layout = { 0 };

	setlocale(LC_CTYPE, "");
	layout.blocks = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	layout.monitor = stats->monitored > 0;
	layout.name_columns_max = isatty(STDOUT_FILENO) ? NAME_COLUMNS_MAX : NAME_BYTES;
	wb_timestamp_format(stats->first_s, first);
	wb_timestamp_format(stats->last_s, last);
	print_figure(stats->reader.lines);
	puts(" lines read");
	print_figure(stats->verdicts);
	printf(" verdicts%s%s%s%s\n", stats->first_s != 0 ? ", from " : "", stats->first_s != 0 ? first : "",
	    stats->first_s != 0 ? " to " : "", stats->first_s != 0 ? last : "");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].count == 0)
			continue;
		print_figure(rows[i].count);
		putchar(' ');
		cli_screen_put(rows[i].what, FIGURE_COLUMNS + 1);
	}
	for (size_t i = 0; i < WB_STATS_TABLES; i++)
		print_table(stats, &wb_stats_tables[i], &stats->tallies[i], &layout);
}
