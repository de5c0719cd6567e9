/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* print_stats_export.c - the statistics for programs: JSON, and a textfile for Prometheus' node_exporter */
#include <errno.h>
#include <fcntl.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/print_json.h"
#include "cli/print_stats.h"
#include "cli/stats_answers.h"

#define OTHER "(other)"
#define NONE "(none)"

static const char *const mode_names[WB_TALLY_MODES] = { [WB_TALLY_ENFORCED] = "enforce", [WB_TALLY_MONITORED] = "monitor" };

static void add_stats_counts(json_object *object, const uint64_t count[WB_TALLY_MODES])
{
	json_object_object_add(object, "count", json_object_new_int64((int64_t)count[WB_TALLY_ENFORCED]));
	json_object_object_add(object, "monitor", json_object_new_int64((int64_t)count[WB_TALLY_MONITORED]));
}

/*
 * A row's name stands under the table's labels where it has two: {"action":"reject","category":"spam"}, else it is
 * {"name":"spam"}.
 */
static json_object *table_json(const struct wb_stats_table *table, const struct wb_tally *tally)
{
	json_object *object = json_object_new_object();
	json_object *rows = json_object_new_array();
	json_object *other = json_object_new_object();

	for (size_t i = 0; i < tally->row_count; i++) {
		const char *name = tally->rows[i]->name;
		const char *space = table->label[1] != NULL ? strchr(name, ' ') : NULL;
		json_object *row = json_object_new_object();

		if (space != NULL)
			json_object_object_add(row, table->label[0], json_object_new_string_len(name, (int)(space - name)));
		json_object_object_add(
		    row, space != NULL ? table->label[1] : "name", json_object_new_string(space != NULL ? space + 1 : name));
		if (tally->rows[i]->note[0] != '\0')
			json_object_object_add(row, "as_org", json_object_new_string(tally->rows[i]->note));
		add_stats_counts(row, tally->rows[i]->count);
		json_object_array_add(rows, row);
	}
	add_stats_counts(other, tally->other);
	json_object_object_add(object, "rows", rows);
	json_object_object_add(object, "other", other);
	return object;
}

static json_object *answers_json(const struct stats_answers *answers)
{
	const struct wb_answer_times *times = &answers->times;
	json_object *object;

	if (!answers->is_known)
		return NULL;
	object = json_object_new_object();
	json_object_object_add(object, "answered", json_object_new_int64((int64_t)times->answered));
	json_object_object_add(object, "median", times->answered > 0 ? json_object_new_int64(times->median_s) : NULL);
	json_object_object_add(object, "longest", times->answered > 0 ? json_object_new_int64(times->longest_s) : NULL);
	json_object_object_add(object, "promised", answers->promised_s > 0 ? json_object_new_int64(answers->promised_s) : NULL);
	json_object_object_add(
	    object, "within", answers->promised_s > 0 ? json_object_new_int64((int64_t)times->within) : NULL);
	json_object_object_add(object, "open", json_object_new_int64((int64_t)times->open));
	json_object_object_add(object, "oldest", times->open > 0 ? json_object_new_int64(times->oldest_s) : NULL);
	json_object_object_add(object, "late", answers->promised_s > 0 ? json_object_new_int64((int64_t)times->late) : NULL);
	return object;
}

void cli_print_stats_json(const struct wb_stats *stats, const struct stats_answers *answers)
{
	json_object *object = json_object_new_object();

	for (size_t i = 0; i < wb_stats_total_count; i++)
		json_object_object_add(object, wb_stats_totals[i].key,
		    json_object_new_int64((int64_t)wb_stats_total_value(stats, &wb_stats_totals[i])));
	json_object_object_add(object, "first", cli_json_time(stats->first_s));
	json_object_object_add(object, "last", cli_json_time(stats->last_s));
	for (size_t i = 0; i < WB_STATS_TABLES; i++)
		json_object_object_add(object, wb_stats_tables[i].key, table_json(&wb_stats_tables[i], &stats->tallies[i]));
	json_object_object_add(object, "requests", answers_json(answers));
	puts(json_object_to_json_string_ext(object, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(object);
}

static void write_head(FILE *file, const char *metric, const char *type, const char *help)
{
	fprintf(file, "# HELP %s %s\n# TYPE %s %s\n", metric, help, metric, type);
}

/* Source: Prometheus, "Exposition formats": in a label's value backslash, double quote and line feed are escaped. */
static void write_label(FILE *file, const char *label, const char *value, size_t length)
{
	fprintf(file, "%s=\"", label);
	for (size_t i = 0; i < length; i++) {
		if (value[i] == '\\' || value[i] == '"')
			fputc('\\', file);
		fputc(value[i], file);
	}
	fputs("\",", file);
}

static void write_samples(
    FILE *file, const struct wb_stats_table *table, const char *name, const uint64_t count[WB_TALLY_MODES])
{
	size_t first = table->label[1] != NULL ? strcspn(name, " ") : strlen(name);
	const char *second = name[first] == ' ' ? name + first + 1 : OTHER;

	if (second[0] == '\0')
		second = NONE;
	for (int mode = 0; mode < WB_TALLY_MODES; mode++) {
		if (count[mode] == 0)
			continue;
		fprintf(file, "%s{", table->metric);
		write_label(file, table->label[0], name, first);
		if (table->label[1] != NULL)
			write_label(file, table->label[1], second, strlen(second));
		fprintf(file, "mode=\"%s\"} %llu\n", mode_names[mode], (unsigned long long)count[mode]);
	}
}

static void write_metrics(FILE *file, const struct wb_stats *stats)
{
	for (size_t i = 0; i < wb_stats_total_count; i++) {
		const struct wb_stats_total *total = &wb_stats_totals[i];

		if (total->metric == NULL)
			continue;
		write_head(file, total->metric, "counter", total->help);
		fprintf(file, "%s %llu\n", total->metric, (unsigned long long)wb_stats_total_value(stats, total));
	}
	write_head(file, "whyblock_log_last_line_timestamp_seconds", "gauge",
	    "Unix time of the last line of whyblock that was counted");
	fprintf(file, "whyblock_log_last_line_timestamp_seconds %lld\n", (long long)stats->last_s);
	for (size_t i = 0; i < WB_STATS_TABLES; i++) {
		const struct wb_stats_table *table = &wb_stats_tables[i];
		const struct wb_tally *tally = &stats->tallies[i];

		if (table->metric == NULL)
			continue;
		write_head(file, table->metric, "counter", table->help);
		for (size_t r = 0; r < tally->row_count && r < table->exported; r++)
			write_samples(file, table, tally->rows[r]->name, tally->rows[r]->count);
		write_samples(file, table, OTHER, tally->other);
	}
}

/* Whoever reads path finds the old file or the new one. */
enum wb_status cli_print_stats_prometheus(const struct wb_stats *stats, const char *path, struct wb_error *error_r)
{
	enum wb_status status = WB_OK;
	char *temporary;
	FILE *file;
	int fd;

	if (asprintf(&temporary, "%s.XXXXXX", path) < 0)
		return wb_fail(error_r, WB_NO_MEMORY, "%s: out of memory", path);
	fd = mkostemp(temporary, O_CLOEXEC);
	file = fd < 0 ? NULL : fdopen(fd, "w");
	if (file == NULL) {
		status = wb_fail(error_r, WB_UNAVAILABLE, "%s: %s", path, strerror(errno));
		if (fd >= 0)
			close(fd);
	} else {
		write_metrics(file, stats);
		/* node_exporter reads it as a user of its own. */
		if (fchmod(fd, 0644) < 0 || fflush(file) != 0)
			status = wb_fail(error_r, WB_UNAVAILABLE, "%s: %s", path, strerror(errno));
		if (fclose(file) != 0 && status == WB_OK)
			status = wb_fail(error_r, WB_UNAVAILABLE, "%s: %s", path, strerror(errno));
	}
	if (status == WB_OK && rename(temporary, path) < 0)
		status = wb_fail(error_r, WB_UNAVAILABLE, "%s: %s", path, strerror(errno));
	if (status != WB_OK && fd >= 0)
		unlink(temporary);
	free(temporary);
	return status;
}
