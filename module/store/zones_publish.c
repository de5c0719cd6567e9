/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* zones_publish.c - see zones_publish.h */
#include "store/zones_publish.h"

#include <unistd.h>

#include "store/published_file.h"

enum wb_status wb_zones_publish(const char *store, const struct wb_zone_row *rows, size_t count, struct wb_error *error_r)
{
	struct wb_published_file file = { .folder_fd = -1, .fd = -1 };
	unsigned char bytes[WB_ZONES_FILE_BYTES_MAX];
	struct wb_blob blob = wb_zones_file_encode(rows, count, bytes);
	int lock;
	enum wb_status status = wb_published_lock(store, &lock, error_r);

	if (status != WB_OK)
		return status;
	status = wb_published_file_open(store, WB_PUBLISHED_ZONES, &file, error_r);
	if (status == WB_OK)
		status = wb_published_file_write(&file, blob.data, blob.size, 0, error_r);
	if (status == WB_OK)
		status = wb_published_file_commit(&file, error_r);
	wb_published_file_close(&file);
	close(lock);
	return status;
}
