/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* config_file.c - see config_file.h */
#include "config/config_file.h"

#include <confuse.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/access_advice.h"
#include "config/config_scan.h"
#include "config/setting.h"

#define FILE_BYTES_MAX (1024 * 1024)

/* Where a value of libconfuse's tree stood: libconfuse itself keeps no place for a value. */
struct value_place {
	const cfg_opt_t *option;
	unsigned index;
	struct wb_position position;
};

struct reader {
	char *text;
	struct wb_pool pool;
	struct wb_config_scan scan;
	struct value_place *places;
	size_t place_count;
	bool no_memory;
	bool has_complained;
	struct wb_diagnostics *diagnostics;
};

/* libconfuse's callbacks carry no context; its lexer is one for the process, too. */
static struct reader *current;

static enum wb_status refuse(struct wb_diagnostics *diagnostics, const char *found, const char *right)
{
	wb_diagnostics_add(diagnostics, WB_POSITION_NONE, "%s: %s", found, right);
	return WB_UNAVAILABLE;
}

/* What editors of other systems do is no mistake: the mark U+FEFF in front of UTF-8, and lines that end with \r\n or \r. */
static enum wb_status make_plain(char *text, size_t length, struct wb_diagnostics *diagnostics)
{
	struct wb_position position = { 1, 1 };
	char *to = text;

	if (strncmp(text, "\xff\xfe", 2) == 0 || strncmp(text, "\xfe\xff", 2) == 0) {
		wb_diagnostics_add(diagnostics, position, "found text in UTF-16: expected UTF-8: save it so in your editor");
		return WB_INVALID;
	}
	if (strlen(text) != length) {
		for (const char *at = text; *at != '\0'; at++) {
			position.column = *at == '\n' ? 1 : position.column + 1;
			position.line += *at == '\n';
		}
		wb_diagnostics_add(diagnostics, position, "found a NUL byte: expected plain text");
		return WB_INVALID;
	}
	for (const char *from = strncmp(text, "\xef\xbb\xbf", 3) == 0 ? text + 3 : text; *from != '\0'; from++) {
		if (*from != '\r')
			*to++ = *from;
		else if (from[1] != '\n')
			*to++ = '\n';
	}
	*to = '\0';
	return WB_OK;
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
	return make_plain(text, length, diagnostics);
}

/* The whole file as text; the caller frees *text_r. */
static enum wb_status load(const char *path, char **text_r, struct wb_diagnostics *diagnostics)
{
	/* O_NONBLOCK: a FIFO in the file's place must not hold the mail. */
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	enum wb_status status;
	struct stat st;

	*text_r = NULL;
	if (fd < 0 && (errno == EACCES || errno == EPERM)) {
		char why[WB_ACCESS_ERROR_SIZE];

		diagnostics->is_denied = true;
		wb_diagnostics_add(diagnostics, WB_POSITION_NONE, "%s", wb_access_error(path, errno, why));
		return WB_UNAVAILABLE;
	}
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
	return status;
}

/*
 * libconfuse's hook for checking a value; used to note its place, so that all values can be checked together later. It reads the values in the
 * order in which they were scanned.
 */
static int note_place(cfg_t *cfg, cfg_opt_t *option)
{
	unsigned index = cfg_opt_size(option) > 0 ? cfg_opt_size(option) - 1 : 0;
	const struct value_place *last;
	struct value_place *places;

	/* A list is reported once more at its closing brace. */
	last = current->place_count > 0 ? &current->places[current->place_count - 1] : NULL;
	if (last != NULL && last->option == option && last->index == index)
		return 0;
	places = wb_pool_grow(&current->pool, current->places, current->place_count, sizeof(*places));
	if (places == NULL) {
		current->no_memory = true;
		return -1;
	}
	current->places = places;
	places[current->place_count] = (struct value_place){ .option = option, .index = index, .position = { cfg->line, 0 } };
	if (current->place_count < current->scan.value_count)
		places[current->place_count].position = current->scan.values[current->place_count];
	current->place_count++;
	return 0;
}

/* What the scan has left is right for libconfuse; should it not be so, that is told once. */
static void note_complaint(cfg_t *cfg, const char *format, va_list args)
{
	char text[160];
	va_list copy;

	if (current->has_complained || format == NULL)
		return;
	current->has_complained = true;
	/* What is left of a text with mistakes may lack a brace. */
	if (current->diagnostics->count > 0)
		return;
	va_copy(copy, args);
	vsnprintf(text, sizeof(text), format, copy);
	va_end(copy);
	wb_diagnostics_add(current->diagnostics, (struct wb_position){ cfg->line, 1 },
	    "found %s: expected NAME = VALUE, NAME = {VALUE, VALUE} or SECTION { ... }; nothing behind this line was read",
	    text);
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
		options[count++].validcb = note_place;
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

static void visit_option(struct reader *reader, cfg_opt_t *option, const struct wb_config_visitor *visitor, void *context)
{
	const unsigned count = cfg_opt_size(option);
	bool is_empty_list = (option->flags & CFGF_LIST) != 0 && (option->flags & CFGF_MODIFIED) != 0 && count == 0;
	size_t at = 0;

	/* The places of one option stand in the order of its values; of a list that is added to not together. */
	for (unsigned i = 0; i < count + is_empty_list; i++) {
		const char *value = is_empty_list ? NULL : cfg_opt_getnstr(option, i);

		while (at < reader->place_count && (reader->places[at].option != option || reader->places[at].index != i))
			at++;
		if (value != NULL || is_empty_list)
			visitor->value(context, option->name, value, i,
			    at < reader->place_count ? reader->places[at].position : WB_POSITION_NONE);
	}
}

/* Where the next section of this kind was scanned, from a place on; NULL: it is none of the text. */
static const struct wb_scanned_section *find_scanned(const struct reader *reader, const char *name, size_t parent, size_t from)
{
	for (size_t i = from; i < reader->scan.section_count; i++) {
		const struct wb_scanned_section *section = &reader->scan.sections[i];

		if (section->parent == parent && strcmp(section->section->name, name) == 0)
			return section;
	}
	return NULL;
}

/* place: of the section among those scanned; 0: the file. */
static void visit_section(
    struct reader *reader, cfg_t *section, size_t place, const struct wb_config_visitor *visitor, void *context)
{
	const char *parent = strcmp(section->name, "root") == 0 ? "" : section->name;

	for (cfg_opt_t *option = section->opts; option->name != NULL; option++) {
		if (option->type != CFGT_SEC)
			visit_option(reader, option, visitor, context);
	}
	for (cfg_opt_t *option = section->opts; option->name != NULL; option++) {
		size_t from = 0;

		for (unsigned i = 0; option->type == CFGT_SEC && i < cfg_opt_size(option); i++) {
			cfg_t *inner = cfg_opt_getnsec(option, i);
			const struct wb_scanned_section *scanned = find_scanned(reader, option->name, place, from);

			from = scanned != NULL ? scanned->place : reader->scan.section_count;
			visitor->section(context, parent, option->name, cfg_title(inner),
			    scanned == NULL || !scanned->has_mistake, scanned != NULL ? scanned->position : WB_POSITION_NONE);
			visit_section(reader, inner, scanned != NULL ? scanned->place : SIZE_MAX, visitor, context);
		}
	}
}

static enum wb_status read_text(struct reader *reader, const struct wb_config_visitor *visitor, void *context)
{
	cfg_opt_t *options = make_options(reader, "", "");
	cfg_t *cfg;

	if (options == NULL || wb_config_scan_text(reader->text, &reader->scan, reader->diagnostics) != WB_OK)
		return WB_NO_MEMORY;
	cfg = cfg_init(options, CFGF_NONE);
	if (cfg == NULL)
		return WB_NO_MEMORY;
	cfg_set_error_function(cfg, note_complaint);
	cfg_parse_buf(cfg, reader->text);
	/* What libconfuse had read when it stopped is checked, too. */
	if (!reader->no_memory)
		visit_section(reader, cfg, 0, visitor, context);
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
	wb_pool_close(&reader.scan.pool);
	return status;
}
