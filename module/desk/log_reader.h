/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * log_reader.h - goes through the lines of logs and finds the verdicts in them: what statistics, import and replay have in common.
 */
#ifndef WB_LOG_READER_H
#define WB_LOG_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "desk/log_form.h"
#include "verdict/category.h"

enum wb_log_whole {
	WB_LOG_WHOLE,
	WB_LOG_CUT, /* only its beginning is there: one of ours cannot be read then */
};

enum wb_log_found {
	WB_LOG_OTHER,      /* a line of somebody else, or in another form than the log's */
	WB_LOG_UNREADABLE, /* one of ours that cannot be read; its time is known */
	WB_LOG_VERDICT,
};

struct wb_log_reader {
	uint64_t lines; /* that were read */
	uint64_t
	    unknown;   /* of them, those in no form that is known, or in another one than the log's first line that has one */
	int64_t now_s; /* Unix time, see log_form.h */
	enum wb_log_form form;     /* of the log at hand; WB_LOG_UNKNOWN: no line has said it yet */
	int64_t time_s;            /* Unix time of the line at hand, where it is one of ours */
	enum wb_action action;     /* of the verdict at hand; WB_OFF: it accepts */
	bool is_monitored;         /* it was only logged */
	struct wb_log_line line;   /* at hand */
	struct wb_log_line minute; /* whose time was computed last */
	int64_t minute_s;
};

/* Limits: it points into itself: it cannot be copied. */
void wb_log_reader_open(struct wb_log_reader *reader, int64_t now_s);

/* Before the first line of each log: its form is its own. */
void wb_log_reader_begin(struct wb_log_reader *reader);

/* One line of the log, ours or not, without its line break; may hold anything. */
enum wb_log_found wb_log_reader_take(struct wb_log_reader *reader, const char *text, size_t length, enum wb_log_whole is_whole);

#endif
