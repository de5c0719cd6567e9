/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* setup_undo.c - see setup_plan.h */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/setup_file.h"
#include "cli/setup_hand.h"
#include "cli/setup_place.h"
#include "cli/setup_plan.h"
#include "cli/setup_source.h"

/*
 * Takes out of the file what any place has put there. is_included: Exim refuses a configuration that includes a file which is not there, so
 * it is removed late if at all.
 */
static enum wb_status plan_block_away(struct setup_plan *plan, const char *path, bool is_included, struct wb_error *error_r)
{
	char lines[2 * SETUP_PLACES][SETUP_LINE_SIZE];
	const char *starts[2 * SETUP_PLACES];
	size_t count = 0;
	bool found, is_ours;
	char *before, *after;
	enum wb_status status;

	if (setup_plan_find(plan, path) != NULL)
		return WB_OK;
	status = setup_file_read(path, &before, error_r);
	if (status != WB_OK)
		return status == WB_NOT_FOUND ? WB_OK : status;
	for (size_t i = 0; i < SETUP_PLACES; i++) {
		setup_place_format_include(&setup_places[i], lines[count]);
		starts[count] = lines[count];
		count++;
		if (setup_places[i].way != SETUP_BY_MACRO)
			continue;
		setup_place_format_macro(&setup_places[i], lines[count]);
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
	status = setup_plan_add(plan, path, before, after, false, error_r);
	if (status == WB_OK && is_ours && is_included)
		status = setup_plan_add(plan, path, strdup(""), NULL, true, error_r);
	return status;
}

/* The operator's file that includes ours: where the macro led when ours was made, and where it leads now. */
static enum wb_status plan_include_away(
    const struct setup_exim *exim, const struct setup_place *place, struct setup_plan *plan, struct wb_error *error_r)
{
	char from[PATH_MAX];
	char *text;
	const char *found;
	enum wb_status status = setup_file_read(place->file, &text, error_r);

	if (status != WB_OK && status != WB_NOT_FOUND)
		return status;
	status = WB_OK;
	found = text == NULL ? NULL : strstr(text, "\n" SETUP_HEAD_FROM);
	if (found != NULL) {
		found += sizeof("\n" SETUP_HEAD_FROM) - 1;
		snprintf(from, sizeof(from), "%.*s", (int)strcspn(found, "\n"), found);
		status = plan_block_away(plan, from, true, error_r);
	}
	free(text);
	if (status == WB_OK && exim->named[place->macro][0] == '/')
		status = plan_block_away(plan, exim->named[place->macro], true, error_r);
	return status;
}

enum wb_status setup_plan_undo(const struct setup_exim *exim, struct setup_plan *plan, struct wb_error *error_r)
{
	static const char *const macro_files[] = { SETUP_MACROS_SPLIT, SETUP_MACROS_SINGLE };
	char *text;
	enum wb_status status = WB_OK;

	for (size_t i = 0; i < SETUP_PLACES && status == WB_OK; i++) {
		if (setup_places[i].way == SETUP_BY_MACRO)
			status = plan_include_away(exim, &setup_places[i], plan, error_r);
	}
	for (size_t i = 0; i < sizeof(macro_files) / sizeof(macro_files[0]) && status == WB_OK; i++)
		status = plan_block_away(plan, macro_files[i], false, error_r);
	for (size_t i = 0; i < SETUP_PLACES && status == WB_OK; i++) {
		status = setup_file_read(setup_places[i].file, &text, error_r);
		if (status == WB_NOT_FOUND) {
			status = WB_OK;
			continue;
		}
		if (status == WB_OK && setup_place_skip_head(text) != NULL)
			status = setup_plan_add(plan, setup_places[i].file, text, NULL, true, error_r);
		else
			free(text);
	}
	return status == WB_OK ? setup_hand_plan_undo(exim, plan, error_r) : status;
}
