/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* setup_file.c - see setup_file.h */
#include "cli/setup_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

#define FILE_BYTES_MAX (1 << 20)

/* The first marker says what else was changed for the block's sake, so that it can be changed back. */
#define MARK_BEGIN "# whyblock setup: added by whyblock setup debian --apply, removed by --undo"
#define MARK_FILE ", with this file"
#define MARK_NEWLINE ", with the end of the line above"
#define MARK_END "# whyblock setup: end"

static enum wb_status fail(const char *path, struct wb_error *error_r)
{
	return wb_fail(error_r, errno == ENOMEM ? WB_NO_MEMORY : WB_UNAVAILABLE, "%s: %s", path, strerror(errno));
}

static enum wb_status read_all(const char *path, int fd, char **text_r, struct wb_error *error_r)
{
	size_t length = 0;
	ssize_t got;
	struct stat st;

	if (fstat(fd, &st) < 0)
		return fail(path, error_r);
	if (!S_ISREG(st.st_mode) || st.st_size > FILE_BYTES_MAX)
		return wb_fail(error_r, WB_UNAVAILABLE, "%s: expected a regular file of at most 1 MiB", path);
	*text_r = malloc(FILE_BYTES_MAX + 2);
	if (*text_r == NULL)
		return fail(path, error_r);
	while ((got = read(fd, *text_r + length, FILE_BYTES_MAX + 1 - length)) > 0)
		length += (size_t)got;
	if (got < 0)
		return fail(path, error_r);
	(*text_r)[length] = '\0';
	if (strlen(*text_r) != length || length > FILE_BYTES_MAX)
		return wb_fail(error_r, WB_UNAVAILABLE, "%s: is no text file", path);
	return WB_OK;
}

enum wb_status setup_file_read(const char *path, char **text_r, struct wb_error *error_r)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char target[PATH_MAX];
	enum wb_status status;
	ssize_t length;

	*text_r = NULL;
	if (fd < 0 && errno == ENOENT && (length = readlink(path, target, sizeof(target))) >= 0)
		return wb_fail(error_r, WB_UNAVAILABLE,
		    "%s: is a symbolic link to %.*s, and there is no such file: make it, or take the link away", path,
		    (int)length, target);
	if (fd < 0 && errno == ENOENT)
		return wb_fail(error_r, WB_NOT_FOUND, "%s: there is no such file", path);
	if (fd < 0)
		return fail(path, error_r);
	status = read_all(path, fd, text_r, error_r);
	close(fd);
	if (status != WB_OK) {
		free(*text_r);
		*text_r = NULL;
	}
	return status;
}

/* The rename itself must be on the disk before Exim's configuration relies on it. */
static void sync_folder(const char *path)
{
	char folder[PATH_MAX];
	char *slash;
	int fd;

	snprintf(folder, sizeof(folder), "%s", path);
	slash = strrchr(folder, '/');
	if (slash == NULL || slash == folder)
		return;
	*slash = '\0';
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
}

static enum wb_status replace(const char *path, const char *text, struct wb_error *error_r)
{
	char temporary[PATH_MAX + 16];
	struct stat st;
	bool is_there = stat(path, &st) == 0;
	enum wb_status status = WB_OK;
	int fd;

	/* A name with a dot in it: update-exim4.conf leaves such files of conf.d/ out. */
	snprintf(temporary, sizeof(temporary), "%s.whyblock-new", path);
	if (unlink(temporary) < 0 && errno != ENOENT)
		return fail(temporary, error_r);
	fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return fail(temporary, error_r);
	/* The owner first, since changing it may clear bits of the mode. */
	if ((is_there && fchown(fd, st.st_uid, st.st_gid) < 0) || fchmod(fd, is_there ? st.st_mode & 07777 : 0644) < 0 ||
	    !wb_file_write(fd, text, strlen(text)) || fsync(fd) < 0)
		status = fail(temporary, error_r);
	if (close(fd) < 0 && status == WB_OK)
		status = fail(temporary, error_r);
	if (status == WB_OK && rename(temporary, path) < 0)
		status = fail(path, error_r);
	if (status != WB_OK)
		unlink(temporary);
	else
		sync_folder(path);
	return status;
}

enum wb_status setup_file_write(const char *path, const char *text, struct wb_error *error_r)
{
	char target[PATH_MAX];

	if (text == NULL)
		return unlink(path) < 0 && errno != ENOENT ? fail(path, error_r) : WB_OK;
	if (realpath(path, target) == NULL) {
		struct stat st;

		if (errno != ENOENT || lstat(path, &st) == 0)
			return fail(path, error_r);
		snprintf(target, sizeof(target), "%s", path);
	}
	return replace(target, text, error_r);
}

char *setup_block_add(const char *text, const char *lines)
{
	const char *before = text == NULL ? "" : text;
	bool ends_open = before[0] != '\0' && before[strlen(before) - 1] != '\n';
	char *whole;

	if (asprintf(&whole, "%s%s" MARK_BEGIN "%s%s\n%s\n" MARK_END "\n", before, ends_open ? "\n" : "",
		text == NULL ? MARK_FILE : "", ends_open ? MARK_NEWLINE : "", lines) < 0)
		return NULL;
	return whole;
}

static bool starts_with(const char *line, const char *start)
{
	return strncmp(line, start, strlen(start)) == 0;
}

static bool starts_with_one_of(const char *line, const char *const *starts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (starts_with(line, starts[i]))
			return true;
	}
	return false;
}

char *setup_block_remove(const char *text, const char *const *starts, size_t count, bool *found_r, bool *is_ours_r)
{
	char *result = malloc(strlen(text) + 1);
	bool inside = false, made_file = false, made_newline = false;
	size_t length = 0;

	*found_r = false;
	if (result == NULL)
		return NULL;
	for (const char *line = text, *next; *line != '\0'; line = next) {
		const char *end = strchr(line, '\n');

		next = end == NULL ? line + strlen(line) : end + 1;
		if (starts_with(line, MARK_BEGIN)) {
			const char *more = line + strlen(MARK_BEGIN);

			*found_r = inside = true;
			/* Of two blocks the first says it. */
			made_file = made_file || starts_with(more, MARK_FILE);
			made_newline = made_newline || starts_with(more, MARK_NEWLINE);
		} else if (starts_with(line, MARK_END)) {
			*found_r = true;
			inside = false;
		} else if (!inside || !starts_with_one_of(line, starts, count)) {
			memcpy(result + length, line, (size_t)(next - line));
			length += (size_t)(next - line);
			made_newline = false; /* needed now */
		}
	}
	if (made_newline && length > 0)
		length--;
	result[length] = '\0';
	/* Editors may have changed a line's end. */
	*is_ours_r = made_file && result[strspn(result, " \t\r\n")] == '\0';
	return result;
}
