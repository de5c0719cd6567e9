/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* kept_file.c - see kept_file.h */
#include "verdict/kept_file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static struct {
	bool is_open;
	int fd;
	dev_t device;
	ino_t inode;
} kept[WB_KEPT_COUNT];

static bool is_kept(enum wb_kept which, const struct stat *st)
{
	return kept[which].is_open && kept[which].device == st->st_dev && kept[which].inode == st->st_ino;
}

static int open_anew(const char *path, struct stat *st_r)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	int error;

	if (fd >= 0 && fstat(fd, st_r) < 0) {
		error = errno;
		close(fd);
		errno = error;
		return -1;
	}
	return fd;
}

/* The descriptor is still ours: in a process of Exim's, nobody else knows of it. */
static bool is_still_open(enum wb_kept which)
{
	struct stat st;

	return fstat(kept[which].fd, &st) == 0 && is_kept(which, &st);
}

static void let_go(enum wb_kept which)
{
	if (kept[which].is_open && is_still_open(which))
		close(kept[which].fd);
	kept[which].is_open = false;
}

bool wb_kept_file_keep(enum wb_kept which, const char *path)
{
	struct stat st;
	int fd;

	if (lstat(path, &st) == 0 && is_kept(which, &st))
		return false;
	let_go(which);
	fd = open_anew(path, &st);
	if (fd < 0)
		return false;
	kept[which].is_open = true;
	kept[which].fd = fd;
	kept[which].device = st.st_dev;
	kept[which].inode = st.st_ino;
	if (!S_ISREG(st.st_mode))
		let_go(which);
	return kept[which].is_open;
}

int wb_kept_file_open(const char *path, struct stat *st_r)
{
	bool is_known = false; /* what the path leads to; in most processes nothing is kept, and it is not asked */

	for (enum wb_kept which = 0; which < WB_KEPT_COUNT; which++) {
		if (!kept[which].is_open)
			continue;
		if (!is_known && lstat(path, st_r) < 0)
			break;
		is_known = true;
		if (is_kept(which, st_r) && is_still_open(which))
			return kept[which].fd;
	}
	return open_anew(path, st_r);
}

void wb_kept_file_close(int fd)
{
	for (enum wb_kept which = 0; which < WB_KEPT_COUNT; which++) {
		if (kept[which].is_open && kept[which].fd == fd && is_still_open(which))
			return;
	}
	close(fd);
}
