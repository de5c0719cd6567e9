/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* config_file.c - see config_file.h */
#include "config/config_file.h"

#include <confuse.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "config/config_scan.h"
#include "config/setting.h"
#include "dns/catalogue.h"

#define FILE_BYTES_MAX (1024 * 1024)

/* Where a value of libconfuse's tree stood: libconfuse itself keeps no line for a value. */
struct value_line {
	const cfg_opt_t *option;
	unsigned index;
	int line;
};

enum complaint_kind { COMPLAINT_NONE, COMPLAINT_UNKNOWN_NAME, COMPLAINT_REPEATED_TITLE, COMPLAINT_GRAMMAR };

/* What libconfuse stopped at. It stops at the first one. */
struct complaint {
	enum complaint_kind kind;
	int line;
	char section[64];
	char name[64];
	char text[256];
};

struct reader {
	char *text;
	struct wb_pool pool;
	struct value_line *lines;
	size_t line_count;
	bool no_memory;
	struct complaint complaint;
	struct wb_diagnostics *diagnostics;
};

/* libconfuse's callbacks carry no context; its lexer is one for the process, too. */
static struct reader *current;

static enum wb_status refuse(struct wb_diagnostics *diagnostics, const char *found, const char *right)
{
	wb_diagnostics_add(diagnostics, 0, "%s: %s", found, right);
	return WB_UNAVAILABLE;
}

static enum wb_status read_all(int fd, char *text, struct wb_diagnostics *diagnostics)
{
	size_t length = 0;

	for (;;) {
		ssize_t n = read(fd, text + length, FILE_BYTES_MAX - length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return refuse(diagnostics, "cannot be read", strerror(errno));
		if (n == 0)
			break;
		length += (size_t)n;
	}
	text[length] = '\0';
	if (strlen(text) != length) {
		int line = 1;

		for (const char *at = text; *at != '\0'; at++)
			line += *at == '\n';
		wb_diagnostics_add(diagnostics, line, "found a NUL byte: expected plain text");
		return WB_INVALID;
	}
	return WB_OK;
}

/* The whole file as text; the caller frees *text_r. */
static enum wb_status load(const char *path, char **text_r, struct wb_diagnostics *diagnostics)
{
	/* O_NONBLOCK: a FIFO in the file's place must not hold the mail. */
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	enum wb_status status;
	struct stat st;

	*text_r = NULL;
	if (fd < 0)
		return refuse(diagnostics, "cannot be opened", strerror(errno));
	if (fstat(fd, &st) < 0) {
		status = refuse(diagnostics, "cannot be examined", strerror(errno));
	} else if (!S_ISREG(st.st_mode)) {
		status = refuse(diagnostics, "is not a regular file", "expected a text file with the settings");
	} else if (st.st_size > FILE_BYTES_MAX) {
		status = refuse(diagnostics, "is larger than 1 MiB", "expected a file of some hundred lines");
	} else if ((st.st_mode & S_IWOTH) != 0) {
		status = refuse(diagnostics, "is writable by everybody", "expected a mode without it (chmod o-w)");
	} else if (st.st_uid != 0 && st.st_uid != geteuid()) {
		status = refuse(diagnostics, "belongs to another user", "expected root as its owner (chown root)");
	} else {
		*text_r = malloc(FILE_BYTES_MAX + 1);
		status = *text_r == NULL ? WB_NO_MEMORY : read_all(fd, *text_r, diagnostics);
	}
	close(fd);
	/* What some editors put in front of UTF-8 says nothing: U+FEFF. */
	if (status == WB_OK && strncmp(*text_r, "\xef\xbb\xbf", 3) == 0)
		memcpy(*text_r, "   ", 3);
	return status;
}

/* libconfuse's hook for checking a value; used to note the line, so that all values can be checked together later. */
static int note_line(cfg_t *cfg, cfg_opt_t *option)
{
	unsigned index = cfg_opt_size(option) > 0 ? cfg_opt_size(option) - 1 : 0;
	const struct value_line *last;
	struct value_line *lines;

	/* A list is reported once more at its closing brace: the first note is the item's own line. */
	last = current->line_count > 0 ? &current->lines[current->line_count - 1] : NULL;
	if (last != NULL && last->option == option && last->index == index)
		return 0;
	lines = wb_pool_grow(&current->pool, current->lines, current->line_count, sizeof(*lines));
	if (lines == NULL) {
		current->no_memory = true;
		return -1;
	}
	current->lines = lines;
	lines[current->line_count++] = (struct value_line){ .option = option, .index = index, .line = cfg->line };
	return 0;
}

/* libconfuse's messages are told apart by their format: it has no codes. An unfamiliar one counts as grammar. */
static void note_complaint(cfg_t *cfg, const char *format, va_list args)
{
	struct complaint *complaint = &current->complaint;
	va_list copy;

	if (complaint->kind != COMPLAINT_NONE || format == NULL)
		return;
	complaint->line = cfg->line;
	wb_text_copy(complaint->section, sizeof(complaint->section), strcmp(cfg->name, "root") == 0 ? "" : cfg->name);
	va_copy(copy, args);
	vsnprintf(complaint->text, sizeof(complaint->text), format, args);
	complaint->kind = COMPLAINT_GRAMMAR;
	if (strstr(format, "no such option '%s'") != NULL)
		complaint->kind = COMPLAINT_UNKNOWN_NAME;
	else if (strstr(format, "duplicate title '%s'") != NULL)
		complaint->kind = COMPLAINT_REPEATED_TITLE;
	if (complaint->kind != COMPLAINT_GRAMMAR)
		wb_text_copy(complaint->name, sizeof(complaint->name), va_arg(copy, const char *));
	va_end(copy);
}

static bool stands_in(const struct wb_section *section, const char *parent)
{
	return strcmp(section->parent != NULL ? section->parent : "", parent) == 0;
}

/* Every setting is declared as a string: a value of the wrong kind must not end the reading. */
static cfg_opt_t *make_options(struct reader *reader, const char *section, const char *settings)
{
	cfg_opt_t *options = wb_pool_alloc(&reader->pool, (wb_setting_count + wb_section_count + 1) * sizeof(*options));
	size_t count = 0;

	if (options == NULL)
		return NULL;
	for (size_t i = 0; i < wb_setting_count; i++) {
		const cfg_opt_t text = CFG_STR(wb_settings[i].name, NULL, CFGF_NODEFAULT);
		const cfg_opt_t list = CFG_STR_LIST(wb_settings[i].name, NULL, CFGF_NODEFAULT);

		if (strcmp(wb_settings[i].section, settings) != 0)
			continue;
		options[count] = wb_setting_is_list(&wb_settings[i]) ? list : text;
		options[count++].validcb = note_line;
	}
	for (size_t i = 0; i < wb_section_count; i++) {
		cfg_opt_t *inner = stands_in(&wb_sections[i], section)
		    ? make_options(reader, wb_sections[i].name, wb_sections[i].settings)
		    : NULL;
		const cfg_opt_t titled = CFG_SEC(wb_sections[i].name, inner, CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES);
		const cfg_opt_t single = CFG_SEC(wb_sections[i].name, inner, CFGF_NONE);

		if (inner != NULL)
			options[count++] = wb_sections[i].title != NULL ? titled : single;
		else if (stands_in(&wb_sections[i], section))
			return NULL;
	}
	options[count] = (cfg_opt_t)CFG_END();
	return options;
}

/* The settings of one section. parent: where it stands, if that has to be said. */
static void add_setting_names(struct wb_text *text, const char *settings, const char *parent)
{
	for (size_t i = 0; i < wb_setting_count; i++) {
		if (strcmp(wb_settings[i].section, settings) == 0)
			wb_text_addf(text, "%s%s", text->length > 0 ? ", " : "", wb_settings[i].name);
	}
	if (parent != NULL)
		wb_text_addf(text, " (in %s)", parent);
}

static void add_known_names(struct wb_text *text, const char *section)
{
	size_t namesakes = 0;

	for (size_t i = 0; i < wb_section_count; i++)
		namesakes += strcmp(wb_sections[i].name, section) == 0;
	if (namesakes == 0)
		add_setting_names(text, section, NULL);
	/* libconfuse does not say where the section stands. */
	for (size_t i = 0; i < wb_section_count; i++) {
		if (strcmp(wb_sections[i].name, section) == 0)
			add_setting_names(text, wb_sections[i].settings, namesakes > 1 ? wb_sections[i].parent : NULL);
	}
	for (size_t i = 0; i < wb_section_count; i++) {
		if (stands_in(&wb_sections[i], section))
			wb_text_addf(text, "%s%s {}", text->length > 0 ? ", " : "", wb_sections[i].name);
	}
}

/* Reports what libconfuse stopped at and blanks it. False: reading cannot go on. */
static bool report_complaint(struct reader *reader)
{
	const struct complaint *complaint = &reader->complaint;
	char known[256];
	struct wb_text list;

	switch (complaint->kind) {
	case COMPLAINT_UNKNOWN_NAME:
		wb_text_open(&list, known, sizeof(known));
		add_known_names(&list, complaint->section);
		wb_diagnostics_add(reader->diagnostics, complaint->line,
		    "found the unknown name \"%.40s\"%s%s: expected one of %s", complaint->name,
		    complaint->section[0] != '\0' ? " in section " : "", complaint->section, known);
		return wb_config_scan_blank(reader->text, complaint->name, complaint->line);
	case COMPLAINT_REPEATED_TITLE:
		wb_diagnostics_add(reader->diagnostics,
		    wb_config_scan_titled_line(reader->text, complaint->name, complaint->line),
		    "found a second section with the title \"%.40s\": expected one section with all its settings",
		    wb_catalogue_hide_key(complaint->name));
		return wb_config_scan_blank_titled(reader->text, complaint->name, complaint->line);
	default:
		wb_diagnostics_add(reader->diagnostics, complaint->line,
		    "found %.120s: expected NAME = VALUE, NAME = {VALUE, VALUE} or SECTION { ... }; nothing behind this line was read",
		    complaint->kind == COMPLAINT_NONE ? "text that is no configuration" : complaint->text);
		return false;
	}
}

static void visit_option(struct reader *reader, cfg_opt_t *option, const struct wb_config_visitor *visitor, void *context)
{
	const unsigned count = cfg_opt_size(option);
	size_t first = 0;

	/* The notes of one option stand together. */
	while (count > 0 && first < reader->line_count && reader->lines[first].option != option)
		first++;
	for (unsigned i = 0; i < count; i++) {
		const char *value = cfg_opt_getnstr(option, i);
		bool noted = first + i < reader->line_count && reader->lines[first + i].option == option;

		if (value != NULL)
			visitor->value(context, option->name, value, i, noted ? reader->lines[first + i].line : 0);
	}
	if ((option->flags & CFGF_LIST) != 0 && (option->flags & CFGF_MODIFIED) != 0 && count == 0)
		visitor->value(context, option->name, NULL, 0, 0);
}

static void visit_section(struct reader *reader, cfg_t *section, const struct wb_config_visitor *visitor, void *context)
{
	const char *parent = strcmp(section->name, "root") == 0 ? "" : section->name;

	for (cfg_opt_t *option = section->opts; option->name != NULL; option++) {
		if (option->type != CFGT_SEC)
			visit_option(reader, option, visitor, context);
	}
	for (cfg_opt_t *option = section->opts; option->name != NULL; option++) {
		for (unsigned i = 0; option->type == CFGT_SEC && i < cfg_opt_size(option); i++) {
			cfg_t *inner = cfg_opt_getnsec(option, i);
			const char *title = cfg_title(inner);
			/* libconfuse remembers where a section ends; people look for where it begins. */
			int line = title == NULL ? inner->line : wb_config_scan_titled_line(reader->text, title, inner->line);

			visitor->section(context, parent, option->name, title, line);
			visit_section(reader, inner, visitor, context);
		}
	}
}

static enum wb_status read_text(struct reader *reader, const struct wb_config_visitor *visitor, void *context)
{
	cfg_opt_t *options = make_options(reader, "", "");
	cfg_t *cfg;
	bool go_on = wb_config_scan_check(reader->text, reader->diagnostics);

	if (options == NULL)
		return WB_NO_MEMORY;
	/* Each round blanks at least one statement, so this ends. */
	for (;;) {
		reader->lines = NULL;
		reader->line_count = 0;
		reader->complaint = (struct complaint){ .kind = COMPLAINT_NONE };
		cfg = cfg_init(options, CFGF_NONE);
		if (cfg == NULL)
			return WB_NO_MEMORY;
		cfg_set_error_function(cfg, note_complaint);
		if (cfg_parse_buf(cfg, reader->text) == CFG_SUCCESS || reader->no_memory)
			break;
		go_on = go_on && reader->diagnostics->count < WB_DIAGNOSTICS_MAX && report_complaint(reader);
		if (!go_on)
			break;
		cfg_free(cfg);
	}
	/* What libconfuse had read when it stopped is checked, too. */
	if (!reader->no_memory)
		visit_section(reader, cfg, visitor, context);
	cfg_free(cfg);
	if (reader->no_memory)
		return WB_NO_MEMORY;
	return reader->diagnostics->count > 0 ? WB_INVALID : WB_OK;
}

enum wb_status wb_config_file_read(
    const char *path, const struct wb_config_visitor *visitor, void *context, struct wb_diagnostics *diagnostics)
{
	struct reader reader = { .diagnostics = diagnostics };
	enum wb_status status = load(path, &reader.text, diagnostics);

	if (status == WB_OK) {
		current = &reader;
		status = read_text(&reader, visitor, context);
		current = NULL;
	}
	free(reader.text);
	wb_pool_close(&reader.pool);
	return status;
}
