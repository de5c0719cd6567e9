/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* key_copy.c - see key_copy.h */
#include "store/key_copy.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/published_file.h"
#include "verdict/reference_key.h"

#define LINE_LENGTH (2 * WB_REFERENCE_KEY_BYTES + 1)

void wb_key_copy_path(const char *store, char path_r[PATH_MAX])
{
	snprintf(path_r, PATH_MAX, "%s/" WB_PUBLISHED_FOLDER "/" WB_PUBLISHED_KEY, store);
}

static enum wb_status write_keys(const char *store, const struct wb_reference_keys *keys, struct wb_error *error_r)
{
	char text[WB_REFERENCE_KEYS_MAX * LINE_LENGTH + 1];
	struct wb_published_file file = { .folder_fd = -1, .fd = -1 };
	enum wb_status status = wb_published_file_open(store, WB_PUBLISHED_KEY, &file, error_r);
	size_t length = 0;

	for (size_t i = 0; i < keys->count; i++) {
		for (size_t n = 0; n < WB_REFERENCE_KEY_BYTES; n++)
			length += (size_t)snprintf(text + length, sizeof(text) - length, "%02x", keys->bytes[i][n]);
		text[length++] = '\n';
	}
	if (status == WB_OK)
		status = wb_published_file_write(&file, text, length, 0, error_r);
	if (status == WB_OK)
		status = wb_published_file_commit(&file, error_r);
	wb_published_file_close(&file);
	explicit_bzero(text, sizeof(text));
	return status;
}

enum wb_status wb_key_copy_update(const char *store, const char *source, struct wb_error *error_r)
{
	char path[PATH_MAX];
	struct wb_reference_keys keys, copy;
	enum wb_status status = wb_reference_keys_read(source, &keys, error_r);

	if (status == WB_NOT_FOUND)
		return wb_published_file_remove(store, WB_PUBLISHED_KEY, error_r);
	wb_key_copy_path(store, path);
	if (status == WB_OK && (wb_reference_keys_read(path, &copy, NULL) != WB_OK || memcmp(&keys, &copy, sizeof(keys)) != 0))
		status = write_keys(store, &keys, error_r);
	explicit_bzero(&keys, sizeof(keys));
	explicit_bzero(&copy, sizeof(copy));
	return status;
}

enum wb_status wb_key_copy_publish(const char *store, const char *source, struct wb_error *error_r)
{
	int lock_fd;
	enum wb_status status = wb_published_lock(store, &lock_fd, error_r);

	if (status != WB_OK)
		return status;
	status = wb_key_copy_update(store, source, error_r);
	close(lock_fd);
	return status;
}
