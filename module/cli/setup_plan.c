/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* setup_plan.c - see setup_plan.h */
#include "cli/setup_plan.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "cli/setup_file.h"

#define ACL_FILE "/etc/exim4/whyblock-rcpt-local.conf"
#define BY_HAND "/etc/exim4/exim4.conf"
#define MACROS_SPLIT "/etc/exim4/conf.d/main/000_localmacros"
#define MACROS_SINGLE "/etc/exim4/exim4.conf.localmacros"
#define SNIPPET "acl-snippets/debian-rcpt-local.conf"

/* The head of ACL_FILE, by which it is known as ours. */
#define HEAD "# Made by whyblock setup debian --apply; --undo deletes it.\n"
#define HEAD_FROM "# Included from: "

/* What the first version wrote behind that. An Exim without dlfunc answers 451 to all mail at its line. */
#define FIRST_OBJECT "/usr/lib/exim4/whyblock.so"
static const char first_snippet[] =
    "# whyblock in Debian's own configuration of Exim: the file for the macro CHECK_RCPT_LOCAL_ACL_FILE.\n"
    "#\n"
    "# Where: Debian's RCPT ACL includes it near its end, after relay hosts, authenticated users and postmaster were\n"
    "# accepted and the recipient was verified.\n"
    "#\n"
    "# How: whyblock setup debian shows what is to be done, --apply does it, --undo takes it back. By hand:\n"
    "# copy this file to /etc/exim4/whyblock-rcpt-local.conf, then write\n"
    "#     CHECK_RCPT_LOCAL_ACL_FILE = /etc/exim4/whyblock-rcpt-local.conf\n"
    "# into /etc/exim4/conf.d/main/000_localmacros (split configuration) or /etc/exim4/exim4.conf.localmacros (one file),\n"
    "# and run: update-exim4.conf && systemctl reload exim4\n"
    "# Use a copy, not a file of the package: Exim refuses its whole configuration when a file that it includes is missing.\n"
    "# If you have such a file already, add the one line below to it.\n"
    "#\n"
    "# With whyblock.so missing, mail flows.\n"
    "\n"
    "  require acl = ${if!exists{" FIRST_OBJECT "}{accept\\n}{${dlfunc{" FIRST_OBJECT "}{whyblock}}}}\n";

void setup_plan_acl_file(const struct setup_exim *exim, char path_r[PATH_MAX])
{
	setup_exim_path(exim, ACL_FILE, path_r);
}

static enum wb_status add_change(
    struct setup_plan *plan, const char *path, char *before, char *after, bool is_late, struct wb_error *error_r)
{
	struct setup_change *change = &plan->changes[plan->count];

	if (plan->count == SETUP_CHANGES_MAX) {
		free(before);
		free(after);
		return wb_fail(error_r, WB_INVALID, "%s: too many files to change", path);
	}
	plan->count++;
	snprintf(change->path, sizeof(change->path), "%s", path);
	change->before = before;
	change->after = after;
	change->is_late = is_late;
	return WB_OK;
}

void setup_plan_free(struct setup_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++) {
		free(plan->changes[i].before);
		free(plan->changes[i].after);
	}
	plan->count = 0;
}

/* The snippet as it was installed beside this command, with the object's path in it. */
static enum wb_status read_snippet(const struct setup_exim *exim, char **text_r, struct wb_error *error_r)
{
	char path[PATH_MAX];

	if (exim->root[0] != '\0')
		setup_exim_path(exim, "/usr/" WB_FILE_SHARED SNIPPET, path);
	else
		wb_file_shared(SNIPPET, path);
	if (setup_file_read(path, text_r, error_r) == WB_OK)
		return WB_OK;
	return wb_fail(
	    error_r, WB_UNAVAILABLE, "%s: %s: whyblock is not installed as make install does it", path, strerror(errno));
}

/*
 * Where the snippet begins in a file that the first version made, with any path of the object, and that nobody has changed since. NULL: it
 * is another file.
 */
static const char *find_first_snippet(const char *text)
{
	const char *expected = first_snippet, *start, *object, *found;
	size_t length;

	if (strncmp(text, HEAD, sizeof(HEAD) - 1) != 0)
		return NULL;
	text += sizeof(HEAD) - 1;
	if (strncmp(text, HEAD_FROM, sizeof(HEAD_FROM) - 1) == 0) {
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	start = text;
	object = strstr(text, "exists{/");
	if (object == NULL)
		return NULL;
	object += sizeof("exists{") - 1;
	length = strcspn(object, "}\n");
	while ((found = strstr(expected, FIRST_OBJECT)) != NULL) {
		size_t same = (size_t)(found - expected);

		if (strncmp(text, expected, same) != 0 || strncmp(text + same, object, length) != 0)
			return NULL;
		text += same + length;
		expected = found + sizeof(FIRST_OBJECT) - 1;
	}
	return strcmp(text, expected) == 0 ? start : NULL;
}

/* from: the operator's file that will include ours; "" when the macro names ours. */
static enum wb_status plan_acl_file(
    const struct setup_exim *exim, const char *from, struct setup_plan *plan, struct wb_error *error_r)
{
	char path[PATH_MAX];
	char *before = NULL, *snippet, *after;
	const char *old_snippet = NULL;
	enum wb_status status;

	setup_exim_path(exim, ACL_FILE, path);
	status = setup_file_read(path, &before, error_r);
	if (status == WB_OK)
		old_snippet = find_first_snippet(before);
	/* Any other that is there may have been changed by somebody who knew why. */
	if (status != WB_NOT_FOUND && old_snippet == NULL) {
		free(before);
		return status;
	}
	status = read_snippet(exim, &snippet, error_r);
	if (status != WB_OK) {
		free(before);
		return status;
	}
	/* Of the old file the head stays: --undo finds in it where it was included from. */
	if ((old_snippet != NULL ? asprintf(&after, "%.*s%s", (int)(old_snippet - before), before, snippet)
				 : asprintf(&after, HEAD "%s%s%s%s", from[0] != '\0' ? HEAD_FROM : "", from,
				       from[0] != '\0' ? "\n" : "", snippet)) < 0)
		after = NULL;
	free(snippet);
	if (after == NULL) {
		free(before);
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	}
	return add_change(plan, path, before, after, false, error_r);
}

static enum wb_status plan_block(struct setup_plan *plan, const char *path, const char *line, struct wb_error *error_r)
{
	char *before, *after;
	enum wb_status status = setup_file_read(path, &before, error_r);

	if (status != WB_OK && status != WB_NOT_FOUND)
		return status;
	after = setup_block_add(before, line);
	if (after == NULL) {
		free(before);
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	}
	return add_change(plan, path, before, after, false, error_r);
}

/* The line that a file includes ours with; it may be missing, so that nothing depends on the order of its removal. */
static void format_include(const struct setup_exim *exim, char *line, size_t size)
{
	snprintf(line, size, ".include_if_exists %s" ACL_FILE, exim->root);
}

static void format_macro(const struct setup_exim *exim, char *line, size_t size)
{
	snprintf(line, size, SETUP_MACRO " = %s" ACL_FILE, exim->root);
}

/* A file of the operator's stays, and ours comes behind what is in it. */
static enum wb_status plan_included(const struct setup_exim *exim, struct setup_plan *plan, struct wb_error *error_r)
{
	char line[PATH_MAX + 64];
	char *text;
	enum wb_status status;
	bool is_there;

	if (exim->named[0] != '/')
		return wb_fail(error_r, WB_INVALID, SETUP_MACRO " is \"%.200s\": expected the path of a file", exim->named);
	format_include(exim, line, sizeof(line));
	status = setup_file_read(exim->named, &text, error_r);
	if (status != WB_OK && status != WB_NOT_FOUND)
		return status;
	is_there = text != NULL && strstr(text, line) != NULL && (strstr(text, line) == text || strstr(text, line)[-1] == '\n');
	free(text);
	status = plan_acl_file(exim, exim->named, plan, error_r);
	if (status == WB_OK && !is_there)
		status = plan_block(plan, exim->named, line, error_r);
	return status;
}

enum wb_status setup_plan_apply(const struct setup_exim *exim, struct setup_plan *plan, struct wb_error *error_r)
{
	char by_hand[PATH_MAX], acl_file[PATH_MAX], macros[PATH_MAX], line[PATH_MAX + 64];
	struct wb_text text;
	enum wb_status status;

	wb_text_open(&text, plan->by_hand, sizeof(plan->by_hand));
	setup_exim_path(exim, BY_HAND, by_hand);
	if (access(by_hand, F_OK) == 0)
		wb_text_addf(&text, "%s is there, and Exim reads it instead of Debian's configuration", by_hand);
	else if (!exim->includes_macro)
		wb_text_addf(&text, "Exim's configuration does not include " SETUP_MACRO " any more");
	if (text.length > 0) {
		wb_text_addf(&text,
		    ": write these lines into its RCPT ACL yourself, as acl-snippets/rcpt.conf explains, "
		    "with the path of whyblock.so for FILE:");
		return WB_OK;
	}

	setup_exim_path(exim, ACL_FILE, acl_file);
	if (exim->named[0] != '\0' && strcmp(exim->named, acl_file) != 0)
		return plan_included(exim, plan, error_r);
	status = plan_acl_file(exim, "", plan, error_r);
	if (status == WB_OK && exim->named[0] == '\0') {
		setup_exim_path(exim, exim->is_split ? MACROS_SPLIT : MACROS_SINGLE, macros);
		format_macro(exim, line, sizeof(line));
		status = plan_block(plan, macros, line, error_r);
	}
	return status;
}

/* is_included: Exim refuses a configuration that includes a file which is not there, so it is removed late if at all. */
static enum wb_status plan_block_away(
    struct setup_plan *plan, const char *path, const char *line, bool is_included, struct wb_error *error_r)
{
	bool found, is_ours;
	char *before, *after;
	enum wb_status status = setup_file_read(path, &before, error_r);

	if (status != WB_OK)
		return status == WB_NOT_FOUND ? WB_OK : status;
	after = setup_block_remove(before, line, &found, &is_ours);
	if (after == NULL || !found) {
		free(before);
		free(after);
		return found ? wb_fail(error_r, WB_NO_MEMORY, "out of memory") : WB_OK;
	}
	if (is_ours && !is_included) {
		free(after);
		after = NULL;
	}
	status = add_change(plan, path, before, after, false, error_r);
	if (status == WB_OK && is_ours && is_included)
		status = add_change(plan, path, strdup(""), NULL, true, error_r);
	return status;
}

enum wb_status setup_plan_undo(const struct setup_exim *exim, struct setup_plan *plan, struct wb_error *error_r)
{
	static const char *const macro_files[] = { MACROS_SPLIT, MACROS_SINGLE };
	char path[PATH_MAX], line[PATH_MAX + 64], from[PATH_MAX] = "";
	char *acl_text;
	const char *found;
	enum wb_status status;

	setup_exim_path(exim, ACL_FILE, path);
	status = setup_file_read(path, &acl_text, error_r);
	if (status != WB_OK && status != WB_NOT_FOUND)
		return status;

	/* The operator's file that includes ours: where it led when ours was made, and where the macro leads now. */
	status = WB_OK;
	format_include(exim, line, sizeof(line));
	found = acl_text == NULL ? NULL : strstr(acl_text, "\n" HEAD_FROM);
	if (found != NULL) {
		found += sizeof("\n" HEAD_FROM) - 1;
		snprintf(from, sizeof(from), "%.*s", (int)strcspn(found, "\n"), found);
		status = plan_block_away(plan, from, line, true, error_r);
	}
	if (status == WB_OK && exim->named[0] == '/' && strcmp(exim->named, from) != 0)
		status = plan_block_away(plan, exim->named, line, true, error_r);

	format_macro(exim, line, sizeof(line));
	for (size_t i = 0; i < sizeof(macro_files) / sizeof(macro_files[0]) && status == WB_OK; i++) {
		setup_exim_path(exim, macro_files[i], path);
		status = plan_block_away(plan, path, line, false, error_r);
	}
	setup_exim_path(exim, ACL_FILE, path);
	if (status == WB_OK && acl_text != NULL && strncmp(acl_text, HEAD, sizeof(HEAD) - 1) == 0)
		return add_change(plan, path, acl_text, NULL, true, error_r);
	free(acl_text);
	return status;
}
