/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * logs.c - see logs.h
 *
 * A frame is its kind (1 byte), the length of what follows (4), and that. The last one says that it is: without it whoever sent them is gone.
 */
#include "cli/logs.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/file.h"
#include "base/text.h"

#define PROGRESS_EVERY 100000
#define HEAD_BYTES 5
#define FRAME_BYTES_MAX (256 * 1024) /* as long as a line of logfile.h can be */

enum frame_kind { FRAME_LOG, FRAME_LINE, FRAME_CUT_LINE, FRAME_FAULT, FRAME_END, FRAME_KINDS };

/* What of the reading is at hand. */
struct reading {
	struct wb_log_reader *reader;
	cli_logs_take *take;
	void *context;
	char name[PATH_MAX]; /* of the log */
	uint64_t lines_before;
	bool shows_progress, was_shown;
};

static void show_progress(struct reading *reading, int percent)
{
	char name[60];

	if (!reading->shows_progress || reading->reader->lines % PROGRESS_EVERY != 0)
		return;
	reading->was_shown = true;
	wb_text_copy_message(name, sizeof(name), basename(reading->name));
	fprintf(stderr, "\r%s: ", name);
	if (percent >= 0)
		fprintf(stderr, "%d %%, ", percent);
	fprintf(stderr, "%llu lines", (unsigned long long)reading->reader->lines);
}

static void begin_log(struct reading *reading, const char *name)
{
	wb_text_copy(reading->name, sizeof(reading->name), name);
	reading->lines_before = reading->reader->lines;
	wb_log_reader_begin(reading->reader);
}

/* A file without a line of any log is another one than was meant. */
static enum wb_status end_log(struct reading *reading, struct wb_error *error_r)
{
	uint64_t lines = reading->reader->lines - reading->lines_before;

	if (reading->was_shown)
		fputs("\r\033[K", stderr);
	reading->was_shown = false;
	if (lines == 0 || reading->reader->form != WB_LOG_UNKNOWN)
		return WB_OK;
	return wb_fail(error_r, WB_INVALID,
	    "%s: none of its %llu lines is a log's: expected Exim's main log, a file of syslog's, or what journalctl prints",
	    reading->name, (unsigned long long)lines);
}

/* ---- Read by this process -------------------------------------------------------------------------------------------- */

static enum wb_status read_log(struct reading *reading, const char *path, struct wb_error *error_r)
{
	struct cli_logfile_line line;
	struct cli_logfile *file;
	enum wb_status status = cli_logfile_open(path, &file, error_r), ended;

	begin_log(reading, path);
	while (status == WB_OK && (status = cli_logfile_next(file, &line, error_r)) == WB_OK) {
		status = reading->take(reading->context, &line, error_r);
		show_progress(reading, cli_logfile_percent(file));
	}
	cli_logfile_close(&file);
	ended = end_log(reading, status == WB_NOT_FOUND ? error_r : NULL);
	return status == WB_NOT_FOUND ? ended : status;
}

/* ---- Read by another one --------------------------------------------------------------------------------------------- */

static bool send_frame(FILE *stream, enum frame_kind kind, const char *bytes, size_t length)
{
	unsigned char head[HEAD_BYTES];

	head[0] = (unsigned char)kind;
	wb_bytes_put(head + 1, length, 4);
	return fwrite(head, sizeof(head), 1, stream) == 1 && (length == 0 || fwrite(bytes, length, 1, stream) == 1);
}

int cli_logs_send(int count, char *const *paths, int fd)
{
	FILE *stream = fdopen(fd, "w");
	enum wb_status status = WB_OK;
	struct wb_error error;
	bool is_sent = stream != NULL;

	for (int i = 0; i < count && status == WB_OK && is_sent; i++) {
		struct cli_logfile_line line;
		struct cli_logfile *file;

		is_sent = send_frame(stream, FRAME_LOG, paths[i], strlen(paths[i]));
		status = cli_logfile_open(paths[i], &file, &error);
		while (is_sent && status == WB_OK && (status = cli_logfile_next(file, &line, &error)) == WB_OK)
			is_sent = send_frame(stream, line.whole ? FRAME_LINE : FRAME_CUT_LINE, line.text, line.length);
		cli_logfile_close(&file);
		status = status == WB_NOT_FOUND ? WB_OK : status;
	}
	if (is_sent)
		is_sent = status != WB_OK ? send_frame(stream, FRAME_FAULT, error.text, strlen(error.text))
					  : send_frame(stream, FRAME_END, "", 0);
	return stream != NULL && fclose(stream) == 0 && is_sent ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* False: it has ended. */
static bool receive_frame(FILE *stream, enum frame_kind *kind_r, char *bytes, size_t *length_r)
{
	unsigned char head[HEAD_BYTES];

	if (fread(head, sizeof(head), 1, stream) != 1 || head[0] >= FRAME_KINDS)
		return false;
	*kind_r = (enum frame_kind)head[0];
	*length_r = (size_t)wb_bytes_get(head + 1, 4);
	if (*length_r > FRAME_BYTES_MAX || (*length_r > 0 && fread(bytes, *length_r, 1, stream) != 1))
		return false;
	bytes[*length_r] = '\0';
	return true;
}

static enum wb_status receive(struct reading *reading, struct wb_error *error_r)
{
	static char bytes[FRAME_BYTES_MAX + 1];
	enum wb_status status = WB_OK;
	bool has_log = false;
	enum frame_kind kind;
	size_t length;

	while (status == WB_OK && receive_frame(stdin, &kind, bytes, &length)) {
		const struct cli_logfile_line line = { bytes, length, kind == FRAME_LINE };

		switch (kind) {
		case FRAME_LOG:
			status = has_log ? end_log(reading, error_r) : WB_OK;
			begin_log(reading, bytes);
			has_log = true;
			break;
		case FRAME_LINE:
		case FRAME_CUT_LINE:
			status = reading->take(reading->context, &line, error_r);
			show_progress(reading, -1);
			break;
		case FRAME_FAULT:
			return wb_fail(error_r, WB_UNAVAILABLE, "%.400s", bytes);
		case FRAME_END:
			return has_log ? end_log(reading, error_r) : WB_OK;
		case FRAME_KINDS:
			break;
		}
	}
	if (status == WB_OK)
		return wb_fail(error_r, WB_UNAVAILABLE, "the logs: the process that reads them has ended in the middle");
	return status;
}

enum wb_status cli_logs_read(
    struct cli *cli, struct wb_log_reader *reader, cli_logs_take *take, void *context, struct wb_error *error_r)
{
	static struct reading reading;
	enum wb_status status = WB_OK;

	reading = (struct reading){
		.reader = reader, .take = take, .context = context, .shows_progress = isatty(STDERR_FILENO) != 0
	};
	if (cli->is_opened)
		return receive(&reading, error_r);
	for (int i = 0; i < cli->argc && status == WB_OK; i++)
		status = read_log(&reading, cli->argv[i], error_r);
	return status;
}
