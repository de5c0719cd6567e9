/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* print_status.c - see print_status.h */
#include "cli/print_status.h"

#include <stdio.h>
#include <string.h>

#include "base/rows.h"
#include "cli/print_json.h"
#include "cli/print_wrapped.h"
#include "cli/screen.h"

#define INDENT 18 /* of the text: "FAULT references  " */

WB_ROWS_BEGIN(states);
static const struct {
	const char *shown, *name;
	enum cli_colour colour;
} states[STATUS_STATES] = {
	WB_ROW(STATUS_GOOD) = { "good", "good", CLI_GREEN },
	WB_ROW(STATUS_NOTE) = { "note", "note", CLI_YELLOW },
	WB_ROW(STATUS_FAULT) = { "FAULT", "fault", CLI_RED },
};
WB_ROWS_END(states, STATUS_STATES);

static void print_finding(const struct status_finding *finding)
{
	bool is_command = strncmp(finding->help, "edit ", 5) != 0;

	printf("%s%-5s%s %-*s", cli_screen_begin(states[finding->state].colour), states[finding->state].shown,
	    cli_screen_end(states[finding->state].colour), INDENT - 6, status_part_at(finding->part)->name);
	cli_print_wrapped(finding->text, INDENT, "");
	if (finding->help[0] == '\0')
		return;
	printf("%*s", INDENT, "do: ");
	/* A long one can still be pasted into a shell. */
	cli_print_wrapped(finding->help, INDENT, is_command ? " \\" : "");
}

static void print_json(const struct status *status, size_t faults)
{
	json_object *object = json_object_new_object(), *rows = json_object_new_array();

	for (size_t part = 0; status_part_at(part) != NULL; part++) {
		for (size_t i = 0; i < status->count; i++) {
			const struct status_finding *finding = &status->findings[i];
			json_object *row;

			if (finding->part != part)
				continue;
			row = json_object_new_object();
			json_object_object_add(row, "part", json_object_new_string(status_part_at(part)->name));
			json_object_object_add(row, "state", json_object_new_string(states[finding->state].name));
			json_object_object_add(row, "text", json_object_new_string(finding->text));
			json_object_object_add(row, "do", cli_json_text(finding->help));
			json_object_array_add(rows, row);
		}
	}
	json_object_object_add(object, "good", json_object_new_boolean(faults == 0));
	json_object_object_add(object, "faults", json_object_new_int64((int64_t)faults));
	json_object_object_add(object, "version", json_object_new_string(WB_VERSION));
	json_object_object_add(object, "time", cli_json_time(status->cli->now_s));
	json_object_object_add(object, "findings", rows);
	cli_json_print_pretty(object);
}

enum cli_exit cli_print_status(const struct status *status)
{
	size_t faults = status->left_out;

	for (size_t i = 0; i < status->count; i++)
		faults += status->findings[i].state == STATUS_FAULT;
	if (status->cli->json) {
		print_json(status, faults);
		return faults == 0 ? CLI_DONE : CLI_NO;
	}
	if (faults == 0)
		puts("good");
	else
		printf("%zu fault%s\n", faults, faults == 1 ? "" : "s");
	/* Faults first: the screen may end before the rest does. */
	for (int state = STATUS_FAULT; state >= STATUS_GOOD; state--) {
		for (size_t part = 0; status_part_at(part) != NULL; part++) {
			for (size_t i = 0; i < status->count; i++) {
				if ((int)status->findings[i].state == state && status->findings[i].part == part)
					print_finding(&status->findings[i]);
			}
		}
	}
	return faults == 0 ? CLI_DONE : CLI_NO;
}
