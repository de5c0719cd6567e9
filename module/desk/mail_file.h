/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * mail_file.h - a mail in a file, as Exim would hand it to whyblock_message: its header, and the beginning of its body.
 */
#ifndef WB_MAIL_FILE_H
#define WB_MAIL_FILE_H

#include <stdio.h>

#include "base/status.h"
#include "desk/line_reader.h"
#include "verdict/message_view.h"

/*
 * Of a header, how many bytes more than are looked at are passed over to find the body; of a longer one the body is empty. Exim refuses a header of
 * 1 MiB (header_maxsize).
 */
#define WB_MAIL_FILE_PASSED_MAX 2097152

/* 70 KiB. */
struct wb_mail_file {
	size_t header_size, body_size;
	char header[WB_MESSAGE_HEADERS_MAX];
	char body[WB_MESSAGE_BODY_MAX];
};

/*
 * Reads no more of the file than is looked at. Lines end with LF or CR LF, and with LF in what is read; a NUL is '?' in the header and a space in the
 * body, as in Exim. A line "From " in front, as mailboxes have it, is passed over.
 * Returns: WB_OK, WB_UNAVAILABLE: the file cannot be read.
 */
enum wb_status wb_mail_file_read(const struct wb_line_source *source, struct wb_mail_file *file_r, struct wb_error *error_r);

/* The same of a stream that is open, up to its end; path: what people call it. Leaves it open. */
enum wb_status wb_mail_file_read_stream(FILE *stream, const char *path, struct wb_mail_file *file_r, struct wb_error *error_r);

#endif
