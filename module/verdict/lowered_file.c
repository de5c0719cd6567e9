/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * lowered_file.c - see lowered_file.h
 *
 * Head: mark (8 bytes), count of rows (8). Numbers are big-endian.
 */
#include "verdict/lowered_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/bytes.h"
#include "verdict/evidence_text.h"
#include "verdict/published.h"
#include "verdict/source_key.h"

#define MARK "wblower1"
#define HEAD_BYTES 16

uint64_t wb_lowered_number(const char *category, const char *source)
{
	uint64_t number = wb_bytes_digest_add_text(WB_BYTES_DIGEST_BEGIN, category);

	number = wb_bytes_digest_add_text(wb_bytes_digest_add(number, '\n'), source);
	return wb_bytes_digest_add(number, '\n');
}

size_t wb_lowered_write(const uint64_t *rows, size_t count, unsigned char *bytes_r)
{
	size_t size = HEAD_BYTES + 8 * count;

	memcpy(bytes_r, MARK, 8);
	wb_bytes_put(bytes_r + 8, count, 8);
	for (size_t i = 0; i < count; i++)
		wb_bytes_put(bytes_r + HEAD_BYTES + 8 * i, rows[i], 8);
	wb_bytes_seal(bytes_r, size);
	return size + 8;
}

static enum wb_status fail(struct wb_lowered *lowered, const char *path, const char *what, struct wb_error *error_r)
{
	lowered->is_unknown = true;
	lowered->count = 0;
	return wb_fail(error_r, WB_UNAVAILABLE, "lowered sources %.200s: %s: run systemctl restart whyblock-agent", path, what);
}

enum wb_status wb_lowered_read(const char *store, struct wb_lowered *lowered_r, struct wb_error *error_r)
{
	unsigned char bytes[WB_LOWERED_BYTES_MAX + 1];
	char path[PATH_MAX];
	ssize_t size;
	int fd;

	lowered_r->is_read = true;
	lowered_r->is_unknown = false;
	lowered_r->count = 0;
	snprintf(path, sizeof(path), "%.4000s/" WB_SEEN_FOLDER "/" WB_SEEN_LOWERED, store);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR ? WB_NOT_FOUND : fail(lowered_r, path, strerror(errno), error_r);
	do
		size = read(fd, bytes, sizeof(bytes));
	while (size < 0 && errno == EINTR);
	close(fd);
	if (size < 0)
		return fail(lowered_r, path, strerror(errno), error_r);
	if (size < HEAD_BYTES + 8 || memcmp(bytes, MARK, 8) != 0 || wb_bytes_get(bytes + 8, 8) > WB_LOWERED_ROWS_MAX ||
	    (size_t)size != HEAD_BYTES + 8 * (size_t)wb_bytes_get(bytes + 8, 8) + 8 ||
	    !wb_bytes_are_sealed(bytes, (size_t)size - 8))
		return fail(lowered_r, path, "is damaged", error_r);
	lowered_r->count = (size_t)wb_bytes_get(bytes + 8, 8);
	for (size_t i = 0; i < lowered_r->count; i++)
		lowered_r->rows[i] = wb_bytes_get(bytes + HEAD_BYTES + 8 * i, 8);
	return WB_OK;
}

bool wb_lowered_has(const struct wb_lowered *lowered, const char *category, const char *source)
{
	uint64_t number = wb_lowered_number(category, source);

	if (strcmp(source, WB_SOURCE_KEY_STAFF) == 0)
		return false;
	for (size_t i = 0; i < lowered->count; i++) {
		if (lowered->rows[i] == number)
			return true;
	}
	return lowered->is_unknown;
}

static bool is_lowered(const struct wb_policy *policy, const struct wb_lowered *lowered, const struct wb_evidence *evidence)
{
	const char *category = policy->categories[evidence->category].id;
	uint32_t code = evidence->kind == WB_EVIDENCE_ZONE ? evidence->hit.return_code : 0;
	char buffer[WB_SOURCE_KEY_SIZE];
	struct wb_text source;
	const int keys = evidence->kind == WB_EVIDENCE_ZONE ? 2 : 1; /* a zone as a whole, or one of its codes */

	for (int key = 0; key < keys; key++) {
		wb_text_open(&source, buffer, sizeof(buffer));
		wb_source_key_add(evidence->kind, wb_evidence_origin(evidence), code, key == 1, &source);
		if (wb_lowered_has(lowered, category, buffer))
			return true;
	}
	return false;
}

void wb_lowered_apply(const struct wb_policy *policy, struct wb_lowered *lowered, struct wb_facts *facts)
{
	struct wb_error error;

	for (size_t i = 0; i < facts->evidence_count; i++) {
		struct wb_evidence *evidence = &facts->evidence[i];

		if (policy->categories[evidence->category].floor_milli == 0 || evidence->scope != WB_SCOPE_HOST)
			continue;
		if (!lowered->is_read && wb_lowered_read(wb_policy_folder(policy), lowered, &error) == WB_UNAVAILABLE)
			wb_evidence_note(facts, "%s", error.text);
		if (is_lowered(policy, lowered, evidence))
			evidence->scope = WB_SCOPE_RANGE;
	}
}
