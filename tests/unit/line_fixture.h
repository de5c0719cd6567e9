/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * line_fixture.h - a listener for the tests of what reads files: it writes down what it is told.
 */
#ifndef WB_LINE_FIXTURE_H
#define WB_LINE_FIXTURE_H

#include "desk/line_reader.h"
#include "unit.h"

struct heard {
	char faults[4096]; /* "3 bad WHY|7 guarded WHY|" */
	size_t progresses;
	unsigned long lines; /* at the end; 0 before */
	struct wb_line_listener listener;
};

static inline void hear_fault(void *context, const char *path, unsigned long line, enum wb_line_fault fault, const char *why)
{
	static const char *const names[WB_LINE_FAULTS] = { "bad", "guarded", "noted" };
	struct heard *heard = context;
	size_t length = strlen(heard->faults);

	assert_non_null(path);
	snprintf(heard->faults + length, sizeof(heard->faults) - length, "%lu %s %s|", line, names[fault], why);
}

static inline void hear_progress(void *context, const char *path, unsigned long lines, enum wb_line_progress progress)
{
	struct heard *heard = context;

	assert_non_null(path);
	assert_int_equal(heard->lines, 0);
	heard->progresses += progress == WB_LINE_PROGRESS_ON;
	if (progress == WB_LINE_PROGRESS_END)
		heard->lines = lines;
}

static inline const struct wb_line_listener *listen(struct heard *heard)
{
	memset(heard, 0, sizeof(*heard));
	heard->listener = (struct wb_line_listener){ hear_fault, hear_progress, heard };
	return &heard->listener;
}

#endif
