/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_settings.c - whyblock settings: the configuration file, made of the rows of setting.h */
#include "config/setting.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/cli.h"

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

enum cli_exit cli_settings(struct cli *cli)
{
	(void)cli;
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
