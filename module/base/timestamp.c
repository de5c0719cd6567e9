/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* timestamp.c - see timestamp.h */
#include "base/timestamp.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define TIME_MAX_S 253402300799LL /* the last second of the year 9999 */

/* A decimal number of count digits; -1 when it is none. */
static int64_t parse_digits(const char *text, size_t count)
{
	int64_t number = 0;

	if (count == 0 || count > 15)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		number = 10 * number + (text[i] - '0');
	}
	return number;
}

/* False unless text has this shape: 0 stands for a digit, anything else for itself. */
static bool has_shape(const char *text, const char *shape)
{
	if (strlen(text) != strlen(shape))
		return false;
	for (; *shape != '\0'; shape++, text++) {
		if (*shape == '0' ? (*text < '0' || *text > '9') : *text != *shape)
			return false;
	}
	return true;
}

static bool parse_calendar(const char *text, int64_t *time_s_r)
{
	struct tm wanted = { 0 };
	struct tm given;
	bool ahead = has_shape(text, "0000-00-00T00:00:00+00:00");
	bool with_offset = ahead || has_shape(text, "0000-00-00T00:00:00-00:00");
	bool with_time = with_offset || has_shape(text, "0000-00-00T00:00:00Z");
	int64_t offset_s = 0;

	if (!with_time && !has_shape(text, "0000-00-00"))
		return false;
	if (with_offset)
		offset_s = (ahead ? 1 : -1) * (3600 * parse_digits(text + 20, 2) + 60 * parse_digits(text + 23, 2));
	wanted.tm_year = (int)parse_digits(text, 4) - 1900;
	wanted.tm_mon = (int)parse_digits(text + 5, 2) - 1;
	wanted.tm_mday = (int)parse_digits(text + 8, 2);
	if (with_time) {
		wanted.tm_hour = (int)parse_digits(text + 11, 2);
		wanted.tm_min = (int)parse_digits(text + 14, 2);
		wanted.tm_sec = (int)parse_digits(text + 17, 2);
	}
	given = wanted;
	*time_s_r = (int64_t)timegm(&wanted) - offset_s;
	/* timegm turns February 30 into March 2. */
	return *time_s_r > 0 && wanted.tm_mon == given.tm_mon && wanted.tm_mday == given.tm_mday &&
	    wanted.tm_hour == given.tm_hour && wanted.tm_min == given.tm_min;
}

enum wb_status wb_timestamp_parse(const char *text, int64_t *time_s_r, struct wb_error *error_r)
{
	int64_t seconds = parse_digits(text, strlen(text));

	if (seconds > 0 && seconds <= TIME_MAX_S) {
		*time_s_r = seconds;
		return WB_OK;
	}
	if (parse_calendar(text, time_s_r))
		return WB_OK;
	return wb_fail(error_r, WB_INVALID,
	    "\"%.40s\" is no time: expected 2026-12-24T18:00:00Z, 2026-12-24 or Unix seconds, later than 1970-01-01T00:00:00Z",
	    text);
}

enum wb_status wb_timestamp_parse_end(const char *text, int64_t *time_s_r, struct wb_error *error_r)
{
	if (strcmp(text, "never") != 0)
		return wb_timestamp_parse(text, time_s_r, error_r);
	*time_s_r = 0;
	return WB_OK;
}

enum wb_status wb_timestamp_parse_since(const char *text, int64_t now_s, int64_t *time_s_r, struct wb_error *error_r)
{
	int64_t ago_s;

	if (wb_span_parse(text, &ago_s, NULL) != WB_OK)
		return wb_timestamp_parse(text, time_s_r, error_r);
	*time_s_r = now_s > ago_s ? now_s - ago_s : 1;
	return WB_OK;
}

void wb_timestamp_format(int64_t time_s, char *buffer)
{
	time_t seconds = (time_t)time_s;
	struct tm tm;

	snprintf(buffer, WB_TIMESTAMP_TEXT_SIZE, "-");
	if (time_s > 0 && time_s <= TIME_MAX_S && gmtime_r(&seconds, &tm) != NULL)
		strftime(buffer, WB_TIMESTAMP_TEXT_SIZE, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

void wb_timestamp_format_minute(int64_t time_s, char *buffer)
{
	char timestamp[WB_TIMESTAMP_TEXT_SIZE];

	wb_timestamp_format(time_s, timestamp);
	buffer[0] = '\0';
	if (time_s != 0)
		snprintf(buffer, WB_TIMESTAMP_TEXT_SIZE, "%.10s %.5s UTC", timestamp, timestamp + strlen("2026-12-24T"));
}

/* The largest one last. */
static const struct {
	char unit;
	int64_t seconds;
} span_units[] = {
	{ 's', 1 },
	{ 'm', 60 },
	{ 'h', 3600 },
	{ 'd', 86400 },
	{ 'w', 7 * 86400 },
};
#define SPAN_UNITS (sizeof(span_units) / sizeof(span_units[0]))

enum wb_status wb_span_parse(const char *text, int64_t *seconds_r, struct wb_error *error_r)
{
	size_t length = strlen(text);
	int64_t count = length > 0 ? parse_digits(text, length - 1) : -1;

	for (size_t i = 0; count > 0 && i < SPAN_UNITS; i++) {
		if (span_units[i].unit == text[length - 1] && count <= WB_SPAN_MAX_S / span_units[i].seconds) {
			*seconds_r = count * span_units[i].seconds;
			return WB_OK;
		}
	}
	return wb_fail(error_r, WB_INVALID, "\"%.40s\" is no span of time: expected 45s, 90m, 12h, 30d or 2w", text);
}

void wb_span_format(int64_t seconds, char *buffer)
{
	size_t unit = SPAN_UNITS - 1;

	buffer[0] = '\0';
	if (seconds <= 0)
		return;
	while (seconds % span_units[unit].seconds != 0)
		unit--;
	snprintf(buffer, WB_SPAN_TEXT_SIZE, "%lld%c", (long long)(seconds / span_units[unit].seconds), span_units[unit].unit);
}
