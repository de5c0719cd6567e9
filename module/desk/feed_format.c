/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* feed_format.c - see feed_format.h. json-c stays inside this file: it reads one of the formats. */
#include "desk/feed_format.h"

#include <json-c/json.h>
#include <string.h>

#include "base/text.h"
#include "desk/line_reader.h"

/* A comment as a reason, cut to fit; only one that does not fit is looked at twice. */
static enum wb_status read_reason(char *comment, struct wb_feed_line *line_r, struct wb_error *error_r)
{
	char clean[WB_LINE_BYTES_MAX + 1];

	for (char *c = comment; *c != '\0'; c++) {
		if (*c == '\t')
			*c = ' ';
	}
	wb_text_copy_utf8(line_r->reason, sizeof(line_r->reason), comment, strlen(comment));
	if (strcmp(line_r->reason, comment) == 0)
		return WB_OK;
	wb_text_copy_utf8(clean, sizeof(clean), comment, strlen(comment));
	if (strcmp(clean, comment) != 0)
		return wb_fail(error_r, WB_INVALID, "a comment that is no printable text: expected UTF-8");
	return WB_OK;
}

/*
 * Spamhaus DROP's JSON lines: an object for each prefix, and one about the file. Other members are passed over.
 * Source: https://www.spamhaus.org/drop/drop_v4.json
 */
#define DROP_EXAMPLE "{\"cidr\":\"192.0.2.0/24\",\"sblid\":\"SBL1\"}"

static bool recognise_drop_json(const char *line)
{
	return line[0] == '{';
}

/* A member that is a string without NUL, or NULL. */
static const char *string_of(json_object *object, const char *name)
{
	json_object *member;

	if (!json_object_object_get_ex(object, name, &member) || !json_object_is_type(member, json_type_string) ||
	    strlen(json_object_get_string(member)) != (size_t)json_object_get_string_len(member))
		return NULL;
	return json_object_get_string(member);
}

static enum wb_status parse_drop_json(char *line, struct wb_feed_line *line_r, struct wb_error *error_r)
{
	struct json_tokener *tokener = json_tokener_new();
	size_t length = strlen(line);
	enum wb_status status = WB_OK;
	json_object *object = NULL;

	if (tokener == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	object = json_tokener_parse_ex(tokener, line, (int)length);
	if (object == NULL || json_tokener_get_parse_end(tokener) != length) {
		status = wb_fail(error_r, WB_INVALID, "no JSON: expected " DROP_EXAMPLE);
	} else {
		const char *type = string_of(object, "type");
		const char *cidr = string_of(object, "cidr");
		const char *sblid = string_of(object, "sblid");
		char range[WB_PREFIX_TEXT_SIZE], comment[WB_LINE_BYTES_MAX + 1] = "";

		if (sblid != NULL)
			wb_text_copy(comment, sizeof(comment), sblid);
		if (cidr == NULL && type != NULL && strcmp(type, "metadata") == 0)
			status = WB_NOT_FOUND;
		else if (cidr == NULL || !wb_text_copy(range, sizeof(range), cidr))
			status = wb_fail(error_r, WB_INVALID, "no \"cidr\": expected " DROP_EXAMPLE);
		else if (read_reason(comment, line_r, error_r) != WB_OK)
			status = WB_INVALID;
		else
			status = wb_range_parse(range, &line_r->range, error_r);
	}
	json_object_put(object);
	json_tokener_free(tokener);
	return status;
}

/* An address, a prefix or a range, and behind # or ; a comment: Spamhaus DROP's text and most other lists. */
static bool recognise_text(const char *line)
{
	(void)line;
	return true;
}

static enum wb_status parse_text(char *line, struct wb_feed_line *line_r, struct wb_error *error_r)
{
	char *comment = strpbrk(line, "#;");

	line_r->reason[0] = '\0';
	if (comment != NULL) {
		*comment = '\0';
		if (read_reason(wb_text_trim(comment + 1), line_r, error_r) != WB_OK)
			return WB_INVALID;
	}
	return wb_range_parse(wb_text_trim(line), &line_r->range, error_r);
}

const struct wb_feed_format wb_feed_formats[] = {
	{ "drop-json", DROP_EXAMPLE, recognise_drop_json, parse_drop_json },
	{ "text", "192.0.2.0/24 ; SBL1", recognise_text, parse_text },
};
const size_t wb_feed_format_count = sizeof(wb_feed_formats) / sizeof(wb_feed_formats[0]);

enum wb_status wb_feed_format_parse(char *line, struct wb_feed_line *line_r, struct wb_error *error_r)
{
	size_t i = 0;

	line = wb_text_trim(line);
	if (line[0] == '\0' || line[0] == '#' || line[0] == ';')
		return WB_NOT_FOUND;
	while (i + 1 < wb_feed_format_count && !wb_feed_formats[i].recognise(line))
		i++;
	return wb_feed_formats[i].parse(line, line_r, error_r);
}
