/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* feed_reader.c - see feed_reader.h */
#include "desk/feed_reader.h"

#include <string.h>

#include "base/text.h"
#include "desk/feed_json.h"

struct feed_reading {
	struct wb_line_reader reader;
	struct wb_feed_parser parser;
	wb_feed_found *found;
	void *context;
};

/* A wb_feed_found. */
static enum wb_status find_and_note(
    void *context, const struct wb_line_reader *reader, struct wb_feed_item *item, struct wb_error *error_r)
{
	struct feed_reading *reading = context;

	if (item->note[0] != '\0')
		wb_line_reader_report(reader, WB_LINE_NOTED, item->note);
	return reading->found(reading->context, reader, item, error_r);
}

/* What comes next, behind a byte order mark: of files that were put one behind the other, the second one's, too. */
static enum wb_status look_ahead(struct wb_line_reader *reader, const char **bytes_r, size_t *size_r, struct wb_error *error_r)
{
	static const char mark[] = "\xef\xbb\xbf";
	enum wb_status status = wb_line_reader_ahead(reader, bytes_r, size_r, error_r);

	if (status != WB_OK || *size_r < strlen(mark) || memcmp(*bytes_r, mark, strlen(mark)) != 0)
		return status;
	for (size_t i = 0; i < strlen(mark); i++)
		wb_line_reader_byte(reader, error_r);
	return wb_line_reader_ahead(reader, bytes_r, size_r, error_r);
}

/* A line that is no JSON. One that is too long, or has a NUL byte, will do when that is in its comment. */
static enum wb_status read_line(struct feed_reading *reading, struct wb_error *error_r)
{
	struct wb_line_reader *reader = &reading->reader;
	enum wb_status status = wb_line_reader_next(reader, error_r);

	if (status != WB_OK)
		return status == WB_NOT_FOUND ? WB_OK : status;
	status = wb_line_reader_check(reader, error_r);
	if (status != WB_OK && wb_feed_format_comment(reader->text) == NULL) {
		for (size_t i = 0; i < reader->length && i + 1 < sizeof(reader->text); i++)
			reader->text[i] = reader->text[i] != '\0' ? reader->text[i] : ' ';
		wb_feed_format_note_lost(&reading->parser, wb_text_trim(reader->text));
		return status;
	}
	return wb_feed_format_parse(&reading->parser, reader->text, error_r);
}

/* What is known only at the end. */
static enum wb_status check_whole(
    const struct wb_feed_parser *parser, const struct wb_line_source *source, struct wb_error *error_r)
{
	if (parser->records < parser->records_said)
		return wb_fail(error_r, WB_INVALID,
		    "%s: cut short: %llu of the %llu records that it says it has; download it again", source->path,
		    (unsigned long long)parser->records, (unsigned long long)parser->records_said);
	if (parser->bad_exclusions > 0)
		return wb_fail(error_r, WB_INVALID,
		    "%s: %zu line%s with \"!\" cannot be read: whoever stands there would be listed", source->path,
		    parser->bad_exclusions, parser->bad_exclusions == 1 ? "" : "s");
	return WB_OK;
}

enum wb_status wb_feed_read(const struct wb_line_source *source, const char *column, const struct wb_line_listener *listener,
    wb_feed_found *found, void *context, struct wb_feed_lines *lines_r, struct wb_error *error_r)
{
	struct feed_reading reading = { .parser = { .column = column }, .found = found, .context = context };
	struct wb_line_reader *reader = &reading.reader;
	struct wb_feed_parser *parser = &reading.parser;
	struct wb_error why; /* of each line, though the caller may want none */
	bool is_broken = false;
	enum wb_status status;

	*lines_r = (struct wb_feed_lines){ 0 };
	parser->reader = reader;
	parser->found = find_and_note;
	parser->context = &reading;
	status = wb_line_reader_open(reader, source, listener, &why);
	while (status == WB_OK) {
		const char *bytes;
		bool is_json;
		size_t size;

		status = look_ahead(reader, &bytes, &size, &why);
		if (status != WB_OK || size == 0)
			break;
		is_json = wb_feed_json_recognise(parser, bytes, size);
		status = is_json ? wb_feed_json_read(parser, reader, &is_broken, &why) : read_line(&reading, &why);
		if (status == WB_OK) {
			lines_r->good++;
		} else if (status == WB_INVALID && !is_broken && !wb_line_reader_is_damaged(reader)) {
			lines_r->bad++;
			wb_line_reader_report(reader, WB_LINE_BAD, why.text);
			status = WB_OK;
		} else if (status == WB_NOT_FOUND) {
			/* A comment, or about the file itself. */
			status = WB_OK;
		}
	}
	wb_line_reader_close(reader);
	lines_r->bad += parser->bad_values;
	if (status == WB_OK)
		return check_whole(parser, source, error_r);
	if (is_broken)
		return wb_fail(
		    error_r, WB_INVALID, "%s:%lu: %.300s; or the file is cut short", source->path, reader->number, why.text);
	return wb_fail(error_r, status, "%s", why.text);
}
