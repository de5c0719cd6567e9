/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * published_file.h - how a file comes into the folder published/: who may write there at a time, and that a reader sees the old file
 * or the new one, never half of one, whenever the machine stops.
 */
#ifndef WB_PUBLISHED_FILE_H
#define WB_PUBLISHED_FILE_H

#include <limits.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "verdict/published.h"

#define WB_PUBLISHED_LOCK "publish.lock" /* in the store's folder: nobody who reads published/ can hold it */
#define WB_PUBLISHED_FILE_MODE 0640      /* readers are of the folder's group, which new files inherit */

/*
 * Takes the lock of all who publish, and waits for it. What is to be published is read after that, so that the last rename is the
 * newest. The caller closes *fd_r, which gives it back; so does the end of the process.
 */
enum wb_status wb_published_lock(const char *store, int *fd_r, struct wb_error *error_r);

/* A file that is being written, under a temporary name. Begin with { -1, -1 }. */
struct wb_published_file {
	int folder_fd;
	int fd; /* for pwrite(2) */
	const char *store;
	char name[WB_PUBLISHED_NAME_SIZE];
};

/*
 * Begins the file of this name; the folder is made when the store has none. The lock must be held: what a killed writer left is
 * removed. Close it whatever is returned; store must outlive it.
 */
enum wb_status wb_published_file_open(
    const char *store, const char *name, struct wb_published_file *file, struct wb_error *error_r);

/* Writes at a place, all of it. */
enum wb_status wb_published_file_write(
    struct wb_published_file *file, const void *bytes, size_t count, uint64_t at, struct wb_error *error_r);

/* Where it stands until it is committed: for whoever has to look at it first. */
void wb_published_file_path(const struct wb_published_file *file, char path_r[PATH_MAX]);

/* Makes it durable and gives it its name: from here on it is published. It must still be closed. */
enum wb_status wb_published_file_commit(struct wb_published_file *file, struct wb_error *error_r);

/* Without a commit nothing has changed. Safe to repeat. */
void wb_published_file_close(struct wb_published_file *file);

/*
 * Gives a published file a second name, whose file of before it replaces. The lock must be held.
 * WB_UNAVAILABLE where the kernel lets nobody link a file that is not his (fs.protected_hardlinks).
 */
enum wb_status wb_published_file_link(const char *store, const char *from, const char *name, struct wb_error *error_r);

/* Takes a file out; that there is none is as good. The lock must be held. */
enum wb_status wb_published_file_remove(const char *store, const char *name, struct wb_error *error_r);

#endif
