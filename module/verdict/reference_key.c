/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* reference_key.c - see reference_key.h */
#include "verdict/reference_key.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "base/timestamp.h"
#include "verdict/sodium.h"

#define FILE_BYTES_MAX 8192
#define LINE_SIZE 128
#define HEADER \
	"# The keys that sign the references in whyblock's replies, the newest first: it signs, all of them verify.\n" \
	"# Keep them secret. Another one is put in front by: whyblock ref rotate\n"

static enum wb_status fail_errno(const char *path, struct wb_error *error_r)
{
	return wb_fail(error_r, WB_UNAVAILABLE, "reference key %s: %s", path, strerror(errno));
}

/* The whole file as text; buffer holds FILE_BYTES_MAX bytes. */
static enum wb_status read_file(const char *path, char *buffer, struct wb_error *error_r)
{
	/* O_NONBLOCK: a FIFO in the file's place must not hold the mail. */
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	enum wb_status status = WB_OK;
	struct stat st;
	size_t length = 0;
	ssize_t n = 1;

	if (fd < 0)
		return errno == ENOENT ? WB_NOT_FOUND : fail_errno(path, error_r);
	/* Whoever can read a key can make references, so one that everybody can read proves nothing. */
	if (fstat(fd, &st) < 0)
		status = fail_errno(path, error_r);
	else if (!S_ISREG(st.st_mode))
		status = wb_fail(error_r, WB_UNAVAILABLE, "reference key %s: is not a regular file", path);
	else if ((st.st_mode & S_IRWXO) != 0)
		status = wb_fail(
		    error_r, WB_UNAVAILABLE, "reference key %s: is open to everybody: expected mode 0640 (chmod 640)", path);

	while (status == WB_OK && n != 0 && length < FILE_BYTES_MAX) {
		n = read(fd, buffer + length, FILE_BYTES_MAX - length);
		if (n < 0 && errno != EINTR)
			status = fail_errno(path, error_r);
		length += n > 0 ? (size_t)n : 0;
	}
	if (status == WB_OK && length == FILE_BYTES_MAX)
		status =
		    wb_fail(error_r, WB_UNAVAILABLE, "reference key %s: is larger than %d bytes", path, FILE_BYTES_MAX - 1);
	if (status == WB_OK) {
		buffer[length] = '\0';
		if (strlen(buffer) != length)
			status = wb_fail(error_r, WB_INVALID, "reference key %s: there is a NUL byte in it", path);
	}
	close(fd);
	return status;
}

/* first_key_r: where the first line with a key begins, or the end of the text. */
static enum wb_status read_keys(
    const char *path, const char *text, struct wb_reference_keys *keys, size_t *first_key_r, struct wb_error *error_r)
{
	const char *line = text;
	size_t key_bytes;
	int number = 1;

	*first_key_r = strlen(text);
	for (; *line != '\0'; number++) {
		size_t length = strcspn(line, "\n");
		size_t digits = strspn(line, "0123456789abcdefABCDEF");

		if (line[strspn(line, " \t\r")] != '#' && strspn(line, " \t\r") < length) {
			if (keys->count == WB_REFERENCE_KEYS_MAX)
				return wb_fail(error_r, WB_INVALID, "reference key %s:%d: expected at most %d keys", path,
				    number, WB_REFERENCE_KEYS_MAX);
			/* A key, which a comment may follow. */
			if (digits != 2 * WB_REFERENCE_KEY_BYTES ||
			    strcspn(line + digits, "#\n") != strspn(line + digits, " \t\r") ||
			    wb_sodium.sodium_hex2bin(
				keys->bytes[keys->count], WB_REFERENCE_KEY_BYTES, line, digits, NULL, &key_bytes, NULL) != 0)
				return wb_fail(error_r, WB_INVALID,
				    "reference key %s:%d: expected a key of %d hexadecimal digits, or a comment that begins with #",
				    path, number, 2 * WB_REFERENCE_KEY_BYTES);
			if (keys->count++ == 0)
				*first_key_r = (size_t)(line - text);
		}
		line += length + (line[length] == '\n');
	}
	if (keys->count == 0)
		return wb_fail(error_r, WB_INVALID, "reference key %s: there is no key in it", path);
	return WB_OK;
}

static enum wb_status load(
    const char *path, char *text, struct wb_reference_keys *keys_r, size_t *first_key_r, struct wb_error *error_r)
{
	enum wb_status status = read_file(path, text, error_r);

	memset(keys_r, 0, sizeof(*keys_r));
	if (status == WB_OK)
		status = wb_sodium_load(error_r);
	if (status == WB_OK)
		status = read_keys(path, text, keys_r, first_key_r, error_r);
	if (status != WB_OK)
		explicit_bzero(keys_r, sizeof(*keys_r));
	return status;
}

enum wb_status wb_reference_keys_read(const char *path, struct wb_reference_keys *keys_r, struct wb_error *error_r)
{
	char text[FILE_BYTES_MAX];
	size_t first_key;
	enum wb_status status = load(path, text, keys_r, &first_key, error_r);

	explicit_bzero(text, sizeof(text));
	return status;
}

/* "HEX # made 2026-11-22T01:26:17Z": buffer holds LINE_SIZE bytes. */
static enum wb_status make_line(int64_t now_s, char *buffer, struct wb_error *error_r)
{
	unsigned char key[WB_REFERENCE_KEY_BYTES];
	char made[WB_TIMESTAMP_TEXT_SIZE];
	struct wb_text line;

	if (wb_sodium_load(error_r) != WB_OK)
		return WB_UNAVAILABLE;
	wb_sodium.randombytes_buf(key, sizeof(key));
	wb_sodium.sodium_bin2hex(buffer, LINE_SIZE, key, sizeof(key));
	explicit_bzero(key, sizeof(key));
	wb_timestamp_format(now_s, made);
	line = (struct wb_text){ buffer, LINE_SIZE, strlen(buffer), false };
	wb_text_addf(&line, " # made %s\n", made);
	return WB_OK;
}

/*
 * Writes a whole new file beside path, then gives it the name in one step: replace says whether a file that has it already gives
 * way; if not, that one stays (EEXIST).
 */
static bool put_file(const char *path, const char *const *parts, const struct stat *like, bool replace)
{
	char temporary[PATH_MAX];
	bool done = false;
	int fd, saved;

	if (snprintf(temporary, sizeof(temporary), "%s.XXXXXX", path) >= (int)sizeof(temporary)) {
		errno = ENAMETOOLONG;
		return false;
	}
	fd = mkostemp(temporary, O_CLOEXEC);
	if (fd < 0)
		return false;
	if (fchown(fd, like->st_uid, like->st_gid) == 0 && fchmod(fd, like->st_mode & 07777) == 0) {
		done = true;
		for (; *parts != NULL && done; parts++)
			done = wb_file_write(fd, *parts, strlen(*parts));
		done = done && fsync(fd) == 0 && (replace ? rename(temporary, path) : link(temporary, path)) == 0;
	}
	saved = errno;
	if (!done || !replace)
		unlink(temporary);
	close(fd);
	errno = saved;
	return done;
}

enum wb_status wb_reference_keys_make(const char *path, gid_t group, int64_t now_s, bool *made_r, struct wb_error *error_r)
{
	const struct stat like = { .st_uid = geteuid(), .st_gid = group, .st_mode = WB_REFERENCE_KEY_MODE };
	char line[LINE_SIZE];
	const char *const parts[] = { HEADER, line, NULL };
	struct stat st;
	enum wb_status status = WB_OK;
	bool made = false;
	int fd;

	if (lstat(path, &st) < 0 && errno == ENOENT) {
		status = make_line(now_s, line, error_r);
		if (status == WB_OK)
			made = put_file(path, parts, &like, false);
		if (status == WB_OK && !made && errno != EEXIST)
			status = fail_errno(path, error_r);
		explicit_bzero(line, sizeof(line));
		if (status != WB_OK)
			return status;
	}
	if (made_r != NULL)
		*made_r = made;

	/* The file is there: its group and mode, if they are not right. */
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return fail_errno(path, error_r);
	if (fstat(fd, &st) < 0)
		status = fail_errno(path, error_r);
	else if (!S_ISREG(st.st_mode))
		status = wb_fail(error_r, WB_UNAVAILABLE, "reference key %s: is not a regular file", path);
	else if ((st.st_gid != group && fchown(fd, (uid_t)-1, group) < 0) ||
	    ((st.st_mode & 07777) != WB_REFERENCE_KEY_MODE && fchmod(fd, WB_REFERENCE_KEY_MODE) < 0))
		status = fail_errno(path, error_r);
	close(fd);
	return status;
}

/* With the folder locked. */
static enum wb_status rotate(const char *path, int64_t now_s, size_t *count_r, struct wb_error *error_r)
{
	char text[FILE_BYTES_MAX], head[FILE_BYTES_MAX], line[LINE_SIZE];
	struct wb_reference_keys keys;
	struct stat st;
	size_t first_key;
	enum wb_status status = load(path, text, &keys, &first_key, error_r);

	if (status == WB_NOT_FOUND)
		status = wb_fail(
		    error_r, WB_UNAVAILABLE, "reference key %s: there is no such file: make it with whyblock init", path);
	else if (status == WB_OK && keys.count == WB_REFERENCE_KEYS_MAX)
		status = wb_fail(error_r, WB_INVALID,
		    "reference key %s: there are %d keys already: remove the last line, whose codes then are genuine no more",
		    path, WB_REFERENCE_KEYS_MAX);
	if (status == WB_OK)
		status = make_line(now_s, line, error_r);
	if (status == WB_OK) {
		snprintf(head, sizeof(head), "%.*s", (int)first_key, text);
		if (stat(path, &st) < 0 ||
		    !put_file(path, (const char *const[]){ head, line, text + first_key, NULL }, &st, true))
			status = fail_errno(path, error_r);
	}
	*count_r = keys.count + 1;
	explicit_bzero(line, sizeof(line));
	explicit_bzero(text, sizeof(text));
	explicit_bzero(&keys, sizeof(keys));
	return status;
}

enum wb_status wb_reference_keys_rotate(const char *path, int64_t now_s, size_t *count_r, struct wb_error *error_r)
{
	char real[PATH_MAX], copy[PATH_MAX];
	/* Behind a symbolic link the file is replaced, not the link. */
	const char *file = realpath(path, real) != NULL ? real : path;
	int folder = -1;
	enum wb_status status;

	*count_r = 0;
	/* A lock on the folder keeps two who change the file apart. */
	if (wb_text_copy(copy, sizeof(copy), file))
		folder = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	else
		errno = ENAMETOOLONG;
	if (folder < 0)
		return fail_errno(path, error_r);
	if (flock(folder, LOCK_EX) < 0)
		status = fail_errno(path, error_r);
	else
		status = rotate(file, now_s, count_r, error_r);
	if (status == WB_OK && fsync(folder) < 0)
		status = fail_errno(path, error_r);
	close(folder);
	return status;
}
