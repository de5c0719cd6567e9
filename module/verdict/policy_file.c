/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * policy_file.c - see policy_file.h
 *
 * Head: magic (8 bytes), format (4), bytes of the policy (4), bytes of the settings (4), what it uses (4), serial (8), made at (8), checks
 * of the policy, of the settings, and of the head in front of this one (8 each).
 */
#include "verdict/policy_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bytes.h"
#include "verdict/kept_file.h"

#define MAGIC "WhyPolic"
#define MAGIC_BYTES 8
#define CHECK_AT (WB_POLICY_FILE_HEAD_BYTES - 8) /* where the head's own check stands */

struct head {
	uint32_t format;
	uint32_t policy_bytes;
	uint32_t settings_bytes;
	uint32_t uses;
	uint64_t serial;
	int64_t made_at_s;
	uint64_t policy_check;
	uint64_t settings_check;
};

static void walk_head(struct wb_record *record, struct head *head)
{
	unsigned char magic[MAGIC_BYTES];

	memcpy(magic, MAGIC, sizeof(magic));
	wb_record_bytes(record, magic, sizeof(magic));
	if (memcmp(magic, MAGIC, sizeof(magic)) != 0)
		record->has_failed = true;
	head->format = (uint32_t)wb_record_number(record, head->format, 4);
	head->policy_bytes = (uint32_t)wb_record_number(record, head->policy_bytes, 4);
	head->settings_bytes = (uint32_t)wb_record_number(record, head->settings_bytes, 4);
	head->uses = (uint32_t)wb_record_number(record, head->uses, 4);
	head->serial = wb_record_number(record, head->serial, 8);
	head->made_at_s = wb_record_time(record, head->made_at_s);
	head->policy_check = wb_record_number(record, head->policy_check, 8);
	head->settings_check = wb_record_number(record, head->settings_check, 8);
}

static enum wb_status fail(const char *path, const char *what, const char *advice, struct wb_error *error_r)
{
	return wb_fail(error_r, WB_UNAVAILABLE, "policy %.200s: %s: %s", path, what, advice);
}

static enum wb_status fail_damaged(const char *path, struct wb_error *error_r)
{
	return fail(path, "is damaged", "run whyblock apply", error_r);
}

/* bytes: the head's, size: of the whole file. What the head says of sizes holds afterwards. */
static enum wb_status read_head(
    const unsigned char *bytes, uint64_t size, const char *path, struct head *head_r, struct wb_error *error_r)
{
	struct wb_record record;

	if (size > WB_POLICY_FILE_BYTES_MAX)
		return fail(path, "is larger than a policy can be", "run whyblock apply", error_r);
	if (size < WB_POLICY_FILE_HEAD_BYTES)
		return fail(path, "was cut short", "run whyblock apply", error_r);
	wb_record_open_read(&record, (struct wb_blob){ bytes, CHECK_AT });
	walk_head(&record, head_r);
	if (!wb_record_ends_key(&record))
		return fail_damaged(path, error_r);
	if (head_r->format != WB_POLICY_FILE_FORMAT)
		return wb_fail(error_r, WB_UNAVAILABLE, "policy %.200s: has the format %u, expected %d: run whyblock apply",
		    path, head_r->format, WB_POLICY_FILE_FORMAT);
	if (!wb_bytes_are_sealed(bytes, CHECK_AT))
		return fail_damaged(path, error_r);
	if (size != (uint64_t)WB_POLICY_FILE_HEAD_BYTES + head_r->policy_bytes + head_r->settings_bytes)
		return fail(path, "was cut short", "run whyblock apply", error_r);
	return WB_OK;
}

/* Reads one part of the file, which the walk describes, to its last byte. */
static bool begin_part(struct wb_policy_walk *walk, const unsigned char *bytes, size_t size, uint64_t check)
{
	wb_record_open_read(&walk->record, (struct wb_blob){ bytes, size });
	return wb_bytes_check(bytes, size) == check;
}

/*
 * bytes: what stands behind the head: the policy, and the settings if they are wanted. They belong to the file's pool; on failure
 * the file is closed.
 */
static enum wb_status decode_parts(struct wb_policy_file *file, const struct head *head, const unsigned char *bytes,
    const char *path, enum wb_policy_file_part part, struct wb_policy_file **file_r, struct wb_error *error_r)
{
	struct wb_policy_walk walk = { .pool = &file->pool };
	bool is_good = begin_part(&walk, bytes, head->policy_bytes, head->policy_check);

	file->serial = head->serial;
	file->made_at_s = head->made_at_s;
	if (is_good) {
		wb_policy_record_walk(&walk, &file->policy);
		is_good = wb_record_ends_key(&walk.record);
	}
	if (is_good && part == WB_POLICY_FILE_WHOLE) {
		is_good = begin_part(&walk, bytes + head->policy_bytes, head->settings_bytes, head->settings_check);
		if (is_good) {
			wb_policy_record_walk_settings(&walk, &file->settings, &file->setting_count);
			is_good = wb_record_ends_key(&walk.record);
		}
	}
	if (is_good) {
		*file_r = file;
		return WB_OK;
	}
	wb_policy_file_close(&file);
	if (walk.no_memory)
		return wb_fail(error_r, WB_NO_MEMORY, "policy %.200s: out of memory", path);
	return fail_damaged(path, error_r);
}

/* How much of the file is wanted, behind its head. */
static size_t body_bytes(const struct head *head, enum wb_policy_file_part part)
{
	return head->policy_bytes + (size_t)(part == WB_POLICY_FILE_WHOLE ? head->settings_bytes : 0);
}

/*
 * A file, and in its pool room for the body and for what becomes of it: three bytes for one, as it was seen; more is asked for if
 * needed.
 */
static enum wb_status make_file(
    size_t bytes, const char *path, struct wb_policy_file **file_r, unsigned char **body_r, struct wb_error *error_r)
{
	struct wb_policy_file *file = calloc(1, sizeof(*file));

	*body_r = NULL;
	if (file != NULL && wb_pool_reserve(&file->pool, 4 * bytes + 256))
		*body_r = wb_pool_alloc(&file->pool, bytes);
	if (*body_r == NULL)
		wb_policy_file_close(&file);
	*file_r = file;
	return file != NULL ? WB_OK : wb_fail(error_r, WB_NO_MEMORY, "policy %.200s: out of memory", path);
}

enum wb_status wb_policy_file_decode(const unsigned char *bytes, size_t size, const char *path, enum wb_policy_file_part part,
    struct wb_policy_file **file_r, struct wb_error *error_r)
{
	struct wb_policy_file *file;
	unsigned char *body;
	struct head head;
	enum wb_status status = read_head(bytes, size, path, &head, error_r);

	*file_r = NULL;
	if (status == WB_OK)
		status = make_file(body_bytes(&head, part), path, &file, &body, error_r);
	if (status != WB_OK)
		return status;
	memcpy(body, bytes + WB_POLICY_FILE_HEAD_BYTES, body_bytes(&head, part));
	return decode_parts(file, &head, body, path, part, file_r, error_r);
}

/* All of them, or false. */
static bool read_bytes(int fd, unsigned char *bytes, size_t size, off_t from)
{
	while (size > 0) {
		ssize_t n = pread(fd, bytes, size, from);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes += n;
		size -= (size_t)n;
		from += n;
	}
	return true;
}

/* Opens a file and reads its head. fd_r: to be closed, whatever is returned, unless it is -1. */
static enum wb_status open_head(const char *path, int *fd_r, struct head *head_r, struct wb_error *error_r)
{
	unsigned char bytes[WB_POLICY_FILE_HEAD_BYTES] = { 0 };
	struct stat st;
	int fd = *fd_r = wb_kept_file_open(path, &st);

	if (fd < 0 && errno == ENOENT)
		return fail(path, "there is none", "run whyblock apply", error_r);
	if (fd < 0 && errno != ELOOP)
		return wb_fail(error_r, WB_UNAVAILABLE, "policy %.200s: %s%s", path, strerror(errno),
		    errno == EACCES ? ": run whyblock init as root" : "");
	if (fd < 0 || !S_ISREG(st.st_mode))
		return fail(path, "is not a regular file", "run whyblock apply", error_r);
	if (st.st_size >= WB_POLICY_FILE_HEAD_BYTES && !read_bytes(fd, bytes, sizeof(bytes), 0))
		return fail(path, "cannot be read", strerror(errno), error_r);
	return read_head(bytes, (uint64_t)st.st_size, path, head_r, error_r);
}

static enum wb_status read_body(int fd, const struct head *head, const char *path, enum wb_policy_file_part part,
    struct wb_policy_file **file_r, struct wb_error *error_r)
{
	struct wb_policy_file *file;
	unsigned char *body;
	enum wb_status status = make_file(body_bytes(head, part), path, &file, &body, error_r);

	if (status != WB_OK)
		return status;
	if (!read_bytes(fd, body, body_bytes(head, part), WB_POLICY_FILE_HEAD_BYTES)) {
		wb_policy_file_close(&file);
		return fail(path, "was cut short", "run whyblock apply", error_r);
	}
	return decode_parts(file, head, body, path, part, file_r, error_r);
}

enum wb_status wb_policy_file_read(
    const char *path, enum wb_policy_file_part part, struct wb_policy_file **file_r, struct wb_error *error_r)
{
	struct head head;
	int fd;
	enum wb_status status = open_head(path, &fd, &head, error_r);

	*file_r = NULL;
	if (status == WB_OK)
		status = read_body(fd, &head, path, part, file_r, error_r);
	if (fd >= 0)
		wb_kept_file_close(fd);
	return status;
}

uint32_t wb_policy_file_uses(const char *path)
{
	struct head head;
	int fd;
	enum wb_status status = open_head(path, &fd, &head, NULL);

	if (fd >= 0)
		wb_kept_file_close(fd);
	return status == WB_OK ? head.uses : 0;
}

void wb_policy_file_close(struct wb_policy_file **file)
{
	if (*file == NULL)
		return;
	wb_pool_close(&(*file)->pool);
	free(*file);
	*file = NULL;
}

enum wb_status wb_policy_file_encode(
    const struct wb_policy_file *file, unsigned char **bytes_r, size_t *size_r, struct wb_error *error_r)
{
	struct head head = { .format = WB_POLICY_FILE_FORMAT, .serial = file->serial, .made_at_s = file->made_at_s };
	struct wb_policy_file copy = *file;
	struct wb_pool pool = { NULL };
	struct wb_policy_walk walk = { .pool = &pool };
	unsigned char *bytes = calloc(1, WB_POLICY_FILE_BYTES_MAX);
	unsigned char *body;
	struct wb_record record;
	enum wb_status status = WB_OK;

	*bytes_r = NULL;
	if (bytes == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	body = bytes + WB_POLICY_FILE_HEAD_BYTES;
	wb_record_open_write(&walk.record, body, WB_POLICY_FILE_BYTES_MAX - WB_POLICY_FILE_HEAD_BYTES);
	wb_policy_record_walk(&walk, &copy.policy);
	head.policy_bytes = (uint32_t)wb_record_blob(&walk.record).size;
	wb_policy_record_walk_settings(&walk, &copy.settings, &copy.setting_count);
	head.settings_bytes = (uint32_t)wb_record_blob(&walk.record).size - head.policy_bytes;
	if (walk.no_memory)
		status = wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	else if (wb_record_blob(&walk.record).data == NULL)
		status = wb_fail(error_r, WB_INVALID, "the policy is larger than %u MiB: expected shorter lists",
		    WB_POLICY_FILE_BYTES_MAX >> 20);
	wb_pool_close(&pool);
	if (status != WB_OK) {
		free(bytes);
		return status;
	}
	head.uses = (file->policy.zone_count > 0 ? WB_POLICY_USES_ZONES : 0) |
	    (file->policy.mode == WB_ENFORCE ? WB_POLICY_USES_REFERENCES : 0);
	head.policy_check = wb_bytes_check(body, head.policy_bytes);
	head.settings_check = wb_bytes_check(body + head.policy_bytes, head.settings_bytes);
	wb_record_open_write(&record, bytes, CHECK_AT);
	walk_head(&record, &head);
	wb_bytes_seal(bytes, CHECK_AT);
	*bytes_r = bytes;
	*size_r = (size_t)WB_POLICY_FILE_HEAD_BYTES + head.policy_bytes + head.settings_bytes;
	return WB_OK;
}
