/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* log_line.c - see log_line.h */
#include "desk/log_line.h"

#include <string.h>
#include <time.h>

#define KEY_BYTES_MAX 32
#define ESCAPE_BYTES 4 /* "\xNN" */

/* "[1234] " and the message's. */
static void skip_ids(struct wb_log_rest *rest)
{
	const char *pid = rest->at;

	if (wb_log_skip(rest, "[")) {
		while (wb_log_skip(rest, "0"))
			;
		if (!wb_log_skip(rest, "] "))
			rest->at = pid;
	}
	if (!wb_log_skip(rest, "aaaaaa-aaaaaa-aa "))
		wb_log_skip(rest, "aaaaaa-aaaaaaaaaaa-aaaa ");
}

/* All that Exim puts before the text; false, and nothing is changed, when this is not the beginning of one of its lines. */
static bool read_head(struct wb_log_rest *rest, struct wb_log_line *logline_r)
{
	struct wb_log_rest ahead = *rest, behind;
	char stamp[WB_LOG_STAMP_SIZE];
	int32_t offset_s = WB_LOG_LINE_NO_OFFSET;

	if (!wb_log_read_stamp(&ahead, " ", stamp))
		return false;
	wb_log_skip(&ahead, ".000");
	if (!wb_log_skip(&ahead, " "))
		return false;
	behind = ahead;
	if (wb_log_skip(&behind, "+0000 ") || wb_log_skip(&behind, "-0000 ")) {
		wb_log_read_offset(&ahead, &offset_s);
		ahead = behind;
	}
	memcpy(logline_r->stamp, stamp, sizeof(stamp));
	logline_r->offset_s = offset_s;
	skip_ids(&ahead);
	*rest = ahead;
	return true;
}

size_t wb_log_line_read_head(const char *line, size_t length, struct wb_log_line *logline_r)
{
	struct wb_log_rest rest = { line, line + length };

	return read_head(&rest, logline_r) ? (size_t)(rest.at - line) : 0;
}

static int hex_digit(char c)
{
	return wb_log_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* What stands behind a backslash; -1 when wb_text_add_value writes nothing of the kind. */
static int read_escape(struct wb_log_rest *rest)
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
static bool read_value(struct wb_log_rest *rest, char **to)
{
	bool quoted = wb_log_skip(rest, "\"");
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
	return quoted ? wb_log_skip(rest, "\"") : rest->at > start;
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
static bool read_pair(struct wb_log_rest *rest, struct wb_log_line *logline_r, char **to, size_t *place)
{
	char key[KEY_BYTES_MAX];
	const char *value = *to;
	size_t length = 0, found;

	while (rest->at < rest->end && (wb_log_is_letter(*rest->at) || wb_log_is_digit(*rest->at) || *rest->at == '_')) {
		if (length + 1 == KEY_BYTES_MAX)
			return false;
		key[length++] = *rest->at++;
	}
	key[length] = '\0';
	if (length == 0 || !wb_log_skip(rest, "=") || !read_value(rest, to) ||
	    (rest->at < rest->end && !wb_log_skip(rest, " ")))
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

/* What stands behind the head; was_cut: its end may be missing. */
static enum wb_status parse_text(struct wb_log_rest rest, bool was_cut, struct wb_log_line *logline_r)
{
	char *to = logline_r->values;
	const char *text = rest.at;
	size_t place = wb_log_field_count - 1;

	if (!wb_log_skip(&rest, WB_LOG_PREFIX))
		return WB_NOT_FOUND;
	memset(logline_r->value, 0, sizeof(logline_r->value));
	/* Each value takes at most its own bytes of the line and one for the "=" before it: so values is large enough. */
	if (rest.end - text >= WB_LOG_LINE_SIZE || rest.at == rest.end)
		return WB_INVALID;
	was_cut = was_cut || rest.end - text == WB_LOG_LINE_SIZE - 1;
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

enum wb_status wb_log_line_parse(const char *line, size_t length, struct wb_log_line *logline_r)
{
	struct wb_log_rest rest = { line, line + length };

	return read_head(&rest, logline_r) ? parse_text(rest, false, logline_r) : WB_NOT_FOUND;
}

enum wb_status wb_log_line_parse_text(const char *text, size_t length, bool was_cut, struct wb_log_line *logline_r)
{
	struct wb_log_rest rest = { text, text + length };

	if (!read_head(&rest, logline_r))
		skip_ids(&rest);
	return parse_text(rest, was_cut, logline_r);
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
		.tm_year = 100 * wb_log_two_digits(stamp) + wb_log_two_digits(stamp + 2) - 1900,
		.tm_mon = wb_log_two_digits(stamp + 5) - 1,
		.tm_mday = wb_log_two_digits(stamp + 8),
		.tm_hour = wb_log_two_digits(stamp + 11),
		.tm_min = wb_log_two_digits(stamp + 14),
		.tm_sec = wb_log_two_digits(stamp + 17),
		.tm_isdst = -1,
	};
	int64_t time_s;

	if (logline->offset_s != WB_LOG_LINE_NO_OFFSET)
		time_s = (int64_t)timegm(&tm) - logline->offset_s;
	else
		time_s = (int64_t)mktime(&tm);
	return time_s > 0 ? time_s : 0;
}
