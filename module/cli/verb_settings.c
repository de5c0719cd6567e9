/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_settings.c - whyblock settings: the configuration file, made of the rows of setting.h */
#include "config/setting.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/cli.h"
#include "cli/print_json.h"

static void print_wrapped(const char *indent, const char *words)
{
	char line[256];
	struct wb_text text;

	while (*words != '\0') {
		size_t length = strlen(words);

		if (length > 96) {
			for (length = 96; length > 0 && words[length] != ' '; length--)
				;
		}
		wb_text_open(&text, line, sizeof(line));
		wb_text_addf(&text, "%s# %.*s", indent, (int)length, words);
		puts(line);
		words += length + (words[length] == ' ');
	}
}

static void print_settings(const char *section, const char *indent)
{
	char line[256];
	struct wb_text text;

	for (size_t i = 0; i < wb_setting_count; i++) {
		if (strcmp(wb_settings[i].section, section) != 0)
			continue;
		print_wrapped(indent, wb_settings[i].help);
		wb_text_open(&text, line, sizeof(line));
		wb_text_addf(&text, "%s%s = ", indent, wb_settings[i].name);
		wb_setting_add_initial(&wb_settings[i], &text);
		puts(line);
	}
}

/* A section with its settings and the sections in it; commented out when it has a title, since then it is an example. */
static void print_section(const struct wb_section *section, const char *indent)
{
	char inner[32], line[256];
	struct wb_text text;
	bool titled = section->title != NULL;

	snprintf(inner, sizeof(inner), "%s%s    ", indent[0] == '\0' && titled ? "#" : "", indent);
	print_wrapped(indent, section->help);
	wb_text_open(&text, line, sizeof(line));
	wb_text_addf(&text, "%.*s%s {", (int)strlen(inner) - 4, inner, titled ? section->example : section->name);
	puts(line);
	print_settings(section->settings, inner);
	for (size_t i = 0; i < wb_section_count; i++) {
		if (wb_sections[i].parent != NULL && strcmp(wb_sections[i].parent, section->name) == 0)
			print_section(&wb_sections[i], inner);
	}
	wb_text_open(&text, line, sizeof(line));
	wb_text_addf(&text, "%.*s}", (int)strlen(inner) - 4, inner);
	puts(line);
}

/* "site", or "dnsbl.code" of a section in another one; empty outside of any. */
static void add_section_name(const struct wb_setting *setting, struct wb_text *text)
{
	for (size_t i = 0; i < wb_section_count; i++) {
		const struct wb_section *section = &wb_sections[i];

		if (strcmp(section->settings, setting->section) != 0)
			continue;
		wb_text_addf(text, "%s%s%s", section->parent != NULL ? section->parent : "", section->parent != NULL ? "." : "",
		    section->name);
		return;
	}
}

static void print_json(void)
{
	json_object *rows = json_object_new_array();

	for (size_t i = 0; i < wb_setting_count; i++) {
		const struct wb_setting *setting = &wb_settings[i];
		json_object *row = json_object_new_object();
		char buffer[512];
		struct wb_text text;

		wb_text_open(&text, buffer, sizeof(buffer));
		add_section_name(setting, &text);
		json_object_object_add(row, "section", cli_json_text(buffer));
		json_object_object_add(row, "name", json_object_new_string(setting->name));
		wb_text_open(&text, buffer, sizeof(buffer));
		wb_setting_add_initial(setting, &text);
		json_object_object_add(row, "default", json_object_new_string(buffer));
		json_object_object_add(row, "is_list", json_object_new_boolean(wb_setting_is_list(setting)));
		wb_text_open(&text, buffer, sizeof(buffer));
		wb_setting_wanted(setting, &text);
		json_object_object_add(row, "expected", json_object_new_string(buffer));
		json_object_object_add(row, "help", json_object_new_string(setting->help));
		json_object_array_add(rows, row);
	}
	cli_json_print_pretty(rows);
}

enum cli_exit cli_settings(struct cli *cli)
{
	if (cli->json) {
		print_json();
		return CLI_DONE;
	}
	puts("# whyblock.conf - why a connecting mail server is blocked, and what is done about it.");
	puts(
	    "# Every setting stands here with its default; the file works as it is. Check a change with: whyblock apply --check\n"
	    "# Exim does not read this file: where systemd has whyblock-apply.path enabled, saving it puts it in force; elsewhere,\n"
	    "# and when something was taken out of it or mode becomes enforce, run: whyblock apply");
	puts("");
	print_settings("", "");
	for (size_t i = 0; i < wb_section_count; i++) {
		if (wb_sections[i].parent != NULL)
			continue;
		puts("");
		print_section(&wb_sections[i], "");
	}
	return CLI_DONE;
}
