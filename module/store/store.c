/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* store.c - see store.h */
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <lmdb.h>

#include "store/lock_file.h"
#include "store/store_init.h"
#include "store/turn.h"
#include "verdict/published.h"

#define DATABASES_MAX 8
#define PROBE_BYTES (1 << 20)
#define LENGTH_TRIES 10
#define LENGTH_MS 20

/*
 * LMDB says "Input/output error" of a write that the kernel cut short, which mostly is a disk that is full, or a quota: what the
 * next write would say is asked of a file without a name in the same folder.
 */
static int find_cause(const char *folder)
{
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	int rc = EIO;

	if (fd < 0 || fallocate(fd, 0, 0, PROBE_BYTES) < 0)
		rc = errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? errno : EIO;
	if (fd >= 0)
		close(fd);
	return rc;
}

enum wb_status wb_store_fail(const char *store, int rc, struct wb_error *error_r)
{
	const char *advice = "";

	if (rc == EIO)
		rc = find_cause(store);

	if (rc == EBUSY)
		advice = ": another process holds it while it opens: look for one that was stopped";
	else if (rc == EACCES)
		advice = ": it belongs to somebody else: see SECURITY.md, \"Who may do what\"";
	else if (rc == MDB_INVALID || rc == MDB_CORRUPTED || rc == MDB_PAGE_NOTFOUND)
		advice = ": restore it from a backup, or move it away and start empty";
	return wb_fail(error_r, rc == ENOMEM ? WB_NO_MEMORY : WB_UNAVAILABLE, "store %s: %s%s", store,
	    rc > 0 ? strerror(rc) : mdb_strerror(rc), advice);
}

enum wb_status wb_store_fail_damaged(const char *store, struct wb_error *error_r)
{
	return wb_store_fail(store, MDB_CORRUPTED, error_r);
}

static enum wb_status fail_errno(const char *path, struct wb_error *error_r)
{
	return wb_store_fail(path, errno, error_r);
}

enum wb_status wb_store_check_file(const char *path, struct wb_error *error_r)
{
	struct stat st;

	if (lstat(path, &st) < 0)
		return errno == ENOENT ? WB_OK : fail_errno(path, error_r);
	if (S_ISREG(st.st_mode) && st.st_nlink == 1)
		return WB_OK;
	return wb_fail(error_r, WB_UNAVAILABLE,
	    "store %s: is a link, has a second name, or is no file: expected a file of the store's own: put a copy in its place",
	    path);
}

/* The store's folder cannot be examined. */
static enum wb_status fail_no_folder(const char *store, struct wb_error *error_r)
{
	if (store[0] == '\0')
		return wb_fail(error_r, WB_UNAVAILABLE,
		    "there is no store, as the configuration has store = \"\": expected store = \"/var/lib/whyblock\", and whyblock init");
	return errno == ENOENT
	    ? wb_fail(error_r, WB_UNAVAILABLE, "store %s: there is no such folder: make it with whyblock init", store)
	    : fail_errno(store, error_r);
}

enum wb_status wb_store_check_rights(const char *store, const char *folder, struct wb_error *error_r)
{
	char path[PATH_MAX];
	struct stat st;
	bool is_folder = true;

	snprintf(path, sizeof(path), "%s", store);
	if (stat(path, &st) < 0)
		return fail_no_folder(store, error_r);
	if ((st.st_mode & (S_IWGRP | S_IWOTH)) == 0) {
		snprintf(path, sizeof(path), "%s/%s", store, folder);
		if (lstat(path, &st) < 0)
			return errno == ENOENT ? WB_OK : fail_errno(path, error_r);
		is_folder = S_ISDIR(st.st_mode);
		if (is_folder && (st.st_mode & (S_IWGRP | S_IWOTH)) == 0)
			return WB_OK;
	}
	if (!is_folder)
		return wb_fail(
		    error_r, WB_UNAVAILABLE, "store %s: is a link or a file: expected a folder of the store's own", path);
	return wb_fail(error_r, WB_UNAVAILABLE,
	    "store %s: others than its owner can write it (mode %04o): run whyblock init, which gives it the rights it should have",
	    path, st.st_mode & 07777u);
}

/*
 * There is no data. A lock file that was used says that there was: what is lost may have been an allow listing. But a first writer who
 * was killed leaves an empty data file beside it: then nothing was ever published either.
 */
static enum wb_status find_lost_data(const char *store, const char *folder, bool is_empty, struct wb_error *error_r)
{
	char path[PATH_MAX];
	struct stat st;

	snprintf(path, sizeof(path), "%s/%s/lock.mdb", store, folder);
	if (stat(path, &st) < 0 || st.st_size == 0)
		return WB_NOT_FOUND;
	snprintf(path, sizeof(path), "%s/" WB_PUBLISHED_FOLDER "/" WB_PUBLISHED_RECENT, store);
	if (is_empty && stat(path, &st) < 0)
		return WB_NOT_FOUND;
	return wb_fail(error_r, WB_UNAVAILABLE,
	    "store %s/%s: the data file is gone: restore data.mdb from a backup, or remove lock.mdb to start empty", store,
	    folder);
}

/* WB_NOT_FOUND: the store is there, and in this folder nothing was ever written. */
static enum wb_status find_data(const char *store, const char *folder, struct wb_error *error_r)
{
	char path[PATH_MAX];
	struct stat st;

	if (stat(store, &st) < 0)
		return fail_no_folder(store, error_r);
	snprintf(path, sizeof(path), "%s/%s/data.mdb", store, folder);
	if (wb_store_check_rights(store, folder, error_r) != WB_OK || wb_store_check_file(path, error_r) != WB_OK)
		return WB_UNAVAILABLE;
	if (lstat(path, &st) < 0)
		return errno == ENOENT ? find_lost_data(store, folder, false, error_r) : fail_errno(path, error_r);
	if (st.st_size == 0)
		return find_lost_data(store, folder, true, error_r);
	return WB_OK;
}

/* How many pages the file has, and how many LMDB says that it has. False: it cannot be examined. */
static bool count_pages(MDB_env *env, uint64_t *present_r, uint64_t *wanted_r)
{
	MDB_envinfo info;
	MDB_stat stat_info;
	struct stat st;
	int fd;

	if (mdb_env_info(env, &info) != 0 || mdb_env_stat(env, &stat_info) != 0 || mdb_env_get_fd(env, &fd) != 0 ||
	    fstat(fd, &st) < 0)
		return false;
	*present_r = (uint64_t)st.st_size / stat_info.ms_psize;
	*wanted_r = info.me_last_pgno + 1;
	return true;
}

/* LMDB keeps free pages in table 0: the number of a transaction, and how many pages it has freed, and which. */
static bool are_free(MDB_env *env, uint64_t from, uint64_t to)
{
	MDB_cursor *cursor = NULL;
	MDB_txn *txn = NULL;
	MDB_val key, value;
	uint64_t count = 0;

	if (mdb_txn_begin(env, NULL, MDB_RDONLY, &txn) != 0)
		return false;
	if (mdb_cursor_open(txn, 0, &cursor) == 0) {
		while (mdb_cursor_get(cursor, &key, &value, MDB_NEXT) == 0) {
			const size_t *pages = value.mv_data;

			for (size_t i = 1; i <= pages[0] && i < value.mv_size / sizeof(pages[0]); i++)
				count += pages[i] >= from && pages[i] < to;
		}
		mdb_cursor_close(cursor);
	}
	mdb_txn_abort(txn);
	return count == to - from;
}

/*
 * LMDB does not write pages that a transaction has taken and given back: where they are the last ones, the file ends before them, and looks
 * as if it had been cut short. It is given the length that LMDB says: by a hole, for which a full disk has room, too. False: it was cut short.
 */
static bool mend_length(MDB_env *env)
{
	uint64_t present = 0, wanted = 0;
	MDB_txn *lock = NULL; /* nobody else makes the file longer meanwhile */
	MDB_stat stat_info;
	bool is_whole;
	int fd;

	if (mdb_env_get_fd(env, &fd) != 0 || mdb_env_stat(env, &stat_info) != 0 || mdb_txn_begin(env, NULL, 0, &lock) != 0)
		return false;
	is_whole = count_pages(env, &present, &wanted);
	if (is_whole && present < wanted) {
		/* First, or to look for them could end the process by SIGBUS. */
		is_whole = ftruncate(fd, (off_t)(wanted * stat_info.ms_psize)) == 0;
		if (is_whole && !are_free(env, present, wanted)) {
			is_whole = false;
			/* A second failure leaves a hole, which LMDB calls corrupted when it gets there. */
			(void)!ftruncate(fd, (off_t)(present * stat_info.ms_psize));
		}
		fdatasync(fd);
	}
	mdb_txn_abort(lock);
	return is_whole;
}

/* LMDB trusts its file's length: reading behind the end of a file that was cut short would end the process by SIGBUS. */
static enum wb_status check_length(const char *store, MDB_env *env, bool is_write, struct wb_error *error_r)
{
	uint64_t present, wanted;

	for (int tries = 0; tries < LENGTH_TRIES; tries++) {
		if (!count_pages(env, &present, &wanted))
			return wb_fail(error_r, WB_UNAVAILABLE, "store %s: cannot be examined", store);
		if (present >= wanted || (is_write && mend_length(env)))
			return WB_OK;
		if (is_write)
			break;
		/* A writer may be about to mend it. */
		poll(NULL, 0, LENGTH_MS);
	}
	return wb_fail(error_r, WB_UNAVAILABLE, "store %s: the data file was cut short: restore it from a backup", store);
}

void wb_store_committed(MDB_env *env)
{
	uint64_t present, wanted;

	if (count_pages(env, &present, &wanted) && present < wanted)
		mend_length(env);
}

/*
 * LMDB 0.9.27 to 0.9.31 (Debian 13, Enterprise Linux 9) destroys the mutexes in its lock file when the process that closes can lock
 * that file for itself alone; one that opens at this moment waits for the lock and then finds them destroyed: EINVAL (ITS#10095).
 * A second lock of ours, through a descriptor of its own, makes LMDB see that it is not alone.
 */
void wb_store_close(MDB_env *env)
{
	struct flock shared = { .l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1 };
	char path[PATH_MAX + 16];
	const char *folder;
	int turn_fd = (int)(intptr_t)mdb_env_get_userctx(env);
	int fd = -1;

	if (turn_fd < 0 && mdb_env_get_path(env, &folder) == 0) {
		snprintf(path, sizeof(path), "%s/lock.mdb", folder);
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	}
	if (fd >= 0)
		fcntl(fd, F_OFD_SETLK, &shared); /* failed: as if it were not there */
	mdb_env_close(env);
	if (fd >= 0)
		close(fd);
	if (turn_fd >= 0)
		close(turn_fd);
}

/* How LMDB may open the folder: *flags, as the caller wants it, loses the lock file when that cannot be written and nobody writes. */
static enum wb_status prepare(const char *path, const char *folder, unsigned *flags, int *turn_fd_r, struct wb_error *error_r)
{
	char turn[PATH_MAX + 16];
	enum wb_status status = wb_lock_file_prepare(path, wb_store_file_mode(folder), error_r);

	*turn_fd_r = -1;
	if (status != WB_NOT_FOUND)
		return status;
	if ((*flags & MDB_RDONLY) == 0)
		return WB_UNAVAILABLE;
	/* On a disk that is full nobody writes; and should there be room again, a writer waits until this is closed. */
	snprintf(turn, sizeof(turn), "%s/" WB_TURN_LOCK, path);
	*flags |= MDB_NOLOCK;
	return wb_turn_share(turn, turn_fd_r, error_r);
}

static enum wb_status open_env(const char *store, const char *folder, unsigned flags, MDB_env **env_r, struct wb_error *error_r)
{
	char path[PATH_MAX];
	MDB_env *env = NULL;
	enum wb_status status;
	int rc, turn_fd;

	*env_r = NULL;
	snprintf(path, sizeof(path), "%s/%s", store, folder);
	status = prepare(path, folder, &flags, &turn_fd, error_r);
	if (status != WB_OK)
		return status;
	rc = mdb_env_create(&env);
	if (rc != 0) {
		if (turn_fd >= 0)
			close(turn_fd);
		return wb_store_fail(store, rc, error_r);
	}
	mdb_env_set_userctx(env, (void *)(intptr_t)turn_fd);
	mdb_env_set_maxdbs(env, DATABASES_MAX);
	mdb_env_set_maxreaders(env, WB_LOCK_FILE_READERS);
	if ((flags & MDB_RDONLY) == 0)
		mdb_env_set_mapsize(env, strcmp(folder, "cases") == 0 ? WB_STORE_CASES_MAP_BYTES : WB_STORE_MAP_BYTES);
	/* MDB_NOTLS: a reader's slot belongs to its transaction, not to the thread, and ends with it. */
	rc = mdb_env_open(env, path, flags | MDB_NOTLS, wb_store_file_mode(folder));
	status = rc == 0 ? check_length(path, env, (flags & MDB_RDONLY) == 0, error_r) : wb_store_fail(path, rc, error_r);
	if (rc != 0) {
		mdb_env_close(env);
		if (turn_fd >= 0)
			close(turn_fd);
	} else if (status != WB_OK) {
		wb_store_close(env);
	} else {
		*env_r = env;
	}
	return status;
}

enum wb_status wb_store_open_read(const char *store, const char *folder, MDB_env **env_r, struct wb_error *error_r)
{
	enum wb_status status = find_data(store, folder, error_r);

	*env_r = NULL;
	return status == WB_OK ? open_env(store, folder, MDB_RDONLY, env_r, error_r) : status;
}

/* An empty file with the right mode whatever the umask: LMDB fills it. */
static enum wb_status make_file(const char *store, const char *folder, const char *name, struct wb_error *error_r)
{
	char path[PATH_MAX];
	enum wb_status status = WB_OK;
	int fd;

	snprintf(path, sizeof(path), "%s/%s/%s", store, folder, name);
	fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return errno == EEXIST ? WB_OK : fail_errno(path, error_r);
	if (fchmod(fd, wb_store_file_mode(folder)) < 0)
		status = fail_errno(path, error_r);
	close(fd);
	return status;
}

/* The folder, made when it is missing in an existing store. */
static enum wb_status need_folder(const char *store, const char *folder, struct wb_error *error_r)
{
	char path[PATH_MAX];
	struct stat st;
	enum wb_status status;

	/* An empty data file is what a first writer leaves that was killed: the next one begins anew. */
	snprintf(path, sizeof(path), "%s/%s/data.mdb", store, folder);
	if (wb_store_check_rights(store, folder, error_r) != WB_OK)
		return WB_UNAVAILABLE;
	if (lstat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == 0)
		return WB_OK;
	status = find_data(store, folder, error_r);
	return status == WB_NOT_FOUND ? wb_store_make_folder(store, folder, error_r) : status;
}

enum wb_status wb_store_open_write(const char *store, const char *folder, MDB_env **env_r, struct wb_error *error_r)
{
	enum wb_status status = need_folder(store, folder, error_r);
	int dead;

	*env_r = NULL;
	if (status != WB_OK)
		return status;
	if (make_file(store, folder, "lock.mdb", error_r) != WB_OK || make_file(store, folder, "data.mdb", error_r) != WB_OK)
		return WB_UNAVAILABLE;
	status = open_env(store, folder, 0, env_r, error_r);
	if (status == WB_OK)
		mdb_reader_check(*env_r, &dead);
	return status;
}

enum wb_status wb_store_open_lock(
    const char *store, const char *folder, enum wb_store_folder missing, int *fd_r, struct wb_error *error_r)
{
	char path[PATH_MAX];
	struct stat st;
	enum wb_status status = WB_OK;

	snprintf(path, sizeof(path), "%s/%s", store, folder);
	if (missing == WB_STORE_MAKE_FOLDER)
		status = need_folder(store, folder, error_r);
	else if (lstat(path, &st) < 0)
		status = errno == ENOENT ? WB_NOT_FOUND : fail_errno(path, error_r);
	else
		status = wb_store_check_rights(store, folder, error_r);
	if (status == WB_OK)
		status = make_file(store, folder, "write.lock", error_r);
	snprintf(path, sizeof(path), "%s/%s/write.lock", store, folder);
	if (status == WB_OK)
		status = wb_store_check_file(path, error_r);
	if (status != WB_OK)
		return status;
	*fd_r = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	return *fd_r < 0 ? fail_errno(path, error_r) : WB_OK;
}

enum wb_status wb_store_begin_read(MDB_env *env, MDB_txn **txn_r, struct wb_error *error_r)
{
	const char *path = "";
	int dead;
	int rc = mdb_txn_begin(env, NULL, MDB_RDONLY, txn_r);

	if (rc == MDB_READERS_FULL && mdb_reader_check(env, &dead) == 0)
		rc = mdb_txn_begin(env, NULL, MDB_RDONLY, txn_r);
	if (rc == 0)
		return WB_OK;
	mdb_env_get_path(env, &path);
	return wb_store_fail(path, rc, error_r);
}

enum wb_status wb_store_copy(struct MDB_env *env, int fd, const char *path, struct wb_error *error_r)
{
	int rc = mdb_env_copyfd2(env, fd, MDB_CP_COMPACT);

	return rc == 0 ? WB_OK : wb_fail(error_r, WB_UNAVAILABLE, "%s: %s", path, mdb_strerror(rc));
}
