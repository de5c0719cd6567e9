/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* lock_file.c - see lock_file.h */
#include "store/lock_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/store.h"

#define BYTES (WB_LOCK_FILE_READERS * 64 + 128) /* of the file with so many slots */
#define TRIES 50                                /* a millisecond apart: opening takes some microseconds */

static sigjmp_buf interrupted;

static void interrupt(int signal_number)
{
	(void)signal_number;
	siglongjmp(interrupted, 1);
}

/*
 * Writes to each page, as LMDB will, what is there: btrfs wants room for that, even in a folder that is not copied on write, and in no
 * other way says beforehand that a quota has none.
 */
static bool can_write_pages(int fd)
{
	const struct sigaction catch = { .sa_handler = interrupt };
	struct sigaction before;
	long page = sysconf(_SC_PAGESIZE);
	unsigned char *map = mmap(NULL, BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	volatile bool can = false;

	if (map == MAP_FAILED)
		return true; /* LMDB says what is wrong */
	if (sigaction(SIGBUS, &catch, &before) == 0) {
		if (sigsetjmp(interrupted, 1) == 0) {
			for (long at = 0; at < BYTES; at += page)
				__atomic_fetch_or((uint32_t *)(void *)(map + at), 0, __ATOMIC_RELAXED);
			can = true;
		}
		sigaction(SIGBUS, &before, NULL);
	}
	munmap(map, BYTES);
	return can;
}

/* Somebody holds its first byte for long. */
static bool is_held(int fd)
{
	for (int tries = 0; tries < TRIES; tries++) {
		struct flock held = { .l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1 };

		if (fcntl(fd, F_GETLK, &held) < 0 || held.l_type == F_UNLCK)
			return false;
		poll(NULL, 0, 1);
	}
	return true;
}

enum wb_status wb_lock_file_prepare(const char *folder, mode_t mode, struct wb_error *error_r)
{
	char path[PATH_MAX + 16];
	enum wb_status status = WB_OK;
	struct stat st;
	int fd;

	snprintf(path, sizeof(path), "%s/lock.mdb", folder);
	if (wb_store_check_file(path, error_r) != WB_OK)
		return WB_UNAVAILABLE;
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW, mode);
	if (fd < 0)
		return WB_OK; /* LMDB says what is wrong */
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		status = wb_store_fail(folder, errno, error_r);
	else if (st.st_blocks * 512 < BYTES && fallocate(fd, 0, 0, BYTES) < 0 && errno != EOPNOTSUPP)
		status = wb_store_fail(folder, errno, error_r);
	else if (!can_write_pages(fd))
		status = wb_store_fail(folder, EIO, error_r);
	/* Without the file's pages one may still read. */
	if (status == WB_UNAVAILABLE)
		status = WB_NOT_FOUND;
	if (status == WB_OK && is_held(fd))
		status = wb_store_fail(folder, EBUSY, error_r);
	close(fd);
	return status;
}
