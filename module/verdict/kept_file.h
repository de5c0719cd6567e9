/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * kept_file.h - published files that Exim's daemon keeps open, for the processes that it forks: one for each connection.
 *
 * They are open, and not mapped: a mapped file that somebody cuts ends the process that reads it, and its first page costs a process more
 * than opening it did. As long as a file is open no other gets its device and inode number, so these two tell whether its name has gone
 * to another one.
 */
#ifndef WB_KEPT_FILE_H
#define WB_KEPT_FILE_H

#include <stdbool.h>
#include <sys/stat.h>

enum wb_kept { WB_KEPT_POLICY, WB_KEPT_RECENT, WB_KEPT_BASE, WB_KEPT_COUNT };

/*
 * Keeps the regular file to which this path leads now, in the place of the one that was kept; nothing when there is none that can be read.
 * Reads nothing, allocates nothing. True: it is another file than before.
 */
bool wb_kept_file_keep(enum wb_kept which, const char *path);

/*
 * Opens a published file to be read with pread: the kept one when the path still leads to it, whoever has kept it and for which store.
 * A FIFO in its place makes nobody wait; a link is not followed.
 * st_r:    of what was opened, which may be no regular file.
 * Returns: a descriptor, or -1 and errno. Close it with wb_kept_file_close alone.
 */
int wb_kept_file_open(const char *path, struct stat *st_r);

/* A kept file stays open. */
void wb_kept_file_close(int fd);

#endif
