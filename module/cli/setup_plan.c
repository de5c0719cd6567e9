/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* setup_plan.c - see setup_plan.h */
#include "cli/setup_plan.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/setup_file.h"
#include "cli/setup_first.h"
#include "cli/setup_hand.h"
#include "cli/setup_option.h"
#include "cli/setup_place.h"
#include "cli/setup_source.h"

struct setup_change *setup_plan_find(struct setup_plan *plan, const char *path)
{
	for (size_t i = 0; i < plan->count; i++) {
		if (strcmp(plan->changes[i].path, path) == 0)
			return &plan->changes[i];
	}
	return NULL;
}

enum wb_status setup_plan_add(
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
	free(plan->lines);
	plan->lines = NULL;
}

/*
 * from: the operator's file that will include ours; "" when it is not one of theirs. snippet is taken over; NULL: as it is installed, if
 * it is wanted.
 */
static enum wb_status plan_file(const struct setup_exim *exim, const struct setup_place *place, const char *from, char *snippet,
    struct setup_plan *plan, struct wb_error *error_r)
{
	char *before = NULL, *after = NULL;
	const char *old_snippet = NULL;
	enum wb_status status = setup_file_read(place->file, &before, error_r);

	if (status == WB_OK && place->part == SETUP_PART_RCPT) {
		old_snippet = setup_place_skip_head(before);
		if (old_snippet != NULL && !setup_first_match(old_snippet))
			old_snippet = NULL;
	}
	/* Any other that is there may have been changed by somebody who knew why. */
	if (status == WB_NOT_FOUND || old_snippet != NULL)
		status =
		    snippet == NULL ? setup_place_read_snippet(place->snippet, exim->is_elsewhere, &snippet, error_r) : WB_OK;
	else
		goto out;
	if (status != WB_OK)
		goto out;
	/* Of the old file the head stays: --undo finds in it where it was included from. */
	if ((old_snippet != NULL ? asprintf(&after, "%.*s%s", (int)(old_snippet - before), before, snippet)
				 : asprintf(&after, SETUP_HEAD "%s%s%s%s", from[0] != '\0' ? SETUP_HEAD_FROM : "", from,
				       from[0] != '\0' ? "\n" : "", snippet)) < 0) {
		status = wb_fail(error_r, WB_NO_MEMORY, "out of memory");
		goto out;
	}
	status = setup_plan_add(plan, place->file, before, after, false, error_r);
	before = NULL; /* handed over */
out:
	free(snippet);
	free(before);
	return status;
}

static enum wb_status plan_block(struct setup_plan *plan, const char *path, const char *lines, struct wb_error *error_r)
{
	struct setup_change *change = setup_plan_find(plan, path);
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
		return setup_plan_add(plan, path, before, after, false, error_r);
	free(change->after);
	change->after = after;
	return WB_OK;
}

/* The file at path has the line? end_r: as setup_hand_find_end() says. */
static enum wb_status find_line(const char *path, const char *line, bool *found_r, size_t *end_r, struct wb_error *error_r)
{
	char *text;
	const char *found;
	enum wb_status status = setup_file_read(path, &text, error_r);

	found = text == NULL ? NULL : strstr(text, line);
	*found_r = found != NULL && (found == text || found[-1] == '\n');
	*end_r = text == NULL ? 0 : setup_hand_find_end(text);
	free(text);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

void setup_plan_leave(struct setup_plan *plan, const char *format, ...)
{
	size_t length = strlen(plan->left);
	va_list args;

	va_start(args, format);
	vsnprintf(plan->left + length, sizeof(plan->left) - length, format, args);
	va_end(args);
}

/* lines: what is to be added to the file with the site's macros. */
static enum wb_status plan_by_macro(const struct setup_exim *exim, const struct setup_place *place, struct wb_text *lines,
    struct setup_plan *plan, struct wb_error *error_r)
{
	const char *named = exim->named[place->macro];
	char line[SETUP_LINE_SIZE];
	enum wb_status status;
	size_t end;
	bool found;

	if (named[0] == '\0') {
		setup_place_format_macro(place, line);
		wb_text_addf(lines, "%s%s", lines->length > 0 ? "\n" : "", line);
	}
	if (named[0] == '\0' || strcmp(named, place->file) == 0)
		return plan_file(exim, place, "", NULL, plan, error_r);

	/* A file of the operator's stays, and ours comes behind what is in it. */
	if (named[0] != '/')
		return wb_fail(error_r, WB_INVALID, "%s is \"%.200s\": expected the path of a file",
		    setup_macro_names[place->macro], named);
	setup_place_format_include(place, line);
	status = find_line(named, line, &found, &end, error_r);
	if (place->part == SETUP_PART_RCPT)
		plan->end_line = end;
	if (status == WB_OK)
		status = plan_file(exim, place, named, NULL, plan, error_r);
	if (status == WB_OK && !found)
		status = plan_block(plan, named, line, error_r);
	return status;
}

/* macros: the file with the site's macros. config: what `exim -bP config` prints. */
static enum wb_status plan_by_macros_file(const struct setup_exim *exim, const struct setup_place *place, const char *macros,
    const char *config, struct wb_text *lines, struct setup_plan *plan, struct wb_error *error_r)
{
	char line[SETUP_LINE_SIZE], left[sizeof(plan->left)] = "";
	char *snippet, *rest;
	struct wb_text to_change;
	enum wb_status status = setup_place_read_snippet(place->snippet, exim->is_elsewhere, &snippet, error_r);
	bool is_empty, found;
	size_t end;

	if (status != WB_OK)
		return status;
	wb_text_open(&to_change, left, sizeof(left));
	rest = setup_option_leave_out(snippet, config, &is_empty, &to_change);
	free(snippet);
	if (rest == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	setup_plan_leave(plan, "%s", left);
	if (is_empty) {
		free(rest);
		return WB_OK;
	}
	setup_place_format_include(place, line);
	status = plan_file(exim, place, "", rest, plan, error_r);
	if (status == WB_OK)
		status = find_line(macros, line, &found, &end, error_r);
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
		setup_plan_leave(plan, "Exim's configuration does not include %s any more%sdata.conf says\n",
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
		setup_plan_leave(plan, "\"%s\" is the site's own, and stays%sdone.conf says\n", line, by_hand);
	else if (!exim->includes[SETUP_MACRO_ACLS] || exim->named[SETUP_MACRO_ACLS][0] != '\0')
		setup_plan_leave(plan, "%s is %s%sdone.conf says\n", setup_macro_names[SETUP_MACRO_ACLS],
		    exim->includes[SETUP_MACRO_ACLS] ? "the site's own" : "not in Exim's configuration any more", by_hand);
	else
		return parts;
	return parts & ~(unsigned)(SETUP_PART_DONE | SETUP_PART_TRAP);
}

/*
 * What an operator has written by hand works as well: nothing is put beside it, but a file of the first version's is still replaced.
 */
static unsigned find_written(const struct setup_exim *exim, unsigned parts, const char *config, struct setup_plan *plan,
    enum wb_status *status_r, struct wb_error *error_r)
{
	if (setup_hand_has_line(config, "acl_smtp_rcpt")) {
		if (access(setup_places[0].file, F_OK) == 0)
			*status_r = plan_file(exim, &setup_places[0], "", NULL, plan, error_r);
		parts &= ~(unsigned)SETUP_PART_RCPT;
	}
	if (setup_hand_has_line(config, "acl_smtp_data"))
		plan->has_data_line = true;
	return parts;
}

/* Why the line cannot be put where Debian has a place for it; "" when it can. With the very lines, and where they belong. */
static enum wb_status find_by_hand(
    const struct setup_exim *exim, const char *config, struct setup_plan *plan, struct wb_error *error_r)
{
	static const char split[] = SETUP_FOLDER "conf.d/acl/30_exim4-config_check_rcpt";
	bool is_own = access(SETUP_BY_HAND, F_OK) == 0;
	const char *file = is_own ? SETUP_BY_HAND : exim->is_split ? split : SETUP_TEMPLATE;
	char acl[PATH_MAX] = "";
	struct wb_text text;

	if (!is_own && exim->includes[SETUP_MACRO_RCPT])
		return WB_OK;
	setup_hand_find_acl(file, config, "acl_smtp_rcpt", acl, sizeof(acl));
	wb_text_open(&text, plan->by_hand, sizeof(plan->by_hand));
	if (is_own)
		wb_text_addf(&text, SETUP_BY_HAND " is there, and Exim reads it instead of Debian's configuration");
	else
		wb_text_addf(&text, "Exim's configuration does not include %s any more", setup_macro_names[SETUP_MACRO_RCPT]);
	wb_text_addf(&text, ": write these lines into the RCPT ACL of %s yourself%s, then reload Exim:", file,
	    acl[0] != '\0' ? acl : ", before its last accept");
	return setup_place_read_snippet("rcpt.conf", exim->is_elsewhere, &plan->lines, error_r);
}

enum wb_status setup_plan_apply(
    const struct setup_exim *exim, const char *config, unsigned parts, struct setup_plan *plan, struct wb_error *error_r)
{
	const char *macros = exim->is_split ? SETUP_MACROS_SPLIT : SETUP_MACROS_SINGLE;
	char buffer[SETUP_PLACES * SETUP_LINE_SIZE];
	struct wb_text lines;
	enum wb_status status = WB_OK;

	parts = find_written(exim, parts, config, plan, &status, error_r);
	if (status == WB_OK && (parts & SETUP_PART_RCPT) != 0)
		status = find_by_hand(exim, config, plan, error_r);
	if (status != WB_OK || plan->by_hand[0] != '\0')
		return status;
	if ((parts & ~(unsigned)SETUP_PART_RCPT) != 0)
		parts = find_possible(exim, parts, config, plan);
	wb_text_open(&lines, buffer, sizeof(buffer));
	for (size_t i = 0; i < SETUP_PLACES && status == WB_OK; i++) {
		const struct setup_place *place = &setup_places[i];

		if ((parts & place->part) == 0 || (plan->has_data_line && place->macro == SETUP_MACRO_DATA))
			continue;
		switch (place->way) {
		case SETUP_BY_MACRO:
			status = plan_by_macro(exim, place, &lines, plan, error_r);
			break;
		case SETUP_BY_MACROS_FILE:
			status = plan_by_macros_file(exim, place, macros, config, &lines, plan, error_r);
			break;
		case SETUP_BY_NAME:
			status = plan_file(exim, place, "", NULL, plan, error_r);
			break;
		}
	}
	if (status == WB_OK && lines.length > 0)
		status = plan_block(plan, macros, buffer, error_r);
	return status;
}

enum wb_status setup_plan_other(
    const struct exim_probe *probe, bool is_elsewhere, struct setup_plan *plan, struct wb_error *error_r)
{
	char answer[PATH_MAX], acl[PATH_MAX];
	char *config;
	enum wb_status status = exim_probe_config(probe, &config, error_r);

	if (status == WB_OK && !setup_hand_has_line(config, "acl_smtp_rcpt")) {
		status = exim_probe_ask(probe, "-bP", "config_file", NULL, answer, sizeof(answer), error_r);
		answer[strcspn(answer, "\n")] = '\0';
		setup_hand_find_acl(answer, config, "acl_smtp_rcpt", acl, sizeof(acl));
		snprintf(plan->by_hand, sizeof(plan->by_hand),
		    "this Exim's configuration is not Debian's: write these lines into the RCPT ACL of %.400s yourself%.400s, then reload Exim:",
		    answer, acl[0] != '\0' ? acl : ", before its last accept");
		if (status == WB_OK)
			status = setup_place_read_snippet("rcpt.conf", is_elsewhere, &plan->lines, error_r);
	}
	free(config);
	return status;
}
