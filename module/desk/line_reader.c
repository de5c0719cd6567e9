/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* line_reader.c - see line_reader.h */
#include "desk/line_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "desk/unpack.h"

#define PROGRESS_EVERY 50000 /* lines */

/* As many bytes of the file as there is room for. What is no pair of surrogates becomes U+FFFD. Source: RFC 2781. */
static void decode_utf16(struct wb_line_reader *reader)
{
	const unsigned char *raw = (const unsigned char *)reader->raw;
	char *start = reader->ahead + reader->ahead_size, *to = start;
	const char *end = reader->ahead + sizeof(reader->ahead) - WB_TEXT_UTF8_SIZE;

	for (; reader->raw_size > 0 && to < end; raw++, reader->raw_size--) {
		uint32_t unit;

		if (!reader->has_half) {
			reader->half = *raw;
			reader->has_half = true;
			continue;
		}
		reader->has_half = false;
		unit = reader->encoding == WB_LINE_UTF16_BE ? (uint32_t)reader->half << 8 | *raw
							    : (uint32_t)*raw << 8 | reader->half;
		if (unit >= 0xd800 && unit < 0xdc00) {
			reader->surrogate = unit;
			continue;
		}
		if (unit >= 0xdc00 && unit < 0xe000)
			unit =
			    reader->surrogate == 0 ? 0xfffd : 0x10000 + ((reader->surrogate - 0xd800) << 10) + (unit - 0xdc00);
		reader->surrogate = 0;
		to += wb_text_encode_utf8(unit, to);
	}
	reader->raw = (const char *)raw;
	reader->ahead_size += (size_t)(to - start);
}

/* Puts more bytes behind those that are ahead, as long as there are any. */
static enum wb_status fill(struct wb_line_reader *reader, struct wb_error *error_r)
{
	size_t room, size;
	enum wb_status status;

	memmove(reader->ahead, reader->ahead + reader->ahead_place, reader->ahead_size - reader->ahead_place);
	reader->ahead_size -= reader->ahead_place;
	reader->ahead_place = 0;
	while (reader->ahead_size < WB_LINE_AHEAD && !reader->is_ended) {
		if (reader->raw_size == 0) {
			status = wb_unpack_next(reader->unpack, &reader->raw, &reader->raw_size, error_r);
			if (status != WB_OK) {
				reader->is_damaged = true;
				return status;
			}
			reader->is_ended = reader->raw_size == 0;
		}
		if (reader->encoding != WB_LINE_BYTES) {
			decode_utf16(reader);
			continue;
		}
		room = sizeof(reader->ahead) - reader->ahead_size;
		size = reader->raw_size < room ? reader->raw_size : room;
		if (size > 0)
			memcpy(reader->ahead + reader->ahead_size, reader->raw, size);
		reader->raw += size;
		reader->raw_size -= size;
		reader->ahead_size += size;
	}
	return WB_OK;
}

/* What a file begins with when it says how its text is written. */
static enum wb_status find_encoding(struct wb_line_reader *reader, struct wb_error *error_r)
{
	static const struct {
		const char *mark;
		size_t bytes;
		enum wb_line_encoding encoding;
	} rows[] = {
		{ "\xef\xbb\xbf", 3, WB_LINE_BYTES }, /* Windows' editors begin a file with it */
		{ "\xff\xfe", 2, WB_LINE_UTF16_LE },
		{ "\xfe\xff", 2, WB_LINE_UTF16_BE },
	};
	enum wb_status status = wb_unpack_next(reader->unpack, &reader->raw, &reader->raw_size, error_r);

	for (size_t i = 0; status == WB_OK && i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (reader->raw_size < rows[i].bytes || memcmp(reader->raw, rows[i].mark, rows[i].bytes) != 0)
			continue;
		reader->encoding = rows[i].encoding;
		reader->raw += rows[i].bytes;
		reader->raw_size -= rows[i].bytes;
		break;
	}
	return status;
}

enum wb_status wb_line_reader_open(struct wb_line_reader *reader, const struct wb_line_source *source,
    const struct wb_line_listener *listener, struct wb_error *error_r)
{
	enum wb_status status;

	memset(reader, 0, sizeof(*reader));
	reader->path = source->path;
	reader->listener = listener;
	reader->is_at_start = true;
	reader->fd = source->is_stdin ? STDIN_FILENO : open(source->path, O_RDONLY | O_CLOEXEC);
	if (reader->fd < 0)
		return wb_fail(error_r, WB_UNAVAILABLE, "%s: %s", source->path, strerror(errno));
	status = wb_unpack_open(reader->fd, source->path, &reader->unpack, error_r);
	return status == WB_OK ? find_encoding(reader, error_r) : status;
}

/* A line is begun: it has the next number. */
static void begin_line(struct wb_line_reader *reader)
{
	const struct wb_line_listener *listener = reader->listener;

	reader->is_begun = true;
	if (reader->number > 0 && reader->number % PROGRESS_EVERY == 0)
		listener->progress(listener->context, reader->path, reader->number, WB_LINE_PROGRESS_ON);
}

enum wb_status wb_line_reader_ahead(
    struct wb_line_reader *reader, const char **bytes_r, size_t *size_r, struct wb_error *error_r)
{
	enum wb_status status = WB_OK;

	if (reader->ahead_size - reader->ahead_place < WB_LINE_AHEAD && !reader->is_ended)
		status = fill(reader, error_r);
	*bytes_r = reader->ahead + reader->ahead_place;
	*size_r = reader->ahead_size - reader->ahead_place;
	return status;
}

int wb_line_reader_byte(struct wb_line_reader *reader, struct wb_error *error_r)
{
	unsigned char c;

	if (reader->ahead_place == reader->ahead_size && fill(reader, error_r) != WB_OK)
		return WB_LINE_BYTE_FAILED;
	if (reader->ahead_place == reader->ahead_size)
		return WB_LINE_BYTE_END;
	if (reader->is_at_start) {
		begin_line(reader);
		reader->number++;
	}
	c = (unsigned char)reader->ahead[reader->ahead_place++];
	reader->is_at_start = c == '\n';
	return c;
}

enum wb_status wb_line_reader_next(struct wb_line_reader *reader, struct wb_error *error_r)
{
	const size_t room = sizeof(reader->text) - 1; /* one more than a line may have: its '\r' */
	size_t length = 0;
	bool is_new = reader->is_at_start;
	enum wb_status status;

	if (is_new)
		begin_line(reader);
	/* What does not fit is read all the same: the next line begins behind it. */
	for (;;) {
		const char *start = reader->ahead + reader->ahead_place, *end;
		size_t size = reader->ahead_size - reader->ahead_place;

		end = memchr(start, '\n', size);
		if (end != NULL)
			size = (size_t)(end - start);
		if (length < room)
			memcpy(reader->text + length, start, size < room - length ? size : room - length);
		length += size;
		reader->ahead_place += size + (end != NULL);
		if (end != NULL)
			break;
		if (reader->is_ended && length == 0)
			return WB_NOT_FOUND;
		if (reader->is_ended)
			break;
		status = fill(reader, error_r);
		if (status != WB_OK)
			return status;
	}
	if (length > 0 && length <= room && reader->text[length - 1] == '\r')
		length--;
	reader->text[length < room ? length : room] = '\0';
	reader->length = length;
	reader->number += is_new;
	reader->is_at_start = true;
	return WB_OK;
}

enum wb_status wb_line_reader_check(const struct wb_line_reader *reader, struct wb_error *error_r)
{
	if (reader->length <= WB_LINE_BYTES_MAX && strlen(reader->text) == reader->length)
		return WB_OK;
	return wb_fail(error_r, WB_INVALID, "a line that is too long or holds a NUL byte: expected text of up to %d bytes",
	    WB_LINE_BYTES_MAX);
}

bool wb_line_reader_is_damaged(const struct wb_line_reader *reader)
{
	return reader->is_damaged;
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
	wb_unpack_close(&reader->unpack);
	if (reader->fd > STDIN_FILENO)
		close(reader->fd);
	reader->fd = -1;
}
