/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * file.h - what every writer of a file needs, and write(2) alone does not give; and where the files are that came with a program.
 */
#ifndef WB_FILE_H
#define WB_FILE_H

#include <stdbool.h>
#include <stddef.h>

/* Writes all of it, however often a signal comes between or the kernel takes a part. False: errno says why; some may be written. */
bool wb_file_write(int fd, const void *bytes, size_t length);

#define WB_FILE_SHARED "share/whyblock/"

/* Where `make install` has put a file of that folder, as in "acl-snippets/rcpt.conf", beside the program that asks. path_r: PATH_MAX bytes. */
void wb_file_shared(const char *name, char *path_r);

#endif
