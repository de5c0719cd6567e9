/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * file.h - what every writer of a file needs, and write(2) alone does not give.
 */
#ifndef WB_FILE_H
#define WB_FILE_H

#include <stdbool.h>
#include <stddef.h>

/* Writes all of it, however often a signal comes between or the kernel takes a part. False: errno says why; some may be written. */
bool wb_file_write(int fd, const void *bytes, size_t length);

#endif
