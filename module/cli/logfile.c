/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* logfile.c - see logfile.h */
#include "cli/logfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "config/access_advice.h"

#define BUFFER_BYTES (256 * 1024) /* of a longer line the beginning is handed out */

struct cli_logfile {
	const char *path;
	gzFile gz;         /* zlib reads what is not compressed as it is */
	long long bytes;   /* of the file, compressed as it may be; 0: not known */
	size_t start, end; /* what is in the buffer and not yet handed out */
	bool at_end;
	bool in_long_line; /* its beginning was handed out */
	char buffer[BUFFER_BYTES];
};

/* First bytes of what zlib would take for plain text. */
static const struct {
	const char *magic;
	size_t bytes;
	const char *cat;
} foreign_formats[] = {
	{ "\xfd"
	  "7zXZ",
	    5, "xzcat" },
	{ "\x28\xb5\x2f\xfd", 4, "zstdcat" },
	{ "BZh", 3, "bzcat" },
};

static enum wb_status fill_buffer(struct cli_logfile *file, struct wb_error *error_r)
{
	int read_bytes, code;
	const char *reason;

	memmove(file->buffer, file->buffer + file->start, file->end - file->start);
	file->end -= file->start;
	file->start = 0;
	read_bytes = gzread(file->gz, file->buffer + file->end, (unsigned)(BUFFER_BYTES - file->end));
	reason = gzerror(file->gz, &code);
	/* An archive that ends in its middle is no failure to gzread, only to gzerror. */
	if (read_bytes < 0 || code == Z_BUF_ERROR)
		return wb_fail(error_r, WB_UNAVAILABLE, "%s: %s", file->path,
		    code == Z_ERRNO           ? strerror(errno)
			: code == Z_BUF_ERROR ? "the compressed file ends in its middle"
					      : reason);
	file->end += (size_t)read_bytes;
	file->at_end = read_bytes == 0;
	return WB_OK;
}

enum wb_status cli_logfile_open(const char *path, struct cli_logfile **file_r, struct wb_error *error_r)
{
	struct cli_logfile *file = calloc(1, sizeof(*file));
	bool is_stdin = strcmp(path, "-") == 0;
	enum wb_status status = WB_OK;
	char why[WB_ACCESS_ERROR_SIZE];
	struct stat st;
	int fd;

	*file_r = NULL;
	if (file == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "%s: out of memory", path);
	file->path = is_stdin ? "standard input" : path;
	fd = is_stdin ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0 || fstat(fd, &st) < 0 || (file->gz = gzdopen(fd, "r")) == NULL) {
		status = wb_fail(error_r, WB_UNAVAILABLE, "%s: %s", file->path, wb_access_error(path, errno, why));
		if (fd >= 0)
			close(fd);
	} else {
		gzbuffer(file->gz, BUFFER_BYTES / 2);
		if (S_ISREG(st.st_mode))
			file->bytes = st.st_size;
		status = fill_buffer(file, error_r);
	}
	for (size_t i = 0; status == WB_OK && i < sizeof(foreign_formats) / sizeof(foreign_formats[0]); i++) {
		if (file->end >= foreign_formats[i].bytes &&
		    memcmp(file->buffer, foreign_formats[i].magic, foreign_formats[i].bytes) == 0)
			status = wb_fail(error_r, WB_INVALID,
			    "%s is compressed in a way that is not read here: expected %s FILE | whyblock stats -", file->path,
			    foreign_formats[i].cat);
	}
	if (status == WB_OK)
		*file_r = file;
	else
		cli_logfile_close(&file);
	return status;
}

/* Looks for a line's end in the buffer. False: more has to be read first. */
static bool take_line(struct cli_logfile *file, struct cli_logfile_line *line_r)
{
	const char *text = file->buffer + file->start;
	size_t length = file->end - file->start;
	const char *line_break = memchr(text, '\n', length);

	if (line_break == NULL && length < BUFFER_BYTES && !file->at_end)
		return false;
	line_r->text = text;
	line_r->length = line_break == NULL ? length : (size_t)(line_break - text);
	line_r->whole = line_break != NULL;
	file->start += line_r->length + (line_break != NULL);
	return true;
}

enum wb_status cli_logfile_next(struct cli_logfile *file, struct cli_logfile_line *line_r, struct wb_error *error_r)
{
	for (;;) {
		bool was_long = file->in_long_line;

		while (!take_line(file, line_r)) {
			enum wb_status status = fill_buffer(file, error_r);

			if (status != WB_OK)
				return status;
		}
		if (line_r->length == 0 && !line_r->whole)
			return WB_NOT_FOUND;
		file->in_long_line = !line_r->whole;
		if (!was_long)
			return WB_OK;
	}
}

int cli_logfile_percent(const struct cli_logfile *file)
{
	long long at = (long long)gzoffset(file->gz);

	return file->bytes <= 0 || at < 0 || at > file->bytes ? -1 : (int)(100 * at / file->bytes);
}

void cli_logfile_close(struct cli_logfile **file)
{
	if (*file == NULL)
		return;
	if ((*file)->gz != NULL)
		gzclose((*file)->gz);
	free(*file);
	*file = NULL;
}
