/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* first_seen.c - see first_seen.h */
#include "agent/first_seen.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "store/age_guard.h"
#include "verdict/published.h"

#define CHUNK_ROWS 1600 /* that are read and written at once: 64 KB */
#define RETRY_S 60      /* between tries to write what could not be written: each writes the whole base */

static void path_of(const struct first_seen *seen, const char *prefix, const char *name, char path_r[PATH_MAX])
{
	snprintf(path_r, PATH_MAX, "%.4000s/" WB_SEEN_FOLDER "/%s%s", seen->store, prefix, name);
}

static enum wb_status fail(const char *path, const char *what, struct wb_error *error_r)
{
	return wb_fail(error_r, WB_UNAVAILABLE, "first seen %.200s: %s", path, what);
}

/* ---- Rows ------------------------------------------------------------------------------------------------------------ */

/* The place of the first row whose key is not before this one. */
static size_t find_place(const struct wb_first_seen_row *rows, size_t count, const struct wb_first_seen_key *key)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (wb_first_seen_compare(&rows[middle].key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct wb_first_seen_row *find_in(struct wb_first_seen_row *rows, size_t count, const struct wb_first_seen_key *key)
{
	size_t place = find_place(rows, count, key);

	return place < count && wb_first_seen_compare(&rows[place].key, key) == 0 ? &rows[place] : NULL;
}

static struct wb_first_seen_row *find_row(struct first_seen *seen, const struct wb_first_seen_key *key)
{
	struct wb_first_seen_row *row = find_in(seen->base, seen->base_count, key);

	return row != NULL ? row : find_in(seen->log, seen->log_count, key);
}

/* False: there is no room. */
static bool insert_row(struct first_seen *seen, const struct wb_first_seen_row *row)
{
	size_t place = find_place(seen->log, seen->log_count, &row->key);

	if (seen->log_count == seen->log_max)
		return false;
	memmove(seen->log + place + 1, seen->log + place, (seen->log_count - place) * sizeof(*row));
	seen->log[place] = *row;
	seen->log_count++;
	return true;
}

static void note_time(struct first_seen *seen, const struct wb_first_seen_row *row)
{
	seen->newest_s = row->last_s > seen->newest_s ? row->last_s : seen->newest_s;
}

static bool is_forgotten(const struct wb_first_seen_row *row, int64_t now_s)
{
	return now_s - row->last_s > WB_FIRST_SEEN_FORGET_S;
}

static int compare_times(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;

	return (left > right) - (left < right);
}

/* Which rows go when there are too many: all that were seen last before before_s, and so many of that time. */
struct cut {
	uint32_t before_s;
	size_t more;
};

static enum wb_status find_cut(const struct first_seen *seen, size_t count, struct cut *cut_r)
{
	/* With room for a whole log, so that both files together never have more. */
	size_t most = seen->rows_max - seen->log_max;
	uint32_t *times;
	size_t below = 0;

	*cut_r = (struct cut){ 0, 0 };
	if (count <= most)
		return WB_OK;
	times = malloc(count * sizeof(*times));
	if (times == NULL)
		return WB_NO_MEMORY;
	for (size_t i = 0; i < count; i++)
		times[i] = i < seen->base_count ? seen->base[i].last_s : seen->log[i - seen->base_count].last_s;
	qsort(times, count, sizeof(*times), compare_times);
	cut_r->before_s = times[count - most];
	while (times[below] < cut_r->before_s)
		below++;
	cut_r->more = count - most - below;
	free(times);
	return WB_OK;
}

static size_t keep_rows(struct wb_first_seen_row *rows, size_t count, int64_t now_s, struct cut *cut, uint64_t *evicted)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		bool is_cut = rows[i].last_s < cut->before_s || (cut->more > 0 && rows[i].last_s == cut->before_s);

		if (is_forgotten(&rows[i], now_s))
			continue;
		if (is_cut && rows[i].last_s == cut->before_s)
			cut->more--;
		if (is_cut)
			++*evicted;
		else
			rows[kept++] = rows[i];
	}
	return kept;
}

/* When more than half were not seen for long, the clock is ahead rather: they stay, and say nothing as long as it is. */
static bool may_forget(const struct first_seen *seen, int64_t now_s)
{
	size_t count = 0;

	for (size_t i = 0; i < seen->base_count; i++)
		count += is_forgotten(&seen->base[i], now_s);
	for (size_t i = 0; i < seen->log_count; i++)
		count += is_forgotten(&seen->log[i], now_s);
	return wb_age_guard_allows(WB_AGE_GUARDED, count, seen->base_count + seen->log_count);
}

/* All rows become the base's, but for those that were not seen for long. */
static enum wb_status merge_rows(struct first_seen *seen, int64_t now_s)
{
	struct cut none = { 0, 0 }, cut;
	uint64_t nobody = 0;
	size_t all, from_base, from_log;
	struct wb_first_seen_row *base;

	/* By the first second of all none is old. */
	if (!may_forget(seen, now_s))
		now_s = 0;
	seen->base_count = keep_rows(seen->base, seen->base_count, now_s, &none, &nobody);
	seen->log_count = keep_rows(seen->log, seen->log_count, now_s, &none, &nobody);
	if (find_cut(seen, seen->base_count + seen->log_count, &cut) != WB_OK)
		return WB_NO_MEMORY;
	seen->base_count = keep_rows(seen->base, seen->base_count, now_s, &cut, &seen->evicted);
	seen->log_count = keep_rows(seen->log, seen->log_count, now_s, &cut, &seen->evicted);
	all = seen->base_count + seen->log_count;
	base = realloc(seen->base, (all + 1) * sizeof(*base));
	if (base == NULL)
		return WB_NO_MEMORY;
	seen->base = base;
	from_base = seen->base_count;
	from_log = seen->log_count;
	/* From the end on, in place: what is written stands behind what is still to be read. */
	for (size_t to = all; from_log > 0; to--) {
		if (from_base > 0 && wb_first_seen_compare(&base[from_base - 1].key, &seen->log[from_log - 1].key) > 0)
			base[to - 1] = base[--from_base];
		else
			base[to - 1] = seen->log[--from_log];
	}
	seen->base_count = all;
	seen->log_count = 0;
	return WB_OK;
}

/* ---- Files ----------------------------------------------------------------------------------------------------------- */

static bool write_rows(const struct first_seen *seen, int fd)
{
	static unsigned char bytes[CHUNK_ROWS * WB_FIRST_SEEN_ROW_BYTES];
	size_t used = WB_FIRST_SEEN_ROW_BYTES;

	wb_first_seen_write_head(seen->base_count, bytes);
	for (size_t i = 0; i < seen->base_count; i++) {
		if (used == sizeof(bytes)) {
			if (!wb_file_write(fd, bytes, used))
				return false;
			used = 0;
		}
		wb_first_seen_write_row(&seen->base[i], bytes + used);
		used += WB_FIRST_SEEN_ROW_BYTES;
	}
	return wb_file_write(fd, bytes, used) && fdatasync(fd) == 0;
}

/* A reader sees the file of before or this one. */
static enum wb_status write_base(const struct first_seen *seen, struct wb_error *error_r)
{
	char path[PATH_MAX], temporary[PATH_MAX];
	enum wb_status status = WB_OK;
	int fd;

	path_of(seen, "", WB_SEEN_BASE, path);
	path_of(seen, WB_PUBLISHED_TEMPORARY, WB_SEEN_BASE, temporary);
	fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0640);
	if (fd < 0)
		return fail(temporary, strerror(errno), error_r);
	if (!write_rows(seen, fd) || rename(temporary, path) < 0)
		status = fail(path, strerror(errno), error_r);
	close(fd);
	if (status != WB_OK)
		unlink(temporary);
	return status;
}

/* A new file, so that whoever reads the one of before reads it to its end. */
static enum wb_status begin_log(struct first_seen *seen, struct wb_error *error_r)
{
	char path[PATH_MAX], temporary[PATH_MAX];
	int fd;

	path_of(seen, "", WB_SEEN_LOG, path);
	path_of(seen, WB_PUBLISHED_TEMPORARY, WB_SEEN_LOG, temporary);
	fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0640);
	if (fd < 0)
		return fail(temporary, strerror(errno), error_r);
	if (rename(temporary, path) < 0) {
		close(fd);
		return fail(path, strerror(errno), error_r);
	}
	if (seen->log_fd >= 0)
		close(seen->log_fd);
	seen->log_fd = fd;
	seen->log_rows = 0;
	return WB_OK;
}

static enum wb_status merge(struct first_seen *seen, int64_t now_s, struct wb_error *error_r)
{
	enum wb_status status = merge_rows(seen, now_s);

	seen->tried_at_s = now_s;
	if (status != WB_OK)
		return wb_fail(error_r, status, "first seen: out of memory");
	/* The base has its name before the log's rows are gone: a reader opens them the other way round. */
	status = write_base(seen, error_r);
	if (status == WB_OK)
		status = begin_log(seen, error_r);
	seen->is_changed = status != WB_OK;
	if (status == WB_OK) {
		seen->merged_at_s = now_s;
		seen->lacks_rows = false;
	}
	return status;
}

/* One write(2) for one row: a reader, and an agent after this one was killed, finds it whole or not at all. */
static bool append_row(struct first_seen *seen, const struct wb_first_seen_row *row)
{
	unsigned char bytes[WB_FIRST_SEEN_ROW_BYTES];
	ssize_t written;

	if (seen->log_fd < 0 || seen->log_rows >= seen->log_max)
		return false;
	wb_first_seen_write_row(row, bytes);
	written = write(seen->log_fd, bytes, sizeof(bytes));
	if (written == (ssize_t)sizeof(bytes)) {
		seen->log_rows++;
		return true;
	}
	/* A part of a row would have all that follows it misread. */
	if (written > 0 && ftruncate(seen->log_fd, (off_t)(seen->log_rows * sizeof(bytes))) < 0) {
		close(seen->log_fd);
		seen->log_fd = -1;
	}
	return false;
}

/* Takes the rows of a file in, up to the first that is none. False: it is not as it should be. For a base there is room. */
static bool read_rows(struct first_seen *seen, int fd, bool is_base)
{
	static unsigned char bytes[CHUNK_ROWS * WB_FIRST_SEEN_ROW_BYTES];
	size_t count = 0, most = is_base ? 0 : WB_FIRST_SEEN_LOG_MAX;
	ssize_t got;

	if (is_base &&
	    (read(fd, bytes, WB_FIRST_SEEN_ROW_BYTES) != WB_FIRST_SEEN_ROW_BYTES || !wb_first_seen_read_head(bytes, &most)))
		return false;
	while ((got = read(fd, bytes, sizeof(bytes))) > 0) {
		for (size_t at = 0; at < (size_t)got; at += WB_FIRST_SEEN_ROW_BYTES) {
			struct wb_first_seen_row row, *known;

			if ((size_t)got - at < WB_FIRST_SEEN_ROW_BYTES || count == most ||
			    !wb_first_seen_read_row(bytes + at, &row))
				return false;
			count++;
			if (is_base) {
				if (seen->base_count > 0 &&
				    wb_first_seen_compare(&seen->base[seen->base_count - 1].key, &row.key) >= 0)
					return false;
				seen->base[seen->base_count++] = row;
				continue;
			}
			known = find_row(seen, &row.key);
			if (known != NULL) {
				known->first_s = row.first_s;
				known->last_s = row.last_s > known->last_s ? row.last_s : known->last_s;
			} else if (!insert_row(seen, &row)) {
				return false;
			}
		}
	}
	return got == 0 && (!is_base || count == most);
}

static enum wb_status read_file(struct first_seen *seen, const char *name, bool is_base, struct wb_error *error_r)
{
	char path[PATH_MAX];
	enum wb_status status = WB_OK;
	struct stat st;
	int fd;

	path_of(seen, "", name, path);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return errno == ENOENT ? WB_NOT_FOUND : fail(path, strerror(errno), error_r);
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) ||
	    st.st_size > (off_t)(WB_FIRST_SEEN_ROWS_MAX + 1) * WB_FIRST_SEEN_ROW_BYTES)
		status = fail(path, "is damaged: all that it knew is new again", error_r);
	if (status == WB_OK && is_base) {
		seen->base = malloc(((size_t)st.st_size / WB_FIRST_SEEN_ROW_BYTES + 1) * sizeof(*seen->base));
		if (seen->base == NULL)
			status = wb_fail(error_r, WB_NO_MEMORY, "first seen: out of memory");
	}
	if (status == WB_OK && !read_rows(seen, fd, is_base))
		status = fail(path, "is damaged: what it does not know any more is new again", error_r);
	close(fd);
	return status;
}

/* What stands in the way of a file and is none. */
static void clear_way(const struct first_seen *seen, const char *name)
{
	char path[PATH_MAX];

	path_of(seen, "", name, path);
	rmdir(path);
}

/* Goes on with what agents before this one knew. Of what is damaged that counts which is good; the files are written anew. */
static enum wb_status open_files(struct first_seen *seen, int64_t now_s, struct wb_error *error_r)
{
	enum wb_status base, log, status;
	struct wb_error error;

	seen->log = malloc(seen->log_max * sizeof(*seen->log));
	base = seen->log == NULL ? wb_fail(error_r, WB_NO_MEMORY, "first seen: out of memory")
				 : read_file(seen, WB_SEEN_BASE, true, error_r);
	if (base == WB_NO_MEMORY) {
		/* Nothing is written over what could not be read; it is tried again. */
		first_seen_close(seen);
		return base;
	}
	seen->is_open = true;
	log = read_file(seen, WB_SEEN_LOG, false, base == WB_UNAVAILABLE ? NULL : error_r);
	for (size_t i = 0; i < seen->base_count + seen->log_count; i++) {
		const struct wb_first_seen_row *row = i < seen->base_count ? &seen->base[i] : &seen->log[i - seen->base_count];

		/* One that is of long after now is of a clock that was wrong. */
		if (row->last_s <= now_s + WB_FIRST_SEEN_FORGET_S)
			note_time(seen, row);
	}
	if (base == WB_UNAVAILABLE || log == WB_UNAVAILABLE) {
		clear_way(seen, WB_SEEN_BASE);
		clear_way(seen, WB_SEEN_LOG);
	}
	status = merge(seen, now_s, base == WB_UNAVAILABLE || log == WB_UNAVAILABLE ? &error : error_r);
	return base == WB_UNAVAILABLE || log == WB_UNAVAILABLE ? WB_UNAVAILABLE : status;
}

/* ---- Events ---------------------------------------------------------------------------------------------------------- */

void first_seen_init(struct first_seen *seen, const char *store, size_t rows_max, size_t log_max)
{
	*seen = (struct first_seen){ .store = store, .rows_max = rows_max, .log_max = log_max, .log_fd = -1 };
}

/* A sight of this key. */
static void take_row(struct first_seen *seen, const struct wb_first_seen_key *key, int64_t now_s)
{
	struct wb_first_seen_row *known = find_row(seen, key);
	struct wb_first_seen_row row = { .key = *key, .first_s = (uint32_t)now_s, .last_s = (uint32_t)now_s };

	seen->is_changed = true;
	note_time(seen, &row);
	if (known != NULL && known->first_s <= now_s && !is_forgotten(known, now_s)) {
		known->last_s = row.last_s;
		return;
	}
	if (known != NULL)
		*known = row;
	if ((known != NULL || insert_row(seen, &row)) && append_row(seen, &row))
		return;
	seen->unwritten++;
	seen->lacks_rows = true;
}

static bool gives_grace(const struct wb_policy *policy, const char *id)
{
	const struct wb_category *category = wb_policy_category(policy, id);

	return category != NULL && category->grace_s > 0;
}

/* Who says it, as wb_first_seen_key wants it: who runs the zone, or the origin of others. NULL: it does not count, or has a time of its own. */
static const char *source_of(const struct wb_policy *policy, const struct wb_event_evidence *evidence)
{
	if (evidence->kind == WB_EVIDENCE_LISTING ||
	    (evidence->discount != WB_DISCOUNT_NONE && evidence->discount != WB_DISCOUNT_SAME_OPERATOR))
		return NULL;
	if (evidence->kind != WB_EVIDENCE_ZONE)
		return evidence->origin;
	for (size_t i = 0; i < policy->zone_count; i++) {
		if (strcmp(policy->zones[i].shown, evidence->origin) == 0)
			return policy->zones[i].run_by;
	}
	return NULL;
}

/*
 * A log that is whole gets into the base, and so does a row that could not be written behind it; now and then when each was seen last.
 * What has failed is not tried all the time.
 */
static enum wb_status merge_when_due(struct first_seen *seen, int64_t now_s, struct wb_error *error_r)
{
	bool is_late = now_s - seen->tried_at_s >= RETRY_S || now_s < seen->tried_at_s;
	bool has_failed = seen->tried_at_s != seen->merged_at_s;
	bool is_due =
	    seen->lacks_rows ? is_late : seen->log_rows >= seen->log_max || now_s - seen->merged_at_s >= WB_FIRST_SEEN_MERGE_S;

	return is_due && (is_late || !has_failed) ? merge(seen, now_s, error_r) : WB_OK;
}

enum wb_status first_seen_take(struct first_seen *seen, const struct wb_policy *policy, const struct wb_event *event,
    int64_t now_s, struct wb_error *error_r)
{
	enum wb_status status = WB_OK, merged;

	for (size_t i = 0; i < event->evidence_count; i++) {
		const struct wb_event_evidence *evidence = &event->evidence[i];
		const char *source = source_of(policy, evidence);
		struct wb_first_seen_key key;

		if (source == NULL || !gives_grace(policy, evidence->category))
			continue;
		if (!seen->is_open)
			status = open_files(seen, now_s, error_r);
		if (!seen->is_open)
			return status;
		/* Else what is seen after the clock was set back would soon look older than it is. */
		if (now_s < seen->newest_s && seen->newest_s - now_s <= WB_FIRST_SEEN_FORGET_S)
			now_s = seen->newest_s;
		key = wb_first_seen_key(&event->client, evidence->kind, source, evidence->category);
		take_row(seen, &key, now_s);
		merged = merge_when_due(seen, now_s, status == WB_OK ? error_r : NULL);
		status = status == WB_OK ? merged : status;
	}
	return status;
}

void first_seen_close(struct first_seen *seen)
{
	if (seen->is_open && seen->is_changed)
		merge(seen, seen->newest_s, NULL);
	if (seen->is_open && seen->log_fd >= 0)
		close(seen->log_fd);
	free(seen->base);
	free(seen->log);
	first_seen_init(seen, seen->store, seen->rows_max, seen->log_max);
}

size_t first_seen_count(const struct first_seen *seen)
{
	return seen->base_count + seen->log_count;
}
