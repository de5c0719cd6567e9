/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* status_accuracy.c - sources that were wrong too often for the floor of a category */
#include "cli/status_part.h"
#include "desk/accuracy.h"
#include "verdict/lowered_file.h"

static bool has_floor(const struct wb_policy *policy)
{
	for (size_t i = 0; i < policy->category_count; i++) {
		if (policy->categories[i].floor_milli > 0)
			return true;
	}
	return false;
}

static void add_source(struct status *status, const struct wb_accuracy_row *row, const struct wb_category *category)
{
	char floor[16];
	struct wb_text text;

	wb_text_open(&text, floor, sizeof(floor));
	wb_text_add_milli(&text, category->floor_milli);
	status_add(status, STATUS_NOTE, status_command(status, "accuracy").text,
	    "%.100s was wrong about %llu of %llu hosts, below the floor of %s for %s: it rejects nobody alone until it recovers",
	    row->source, (unsigned long long)row->wrong, (unsigned long long)row->hosts, floor, category->id);
}

void status_look_accuracy(struct status *status)
{
	static struct wb_lowered lowered; /* pages that need not be of the stack */
	const struct wb_policy *policy;
	struct wb_accuracy accuracy;
	struct wb_error error;

	if (status->config == NULL || !has_floor(&status->config->policy))
		return;
	policy = &status->config->policy;
	if (wb_lowered_read(status->store, &lowered, &error) == WB_UNAVAILABLE)
		status_add(status, STATUS_FAULT, "systemctl restart whyblock-agent",
		    "no source but your own listings rejects anybody alone in a category with a floor: %s", error.text);
	if (wb_accuracy_count(status->store, status->cli->now_s - WB_ACCURACY_WINDOW_S, &accuracy, &error) != WB_OK)
		status_add(status, STATUS_FAULT, status_command(status, "verify").text, "%s", error.text);
	for (size_t c = 0; c < policy->category_count; c++) {
		for (size_t i = 0; i < accuracy.count; i++) {
			if (!lowered.is_unknown && wb_lowered_has(&lowered, policy->categories[c].id, accuracy.rows[i].source))
				add_source(status, &accuracy.rows[i], &policy->categories[c]);
		}
	}
	if (!status_has(status, STATUS_NOTE))
		status_add(status, STATUS_GOOD, "", "no source is below the floor of its category");
	wb_accuracy_close(&accuracy);
}
