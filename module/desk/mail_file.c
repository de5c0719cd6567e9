/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* mail_file.c - see mail_file.h */
#include "desk/mail_file.h"

#include <errno.h>
#include <string.h>

/* Where the next byte of the mail goes. */
struct part {
	char *bytes;
	size_t *size, most;
	char nul; /* what stands for one */
};

static bool put(const struct part *part, int byte)
{
	if (*part->size == part->most)
		return false;
	part->bytes[(*part->size)++] = (char)(byte == '\0' ? part->nul : byte);
	return true;
}

/* The next byte, with LF for a line's end of either kind. One byte after the other costs too much with a lock for each. */
static int next_byte(FILE *stream)
{
	int byte = getc_unlocked(stream), second;

	if (byte != '\r')
		return byte;
	second = getc_unlocked(stream);
	if (second == '\n')
		return second;
	ungetc(second, stream);
	return byte;
}

static void pass_over_from(struct wb_mail_file *file)
{
	static const char from[] = "From ";
	const char *end = memchr(file->header, '\n', file->header_size);
	size_t line = end != NULL ? (size_t)(end + 1 - file->header) : file->header_size;

	if (file->header_size < sizeof(from) - 1 || memcmp(file->header, from, sizeof(from) - 1) != 0)
		return;
	file->header_size -= line;
	memmove(file->header, file->header + line, file->header_size);
}

static void read_parts(FILE *stream, struct wb_mail_file *file)
{
	const struct part header = { file->header, &file->header_size, sizeof(file->header), '?' };
	const struct part body = { file->body, &file->body_size, sizeof(file->body), ' ' };
	size_t passed = 0;
	int byte, before = '\n';

	/* The header ends at an empty line; of a longer one the rest is passed over, until it is one that no server takes. */
	while ((byte = next_byte(stream)) != EOF && !(byte == '\n' && before == '\n')) {
		if (!put(&header, byte) && ++passed == WB_MAIL_FILE_PASSED_MAX) {
			byte = EOF;
			break;
		}
		before = byte;
	}
	pass_over_from(file);
	while (byte != EOF && (byte = next_byte(stream)) != EOF && put(&body, byte))
		;
}

enum wb_status wb_mail_file_read_stream(FILE *stream, const char *path, struct wb_mail_file *file_r, struct wb_error *error_r)
{
	file_r->header_size = file_r->body_size = 0;
	errno = 0;
	read_parts(stream, file_r);
	if (!ferror(stream))
		return WB_OK;
	return wb_fail(error_r, WB_UNAVAILABLE, "%s: %s", path, strerror(errno != 0 ? errno : EIO));
}

enum wb_status wb_mail_file_read(const struct wb_line_source *source, struct wb_mail_file *file_r, struct wb_error *error_r)
{
	FILE *stream = source->is_stdin ? stdin : fopen(source->path, "re");
	enum wb_status status;

	if (stream == NULL) {
		file_r->header_size = file_r->body_size = 0;
		return wb_fail(error_r, WB_UNAVAILABLE, "%s: %s", source->path, strerror(errno));
	}
	status = wb_mail_file_read_stream(stream, source->path, file_r, error_r);
	if (!source->is_stdin)
		fclose(stream);
	return status;
}
