/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* log_form.c - see log_form.h */
#include "desk/log_form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <json-c/json.h>

#define AHEAD_S 3600     /* that a clock may be */
#define JSON_DEPTH_MAX 4 /* a journal's object holds texts, and lists of them or of bytes */

/* A run of what is no space, of at least one byte, and the space behind it. */
static bool skip_word(struct wb_log_rest *rest)
{
	const char *start = rest->at;

	while (rest->at < rest->end && *rest->at != ' ')
		rest->at++;
	return rest->at > start && wb_log_skip(rest, " ");
}

static void put_time(int64_t time_s, struct wb_log_line *logline_r)
{
	time_t time = (time_t)time_s;
	struct tm tm;

	/* Of a year that has not four digits there is no stamp; the one that is put is of no time (log_reader.c). */
	if (time_s <= 0 || gmtime_r(&time, &tm) == NULL ||
	    strftime(logline_r->stamp, sizeof(logline_r->stamp), "%Y-%m-%d %H:%M:%S", &tm) == 0)
		snprintf(logline_r->stamp, sizeof(logline_r->stamp), "0000-01-01 00:00:00");
	logline_r->offset_s = 0;
}

/* "Nov 22 00:54:17 ", RFC 3164: the year is the one that is missing. */
static bool read_short_stamp(struct wb_log_rest *rest, int64_t now_s, struct wb_log_line *logline_r)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
		"Dec" };
	struct wb_log_rest ahead = *rest, digits;
	char whole[WB_LOG_STAMP_SIZE + 8];
	time_t until = (time_t)now_s + AHEAD_S;
	struct tm tm;
	int month = 0, day;

	while (month < 12 && !wb_log_skip(&ahead, months[month]))
		month++;
	if (month == 12 || !wb_log_skip(&ahead, " ") || localtime_r(&until, &tm) == NULL)
		return false;
	digits = ahead;
	if (wb_log_skip(&ahead, " 0 "))
		day = digits.at[1] - '0';
	else if (wb_log_skip(&ahead, "00 "))
		day = wb_log_two_digits(digits.at);
	else
		return false;
	if (rest->end - ahead.at < 9 || ahead.at[8] != ' ')
		return false;
	if (month > tm.tm_mon || (month == tm.tm_mon && day > tm.tm_mday))
		tm.tm_year--;
	snprintf(whole, sizeof(whole), "%04d-%02d-%02d %.8s", (1900 + tm.tm_year) % 10000, month + 1, day, ahead.at);
	digits = (struct wb_log_rest){ whole, whole + strlen(whole) };
	if (!wb_log_read_stamp(&digits, " ", logline_r->stamp))
		return false;
	rest->at = ahead.at + 9;
	return true;
}

/* "2026-11-22T00:54:17.123456+01:00 " */
static bool read_iso_stamp(struct wb_log_rest *rest, struct wb_log_line *logline_r)
{
	struct wb_log_rest ahead = *rest;

	if (!wb_log_read_stamp(&ahead, "T", logline_r->stamp))
		return false;
	if (wb_log_skip(&ahead, ".")) {
		while (wb_log_skip(&ahead, "0"))
			;
	}
	if (!wb_log_read_offset(&ahead, &logline_r->offset_s) || !wb_log_skip(&ahead, " "))
		return false;
	*rest = ahead;
	return true;
}

/* "Sun 2026-11-22 00:54:17 CET ", journalctl's short-full; another zone than UTC is taken for this machine's. */
static bool read_full_stamp(struct wb_log_rest *rest, struct wb_log_line *logline_r)
{
	struct wb_log_rest ahead = *rest;

	if (!wb_log_skip(&ahead, "aaa ") || !wb_log_read_stamp(&ahead, " ", logline_r->stamp))
		return false;
	if (wb_log_skip(&ahead, " UTC "))
		logline_r->offset_s = 0;
	else if (!wb_log_skip(&ahead, " ") || !skip_word(&ahead))
		return false;
	*rest = ahead;
	return true;
}

/* "1795308857.123456 ", journalctl's short-unix. */
static bool read_unix_stamp(struct wb_log_rest *rest, struct wb_log_line *logline_r)
{
	struct wb_log_rest ahead = *rest;

	if (!wb_log_skip(&ahead, "0000000000.000000 "))
		return false;
	put_time(strtoll(rest->at, NULL, 10), logline_r);
	*rest = ahead;
	return true;
}

/* "mx exim[12]: ". False: it is no line of syslog's. is_exim_r: whether a program of that name wrote it. */
static bool read_program(struct wb_log_rest *rest, bool *is_exim_r)
{
	static const char name[] = "exim";
	const char *program;

	*is_exim_r = false;
	if (!skip_word(rest))
		return false;
	program = rest->at;
	while (rest->at < rest->end && *rest->at != ' ' && *rest->at != ':' && *rest->at != '[')
		rest->at++;
	if (rest->at == program)
		return false;
	*is_exim_r = (size_t)(rest->at - program) >= strlen(name) && strncmp(program, name, strlen(name)) == 0;
	if (wb_log_skip(rest, "[")) {
		while (wb_log_skip(rest, "0"))
			;
		*is_exim_r = wb_log_skip(rest, "]") && *is_exim_r;
	}
	*is_exim_r = wb_log_skip(rest, ": ") && *is_exim_r;
	return true;
}

/* "<22>1 2026-11-22T00:54:17.123Z mx exim 12 - - ", RFC 5424 section 6; one with structured data is another program's. */
static bool read_rfc5424(struct wb_log_rest *rest, struct wb_log_line *logline_r, bool *is_exim_r)
{
	struct wb_log_rest ahead = *rest, program;

	if (!wb_log_skip(&ahead, "<"))
		return false;
	while (wb_log_skip(&ahead, "0"))
		;
	if (!wb_log_skip(&ahead, ">1 ") || !read_iso_stamp(&ahead, logline_r) || !skip_word(&ahead))
		return false;
	program = ahead;
	*is_exim_r = wb_log_skip(&program, "exim") && skip_word(&ahead) && skip_word(&ahead) && skip_word(&ahead) &&
	    wb_log_skip(&ahead, "- ");
	*rest = ahead;
	return true;
}

/* "[1/2] ": Exim divides what is longer than syslog takes. False: it is a further part. */
static bool read_part(struct wb_log_rest *rest, bool *was_cut_r)
{
	struct wb_log_rest ahead = *rest;
	const char *number = ahead.at + 1;

	*was_cut_r = false;
	if (!wb_log_skip(&ahead, "["))
		return true;
	while (wb_log_skip(&ahead, "0"))
		;
	if (ahead.at == number || (!wb_log_skip(&ahead, "/0") && !wb_log_skip(&ahead, "\\0")))
		return true;
	while (wb_log_skip(&ahead, "0"))
		;
	if (!wb_log_skip(&ahead, "] "))
		return true;
	*was_cut_r = true;
	*rest = ahead;
	return number[0] == '1' && !wb_log_is_digit(number[1]);
}

/* The text of one of Exim's lines, as syslog or the journal has it. */
static enum wb_status parse_kept(struct wb_log_rest rest, struct wb_log_line *logline_r)
{
	bool was_cut;

	if (!read_part(&rest, &was_cut))
		return WB_NOT_FOUND;
	return wb_log_line_parse_text(rest.at, (size_t)(rest.end - rest.at), was_cut, logline_r);
}

static const char *text_of(const struct json_object *object, const char *key)
{
	struct json_object *value;

	return json_object_object_get_ex(object, key, &value) && json_object_is_type(value, json_type_string)
	    ? json_object_get_string(value)
	    : "";
}

static enum wb_status parse_object(const struct json_object *object, struct wb_log_line *logline_r, enum wb_log_form *form_r)
{
	const char *message = text_of(object, "MESSAGE"), *time = text_of(object, "__REALTIME_TIMESTAMP");

	if (time[0] == '\0')
		return WB_NOT_FOUND;
	*form_r = WB_LOG_JOURNAL;
	put_time(strtoll(time, NULL, 10) / 1000000, logline_r);
	if (strncmp(text_of(object, "SYSLOG_IDENTIFIER"), "exim", 4) != 0)
		return WB_NOT_FOUND;
	return parse_kept((struct wb_log_rest){ message, message + strlen(message) }, logline_r);
}

static enum wb_status parse_json(const char *line, size_t length, struct wb_log_line *logline_r, enum wb_log_form *form_r)
{
	struct json_tokener *tokener = json_tokener_new_ex(JSON_DEPTH_MAX);
	struct json_object *object =
	    tokener != NULL && length <= INT32_MAX ? json_tokener_parse_ex(tokener, line, (int)length) : NULL;
	enum wb_status status = WB_NOT_FOUND;

	if (object != NULL && json_object_is_type(object, json_type_object))
		status = parse_object(object, logline_r, form_r);
	json_object_put(object);
	if (tokener != NULL)
		json_tokener_free(tokener);
	return status;
}

enum wb_status wb_log_form_parse(
    const char *line, size_t length, int64_t now_s, struct wb_log_line *logline_r, enum wb_log_form *form_r)
{
	struct wb_log_rest rest = { line, line + length };
	bool is_exim = false, is_syslog;

	*form_r = WB_LOG_UNKNOWN;
	if (length > 0 && line[0] == '{')
		return parse_json(line, length, logline_r, form_r);
	if (wb_log_line_read_head(line, length, logline_r) > 0) {
		*form_r = WB_LOG_EXIM;
		return wb_log_line_parse(line, length, logline_r);
	}
	logline_r->offset_s = WB_LOG_LINE_NO_OFFSET;
	is_syslog = read_rfc5424(&rest, logline_r, &is_exim) ||
	    ((read_short_stamp(&rest, now_s, logline_r) || read_iso_stamp(&rest, logline_r) ||
		 read_full_stamp(&rest, logline_r) || read_unix_stamp(&rest, logline_r)) &&
		read_program(&rest, &is_exim));
	if (!is_syslog)
		return WB_NOT_FOUND;
	*form_r = WB_LOG_SYSLOG;
	return is_exim ? parse_kept(rest, logline_r) : WB_NOT_FOUND;
}
