/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * table_fixture.h - the tables of tests/mail, whose rows end with the rules that hold, and the shipped rules. Tests that use it run from the top of
 * the source.
 */
#ifndef WB_TABLE_FIXTURE_H
#define WB_TABLE_FIXTURE_H

#include "fixture.h"
#include "verdict/evidence.h"
#include "verdict/rule.h"

#define TABLE_COLUMNS_MAX 8
#define TABLE_NAMES_SIZE 1024

/* The columns of one row, without blanks at their ends. */
struct table_row {
	char line[1024];
	char *columns[TABLE_COLUMNS_MAX];
};

static inline void table_read_row(struct table_row *row, size_t columns)
{
	char *text = row->line;

	for (size_t i = 0; i < columns; i++) {
		char *end = strchr(text, '|');

		assert_true(i == columns - 1 ? end == NULL : end != NULL);
		if (end != NULL)
			*end = '\0';
		row->columns[i] = wb_text_trim(text);
		text = end == NULL ? text : end + 1;
	}
}

/* All rows of tests/mail/NAME; the caller frees them. */
static inline struct table_row *table_read(const char *name, size_t columns, size_t *count_r)
{
	struct table_row *rows = NULL;
	char path[128], line[sizeof(rows->line)];
	FILE *file;

	snprintf(path, sizeof(path), "tests/mail/%s", name);
	file = fopen(path, "r");
	if (file == NULL)
		fail_msg("no %s: run this test from the top of the source", path);
	for (*count_r = 0; fgets(line, sizeof(line), file) != NULL;) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '#')
			continue;
		rows = reallocarray(rows, *count_r + 1, sizeof(*rows));
		assert_non_null(rows);
		strcpy(rows[*count_r].line, line);
		*count_r += 1;
	}
	fclose(file);
	for (size_t i = 0; i < *count_r; i++)
		table_read_row(&rows[i], columns);
	return rows;
}

static inline int table_compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The rules of the evidence in the order of the alphabet, as the tables have them. */
static inline void table_list_rules(const struct wb_facts *facts, char names[TABLE_NAMES_SIZE])
{
	const char *found[WB_EVIDENCE_MAX];
	struct wb_text text;

	for (size_t i = 0; i < facts->evidence_count; i++)
		found[i] = facts->evidence[i].rule->name;
	qsort(found, facts->evidence_count, sizeof(found[0]), table_compare_names);
	wb_text_open(&text, names, TABLE_NAMES_SIZE);
	for (size_t i = 0; i < facts->evidence_count; i++)
		wb_text_addf(&text, "%s%s", i > 0 ? " " : "", found[i]);
}

/* Whether a row's list has this rule. */
static inline bool table_has_rule(const char *names, const char *rule)
{
	size_t length = strlen(rule);

	for (const char *p = names; (p = strstr(p, rule)) != NULL; p += length) {
		if ((p == names || p[-1] == ' ') && (p[length] == ' ' || p[length] == '\0'))
			return true;
	}
	return false;
}

/* A configuration of the shipped rules, those that are off, too, but for one of them (NULL: all), and more. The caller closes it. */
static inline struct wb_config *table_open_rules(const char *folder, const char *more, const char *without)
{
	char line[256], name[64], text[8192];
	FILE *file = fopen("config/rules.conf", "r");
	char *rules_file = realpath("config/rules.conf", NULL);
	struct wb_text conf;

	if (file == NULL || rules_file == NULL)
		fail_msg("no config/rules.conf: run this test from the top of the source");
	wb_text_open(&conf, text, sizeof(text));
	wb_text_addf(&conf, "rules_file = \"%s\"\n%s", rules_file, more);
	while (fgets(line, sizeof(line), file) != NULL) {
		if (sscanf(line, "rule \"%63[^\"]\"", name) == 1)
			wb_text_addf(&conf, "rule \"%s\" { enabled = %s }\n", name,
			    without != NULL && strcmp(name, without) == 0 ? "false" : "true");
	}
	fclose(file);
	free(rules_file);
	return open_config(folder, text);
}

#endif
