/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * verb_manual.c - whyblock manual: the parts of the manual pages that are made of the program's own tables, as roff for man(7).
 * The pages themselves are in packaging/man; a line `.\" part NAME` there is replaced by what `whyblock manual NAME` prints.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/cli.h"
#include "cli/status_part.h"
#include "config/report_section.h"
#include "config/setting.h"
#include "desk/forget.h"
#include "verdict/category.h"
#include "verdict/log_field.h"
#include "verdict/placeholder.h"

/* Characters that groff would take for its own, or print as others than those that the reader has to type. */
static void put_text(const char *text)
{
	for (; *text != '\0'; text++) {
		switch (*text) {
		case '\\':
			fputs("\\e", stdout);
			break;
		case '-':
			fputs("\\-", stdout);
			break;
		case '\'':
			fputs("\\(aq", stdout);
			break;
		case '`':
			fputs("\\(ga", stdout);
			break;
		case '^':
			fputs("\\(ha", stdout);
			break;
		case '~':
			fputs("\\(ti", stdout);
			break;
		default:
			putchar(*text);
		}
	}
}

/* A paragraph of text is one line; what it begins with must not make it a request. */
static void put_line(const char *text)
{
	if (text[0] == '.')
		fputs("\\&", stdout);
	put_text(text);
	putchar('\n');
}

static void put_bold(const char *text)
{
	fputs("\\fB", stdout);
	put_text(text);
	fputs("\\fR", stdout);
}

/* "PREFIX [CATEGORY]": what is in capitals stands for a value. */
static void put_arguments(const char *arguments)
{
	bool italic = false;

	for (; *arguments != '\0'; arguments++) {
		char one[2] = { *arguments, '\0' };
		bool wanted = *arguments >= 'A' && *arguments <= 'Z';

		if (wanted != italic)
			fputs(wanted ? "\\fI" : "\\fR", stdout);
		italic = wanted;
		put_text(one);
	}
	if (italic)
		fputs("\\fR", stdout);
}

static void put_entry(const char *term, const char *text)
{
	puts(".TP");
	put_bold(term);
	putchar('\n');
	put_line(text);
}

static void put_option(const struct cli_option_row *option)
{
	char dashed[40];

	snprintf(dashed, sizeof(dashed), "--%s", option->name);
	put_bold(dashed);
	if (option->argument != NULL) {
		putchar(' ');
		put_arguments(option->argument);
	}
}

/* The verb whose name comes next behind this one in the alphabet; NULL behind the last. */
static const struct cli_verb *next_verb(const char *name)
{
	const struct cli_verb *next = NULL;

	for (size_t i = 0; cli_verb_at(i) != NULL; i++) {
		const struct cli_verb *verb = cli_verb_at(i);

		if (strcmp(verb->name, name) > 0 && (next == NULL || strcmp(verb->name, next->name) < 0))
			next = verb;
	}
	return next;
}

/* One that the verb cannot do without stands there already. */
static bool is_among_arguments(const struct cli_verb *verb, const struct cli_option_row *option)
{
	char dashed[40];

	snprintf(dashed, sizeof(dashed), "--%s", option->name);
	return strstr(verb->arguments, dashed) != NULL;
}

static void print_verbs(void)
{
	for (const struct cli_verb *verb = next_verb(""); verb != NULL; verb = next_verb(verb->name)) {
		puts(".TP");
		put_bold(verb->name);
		if (verb->arguments[0] != '\0') {
			putchar(' ');
			put_arguments(verb->arguments);
		}
		for (size_t i = 0; i < CLI_OPTIONS; i++) {
			if ((verb->options & CLI_TAKES(i)) == 0 || is_among_arguments(verb, cli_option_at(i)))
				continue;
			fputs(" [", stdout);
			put_option(cli_option_at(i));
			putchar(']');
		}
		putchar('\n');
		put_line(verb->help);
	}
}

static void print_options(void)
{
	for (size_t i = 0; i < CLI_OPTIONS; i++) {
		char help[256];
		struct wb_text text;

		wb_text_open(&text, help, sizeof(help));
		cli_option_add_help(i, &text);
		puts(".TP");
		put_option(cli_option_at(i));
		putchar('\n');
		put_line(help);
	}
}

static void print_status_parts(void)
{
	for (size_t i = 0; status_part_at(i) != NULL; i++)
		put_entry(status_part_at(i)->name, status_part_at(i)->help);
}

static void print_exit_statuses(void)
{
	for (size_t i = 0; cli_exit_at(i) != NULL; i++) {
		char number[16];

		snprintf(number, sizeof(number), "%d", (int)cli_exit_at(i)->status);
		put_entry(number, cli_exit_at(i)->help);
	}
}

/* Of each setting: "deadline = 3.0", its meaning, and what a value may be. */
static void put_settings_of(const char *section)
{
	for (size_t i = 0; i < wb_setting_count; i++) {
		const struct wb_setting *setting = &wb_settings[i];
		char buffer[512];
		struct wb_text text;

		if (strcmp(setting->section, section) != 0)
			continue;
		puts(".TP");
		put_bold(setting->name);
		wb_text_open(&text, buffer, sizeof(buffer));
		wb_text_add(&text, " = ");
		wb_setting_add_initial(setting, &text);
		put_text(buffer);
		putchar('\n');
		put_line(setting->help);
		wb_text_open(&text, buffer, sizeof(buffer));
		wb_text_add(&text, wb_setting_is_list(setting) ? "Wanted is a list: " : "Wanted is ");
		wb_setting_wanted(setting, &text);
		wb_text_add_char(&text, '.');
		puts(".br");
		put_line(buffer);
	}
}

static void print_settings(void)
{
	puts(".SS\nOutside of all sections");
	put_settings_of("");
	for (size_t i = 0; i < wb_section_count; i++) {
		const struct wb_section *section = &wb_sections[i];
		char heading[120];

		if (section->title == NULL)
			snprintf(heading, sizeof(heading), "%s {}", section->name);
		else if (section->parent == NULL)
			snprintf(heading, sizeof(heading), "%s \"%s\" {}", section->name, section->title);
		else
			snprintf(heading, sizeof(heading), "%s \"%s\" {}, in a section %s", section->name, section->title,
			    section->parent);
		puts(".SS");
		put_line(heading);
		put_line(section->help);
		put_settings_of(section->settings);
	}
}

static void print_categories(void)
{
	for (size_t i = 0; i < wb_category_builtin_count; i++) {
		const struct wb_category_builtin *category = &wb_category_builtins[i];
		char text[256];

		snprintf(text, sizeof(text), "\"%s\": %s", category->phrase, category->about);
		put_entry(category->id, text);
	}
}

/* The built-in kinds, with the defaults that differ from those of the settings. */
static void print_reports(void)
{
	for (size_t i = 0; i < wb_report_kind_count; i++) {
		const struct wb_report_kind *kind = &wb_report_kinds[i];
		const char *leak = kind->leak != NULL ? kind->leak : wb_setting_find("report", "leak")->initial;
		char buffer[400];
		struct wb_text text;

		wb_text_open(&text, buffer, sizeof(buffer));
		wb_text_addf(&text, "%s; category = \"%s\", hits = %s", kind->help, kind->category, kind->hits);
		if (strcmp(kind->hits, "1") != 0)
			wb_text_addf(&text, ", leak = \"%s\"", leak);
		wb_text_addf(&text, ", ttl = \"%s\"", kind->ttl);
		if (!kind->is_certain)
			wb_text_add(&text, "; only while connections tell what they did");
		put_entry(kind->name, buffer);
	}
}

static void print_placeholders(void)
{
	for (size_t i = 0; i < wb_placeholder_count; i++) {
		char name[40];

		snprintf(name, sizeof(name), "%%{%s}", wb_placeholders[i].name);
		put_entry(name, wb_placeholders[i].help);
	}
	put_entry("%%", "a percent sign");
}

static void print_fields(void)
{
	for (size_t i = 0; i < wb_log_field_count; i++)
		put_entry(wb_log_fields[i].key, wb_log_fields[i].help);
}

/* What is held about whom, for how long, and what becomes of it by forget. */
static void print_held(void)
{
	for (size_t i = 0; i < wb_held_count; i++) {
		const struct wb_held *held = &wb_held_table[i];
		char text[512];

		snprintf(text, sizeof(text), "%s. Kept: %s. forget: %s", held->what, held->keep, held->forget);
		put_entry(held->where, text);
	}
}

static const struct {
	const char *name;
	void (*print)(void);
} parts[] = {
	{ "verbs", print_verbs },
	{ "status", print_status_parts },
	{ "options", print_options },
	{ "exit-statuses", print_exit_statuses },
	{ "settings", print_settings },
	{ "categories", print_categories },
	{ "reports", print_reports },
	{ "placeholders", print_placeholders },
	{ "fields", print_fields },
	{ "held", print_held },
};

enum cli_exit cli_manual(struct cli *cli)
{
	char names[200];
	struct wb_text text;

	wb_text_open(&text, names, sizeof(names));
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (strcmp(parts[i].name, cli->argv[0]) == 0) {
			parts[i].print();
			return CLI_DONE;
		}
		wb_text_addf(&text, "%s%s", i > 0 ? ", " : "", parts[i].name);
	}
	return cli_fail(CLI_USAGE, "no part \"%.40s\" of the manual: expected one of %s", cli->argv[0], names);
}
