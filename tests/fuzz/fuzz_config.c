/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * fuzz_config.c - any bytes as whyblock.conf. Each mistake has its place and says what was expected, and what is left of a text when its mistakes
 * are blanked is right for libconfuse, which must not be the one to find any.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/config.h"

#define TEXT_MAX 65536

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void check(const struct wb_diagnostics *diagnostics)
{
	static const char unread[] = "nothing behind this line was read"; /* what libconfuse's own complaint ends with */

	for (size_t i = 0; i < diagnostics->count; i++) {
		const struct wb_diagnostic *row = &diagnostics->rows[i];

		if (row->position.line > 0 && (row->position.column == 0 || strstr(row->text, "expected") == NULL))
			abort();
		if (strlen(row->text) >= strlen(unread) && strcmp(row->text + strlen(row->text) - strlen(unread), unread) == 0)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct wb_diagnostics diagnostics;
	struct wb_config *config = NULL;
	enum wb_status status;
	char path[32];
	int fd;

	if (size > TEXT_MAX)
		return 0;
	fd = memfd_create("whyblock.conf", MFD_CLOEXEC);
	if (fd < 0 || fchmod(fd, 0600) < 0 || write(fd, bytes, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	status = wb_config_open(path, &config, &diagnostics);
	if ((status == WB_OK) != (diagnostics.count == 0) || (status != WB_OK && status != WB_INVALID))
		abort();
	check(&diagnostics);
	wb_config_close(&config);
	close(fd);
	return 0;
}
