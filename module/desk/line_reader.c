/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* line_reader.c - see line_reader.h */
#include "desk/line_reader.h"

#include <errno.h>
#include <string.h>

#define PROGRESS_EVERY 50000 /* lines */

enum wb_status wb_line_reader_open(struct wb_line_reader *reader, const struct wb_line_source *source,
    const struct wb_line_listener *listener, struct wb_error *error_r)
{
	reader->path = source->path;
	reader->listener = listener;
	reader->is_begun = false;
	reader->number = 0;
	reader->length = 0;
	reader->text[0] = '\0';
	reader->stream = source->is_stdin ? stdin : fopen(source->path, "re");
	return reader->stream != NULL ? WB_OK : wb_fail(error_r, WB_UNAVAILABLE, "%s: %s", source->path, strerror(errno));
}

enum wb_status wb_line_reader_next(struct wb_line_reader *reader, struct wb_error *error_r)
{
	const struct wb_line_listener *listener = reader->listener;
	const size_t room = sizeof(reader->text) - 1; /* one more than a line may have: its '\r' */
	size_t length = 0;
	int c;

	reader->is_begun = true;
	if (reader->number > 0 && reader->number % PROGRESS_EVERY == 0)
		listener->progress(listener->context, reader->path, reader->number, WB_LINE_PROGRESS_ON);
	/* What does not fit is read all the same: the next line begins behind it. */
	while ((c = getc_unlocked(reader->stream)) != EOF && c != '\n') {
		if (length < room)
			reader->text[length] = (char)c;
		length++;
	}
	if (c == EOF && length == 0 && ferror(reader->stream))
		return wb_fail(error_r, WB_UNAVAILABLE, "%s: %s", reader->path, strerror(errno));
	if (c == EOF && length == 0)
		return WB_NOT_FOUND;
	if (length > 0 && length <= room && reader->text[length - 1] == '\r')
		length--;
	reader->text[length < room ? length : room] = '\0';
	reader->length = length;
	reader->number++;
	return WB_OK;
}

enum wb_status wb_line_reader_check(const struct wb_line_reader *reader, struct wb_error *error_r)
{
	if (reader->length <= WB_LINE_BYTES_MAX && strlen(reader->text) == reader->length)
		return WB_OK;
	return wb_fail(error_r, WB_INVALID, "a line that is too long or holds a NUL byte: expected text of up to %d bytes",
	    WB_LINE_BYTES_MAX);
}

void wb_line_reader_report(const struct wb_line_reader *reader, enum wb_line_fault fault, const char *why)
{
	reader->listener->fault(reader->listener->context, reader->path, reader->number, fault, why);
}

void wb_line_reader_close(struct wb_line_reader *reader)
{
	const struct wb_line_listener *listener = reader->listener;

	if (reader->is_begun)
		listener->progress(listener->context, reader->path, reader->number, WB_LINE_PROGRESS_END);
	reader->is_begun = false;
	if (reader->stream != NULL && reader->stream != stdin)
		fclose(reader->stream);
	reader->stream = NULL;
}
