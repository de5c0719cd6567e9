/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* turn.c - see turn.h */
#include "store/turn.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "store/store.h"
#include "store/store_init.h"

#define TRIES 50
#define BETWEEN_MS 20 /* so that all of them take a second */
#define WORDS 3       /* of the holder's command line */

static wb_turn_waits *told;

void wb_turn_tell(wb_turn_waits *tell)
{
	told = tell;
}

/* The first words of its command line, the path of the first one left out. */
static void name_holder(pid_t pid, char *buffer, size_t size)
{
	char path[40], words[200], clean[200];
	ssize_t length = 0;
	const char *from = words;
	struct wb_text text;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/cmdline", (int)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0)
		length = read(fd, words, sizeof(words) - 1);
	if (fd >= 0)
		close(fd);
	words[length > 0 ? length : 0] = '\0';
	if (strrchr(words, '/') != NULL)
		from = strrchr(words, '/') + 1;
	wb_text_open(&text, buffer, size);
	wb_text_addf(&text, "process %d", (int)pid);
	for (int i = 0; i < WORDS && from < words + length && *from != '\0'; i++, from += strlen(from) + 1) {
		wb_text_copy_message(clean, sizeof(clean), from);
		wb_text_addf(&text, "%s%s", i == 0 ? " (" : " ", clean);
	}
	if (text.length > 0 && strchr(buffer, '(') != NULL)
		wb_text_add(&text, ")");
}

static enum wb_status wait_for(int fd, short type, const char *path, struct wb_error *error_r)
{
	struct flock mine = { .l_type = type, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1 };

	for (int tries = 0; fcntl(fd, F_SETLK, &mine) < 0; tries++) {
		struct flock held = mine;
		char holder[200];

		if (errno != EACCES && errno != EAGAIN)
			return wb_store_fail(path, errno, error_r);
		if (tries < TRIES) {
			poll(NULL, 0, BETWEEN_MS);
			continue;
		}
		if (tries == TRIES && told != NULL && fcntl(fd, F_GETLK, &held) == 0 && held.l_type != F_UNLCK) {
			name_holder(held.l_pid, holder, sizeof(holder));
			told(path, holder);
		}
		if (fcntl(fd, F_SETLKW, &mine) == 0)
			return WB_OK;
		if (errno != EINTR)
			return wb_store_fail(path, errno, error_r);
	}
	return WB_OK;
}

static enum wb_status try_once(int fd, short type, const char *path, struct wb_error *error_r)
{
	struct flock mine = { .l_type = type, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1 };

	if (fcntl(fd, F_SETLK, &mine) == 0)
		return WB_OK;
	return errno == EACCES || errno == EAGAIN ? WB_NOT_FOUND : wb_store_fail(path, errno, error_r);
}

typedef enum wb_status get_lock(int fd, short type, const char *path, struct wb_error *error_r);

static enum wb_status take(const char *path, get_lock *get, int *fd_r, struct wb_error *error_r)
{
	enum wb_status status;
	struct stat st;

	*fd_r = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
	if (*fd_r < 0)
		return wb_store_fail(path, errno, error_r);
	if (fstat(*fd_r, &st) < 0 || !S_ISREG(st.st_mode) || st.st_nlink > 1)
		status = wb_fail(error_r, WB_UNAVAILABLE,
		    "store %s: has a second name, or is no file: expected a file of the store's own: remove it", path);
	/* Whoever made it gives it its mode, whatever the umask. */
	else if (st.st_uid == geteuid() && (st.st_mode & 07777) != WB_STORE_FILE_MODE && fchmod(*fd_r, WB_STORE_FILE_MODE) < 0)
		status = wb_store_fail(path, errno, error_r);
	else
		status = get(*fd_r, F_WRLCK, path, error_r);
	if (status != WB_OK) {
		close(*fd_r);
		*fd_r = -1;
	}
	return status;
}

enum wb_status wb_turn_take(const char *path, int *fd_r, struct wb_error *error_r)
{
	return take(path, wait_for, fd_r, error_r);
}

enum wb_status wb_turn_try(const char *path, int *fd_r, struct wb_error *error_r)
{
	return take(path, try_once, fd_r, error_r);
}

enum wb_status wb_turn_share(const char *path, int *fd_r, struct wb_error *error_r)
{
	enum wb_status status;

	*fd_r = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (*fd_r < 0)
		return errno == ENOENT ? WB_OK : wb_store_fail(path, errno, error_r);
	status = wait_for(*fd_r, F_RDLCK, path, error_r);
	if (status != WB_OK) {
		close(*fd_r);
		*fd_r = -1;
	}
	return status;
}

bool wb_turn_is_taken(const char *path)
{
	struct flock held = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1 };
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	bool is_taken;

	if (fd < 0)
		return false;
	is_taken = fcntl(fd, F_GETLK, &held) == 0 && held.l_type != F_UNLCK;
	close(fd);
	return is_taken;
}
