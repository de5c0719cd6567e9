/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* setup_place.c - see setup_place.h */
#include "cli/setup_place.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "cli/setup_file.h"

/*
 * done.conf has ACLs of its own, for which Debian's configuration has no place but the template: they stand behind the last line of
 * acl_local_deny_exceptions, where the next name of an ACL would be all the same.
 */
const struct setup_place setup_places[SETUP_PLACES] = {
	{ SETUP_PART_RCPT, SETUP_BY_MACRO, SETUP_MACRO_RCPT, SETUP_ACL_FILE, "debian-rcpt-local.conf" },
	{ SETUP_PART_DATA, SETUP_BY_MACRO, SETUP_MACRO_DATA, SETUP_FOLDER "whyblock-data-local.conf",
	    "debian-data-local.conf" },
	{ SETUP_PART_DATA, SETUP_BY_MACROS_FILE, SETUP_MACROS, SETUP_FOLDER "whyblock-message-options.conf",
	    "message-options.conf" },
	{ SETUP_PART_TRAP, SETUP_BY_NAME, SETUP_MACROS, SETUP_FOLDER "whyblock-trap.conf", "trap.conf" },
	{ SETUP_PART_DONE, SETUP_BY_MACRO, SETUP_MACRO_ACLS, SETUP_FOLDER "whyblock-done.conf", "done.conf" },
	{ SETUP_PART_DONE, SETUP_BY_MACROS_FILE, SETUP_MACROS, SETUP_FOLDER "whyblock-done-options.conf",
	    "debian-done-options.conf" },
};

const char *setup_place_skip_head(const char *text)
{
	if (strncmp(text, SETUP_HEAD, sizeof(SETUP_HEAD) - 1) != 0)
		return NULL;
	text += sizeof(SETUP_HEAD) - 1;
	if (strncmp(text, SETUP_HEAD_FROM, sizeof(SETUP_HEAD_FROM) - 1) == 0) {
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	return text;
}

enum wb_status setup_place_read_snippet(const char *name, bool is_elsewhere, char **text_r, struct wb_error *error_r)
{
	char file[NAME_MAX], path[PATH_MAX];
	enum wb_status status;

	snprintf(file, sizeof(file), "acl-snippets/%s", name);
	if (is_elsewhere)
		snprintf(path, sizeof(path), "/usr/" WB_FILE_SHARED "%s", file);
	else
		wb_file_shared(file, path);
	status = setup_file_read(path, text_r, error_r);
	if (status == WB_NOT_FOUND)
		return wb_fail(error_r, WB_UNAVAILABLE, "%s: there is no such file: whyblock is not installed %s", path,
		    is_elsewhere ? "in the folder of --root: install its package there" : "as make install does it");
	return status;
}

void setup_place_format_include(const struct setup_place *place, char line_r[SETUP_LINE_SIZE])
{
	snprintf(line_r, SETUP_LINE_SIZE, ".include_if_exists %s", place->file);
}

void setup_place_format_macro(const struct setup_place *place, char line_r[SETUP_LINE_SIZE])
{
	snprintf(line_r, SETUP_LINE_SIZE, "%s = %s", setup_macro_names[place->macro], place->file);
}
