/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* log_reader.c - see log_reader.h */
#include "desk/log_reader.h"

#include <string.h>

void wb_log_reader_open(struct wb_log_reader *reader, int64_t now_s)
{
	memset(reader, 0, sizeof(*reader));
	reader->now_s = now_s;
}

void wb_log_reader_begin(struct wb_log_reader *reader)
{
	reader->form = WB_LOG_UNKNOWN;
}

/* False: it has none, or not the log's. So what a stranger brings into a log of one form cannot pass for a line of another one. */
static bool has_form(struct wb_log_reader *reader, enum wb_log_form form)
{
	if (reader->form == WB_LOG_UNKNOWN)
		reader->form = form;
	reader->unknown += form == WB_LOG_UNKNOWN || form != reader->form;
	return form != WB_LOG_UNKNOWN && form == reader->form;
}

/* mktime is slow, and the lines of one minute follow each other. */
static int64_t find_time(struct wb_log_reader *reader)
{
	struct wb_log_line *line = &reader->line, *minute = &reader->minute;

	if (strncmp(line->stamp, minute->stamp, strlen("2026-11-22 00:54")) != 0 || line->offset_s != minute->offset_s) {
		memcpy(minute->stamp, line->stamp, sizeof(minute->stamp));
		minute->stamp[17] = minute->stamp[18] = '0';
		minute->offset_s = line->offset_s;
		reader->minute_s = wb_log_line_time_s(minute);
	}
	return reader->minute_s + 10 * (line->stamp[17] - '0') + (line->stamp[18] - '0');
}

/* Of what log_field.h can have written. */
static bool read_verdict(struct wb_log_reader *reader)
{
	const char *action = wb_log_line_get(&reader->line, "action"), *mode = wb_log_line_get(&reader->line, "mode");

	reader->action = WB_OFF;
	reader->is_monitored = mode != NULL;
	return action != NULL &&
	    (strcmp(action, "accept") == 0 || (wb_action_parse(action, &reader->action) && reader->action != WB_OFF)) &&
	    (mode == NULL || strcmp(mode, "monitor") == 0);
}

enum wb_log_found wb_log_reader_take(struct wb_log_reader *reader, const char *text, size_t length, enum wb_log_whole is_whole)
{
	enum wb_log_form form;
	enum wb_status status = wb_log_form_parse(text, length, reader->now_s, &reader->line, &form);

	reader->lines++;
	if (!has_form(reader, form) || status == WB_NOT_FOUND)
		return WB_LOG_OTHER;
	reader->time_s = find_time(reader);
	/* A time that is none: what it would be of, and when it would go, nobody knows. */
	if (reader->minute_s <= 0)
		return WB_LOG_UNREADABLE;
	return status == WB_OK && is_whole == WB_LOG_WHOLE && read_verdict(reader) ? WB_LOG_VERDICT : WB_LOG_UNREADABLE;
}
