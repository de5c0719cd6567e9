/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* mmdb_copy.c - see mmdb_copy.h */
#include "store/mmdb_copy.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/rows.h"
#include "store/published_file.h"

#define CHUNK_BYTES 65536
#define TICK_MS 20 /* longer than a step of the clock that files get their times from (10 ms with HZ=100) */

WB_ROWS_BEGIN(names);
static const struct {
	const char *setting, *copy;
} names[WB_GEOIP_WANTS] = {
	WB_ROW(WB_GEOIP_COUNTRY) = { "country", WB_PUBLISHED_COUNTRY },
	WB_ROW(WB_GEOIP_ASN) = { "asn", WB_PUBLISHED_ASN },
};
WB_ROWS_END(names, WB_GEOIP_WANTS);

const char *wb_mmdb_setting(enum wb_geoip_want want)
{
	return names[want].setting;
}

static void format_path(const char *store, enum wb_geoip_want want, char path[PATH_MAX])
{
	snprintf(path, PATH_MAX, "%s/" WB_PUBLISHED_FOLDER "/%s", store, names[want].copy);
}

static bool is_unchanged(const struct stat *a, const struct stat *b)
{
	return a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

void wb_mmdb_look(const char *store, enum wb_geoip_want want, const char *source, struct wb_mmdb_copy *copy_r)
{
	struct stat copy, st;
	char path[PATH_MAX];

	*copy_r = (struct wb_mmdb_copy){ .outcome = WB_MMDB_UNSET };
	format_path(store, want, path);
	copy_r->is_there = lstat(path, &copy) == 0 && S_ISREG(copy.st_mode);
	if (source[0] == '\0')
		return;
	if (stat(source, &st) == 0) {
		copy_r->outcome = copy_r->is_there && is_unchanged(&copy, &st) ? WB_MMDB_SAME : WB_MMDB_STALE;
		return;
	}
	copy_r->outcome = errno == ENOENT || errno == ENOTDIR ? WB_MMDB_GONE : WB_MMDB_REFUSED;
	wb_fail(&copy_r->why, WB_UNAVAILABLE, "geoip %s: %s", source, strerror(errno));
}

/* Reads the source into a file that is being published, and gives it the source's time. */
static enum wb_status fill(struct wb_published_file *file, const char *source, int fd, struct wb_error *error_r)
{
	static const struct timespec tick = { .tv_nsec = TICK_MS * 1000000L };
	char chunk[CHUNK_BYTES];
	struct stat before, after;
	struct timespec now;
	uint64_t at = 0;
	ssize_t count = 1;

	if (fstat(fd, &before) < 0)
		return wb_fail(error_r, WB_UNAVAILABLE, "geoip %s: %s", source, strerror(errno));
	if (!S_ISREG(before.st_mode))
		return wb_fail(error_r, WB_UNAVAILABLE, "geoip %s: is not a regular file", source);
	if (before.st_size > WB_MMDB_BYTES_MAX)
		return wb_fail(error_r, WB_UNAVAILABLE, "geoip %s: has %lld bytes: expected at most %lld", source,
		    (long long)before.st_size, WB_MMDB_BYTES_MAX);
	/* What was written in this step of the clock may be written again without another time. */
	clock_gettime(CLOCK_REALTIME, &now);
	if ((now.tv_sec - before.st_mtim.tv_sec) * 1000 + (now.tv_nsec - before.st_mtim.tv_nsec) / 1000000 < TICK_MS)
		nanosleep(&tick, NULL);
	while (at < (uint64_t)before.st_size && count > 0) {
		count = read(fd, chunk, sizeof(chunk));
		if (count < 0 && errno == EINTR) {
			count = 1;
			continue;
		}
		if (count < 0)
			return wb_fail(error_r, WB_UNAVAILABLE, "geoip %s: %s", source, strerror(errno));
		if (wb_published_file_write(file, chunk, (size_t)count, at, error_r) != WB_OK)
			return WB_UNAVAILABLE;
		at += (uint64_t)count;
	}
	if (fstat(fd, &after) < 0 || !is_unchanged(&before, &after) || at != (uint64_t)after.st_size)
		return wb_fail(
		    error_r, WB_UNAVAILABLE, "geoip %s: is being written: run whyblock apply when that is done", source);
	if (futimens(file->fd, (const struct timespec[2]){ { .tv_nsec = UTIME_OMIT }, before.st_mtim }) < 0)
		return wb_fail(error_r, WB_UNAVAILABLE, "%s/" WB_PUBLISHED_FOLDER ": %s", file->store, strerror(errno));
	return WB_OK;
}

static enum wb_status make_copy(const char *store, enum wb_geoip_want want, const char *source, struct wb_error *error_r)
{
	struct wb_published_file file = { .folder_fd = -1, .fd = -1 };
	struct wb_geoip_about about;
	struct wb_error fault;
	char path[PATH_MAX];
	/* Opening a FIFO would wait for somebody to write. */
	int fd = open(source, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	enum wb_status status;

	if (fd < 0)
		return wb_fail(error_r, WB_UNAVAILABLE, "geoip %s: %s", source, strerror(errno));
	status = wb_published_file_open(store, names[want].copy, &file, &fault);
	if (status == WB_OK)
		status = fill(&file, source, fd, &fault);
	if (status == WB_OK) {
		wb_published_file_path(&file, path);
		status = wb_geoip_describe(path, source, want, &about, &fault);
	}
	if (status == WB_OK)
		status = wb_published_file_commit(&file, &fault);
	wb_published_file_close(&file);
	close(fd);
	return status == WB_OK ? WB_OK : wb_fail(error_r, status, "%s", fault.text);
}

/* twin: the other copy when it is of the same source, as that is now; or NULL. */
static void update_copy(
    const char *store, enum wb_geoip_want want, const char *source, const char *twin, struct wb_mmdb_copy *copy_r)
{
	struct wb_geoip_about about;
	struct wb_error *why = &copy_r->why;
	char path[PATH_MAX];
	enum wb_status status;

	wb_mmdb_look(store, want, source, copy_r);
	if (copy_r->outcome == WB_MMDB_GONE || copy_r->outcome == WB_MMDB_REFUSED)
		return;
	if (copy_r->outcome == WB_MMDB_UNSET) {
		if (copy_r->is_there && wb_published_file_remove(store, names[want].copy, why) == WB_OK)
			*copy_r = (struct wb_mmdb_copy){ .outcome = WB_MMDB_REMOVED };
		else if (copy_r->is_there)
			copy_r->outcome = WB_MMDB_REFUSED;
		return;
	}
	format_path(store, want, path);
	/* One that was damaged since it was made is made again. */
	if (copy_r->outcome == WB_MMDB_SAME && wb_geoip_describe(path, path, want, &about, NULL) == WB_OK)
		return;
	if (twin != NULL) {
		snprintf(path, sizeof(path), "%s/" WB_PUBLISHED_FOLDER "/%s", store, twin);
		status = wb_geoip_describe(path, source, want, &about, why);
		if (status == WB_OK && wb_published_file_link(store, twin, names[want].copy, NULL) != WB_OK)
			status = make_copy(store, want, source, why);
	} else {
		status = make_copy(store, want, source, why);
	}
	copy_r->outcome = status == WB_OK ? WB_MMDB_COPIED : WB_MMDB_REFUSED;
	copy_r->is_there = copy_r->is_there || status == WB_OK;
}

void wb_mmdb_update(const char *store, const struct wb_geoip_files *sources, struct wb_mmdb_copy copies_r[WB_GEOIP_WANTS])
{
	const struct wb_mmdb_copy *country = &copies_r[WB_GEOIP_COUNTRY];
	bool are_twins;

	update_copy(store, WB_GEOIP_COUNTRY, sources->country, NULL, &copies_r[WB_GEOIP_COUNTRY]);
	are_twins = strcmp(sources->country, sources->asn) == 0 &&
	    (country->outcome == WB_MMDB_SAME || country->outcome == WB_MMDB_COPIED);
	update_copy(store, WB_GEOIP_ASN, sources->asn, are_twins ? WB_PUBLISHED_COUNTRY : NULL, &copies_r[WB_GEOIP_ASN]);
}
