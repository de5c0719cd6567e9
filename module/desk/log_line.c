/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* log_line.c - see log_line.h */
#include "desk/log_line.h"

#include <string.h>
#include <time.h>

#define STAMP_BYTES 19
#define KEY_BYTES_MAX 32
#define ESCAPE_BYTES 4 /* "\xNN" */

/* What is left of the line. */
struct rest {
	const char *at;
	const char *end;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Passes over what has this shape: '0' stands for a digit, 'a' for a digit or letter, anything else for itself. */
static bool skip_shape(struct rest *rest, const char *shape)
{
	const char *at = rest->at;

	for (; *shape != '\0'; shape++, at++) {
		if (at == rest->end)
			return false;
		if (*shape == '0' ? !is_digit(*at) : *shape == 'a' ? !is_digit(*at) && !is_letter(*at) : *at != *shape)
			return false;
	}
	rest->at = at;
	return true;
}

static int two_digits(const char *text)
{
	return 10 * (text[0] - '0') + (text[1] - '0');
}

/* All that Exim puts before the text; false when this is not the beginning of one of its lines. */
static bool read_head(struct rest *rest, struct wb_log_line *logline_r)
{
	const char *stamp = rest->at, *offset, *pid;
	int month, day;

	if (!skip_shape(rest, "0000-00-00 00:00:00"))
		return false;
	month = two_digits(stamp + 5);
	day = two_digits(stamp + 8);
	if (month < 1 || month > 12 || day < 1 || day > 31 || two_digits(stamp + 11) > 23 || two_digits(stamp + 14) > 59 ||
	    two_digits(stamp + 17) > 60)
		return false;
	memcpy(logline_r->stamp, stamp, STAMP_BYTES);
	logline_r->stamp[STAMP_BYTES] = '\0';
	skip_shape(rest, ".000");

	offset = rest->at;
	logline_r->offset_s = WB_LOG_LINE_NO_OFFSET;
	if (skip_shape(rest, " +0000") || skip_shape(rest, " -0000"))
		logline_r->offset_s =
		    (offset[1] == '-' ? -1 : 1) * (3600 * two_digits(offset + 2) + 60 * two_digits(offset + 4));
	if (!skip_shape(rest, " "))
		return false;

	/* "[1234] " */
	pid = rest->at;
	if (skip_shape(rest, "[")) {
		while (skip_shape(rest, "0"))
			;
		if (!skip_shape(rest, "] "))
			rest->at = pid;
	}

	if (!skip_shape(rest, "aaaaaa-aaaaaa-aa "))
		skip_shape(rest, "aaaaaa-aaaaaaaaaaa-aaaa ");
	return true;
}

size_t wb_log_line_read_head(const char *line, size_t length, struct wb_log_line *logline_r)
{
	struct rest rest = { line, line + length };

	return read_head(&rest, logline_r) ? (size_t)(rest.at - line) : 0;
}

static int hex_digit(char c)
{
	return is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* What stands behind a backslash; -1 when wb_text_add_value writes nothing of the kind. */
static int read_escape(struct rest *rest)
{
	int c = -1;

	if (rest->at < rest->end && (*rest->at == '"' || *rest->at == '\\'))
		return *rest->at++;
	if (rest->end - rest->at >= 3 && *rest->at == 'x' && hex_digit(rest->at[1]) >= 0 && hex_digit(rest->at[2]) >= 0) {
		c = 16 * hex_digit(rest->at[1]) + hex_digit(rest->at[2]);
		rest->at += 3;
	}
	return c > 0 ? c : -1;
}

/* A value as wb_text_add_value writes it, without quotes and escapes; to gets at most as many bytes as are read, and a NUL. */
static bool read_value(struct rest *rest, char **to)
{
	bool quoted = skip_shape(rest, "\"");
	const char *start = rest->at;

	while (rest->at < rest->end && *rest->at != '"' && (quoted || *rest->at != ' ')) {
		int c = (unsigned char)*rest->at++;

		if (c == '\\')
			c = quoted ? read_escape(rest) : -1;
		else if (c < 0x20 || c > 0x7e || (!quoted && c == '='))
			c = -1;
		if (c < 0)
			return false;
		*(*to)++ = (char)c;
	}
	*(*to)++ = '\0';
	return quoted ? skip_shape(rest, "\"") : rest->at > start;
}

/* The place of the key in wb_log_fields; wb_log_field_count when it is not there. A line has them in the table's order. */
static size_t find_field(const char *key, size_t likely)
{
	for (size_t i = 0; i < wb_log_field_count; i++) {
		size_t place = (likely + i) % wb_log_field_count;

		if (strcmp(wb_log_fields[place].key, key) == 0)
			return place;
	}
	return wb_log_field_count;
}

/* One pair. *place: where the one before stood in the table. */
static bool read_pair(struct rest *rest, struct wb_log_line *logline_r, char **to, size_t *place)
{
	char key[KEY_BYTES_MAX];
	const char *value = *to;
	size_t length = 0, found;

	while (rest->at < rest->end && (is_letter(*rest->at) || is_digit(*rest->at) || *rest->at == '_')) {
		if (length + 1 == KEY_BYTES_MAX)
			return false;
		key[length++] = *rest->at++;
	}
	key[length] = '\0';
	if (length == 0 || !skip_shape(rest, "=") || !read_value(rest, to) || (rest->at < rest->end && !skip_shape(rest, " ")))
		return false;
	found = find_field(key, *place + 1);
	if (found >= WB_LOG_LINE_FIELDS_MAX || logline_r->value[found] != NULL)
		return false;
	if (found < wb_log_field_count)
		logline_r->value[found] = value;
	*place = found;
	return true;
}

static enum wb_status fail_line(struct wb_log_line *logline_r)
{
	memset(logline_r->value, 0, sizeof(logline_r->value));
	return WB_INVALID;
}

enum wb_status wb_log_line_parse(const char *line, size_t length, struct wb_log_line *logline_r)
{
	struct rest rest = { line, line + length };
	char *to = logline_r->values;
	const char *text;
	size_t place = wb_log_field_count - 1;
	bool was_cut;

	if (!read_head(&rest, logline_r))
		return WB_NOT_FOUND;
	text = rest.at;
	if (!skip_shape(&rest, WB_LOG_PREFIX))
		return WB_NOT_FOUND;
	memset(logline_r->value, 0, sizeof(logline_r->value));
	/* Each value takes at most its own bytes of the line and one for the "=" before it: so values is large enough. */
	if (rest.end - text >= WB_LOG_LINE_SIZE || rest.at == rest.end)
		return WB_INVALID;
	was_cut = rest.end - text == WB_LOG_LINE_SIZE - 1;
	while (rest.at < rest.end) {
		if (read_pair(&rest, logline_r, &to, &place))
			continue;
		if (was_cut && rest.end - rest.at < ESCAPE_BYTES)
			return WB_OK;
		return fail_line(logline_r);
	}
	if (was_cut)
		logline_r->value[place] = NULL; /* its end may be missing */
	return was_cut || rest.end[-1] != ' ' ? WB_OK : fail_line(logline_r);
}

const char *wb_log_line_get(const struct wb_log_line *logline, const char *key)
{
	size_t place = find_field(key, 0);

	return place < WB_LOG_LINE_FIELDS_MAX ? logline->value[place] : NULL;
}

int64_t wb_log_line_time_s(const struct wb_log_line *logline)
{
	const char *stamp = logline->stamp;
	struct tm tm = {
		.tm_year = 100 * two_digits(stamp) + two_digits(stamp + 2) - 1900,
		.tm_mon = two_digits(stamp + 5) - 1,
		.tm_mday = two_digits(stamp + 8),
		.tm_hour = two_digits(stamp + 11),
		.tm_min = two_digits(stamp + 14),
		.tm_sec = two_digits(stamp + 17),
		.tm_isdst = -1,
	};
	int64_t time_s;

	if (logline->offset_s != WB_LOG_LINE_NO_OFFSET)
		time_s = (int64_t)timegm(&tm) - logline->offset_s;
	else
		time_s = (int64_t)mktime(&tm);
	return time_s > 0 ? time_s : 0;
}
