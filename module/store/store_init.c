/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* store_init.c - see store_init.h */
#include "store/store_init.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <linux/fs.h>

#include "store/published_file.h"
#include "store/store.h"
#include "verdict/policy.h"

enum folder_group { GROUP_OF_STORE, GROUP_OF_READERS };

struct folder {
	const char *name;
	mode_t mode, file_mode;
	enum folder_group group;
	bool can_be_replaced; /* nothing in it is of value: what it holds can be made anew */
};

static const struct folder folders[] = {
	{ "listings", WB_STORE_FOLDER_MODE, WB_STORE_FILE_MODE, GROUP_OF_STORE, false },
	{ "requests", WB_STORE_FOLDER_MODE, WB_STORE_FILE_MODE, GROUP_OF_STORE, false },
	{ "cases", WB_STORE_FOLDER_MODE, WB_STORE_FILE_MODE, GROUP_OF_STORE, false },
	{ WB_PUBLISHED_FOLDER, WB_STORE_PUBLISHED_MODE, WB_PUBLISHED_FILE_MODE, GROUP_OF_READERS, true },
};
#define FOLDERS (sizeof(folders) / sizeof(folders[0]))

/* What the agent makes when it starts first. */
static const struct folder seen_folder = { WB_SEEN_FOLDER, WB_STORE_PUBLISHED_MODE, WB_PUBLISHED_FILE_MODE, GROUP_OF_READERS,
	true };

static const struct folder *find_folder(const char *name)
{
	for (size_t i = 0; i < FOLDERS; i++) {
		if (strcmp(folders[i].name, name) == 0)
			return &folders[i];
	}
	return NULL;
}

static enum wb_status fail(const char *store, const char *name, struct wb_error *error_r)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%.4000s%s%.90s", store, name[0] != '\0' ? "/" : "", name);
	return wb_store_fail(path, errno, error_r);
}

/* Owner, group and mode of what is open; the owner first, since changing it may clear bits of the mode. */
static bool set_rights(int fd, uid_t owner, gid_t group, mode_t mode)
{
	struct stat st;

	return fstat(fd, &st) == 0 &&
	    (((owner == (uid_t)-1 || st.st_uid == owner) && (group == (gid_t)-1 || st.st_gid == group)) ||
		fchown(fd, owner, group) == 0) &&
	    fstat(fd, &st) == 0 && ((st.st_mode & 07777) == mode || fchmod(fd, mode) == 0);
}

/*
 * New files of a btrfs folder are then written in place: a full disk or quota cannot fail LMDB's writing to a page that is mapped.
 * Another file system does not know it.
 */
static void set_no_copy_on_write(int fd)
{
	int flags = 0;

	if (ioctl(fd, FS_IOC_GETFLAGS, &flags) == 0 && (flags & FS_NOCOW_FL) == 0) {
		flags |= FS_NOCOW_FL;
		ioctl(fd, FS_IOC_SETFLAGS, &flags);
	}
}

/* A file that is there gets what is its due; what is no file of ours alone goes, or is complained about. */
static enum wb_status mend_file(const char *store, const struct folder *folder, int folder_fd, const char *name, uid_t owner,
    gid_t group, struct wb_error *error_r)
{
	int fd = openat(folder_fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	bool is_data = strcmp(name, "data.mdb") == 0 && !folder->can_be_replaced;
	enum wb_status status = WB_OK;
	bool is_ours = false;
	struct stat st;

	if (fd < 0 && errno == ENOENT)
		return WB_OK;
	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		/* Of another version: nobody looks into it, and nobody else shall write there. */
		is_ours = true;
		if (!set_rights(fd, owner, group, WB_STORE_FOLDER_MODE))
			status = fail(store, name, error_r);
	} else if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_nlink == 1) {
		is_ours = true;
		if (!set_rights(fd, owner, group, folder->file_mode))
			status = fail(store, folder->name, error_r);
	} else if (fstatat(folder_fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) && st.st_nlink == 1) {
		is_ours = true; /* it could not be opened */
		status = fail(store, folder->name, error_r);
	}
	if (fd >= 0)
		close(fd);
	if (is_ours)
		return status;
	if (is_data)
		return wb_fail(error_r, WB_UNAVAILABLE,
		    "store %s/%s/%s: is a link, or has a second name: expected a file of the store's own: put a copy in its place",
		    store, folder->name, name);
	return unlinkat(folder_fd, name, 0) == 0 || errno == ENOENT || errno == EISDIR ? WB_OK
										       : fail(store, folder->name, error_r);
}

static enum wb_status mend_files(
    const char *store, const struct folder *folder, int folder_fd, uid_t owner, gid_t group, struct wb_error *error_r)
{
	int fd = openat(folder_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *entries = fd < 0 ? NULL : fdopendir(fd);
	enum wb_status status = WB_OK;
	const struct dirent *entry;

	if (entries == NULL) {
		status = fail(store, folder->name, error_r);
		if (fd >= 0)
			close(fd);
		return status;
	}
	while (status == WB_OK && (entry = readdir(entries)) != NULL) {
		bool is_known = folder->name[0] == '\0' &&
		    (find_folder(entry->d_name) != NULL || strcmp(entry->d_name, WB_RUN_FOLDER) == 0 ||
			strcmp(entry->d_name, WB_SEEN_FOLDER) == 0 || strcmp(entry->d_name, WB_STORE_WEB_FOLDER) == 0);

		if (!is_known && strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			status = mend_file(store, folder, folder_fd, entry->d_name, owner, group, error_r);
	}
	closedir(entries);
	return status;
}

/* The folder, open, as one of the store's own; what stands in its place and is none goes where that costs nothing. */
static enum wb_status open_folder(
    const char *store, int store_fd, const struct folder *folder, int *fd_r, struct wb_error *error_r)
{
	bool is_new = mkdirat(store_fd, folder->name, 0700) == 0;

	*fd_r = -1;
	if (!is_new && errno != EEXIST)
		return fail(store, folder->name, error_r);
	*fd_r = openat(store_fd, folder->name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	if (*fd_r < 0 && (errno == ENOTDIR || errno == ELOOP) && folder->can_be_replaced) {
		is_new = unlinkat(store_fd, folder->name, 0) == 0 && mkdirat(store_fd, folder->name, 0700) == 0;
		*fd_r = openat(store_fd, folder->name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	}
	if (*fd_r < 0 && (errno == ENOTDIR || errno == ELOOP))
		return wb_fail(error_r, WB_UNAVAILABLE,
		    "store %s/%s: is a link or a file: expected a folder of the store's own: put it there, and run whyblock init",
		    store, folder->name);
	if (*fd_r < 0)
		return fail(store, folder->name, error_r);
	if (is_new)
		set_no_copy_on_write(*fd_r);
	return WB_OK;
}

/* The folder first: from then on nobody else can change what is in it, so what is looked at stays as it is. */
static enum wb_status make_folder(
    const char *store, int store_fd, const struct folder *folder, uid_t owner, gid_t group, struct wb_error *error_r)
{
	int fd;
	enum wb_status status = open_folder(store, store_fd, folder, &fd, error_r);

	if (status == WB_OK && !set_rights(fd, owner, group, folder->mode))
		status = fail(store, folder->name, error_r);
	if (status == WB_OK)
		status = mend_files(store, folder, fd, owner, group, error_r);
	if (fd >= 0)
		close(fd);
	return status;
}

/* The group that a folder of readers has, where it is there and nobody names another. */
static gid_t find_group(int store_fd, const struct folder *folder, const struct wb_store_rights *rights, gid_t store_group)
{
	struct stat st;

	if (folder->group == GROUP_OF_STORE)
		return store_group;
	if (rights->readers != (gid_t)-1)
		return rights->readers;
	return fstatat(store_fd, folder->name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode) ? st.st_gid : store_group;
}

enum wb_status wb_store_init(const char *store, const struct wb_store_rights *rights, struct wb_error *error_r)
{
	static const struct folder self = { "", WB_STORE_MODE, WB_STORE_FILE_MODE, GROUP_OF_STORE, true };
	enum wb_status status = WB_OK;
	char run[PATH_MAX];
	struct stat st;
	int fd;

	if (mkdir(store, 0700) < 0 && errno != EEXIST)
		return fail(store, "", error_r);
	/* The store itself may be a link: whoever could make it can write the folder above. */
	fd = open(store, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return fail(store, "", error_r);
	if (!set_rights(fd, rights->owner, rights->group, WB_STORE_MODE) || fstat(fd, &st) < 0)
		status = fail(store, "", error_r);
	for (size_t i = 0; i < FOLDERS && status == WB_OK; i++)
		status =
		    make_folder(store, fd, &folders[i], st.st_uid, find_group(fd, &folders[i], rights, st.st_gid), error_r);
	if (status == WB_OK)
		status = mend_files(store, &self, fd, st.st_uid, st.st_gid, error_r);
	/* Where no agent has run there is none, and there Exim misses none; where one has, its folders get the same readers. */
	if (status == WB_OK && faccessat(fd, WB_SEEN_FOLDER, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		status = wb_store_make_seen(store, error_r);
	close(fd);
	wb_policy_run_folder(store, run);
	return status == WB_OK && access(run, F_OK) == 0 ? wb_store_make_run(store, error_r) : status;
}

enum wb_status wb_store_make_folder(const char *store, const char *name, struct wb_error *error_r)
{
	const struct folder *folder = find_folder(name);
	enum wb_status status = WB_OK;
	struct stat st;
	int fd;

	if (folder == NULL)
		return wb_fail(error_r, WB_UNAVAILABLE, "store %s: has no folder %s", store, name);
	fd = open(store, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return fail(store, "", error_r);
	if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		status = fstat(fd, &st) < 0 ? fail(store, "", error_r)
					    : make_folder(store, fd, folder, st.st_uid,
						  find_group(fd, folder, &WB_STORE_RIGHTS_KEPT, st.st_gid), error_r);
	close(fd);
	return status;
}

/* A folder of sockets, with this owner and group; what is in it stays. path is cut in two. */
static enum wb_status make_sockets(char *path, uid_t owner, gid_t group, struct wb_error *error_r)
{
	struct folder folder = { strrchr(path, '/') + 1, WB_STORE_PUBLISHED_MODE, WB_PUBLISHED_FILE_MODE, GROUP_OF_READERS,
		true };
	enum wb_status status;
	int parent, fd = -1;

	path[folder.name - 1 - path] = '\0';
	parent = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (parent < 0)
		return fail(path, "", error_r);
	status = open_folder(path, parent, &folder, &fd, error_r);
	if (status == WB_OK && !set_rights(fd, owner, group, folder.mode))
		status = fail(path, folder.name, error_r);
	if (fd >= 0)
		close(fd);
	close(parent);
	return status;
}

/* What an agent that runs has made there: its socket for Exim has to be of the group that Exim has now. */
static void regroup(const char *path, gid_t group)
{
	static const char *const names[] = { "events", "metrics" };
	int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	struct stat st;

	for (size_t i = 0; folder >= 0 && i < sizeof(names) / sizeof(names[0]); i++) {
		if (fstatat(folder, names[i], &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISSOCK(st.st_mode) && st.st_gid != group &&
		    fchownat(folder, names[i], (uid_t)-1, group, AT_SYMLINK_NOFOLLOW) < 0)
			continue; /* then the agent has to be started anew, as status says */
	}
	if (folder >= 0)
		close(folder);
}

static enum wb_status find_published(const char *store, struct stat *st_r, struct wb_error *error_r)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%.4000s/" WB_PUBLISHED_FOLDER, store);
	if (lstat(path, st_r) == 0 && S_ISDIR(st_r->st_mode))
		return WB_OK;
	return wb_fail(error_r, WB_UNAVAILABLE, "store %s: has no folder %s: run whyblock init", store, WB_PUBLISHED_FOLDER);
}

enum wb_status wb_store_make_run(const char *store, struct wb_error *error_r)
{
	char path[PATH_MAX];
	struct stat published;
	enum wb_status status = find_published(store, &published, error_r);

	wb_policy_run_folder(store, path);
	if (status == WB_OK)
		status = make_sockets(path, published.st_uid, published.st_gid, error_r);
	wb_policy_run_folder(store, path);
	if (status == WB_OK)
		regroup(path, published.st_gid);
	return status;
}

enum wb_status wb_store_make_seen(const char *store, struct wb_error *error_r)
{
	struct stat published;
	enum wb_status status = find_published(store, &published, error_r);
	int fd;

	if (status != WB_OK)
		return status;
	fd = open(store, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return fail(store, "", error_r);
	status = make_folder(store, fd, &seen_folder, published.st_uid, published.st_gid, error_r);
	close(fd);
	return status;
}

enum wb_status wb_store_make_web(const char *store, const char *folder, gid_t group, struct wb_error *error_r)
{
	char path[PATH_MAX];
	struct stat published;
	enum wb_status status = find_published(store, &published, error_r);

	snprintf(path, sizeof(path), "%s", folder);
	return status == WB_OK ? make_sockets(path, published.st_uid, group, error_r) : status;
}

mode_t wb_store_file_mode(const char *folder)
{
	const struct folder *row = find_folder(folder);

	return row != NULL ? row->file_mode : WB_STORE_FILE_MODE;
}
