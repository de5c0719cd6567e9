/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* setup_plan.c - see setup_plan.h */
#include "cli/setup_plan.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "cli/setup_file.h"
#include "cli/setup_first.h"
#include "cli/setup_option.h"

#define FOLDER "/etc/exim4/"
#define ACL_FILE FOLDER "whyblock-rcpt-local.conf"
#define BY_HAND "/etc/exim4/exim4.conf"
#define MACROS_SPLIT "/etc/exim4/conf.d/main/000_localmacros"
#define MACROS_SINGLE "/etc/exim4/exim4.conf.localmacros"

/* How Exim comes to read a file of ours. */
enum way {
	BY_MACRO,       /* an ACL of Debian's includes what the macro names */
	BY_MACROS_FILE, /* the file with the site's own macros, at the beginning of the main section, includes it */
	BY_NAME,        /* another file of ours includes it, if it is there */
};

/*
 * The places, in the order in which their files are written. done.conf has ACLs of its own, for which Debian's configuration has no place but
 * the template: they stand behind the last line of acl_local_deny_exceptions, where the next name of an ACL would be all the same.
 */
static const struct place {
	enum setup_part part;
	enum way way;
	enum setup_macro macro; /* of BY_MACRO */
	const char *file;
	const char *snippet;
} places[] = {
	{ SETUP_PART_RCPT, BY_MACRO, SETUP_MACRO_RCPT, ACL_FILE, "debian-rcpt-local.conf" },
	{ SETUP_PART_DATA, BY_MACRO, SETUP_MACRO_DATA, FOLDER "whyblock-data-local.conf", "debian-data-local.conf" },
	{ SETUP_PART_DATA, BY_MACROS_FILE, SETUP_MACROS, FOLDER "whyblock-message-options.conf", "message-options.conf" },
	{ SETUP_PART_TRAP, BY_NAME, SETUP_MACROS, FOLDER "whyblock-trap.conf", "trap.conf" },
	{ SETUP_PART_DONE, BY_MACRO, SETUP_MACRO_ACLS, FOLDER "whyblock-done.conf", "done.conf" },
	{ SETUP_PART_DONE, BY_MACROS_FILE, SETUP_MACROS, FOLDER "whyblock-done-options.conf", "debian-done-options.conf" },
};
#define PLACES (sizeof(places) / sizeof(places[0]))
#define LINE_SIZE (PATH_MAX + 64)

/* The head of a file of ours, by which it is known. */
#define HEAD "# Made by whyblock setup debian --apply; --undo deletes it.\n"
#define HEAD_FROM "# Included from: "

void setup_plan_acl_file(const struct setup_exim *exim, char path_r[PATH_MAX])
{
	setup_exim_path(exim, ACL_FILE, path_r);
}

static struct setup_change *find_change(struct setup_plan *plan, const char *path)
{
	for (size_t i = 0; i < plan->count; i++) {
		if (strcmp(plan->changes[i].path, path) == 0)
			return &plan->changes[i];
	}
	return NULL;
}

/* Takes before and after over. */
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

/*
 * The snippet as it was installed beside this command, with the object's path in it. In the system of another folder it names our files there.
 */
static enum wb_status read_snippet(
    const struct setup_exim *exim, const struct place *place, char **text_r, struct wb_error *error_r)
{
	static const char ours[] = FOLDER "whyblock-";
	char name[NAME_MAX], path[PATH_MAX], shared[PATH_MAX];
	char *text;
	size_t size;
	FILE *stream;

	*text_r = NULL;
	snprintf(name, sizeof(name), "acl-snippets/%s", place->snippet);
	if (exim->root[0] != '\0') {
		snprintf(shared, sizeof(shared), "/usr/" WB_FILE_SHARED "%s", name);
		setup_exim_path(exim, shared, path);
	} else {
		wb_file_shared(name, path);
	}
	if (setup_file_read(path, &text, error_r) != WB_OK)
		return wb_fail(error_r, WB_UNAVAILABLE, "%s: %s: whyblock is not installed as make install does it", path,
		    strerror(errno));
	stream = open_memstream(text_r, &size);
	if (stream != NULL) {
		const char *at = text;

		for (const char *found; (found = strstr(at, ours)) != NULL; at = found + sizeof(ours) - 1)
			fprintf(stream, "%.*s%s%s", (int)(found - at), at, exim->root, ours);
		fputs(at, stream);
	}
	free(text);
	if (stream != NULL && fclose(stream) == 0)
		return WB_OK;
	free(*text_r);
	*text_r = NULL;
	return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
}

/* What stands behind the head of a file of ours; NULL: it is another's. */
static const char *skip_head(const char *text)
{
	if (strncmp(text, HEAD, sizeof(HEAD) - 1) != 0)
		return NULL;
	text += sizeof(HEAD) - 1;
	if (strncmp(text, HEAD_FROM, sizeof(HEAD_FROM) - 1) == 0) {
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	return text;
}

/*
 * from: the operator's file that will include ours; "" when it is not one of theirs. snippet is taken over; NULL: as it is installed, if
 * it is wanted.
 */
static enum wb_status plan_file(const struct setup_exim *exim, const struct place *place, const char *from, char *snippet,
    struct setup_plan *plan, struct wb_error *error_r)
{
	char path[PATH_MAX];
	char *before = NULL, *after = NULL;
	const char *old_snippet = NULL;
	enum wb_status status;

	setup_exim_path(exim, place->file, path);
	status = setup_file_read(path, &before, error_r);
	if (status == WB_OK && place->part == SETUP_PART_RCPT) {
		old_snippet = skip_head(before);
		if (old_snippet != NULL && !setup_first_match(old_snippet))
			old_snippet = NULL;
	}
	/* Any other that is there may have been changed by somebody who knew why. */
	if (status == WB_NOT_FOUND || old_snippet != NULL)
		status = snippet == NULL ? read_snippet(exim, place, &snippet, error_r) : WB_OK;
	else
		goto out;
	if (status != WB_OK)
		goto out;
	/* Of the old file the head stays: --undo finds in it where it was included from. */
	if ((old_snippet != NULL ? asprintf(&after, "%.*s%s", (int)(old_snippet - before), before, snippet)
				 : asprintf(&after, HEAD "%s%s%s%s", from[0] != '\0' ? HEAD_FROM : "", from,
				       from[0] != '\0' ? "\n" : "", snippet)) < 0) {
		status = wb_fail(error_r, WB_NO_MEMORY, "out of memory");
		goto out;
	}
	status = add_change(plan, path, before, after, false, error_r);
	before = NULL; /* handed over */
out:
	free(snippet);
	free(before);
	return status;
}

static enum wb_status plan_block(struct setup_plan *plan, const char *path, const char *lines, struct wb_error *error_r)
{
	struct setup_change *change = find_change(plan, path);
	char *before = NULL, *after;
	enum wb_status status = WB_OK;

	if (change == NULL)
		status = setup_file_read(path, &before, error_r);
	if (status != WB_OK && status != WB_NOT_FOUND)
		return status;
	after = setup_block_add(change != NULL ? change->after : before, lines);
	if (after == NULL) {
		free(before);
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	}
	if (change == NULL)
		return add_change(plan, path, before, after, false, error_r);
	free(change->after);
	change->after = after;
	return WB_OK;
}

/* The line that a file includes ours with; it may be missing, so that nothing depends on the order of its removal. */
static void format_include(const struct setup_exim *exim, const struct place *place, char line[LINE_SIZE])
{
	snprintf(line, LINE_SIZE, ".include_if_exists %s%s", exim->root, place->file);
}

static void format_macro(const struct setup_exim *exim, const struct place *place, char line[LINE_SIZE])
{
	snprintf(line, LINE_SIZE, "%s = %s%s", setup_macro_names[place->macro], exim->root, place->file);
}

/* The file at path has the line? */
static enum wb_status find_line(const char *path, const char *line, bool *found_r, struct wb_error *error_r)
{
	char *text;
	const char *found;
	enum wb_status status = setup_file_read(path, &text, error_r);

	found = text == NULL ? NULL : strstr(text, line);
	*found_r = found != NULL && (found == text || found[-1] == '\n');
	free(text);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

__attribute__((format(printf, 2, 3))) static void leave_to_operator(struct setup_plan *plan, const char *format, ...)
{
	size_t length = strlen(plan->left);
	va_list args;

	va_start(args, format);
	vsnprintf(plan->left + length, sizeof(plan->left) - length, format, args);
	va_end(args);
}

/* lines: what is to be added to the file with the site's macros. */
static enum wb_status plan_by_macro(const struct setup_exim *exim, const struct place *place, struct wb_text *lines,
    struct setup_plan *plan, struct wb_error *error_r)
{
	const char *named = exim->named[place->macro];
	char file[PATH_MAX], line[LINE_SIZE];
	enum wb_status status;
	bool found;

	setup_exim_path(exim, place->file, file);
	if (named[0] == '\0') {
		format_macro(exim, place, line);
		wb_text_addf(lines, "%s%s", lines->length > 0 ? "\n" : "", line);
	}
	if (named[0] == '\0' || strcmp(named, file) == 0)
		return plan_file(exim, place, "", NULL, plan, error_r);

	/* A file of the operator's stays, and ours comes behind what is in it. */
	if (named[0] != '/')
		return wb_fail(error_r, WB_INVALID, "%s is \"%.200s\": expected the path of a file",
		    setup_macro_names[place->macro], named);
	format_include(exim, place, line);
	status = find_line(named, line, &found, error_r);
	if (status == WB_OK)
		status = plan_file(exim, place, named, NULL, plan, error_r);
	if (status == WB_OK && !found)
		status = plan_block(plan, named, line, error_r);
	return status;
}

/* macros: the file with the site's macros. config: what `exim -bP config` prints. */
static enum wb_status plan_by_macros_file(const struct setup_exim *exim, const struct place *place, const char *macros,
    const char *config, struct wb_text *lines, struct setup_plan *plan, struct wb_error *error_r)
{
	char line[LINE_SIZE], left[sizeof(plan->left)] = "";
	char *snippet, *rest;
	struct wb_text to_change;
	enum wb_status status = read_snippet(exim, place, &snippet, error_r);
	bool is_empty, found;

	if (status != WB_OK)
		return status;
	wb_text_open(&to_change, left, sizeof(left));
	rest = setup_option_leave_out(snippet, config, &is_empty, &to_change);
	free(snippet);
	if (rest == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	leave_to_operator(plan, "%s", left);
	if (is_empty) {
		free(rest);
		return WB_OK;
	}
	format_include(exim, place, line);
	status = plan_file(exim, place, "", rest, plan, error_r);
	if (status == WB_OK)
		status = find_line(macros, line, &found, error_r);
	if (status == WB_OK && !found)
		wb_text_addf(lines, "%s%s", lines->length > 0 ? "\n" : "", line);
	return status;
}

/* Takes those parts out that are there already, or cannot be placed here, and says so of the latter. */
static unsigned find_possible(const struct setup_exim *exim, unsigned parts, const char *config, struct setup_plan *plan)
{
	static const char by_hand[] = ": do by hand what acl-snippets/";
	char line[512] = "acl_smtp_rcpt =";

	if ((parts & SETUP_PART_DATA) != 0 && !exim->includes[SETUP_MACRO_DATA]) {
		leave_to_operator(plan, "Exim's configuration does not include %s any more%sdata.conf says\n",
		    setup_macro_names[SETUP_MACRO_DATA], by_hand);
		parts &= ~(unsigned)SETUP_PART_DATA;
	}
	if ((parts & SETUP_PART_DONE) == 0)
		return parts;
	/* However it has come there. */
	if (setup_option_find(config, "acl_smtp_rcpt", line, sizeof(line)) && strstr(line, "acl_whyblock_rcpt") != NULL)
		return parts & ~(unsigned)SETUP_PART_DONE;
	if (strcmp(line, "acl_smtp_rcpt = acl_check_rcpt") != 0 ||
	    setup_option_find(config, "acl_smtp_quit", line, sizeof(line)) ||
	    setup_option_find(config, "acl_smtp_notquit", line, sizeof(line)))
		leave_to_operator(plan, "\"%s\" is the site's own, and stays%sdone.conf says\n", line, by_hand);
	else if (!exim->includes[SETUP_MACRO_ACLS] || exim->named[SETUP_MACRO_ACLS][0] != '\0')
		leave_to_operator(plan, "%s is %s%sdone.conf says\n", setup_macro_names[SETUP_MACRO_ACLS],
		    exim->includes[SETUP_MACRO_ACLS] ? "the site's own" : "not in Exim's configuration any more", by_hand);
	else
		return parts;
	return parts & ~(unsigned)(SETUP_PART_DONE | SETUP_PART_TRAP);
}

enum wb_status setup_plan_apply(
    const struct setup_exim *exim, unsigned parts, struct setup_plan *plan, struct wb_error *error_r)
{
	char path[PATH_MAX], buffer[PLACES * LINE_SIZE];
	char *config = NULL;
	struct wb_text text, lines;
	enum wb_status status = WB_OK;

	wb_text_open(&text, plan->by_hand, sizeof(plan->by_hand));
	setup_exim_path(exim, BY_HAND, path);
	if (access(path, F_OK) == 0)
		wb_text_addf(&text, "%s is there, and Exim reads it instead of Debian's configuration", path);
	else if (!exim->includes[SETUP_MACRO_RCPT])
		wb_text_addf(&text, "Exim's configuration does not include %s any more", setup_macro_names[SETUP_MACRO_RCPT]);
	if (text.length > 0) {
		wb_text_addf(&text,
		    ": write these lines into its RCPT ACL yourself, as acl-snippets/rcpt.conf explains, "
		    "with the path of whyblock.so for FILE:");
		return WB_OK;
	}

	if (parts != SETUP_PART_RCPT) {
		status = setup_exim_read_config(exim, &config, error_r);
		if (status == WB_OK)
			parts = find_possible(exim, parts, config, plan);
	}
	setup_exim_path(exim, exim->is_split ? MACROS_SPLIT : MACROS_SINGLE, path);
	wb_text_open(&lines, buffer, sizeof(buffer));
	for (size_t i = 0; i < PLACES && status == WB_OK; i++) {
		const struct place *place = &places[i];

		if ((parts & place->part) == 0)
			continue;
		switch (place->way) {
		case BY_MACRO:
			status = plan_by_macro(exim, place, &lines, plan, error_r);
			break;
		case BY_MACROS_FILE:
			status = plan_by_macros_file(exim, place, path, config, &lines, plan, error_r);
			break;
		case BY_NAME:
			status = plan_file(exim, place, "", NULL, plan, error_r);
			break;
		}
	}
	free(config);
	if (status == WB_OK && lines.length > 0)
		status = plan_block(plan, path, buffer, error_r);
	return status;
}

/* ---- To undo --------------------------------------------------------------------------------------------------------- */

/*
 * Takes out of the file what any place has put there. is_included: Exim refuses a configuration that includes a file which is not there, so
 * it is removed late if at all.
 */
static enum wb_status plan_block_away(
    const struct setup_exim *exim, struct setup_plan *plan, const char *path, bool is_included, struct wb_error *error_r)
{
	char lines[2 * PLACES][LINE_SIZE];
	const char *starts[2 * PLACES];
	size_t count = 0;
	bool found, is_ours;
	char *before, *after;
	enum wb_status status;

	if (find_change(plan, path) != NULL)
		return WB_OK;
	status = setup_file_read(path, &before, error_r);
	if (status != WB_OK)
		return status == WB_NOT_FOUND ? WB_OK : status;
	for (size_t i = 0; i < PLACES; i++) {
		format_include(exim, &places[i], lines[count]);
		starts[count] = lines[count];
		count++;
		if (places[i].way != BY_MACRO)
			continue;
		format_macro(exim, &places[i], lines[count]);
		starts[count] = lines[count];
		count++;
	}
	after = setup_block_remove(before, starts, count, &found, &is_ours);
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

/* The operator's file that includes ours: where the macro led when ours was made, and where it leads now. */
static enum wb_status plan_include_away(
    const struct setup_exim *exim, const struct place *place, struct setup_plan *plan, struct wb_error *error_r)
{
	char path[PATH_MAX], from[PATH_MAX];
	char *text;
	const char *found;
	enum wb_status status;

	setup_exim_path(exim, place->file, path);
	status = setup_file_read(path, &text, error_r);
	if (status != WB_OK && status != WB_NOT_FOUND)
		return status;
	status = WB_OK;
	found = text == NULL ? NULL : strstr(text, "\n" HEAD_FROM);
	if (found != NULL) {
		found += sizeof("\n" HEAD_FROM) - 1;
		snprintf(from, sizeof(from), "%.*s", (int)strcspn(found, "\n"), found);
		status = plan_block_away(exim, plan, from, true, error_r);
	}
	free(text);
	if (status == WB_OK && exim->named[place->macro][0] == '/')
		status = plan_block_away(exim, plan, exim->named[place->macro], true, error_r);
	return status;
}

enum wb_status setup_plan_undo(const struct setup_exim *exim, struct setup_plan *plan, struct wb_error *error_r)
{
	static const char *const macro_files[] = { MACROS_SPLIT, MACROS_SINGLE };
	char path[PATH_MAX];
	char *text;
	enum wb_status status = WB_OK;

	for (size_t i = 0; i < PLACES && status == WB_OK; i++) {
		if (places[i].way == BY_MACRO)
			status = plan_include_away(exim, &places[i], plan, error_r);
	}
	for (size_t i = 0; i < sizeof(macro_files) / sizeof(macro_files[0]) && status == WB_OK; i++) {
		setup_exim_path(exim, macro_files[i], path);
		status = plan_block_away(exim, plan, path, false, error_r);
	}
	for (size_t i = 0; i < PLACES && status == WB_OK; i++) {
		setup_exim_path(exim, places[i].file, path);
		status = setup_file_read(path, &text, error_r);
		if (status == WB_NOT_FOUND) {
			status = WB_OK;
			continue;
		}
		if (status == WB_OK && skip_head(text) != NULL)
			status = add_change(plan, path, text, NULL, true, error_r);
		else
			free(text);
	}
	return status;
}
