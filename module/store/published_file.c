/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* published_file.c - see published_file.h */
#include "store/published_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/store.h"
#include "store/store_init.h"
#include "store/turn.h"

#define TEMPORARY_SIZE (WB_PUBLISHED_NAME_SIZE + sizeof(WB_PUBLISHED_TEMPORARY))

static enum wb_status fail(const char *store, const char *name, struct wb_error *error_r)
{
	const char *advice = errno == EACCES || errno == EPERM ? ": run whyblock init as root" : "";

	return wb_fail(
	    error_r, errno == ENOMEM ? WB_NO_MEMORY : WB_UNAVAILABLE, "%s/%s: %s%s", store, name, strerror(errno), advice);
}

enum wb_status wb_published_lock(const char *store, int *fd_r, struct wb_error *error_r)
{
	char path[PATH_MAX];

	*fd_r = -1;
	if (wb_store_check_rights(store, WB_PUBLISHED_FOLDER, error_r) != WB_OK)
		return WB_UNAVAILABLE;
	snprintf(path, sizeof(path), "%s/" WB_PUBLISHED_LOCK, store);
	return wb_turn_take(path, fd_r, error_r);
}

static void format_temporary(const char *name, char temporary[TEMPORARY_SIZE])
{
	/* Without the serial of a base: a writer that was killed leaves one file, and the next one takes it away. */
	snprintf(temporary, TEMPORARY_SIZE, WB_PUBLISHED_TEMPORARY "%.*s", (int)strcspn(name, "."), name);
}

static enum wb_status open_folder(const char *store, int *fd_r, struct wb_error *error_r)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/" WB_PUBLISHED_FOLDER, store);
	*fd_r = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	return *fd_r < 0 ? fail(store, WB_PUBLISHED_FOLDER, error_r) : WB_OK;
}

enum wb_status wb_published_file_open(
    const char *store, const char *name, struct wb_published_file *file, struct wb_error *error_r)
{
	char temporary[TEMPORARY_SIZE];
	enum wb_status status;

	*file = (struct wb_published_file){ .folder_fd = -1, .fd = -1, .store = store };
	snprintf(file->name, sizeof(file->name), "%s", name);
	status = wb_store_make_folder(store, WB_PUBLISHED_FOLDER, error_r);
	if (status == WB_OK)
		status = open_folder(store, &file->folder_fd, error_r);
	if (status != WB_OK)
		return status;
	format_temporary(file->name, temporary);
	if (unlinkat(file->folder_fd, temporary, 0) < 0 && errno != ENOENT)
		return fail(store, WB_PUBLISHED_FOLDER, error_r);
	file->fd = openat(file->folder_fd, temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	return file->fd < 0 ? fail(store, WB_PUBLISHED_FOLDER, error_r) : WB_OK;
}

enum wb_status wb_published_file_write(
    struct wb_published_file *file, const void *bytes, size_t count, uint64_t at, struct wb_error *error_r)
{
	const char *from = bytes;

	while (count > 0) {
		ssize_t written = pwrite(file->fd, from, count, (off_t)at);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return fail(file->store, WB_PUBLISHED_FOLDER, error_r);
		from += written;
		at += (uint64_t)written;
		count -= (size_t)written;
	}
	return WB_OK;
}

void wb_published_file_path(const struct wb_published_file *file, char path_r[PATH_MAX])
{
	char temporary[TEMPORARY_SIZE];

	format_temporary(file->name, temporary);
	snprintf(path_r, PATH_MAX, "%s/" WB_PUBLISHED_FOLDER "/%s", file->store, temporary);
}

enum wb_status wb_published_file_commit(struct wb_published_file *file, struct wb_error *error_r)
{
	char temporary[TEMPORARY_SIZE];

	format_temporary(file->name, temporary);
	if (fchmod(file->fd, WB_PUBLISHED_FILE_MODE) < 0 || fsync(file->fd) < 0 ||
	    renameat(file->folder_fd, temporary, file->folder_fd, file->name) < 0)
		return fail(file->store, WB_PUBLISHED_FOLDER, error_r);
	close(file->fd);
	file->fd = -1;
	/* Renamed it is: who reads now sees it. That the disk has the name, too, is not known when this fails. */
	return fsync(file->folder_fd) < 0 ? fail(file->store, WB_PUBLISHED_FOLDER, error_r) : WB_OK;
}

void wb_published_file_close(struct wb_published_file *file)
{
	char temporary[TEMPORARY_SIZE];

	if (file->fd >= 0) {
		format_temporary(file->name, temporary);
		unlinkat(file->folder_fd, temporary, 0);
		close(file->fd);
	}
	if (file->folder_fd >= 0)
		close(file->folder_fd);
	file->fd = file->folder_fd = -1;
}

enum wb_status wb_published_file_link(const char *store, const char *from, const char *name, struct wb_error *error_r)
{
	char temporary[TEMPORARY_SIZE];
	int fd;
	enum wb_status status = open_folder(store, &fd, error_r);

	if (status != WB_OK)
		return status;
	format_temporary(name, temporary);
	if ((unlinkat(fd, temporary, 0) < 0 && errno != ENOENT) || linkat(fd, from, fd, temporary, 0) < 0 ||
	    renameat(fd, temporary, fd, name) < 0 || fsync(fd) < 0)
		status = fail(store, WB_PUBLISHED_FOLDER, error_r);
	/* Still there when the name was a link to the same file: rename(2) then does nothing. */
	unlinkat(fd, temporary, 0);
	close(fd);
	return status;
}

enum wb_status wb_published_file_remove(const char *store, const char *name, struct wb_error *error_r)
{
	int fd;
	enum wb_status status = open_folder(store, &fd, error_r);

	if (status != WB_OK)
		return status;
	if ((unlinkat(fd, name, 0) < 0 && errno != ENOENT) || fsync(fd) < 0)
		status = fail(store, WB_PUBLISHED_FOLDER, error_r);
	close(fd);
	return status;
}
