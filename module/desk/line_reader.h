/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * line_reader.h - a file that staff or somebody else wrote, line by line, in memory that does not grow with it; and whom to tell
 * about a line, since a mistake belongs beside its number and the file may be long. What is compressed comes unpacked (unpack.h), UTF-16
 * that says so with a byte order mark as UTF-8, and a byte order mark not at all.
 */
#ifndef WB_LINE_READER_H
#define WB_LINE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

#define WB_LINE_BYTES_MAX 4096
#define WB_LINE_AHEAD 512 /* bytes that wb_line_reader_ahead shows at least */

struct wb_unpack;

/* How the file is written. */
enum wb_line_encoding { WB_LINE_BYTES, WB_LINE_UTF16_LE, WB_LINE_UTF16_BE };

/* What is wrong with a line. */
enum wb_line_fault {
	WB_LINE_BAD,     /* it cannot be read */
	WB_LINE_GUARDED, /* it can, and a guard refuses what it says */
	WB_LINE_NOTED,   /* nothing: it is taken, and somebody should know how */
	WB_LINE_FAULTS
};

enum wb_line_progress { WB_LINE_PROGRESS_ON, WB_LINE_PROGRESS_END };

/* Called while a file is read. */
struct wb_line_listener {
	void (*fault)(void *context, const char *path, unsigned long line, enum wb_line_fault fault, const char *why);
	void (*progress)(void *context, const char *path, unsigned long lines, enum wb_line_progress progress);
	void *context;
};

struct wb_line_reader {
	const char *path;
	const struct wb_line_listener *listener;
	bool is_begun;        /* lines were asked for: the listener wants to know when that is over */
	unsigned long number; /* of the line that was read last: 1 is the first */
	size_t length;        /* its bytes, which may be more than fit into text */
	char text[WB_LINE_BYTES_MAX + 2];
	/* The rest is the reader's own. */
	int fd;
	struct wb_unpack *unpack;
	const char *raw; /* raw_size bytes as they were unpacked */
	size_t raw_size;
	enum wb_line_encoding encoding;
	bool has_half; /* of two bytes that are one unit */
	unsigned char half;
	uint32_t surrogate; /* that waits for its second; 0: none does */
	bool is_at_start;   /* of a line */
	bool is_damaged;    /* see wb_line_reader_is_damaged */
	bool is_ended;      /* nothing comes behind what is ahead */
	size_t ahead_place, ahead_size;
	char ahead[32768];
};

/* Where the lines come from. */
struct wb_line_source {
	const char *path;
	bool is_stdin; /* it is open already, as standard input, and path is what people call it */
};

/* Ownership: keeps all three pointers. WB_UNAVAILABLE, WB_INVALID (see wb_unpack_open), WB_NO_MEMORY: there is nothing to read. */
enum wb_status wb_line_reader_open(struct wb_line_reader *reader, const struct wb_line_source *source,
    const struct wb_line_listener *listener, struct wb_error *error_r);

/* The next line, without its end ("\n" or "\r\n"). WB_NOT_FOUND: there is none; else: the file cannot be read, see wb_unpack_next. */
enum wb_status wb_line_reader_next(struct wb_line_reader *reader, struct wb_error *error_r);

/*
 * What comes next, without taking it: *size_r bytes, and fewer than WB_LINE_AHEAD only at the end of the file. Valid until something is taken.
 * Other than WB_OK: see wb_unpack_next.
 */
enum wb_status wb_line_reader_ahead(
    struct wb_line_reader *reader, const char **bytes_r, size_t *size_r, struct wb_error *error_r);

#define WB_LINE_BYTE_END (-1)
#define WB_LINE_BYTE_FAILED (-2)

/* Takes one byte, for what does not end with a line; the next line begins behind it. number counts all the same. */
int wb_line_reader_byte(struct wb_line_reader *reader, struct wb_error *error_r);

/* WB_INVALID for a line that is too long or holds a NUL byte: text is then not all of it. */
enum wb_status wb_line_reader_check(const struct wb_line_reader *reader, struct wb_error *error_r);

/* True when the file itself could not be read any further: a WB_INVALID was about it, and not about a line. */
bool wb_line_reader_is_damaged(const struct wb_line_reader *reader);

/* Tells the listener about the line that was read last. */
void wb_line_reader_report(const struct wb_line_reader *reader, enum wb_line_fault fault, const char *why);

/* The listener is told that reading is over. Safe after a failed open, and to repeat. */
void wb_line_reader_close(struct wb_line_reader *reader);

#endif
