/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* log_shape.c - see log_shape.h */
#include "desk/log_shape.h"

#include <stdio.h>

bool wb_log_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool wb_log_is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool wb_log_skip(struct wb_log_rest *rest, const char *shape)
{
	const char *at = rest->at;

	for (; *shape != '\0'; shape++, at++) {
		if (at == rest->end)
			return false;
		if (*shape == '0'       ? !wb_log_is_digit(*at)
			: *shape == 'a' ? !wb_log_is_digit(*at) && !wb_log_is_letter(*at)
					: *at != *shape)
			return false;
	}
	rest->at = at;
	return true;
}

int wb_log_two_digits(const char *text)
{
	return 10 * (text[0] - '0') + (text[1] - '0');
}

/* "00:54:17", also with a leap second. */
static bool is_clock(const char *text)
{
	return wb_log_two_digits(text) <= 23 && wb_log_two_digits(text + 3) <= 59 && wb_log_two_digits(text + 6) <= 60;
}

bool wb_log_read_stamp(struct wb_log_rest *rest, const char *between, char stamp_r[WB_LOG_STAMP_SIZE])
{
	struct wb_log_rest ahead = *rest;
	const char *date = ahead.at, *clock;
	int month, day;

	if (!wb_log_skip(&ahead, "0000-00-00") || !wb_log_skip(&ahead, between))
		return false;
	clock = ahead.at;
	if (!wb_log_skip(&ahead, "00:00:00") || !is_clock(clock))
		return false;
	month = wb_log_two_digits(date + 5);
	day = wb_log_two_digits(date + 8);
	if (month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	snprintf(stamp_r, WB_LOG_STAMP_SIZE, "%.10s %.8s", date, clock);
	*rest = ahead;
	return true;
}

bool wb_log_read_offset(struct wb_log_rest *rest, int32_t *offset_s_r)
{
	const char *text = rest->at;
	const char *minutes;

	if (wb_log_skip(rest, "Z")) {
		*offset_s_r = 0;
		return true;
	}
	if (wb_log_skip(rest, "+0000") || wb_log_skip(rest, "-0000"))
		minutes = text + 3;
	else if (wb_log_skip(rest, "+00:00") || wb_log_skip(rest, "-00:00"))
		minutes = text + 4;
	else
		return false;
	*offset_s_r = (text[0] == '-' ? -1 : 1) * (3600 * wb_log_two_digits(text + 1) + 60 * wb_log_two_digits(minutes));
	return true;
}
