/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* section_file.c - see section_file.h */
#include "config/section_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config/config.h"
#include "config/config_file.h"
#include "dns/catalogue.h"

struct reading {
	struct wb_config *config;
	const struct wb_section_file *kind;
	struct wb_diagnostics *diagnostics; /* of the file */
	void *data;                         /* of the section that was opened last; NULL: it has a diagnostic */
	const char *section;                /* titled; NULL: outside of one */
	bool no_memory;
};

static void visit_section(
    void *context, const char *parent, const char *name, const char *title, bool is_whole, struct wb_position position)
{
	struct reading *reading = context;
	size_t before = reading->diagnostics->count;

	(void)parent;
	(void)is_whole;
	reading->data = NULL;
	/* Those without a title are visited whether they are there or not. */
	reading->section = title != NULL ? name : NULL;
	if (title == NULL)
		return;
	if (strcmp(name, reading->kind->section) != 0) {
		wb_diagnostics_add(reading->diagnostics, position, "found %s \"%.40s\": expected %s sections alone", name,
		    wb_catalogue_hide_key(title), reading->kind->section);
		return;
	}
	reading->data = reading->kind->add(reading->config, title, position, reading->diagnostics);
	if (reading->data == NULL && reading->diagnostics->count == before)
		reading->no_memory = true;
}

static void visit_value(void *context, const char *name, const char *value, size_t index, struct wb_position position)
{
	struct reading *reading = context;
	const struct wb_setting *setting = wb_setting_find(reading->kind->section, name);

	if (reading->data == NULL && reading->section == NULL)
		wb_diagnostics_add(
		    reading->diagnostics, position, "found %s: expected %s sections alone", name, reading->kind->section);
	if (reading->data == NULL || setting == NULL)
		return;
	if (wb_setting_take(setting, &reading->config->pool, reading->data, value, index, position, reading->diagnostics) !=
	    WB_OK)
		reading->no_memory = true;
}

enum wb_status wb_section_file_read(
    struct wb_config *config, const char *path, const struct wb_section_file *kind, struct wb_diagnostics *diagnostics)
{
	static const struct wb_config_visitor visitor = { visit_section, visit_value };
	struct reading reading = { .config = config, .kind = kind };
	enum wb_status status;

	reading.diagnostics = calloc(1, sizeof(*reading.diagnostics));
	if (reading.diagnostics == NULL)
		return WB_NO_MEMORY;
	status = wb_config_file_read(path, &visitor, &reading, reading.diagnostics);
	for (size_t i = 0; i < reading.diagnostics->count; i++) {
		wb_diagnostics_add_of(
		    diagnostics, path, reading.diagnostics->rows[i].position, "%s", reading.diagnostics->rows[i].text);
	}
	diagnostics->is_denied = diagnostics->is_denied || reading.diagnostics->is_denied;
	free(reading.diagnostics);
	return reading.no_memory ? WB_NO_MEMORY : status == WB_NO_MEMORY ? status : WB_OK;
}

bool wb_section_file_is_missing(const char *path)
{
	return access(path, F_OK) < 0 && (errno == ENOENT || errno == ENOTDIR);
}
