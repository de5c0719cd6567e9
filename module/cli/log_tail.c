/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* log_tail.c - see log_tail.h */
#include "cli/log_tail.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/access_advice.h"

static enum wb_status fail(const char *path, struct wb_error *error_r)
{
	char why[WB_ACCESS_ERROR_SIZE];
	int error_number = errno;

	return wb_fail(error_r, error_number == ENOENT ? WB_NOT_FOUND : WB_UNAVAILABLE, "%s: %s", path,
	    wb_access_error(path, error_number, why));
}

enum wb_status log_tail_walk(const char *path, size_t bytes, log_tail_visit *visit, void *context, struct wb_error *error_r)
{
	/* A pipe in its place must not hold us up. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	char *line = NULL;
	size_t size = 0;
	ssize_t length;
	struct stat st;
	FILE *file;
	bool begins_inside;

	if (fd < 0 || fstat(fd, &st) < 0 || (file = fdopen(fd, "r")) == NULL) {
		if (fd >= 0)
			close(fd);
		return fail(path, error_r);
	}
	if (!S_ISREG(st.st_mode)) {
		fclose(file);
		return wb_fail(error_r, WB_UNAVAILABLE, "%s: is not a regular file", path);
	}
	begins_inside = st.st_size > (off_t)bytes && fseeko(file, st.st_size - (off_t)bytes, SEEK_SET) == 0;
	while ((length = getline(&line, &size, file)) > 0) {
		/* The beginning of the first one is not there. */
		if (!begins_inside && line[length - 1] == '\n')
			visit(context, line, (size_t)length - 1);
		begins_inside = false;
	}
	free(line);
	fclose(file);
	return WB_OK;
}
