/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* store.c - see store.h */
#include "store/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/lmdb_library.h"
#include "store/published_file.h"

#define READERS_MAX 1022 /* slots; a reader holds one for some microseconds */
#define DATABASES_MAX 8
#define LOCK_BYTES (READERS_MAX * 64 + 128) /* of LMDB's lock file with so many slots */
#define PROBE_BYTES (1 << 20)
#define LOCK_TRIES 50 /* a millisecond apart: opening takes some microseconds */

static const char *const folders[] = { "listings", "reports", "requests", "health", WB_PUBLISHED_FOLDER };
static const char *const files[] = { "data.mdb", "lock.mdb", "write.lock" };

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
		advice = ": add this user to the group of the store's folder";
	else if (rc == MDB_INVALID || rc == MDB_CORRUPTED || rc == MDB_PAGE_NOTFOUND)
		advice = ": restore it from a backup, or move it away and list again";
	return wb_fail(error_r, rc == ENOMEM ? WB_NO_MEMORY : WB_UNAVAILABLE, "store %s: %s%s", store,
	    rc > 0 ? strerror(rc) : wb_lmdb.mdb_strerror(rc), advice);
}

enum wb_status wb_store_fail_damaged(const char *store, struct wb_error *error_r)
{
	return wb_store_fail(store, MDB_CORRUPTED, error_r);
}

static enum wb_status fail_errno(const char *path, struct wb_error *error_r)
{
	return wb_store_fail(path, errno, error_r);
}

/* Makes one folder, or repairs the one that is there. The store itself may be a symbolic link; what is in it may not. */
static enum wb_status make_folder(const char *path, gid_t group, int flags, struct wb_error *error_r)
{
	enum wb_status status = WB_OK;
	int fd;

	if (mkdir(path, 0700) < 0 && errno != EEXIST)
		return fail_errno(path, error_r);
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags);
	if (fd < 0)
		return fail_errno(path, error_r);
	/* The owner first, since changing it may clear the setgid bit. */
	if ((group != (gid_t)-1 && fchown(fd, (uid_t)-1, group) < 0) || fchmod(fd, WB_STORE_MODE) < 0)
		status = fail_errno(path, error_r);
	close(fd);
	return status;
}

/* A file that is there gets the folder's group and its mode, unless it has a second name somewhere else. */
static enum wb_status mend_file(const char *path, gid_t group, struct wb_error *error_r)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	enum wb_status status = WB_OK;
	struct stat st;

	if (fd < 0)
		return errno == ENOENT ? WB_OK : fail_errno(path, error_r);
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_nlink == 1 &&
	    ((st.st_gid != group && fchown(fd, (uid_t)-1, group) < 0) ||
		((st.st_mode & 07777) != WB_STORE_FILE_MODE && fchmod(fd, WB_STORE_FILE_MODE) < 0)))
		status = fail_errno(path, error_r);
	close(fd);
	return status;
}

/* Published files are replaced, not written: their group is that of the folder when they were made. */
static enum wb_status mend_published(const char *store, gid_t group, struct wb_error *error_r)
{
	char path[PATH_MAX];
	enum wb_status status = WB_OK;
	struct dirent *entry;
	struct stat st;
	DIR *folder;

	snprintf(path, sizeof(path), "%s/" WB_PUBLISHED_FOLDER, store);
	folder = opendir(path);
	if (folder == NULL)
		return fail_errno(path, error_r);
	while (status == WB_OK && (entry = readdir(folder)) != NULL) {
		if (fstatat(dirfd(folder), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) &&
		    st.st_nlink == 1 && st.st_gid != group &&
		    fchownat(dirfd(folder), entry->d_name, (uid_t)-1, group, AT_SYMLINK_NOFOLLOW) < 0)
			status = fail_errno(path, error_r);
	}
	closedir(folder);
	return status;
}

enum wb_status wb_store_init(const char *store, gid_t group, struct wb_error *error_r)
{
	char path[PATH_MAX];
	struct stat st;
	enum wb_status status = make_folder(store, group, 0, error_r);

	if (status == WB_OK && stat(store, &st) < 0)
		status = fail_errno(store, error_r);
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]) && status == WB_OK; i++) {
		snprintf(path, sizeof(path), "%s/%s", store, folders[i]);
		status = make_folder(path, st.st_gid, O_NOFOLLOW, error_r);
		for (size_t f = 0; f < sizeof(files) / sizeof(files[0]) && status == WB_OK; f++) {
			snprintf(path, sizeof(path), "%s/%s/%s", store, folders[i], files[f]);
			status = mend_file(path, st.st_gid, error_r);
		}
	}
	if (status == WB_OK)
		status = mend_published(store, st.st_gid, error_r);
	snprintf(path, sizeof(path), "%s/" WB_PUBLISHED_LOCK, store);
	return status == WB_OK ? mend_file(path, st.st_gid, error_r) : status;
}

enum wb_status wb_store_make_folder(const char *store, const char *folder, struct wb_error *error_r)
{
	char path[PATH_MAX];
	struct stat st;

	snprintf(path, sizeof(path), "%s/%s", store, folder);
	if (stat(path, &st) == 0)
		return WB_OK;
	return stat(store, &st) == 0 ? make_folder(path, st.st_gid, O_NOFOLLOW, error_r) : fail_errno(store, error_r);
}

/* There is no data. A lock file that was used says that there was: what is lost may have been an allow listing. */
static enum wb_status find_lost_data(const char *store, const char *folder, struct wb_error *error_r)
{
	char path[PATH_MAX];
	struct stat st;

	snprintf(path, sizeof(path), "%s/%s/lock.mdb", store, folder);
	if (stat(path, &st) < 0 || st.st_size == 0)
		return WB_NOT_FOUND;
	return wb_fail(error_r, WB_UNAVAILABLE,
	    "store %s/%s: the data file is gone: restore data.mdb from a backup, or remove lock.mdb to begin anew", store,
	    folder);
}

/* WB_NOT_FOUND: the store is there, and in this folder nothing was ever written. */
static enum wb_status find_data(const char *store, const char *folder, struct wb_error *error_r)
{
	char path[PATH_MAX];
	struct stat st;

	if (stat(store, &st) < 0)
		return errno == ENOENT
		    ? wb_fail(error_r, WB_UNAVAILABLE, "store %s: there is no such folder: make it with whyblock init", store)
		    : fail_errno(store, error_r);
	snprintf(path, sizeof(path), "%s/%s/data.mdb", store, folder);
	if (lstat(path, &st) < 0)
		return errno == ENOENT ? find_lost_data(store, folder, error_r) : fail_errno(path, error_r);
	if (st.st_size == 0)
		return find_lost_data(store, folder, error_r);
	/* A symbolic link may lead to it, but not nowhere. */
	if ((S_ISLNK(st.st_mode) && stat(path, &st) < 0) || !S_ISREG(st.st_mode))
		return wb_fail(error_r, WB_UNAVAILABLE, "store %s: is no data file: restore it from a backup", path);
	return WB_OK;
}

/* LMDB trusts its file's length: reading behind the end of a file that was cut short would end the process by SIGBUS. */
static enum wb_status check_length(const char *store, MDB_env *env, struct wb_error *error_r)
{
	MDB_envinfo info;
	MDB_stat stat_info;
	struct stat st;
	int fd;

	if (wb_lmdb.mdb_env_info(env, &info) != 0 || wb_lmdb.mdb_env_stat(env, &stat_info) != 0 ||
	    wb_lmdb.mdb_env_get_fd(env, &fd) != 0 || fstat(fd, &st) < 0)
		return wb_fail(error_r, WB_UNAVAILABLE, "store %s: cannot be examined", store);
	if ((uint64_t)st.st_size / stat_info.ms_psize <= info.me_last_pgno)
		return wb_fail(
		    error_r, WB_UNAVAILABLE, "store %s: the data file was cut short: restore it from a backup", store);
	return WB_OK;
}

/*
 * What LMDB takes for granted of its lock file, which it maps: that its pages have room on the disk, or writing to one ends the
 * process by SIGBUS; and that nobody holds its first byte for long, or opening waits without end. A process that was stopped
 * while it opens does.
 */
static enum wb_status prepare_lock(const char *folder, struct wb_error *error_r)
{
	char path[PATH_MAX + 16];
	struct stat st;
	int rc = 0;
	int fd;

	snprintf(path, sizeof(path), "%s/lock.mdb", folder);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, WB_STORE_FILE_MODE);
	if (fd < 0)
		return WB_OK; /* LMDB says what is wrong */
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_blocks * 512 < LOCK_BYTES &&
	    fallocate(fd, 0, 0, LOCK_BYTES) < 0 && errno == ENOSPC)
		rc = ENOSPC;
	for (int tries = LOCK_TRIES; rc == 0 && tries-- > 0; poll(NULL, 0, 1)) {
		struct flock held = { .l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1 };

		if (fcntl(fd, F_GETLK, &held) < 0 || held.l_type == F_UNLCK)
			break;
		if (tries == 0)
			rc = EBUSY;
	}
	close(fd);
	return rc == 0 ? WB_OK : wb_store_fail(folder, rc, error_r);
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
	int fd = -1;

	if (wb_lmdb.mdb_env_get_path(env, &folder) == 0) {
		snprintf(path, sizeof(path), "%s/lock.mdb", folder);
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	}
	if (fd >= 0)
		fcntl(fd, F_OFD_SETLK, &shared); /* failed: as if it were not there */
	wb_lmdb.mdb_env_close(env);
	if (fd >= 0)
		close(fd);
}

static enum wb_status open_env(const char *store, const char *folder, unsigned flags, MDB_env **env_r, struct wb_error *error_r)
{
	char path[PATH_MAX];
	MDB_env *env = NULL;
	enum wb_status status;
	int rc;

	*env_r = NULL;
	snprintf(path, sizeof(path), "%s/%s", store, folder);
	if (prepare_lock(path, error_r) != WB_OK || wb_lmdb_load(error_r) != WB_OK)
		return WB_UNAVAILABLE;
	rc = wb_lmdb.mdb_env_create(&env);
	if (rc != 0)
		return wb_store_fail(store, rc, error_r);
	wb_lmdb.mdb_env_set_maxdbs(env, DATABASES_MAX);
	wb_lmdb.mdb_env_set_maxreaders(env, READERS_MAX);
	if ((flags & MDB_RDONLY) == 0)
		wb_lmdb.mdb_env_set_mapsize(env, WB_STORE_MAP_BYTES);
	/* MDB_NOTLS: a reader's slot belongs to its transaction, not to the thread, and ends with it. */
	rc = wb_lmdb.mdb_env_open(env, path, flags | MDB_NOTLS, WB_STORE_FILE_MODE);
	if (rc != 0) {
		wb_lmdb.mdb_env_close(env);
		return wb_store_fail(path, rc, error_r);
	}
	status = check_length(path, env, error_r);
	if (status != WB_OK)
		wb_store_close(env);
	else
		*env_r = env;
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
	if (fchmod(fd, WB_STORE_FILE_MODE) < 0)
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
	if (lstat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == 0)
		return WB_OK;
	status = find_data(store, folder, error_r);
	return status == WB_NOT_FOUND ? wb_store_make_folder(store, folder, error_r) : status;
}

enum wb_status wb_store_open_write(
    const char *store, const char *folder, enum wb_store_durability durability, MDB_env **env_r, struct wb_error *error_r)
{
	enum wb_status status = need_folder(store, folder, error_r);
	int dead;

	*env_r = NULL;
	if (status != WB_OK)
		return status;
	if (make_file(store, folder, "lock.mdb", error_r) != WB_OK || make_file(store, folder, "data.mdb", error_r) != WB_OK)
		return WB_UNAVAILABLE;
	status = open_env(store, folder, durability == WB_STORE_NO_SYNC ? MDB_NOSYNC : 0, env_r, error_r);
	if (status == WB_OK)
		wb_lmdb.mdb_reader_check(*env_r, &dead);
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
	else if (stat(path, &st) < 0)
		status = errno == ENOENT ? WB_NOT_FOUND : fail_errno(path, error_r);
	if (status == WB_OK)
		status = make_file(store, folder, "write.lock", error_r);
	if (status != WB_OK)
		return status;
	snprintf(path, sizeof(path), "%s/%s/write.lock", store, folder);
	*fd_r = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	return *fd_r < 0 ? fail_errno(path, error_r) : WB_OK;
}

enum wb_status wb_store_begin_read(MDB_env *env, MDB_txn **txn_r, struct wb_error *error_r)
{
	const char *path = "";
	int dead;
	int rc = wb_lmdb.mdb_txn_begin(env, NULL, MDB_RDONLY, txn_r);

	if (rc == MDB_READERS_FULL && wb_lmdb.mdb_reader_check(env, &dead) == 0)
		rc = wb_lmdb.mdb_txn_begin(env, NULL, MDB_RDONLY, txn_r);
	if (rc == 0)
		return WB_OK;
	wb_lmdb.mdb_env_get_path(env, &path);
	return wb_store_fail(path, rc, error_r);
}

enum wb_status wb_store_copy(struct MDB_env *env, int fd, const char *path, struct wb_error *error_r)
{
	int rc = wb_lmdb.mdb_env_copyfd2(env, fd, MDB_CP_COMPACT);

	return rc == 0 ? WB_OK : wb_fail(error_r, WB_UNAVAILABLE, "%s: %s", path, wb_lmdb.mdb_strerror(rc));
}
